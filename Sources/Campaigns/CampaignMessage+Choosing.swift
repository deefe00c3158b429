package import Audiences
package import Kernel
package import Storage

extension CompiledMessages {
    /// The key of the message that a person gets, as an expression over alias `p` of `person`: the first whose rule fits, else the last.
    package func choice(today: Day) -> SQL {
        guard let last = items.last else { return "NULL" }
        let cases = items.compactMap { item -> SQL? in
            item.rule.map { "WHEN \(RuleCompiler.sql($0, today: today)) THEN \(item.message.key) " }
        }
        if cases.isEmpty { return "\(last.message.key)" }
        return "CASE \(cases.joined(separator: SQL.empty))ELSE \(last.message.key) END"
    }

    /// The message of this key.
    package func item(_ key: MessageKey) -> Item? { items.first { $0.message.key == key } }
}

extension Reader {
    /// The message that this person gets; `nil` for nobody of the directory.
    package func message(for person: PersonKey, of messages: CompiledMessages, today: Day) throws -> CompiledMessages.Item? {
        let key: MessageKey? = try value("SELECT \(messages.choice(today: today)) FROM person p WHERE p.id = \(person)")
        return key.flatMap(messages.item)
    }

    /// How many people of an audience get each message. For the operator, and for rules that may name people.
    package func countsByMessage(_ messages: CompiledMessages, audience: CheckedRule, today: Day) throws -> [MessageKey: Int] {
        var counts: [MessageKey: Int] = [:]
        try each(
            """
            SELECT chosen.message, count(*) FROM (
                SELECT \(messages.choice(today: today)) AS message FROM person p WHERE \(Audience.condition(audience, today: today))
            ) chosen GROUP BY chosen.message
            """
        ) { counts[try $0[0]] = try $0[1] as Int }
        return counts
    }
}
