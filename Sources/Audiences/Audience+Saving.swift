package import Kernel
package import Storage

extension Transaction {
    /// Makes the audience, or changes the one of this slug, checked as it then is, and notes the change in the audit.
    /// - Parameters:
    ///   - rule: any text that reads as a rule; the canonical form is stored.
    ///   - actor: as in `audit`.
    /// - Throws: `AudienceError`, also when an audience that names this one would no longer be a rule.
    @discardableResult
    package func saveAudience(
        slug: String, name: String, rule: String, owner: PublisherKey?, terms: TermRegistry, actor: String
    ) throws -> Audience {
        guard let slug = Slug(slug) else { throw AudienceError.badSlug(slug) }
        let name = name.trimmedOfSpaces
        guard (1...200).contains(name.count) else { throw AudienceError.badName }
        let text = try canonical(rule, slug: slug.description, name: name, terms: terms)

        let old = try audience(slug.description)
        if let old, old.name == name, old.rule == text, old.owner == owner { return old }
        if let old {
            try run("UPDATE audience SET name = \(name), rule = \(text), owner = \(owner), changed_at = \(now) WHERE id = \(old.key)")
        } else {
            let key: AudienceKey = try newKey()
            try run(
                """
                INSERT INTO audience (id, slug, name, rule, owner, created_at, changed_at)
                VALUES (\(key), \(slug), \(name), \(text), \(owner), \(now), \(now))
                """)
        }
        guard let new = try audience(slug.description) else { throw StorageError.unreadable("the audience just saved is not there") }
        try audit(
            actor, old == nil ? "create" : "change", "audience:\(slug)", before: old.map { $0.json }, after: new.json)
        return new
    }

    /// The canonical text of a rule that may stand under `slug`.
    private func canonical(_ text: String, slug: String, name: String, terms: TermRegistry) throws -> String {
        let rule: Rule
        do { rule = try Rule(parsing: text) } catch { throw AudienceError.rule(error) }
        let canonical = rule.description
        guard canonical.utf8.count <= Rule.lengthLimit else {
            throw AudienceError.rule(RuleError(1, .tooLong(bytes: canonical.utf8.count)))
        }
        let changed = AudienceText(slug: slug, name: name, rule: canonical)
        let schema = try ruleSchema(for: rule, terms: terms, changing: [changed])
        do { _ = try RuleChecker.check(rule, inside: slug, against: schema) } catch { throw AudienceError.rule(error) }
        // Those that name this one, through any number of others, must stay rules with the new text.
        for other in try audiences(leadingTo: slug) {
            guard let before = try? check(other.rule, terms: terms) else { continue }
            do { _ = try check(before.rule, terms: terms, changing: [changed]) } catch let error as RuleError {
                throw AudienceError.breaks(audience: other.slug.description, error)
            }
        }
        return canonical
    }

    private func audiences(leadingTo slug: String) throws -> [Audience] {
        let all = try audiences()
        let names = all.map { (try? Rule(parsing: $0.rule))?.audiences ?? [] }
        var found: Set<String> = [slug]
        var grew = true
        while grew {
            grew = false
            for (audience, names) in zip(all, names) where !found.isDisjoint(with: names) {
                if found.insert(audience.slug.description).inserted { grew = true }
            }
        }
        return all.filter { $0.slug.description != slug && found.contains($0.slug.description) }
    }
}

extension Audience {
    /// For the audit.
    fileprivate var json: String {
        let owner = owner.map { "\"\($0)\"" } ?? "null"
        return "{\"name\":\(JSONText.quoted(name)),\"rule\":\(JSONText.quoted(rule)),\"owner\":\(owner)}"
    }
}

/// A JSON string (RFC 8259 §7).
enum JSONText {
    static func quoted(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    fileprivate var trimmedOfSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
