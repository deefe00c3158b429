import Kernel

/// Reads the grammar of docs/rules.md by recursive descent.
///
///     rule := and {`or` and}; and := un {`and` un}
///     un := [`not`] ( `(` rule `)` | `everyone` | `audience("slug")` | NAME test | `reports to "ID"` [`directly`] | TERM(args) [op STAGE] )
struct RuleParser {
    private let tokens: [RuleToken]
    private var position = 0
    private var depth = 0

    private init(_ tokens: [RuleToken]) { self.tokens = tokens }

    static func parse(_ text: String) throws(RuleError) -> Rule {
        var parser = RuleParser(try RuleLexer.tokens(of: text))
        let rule = try parser.rule()
        guard parser.current.kind == .end else { throw parser.unexpected([.word("and"), .word("or"), .end]) }
        return rule
    }

    private mutating func rule() throws(RuleError) -> Rule {
        var parts = [try conjunction()]
        while take("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(RuleError) -> Rule {
        var parts = [try unary()]
        while take("and") { parts.append(try unary()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func unary() throws(RuleError) -> Rule {
        guard isWord("not") else { return try primary() }
        try descend()
        advance()
        let rule = Rule.not(try primary())
        depth -= 1
        return rule
    }

    private mutating func primary() throws(RuleError) -> Rule {
        let token = current
        if takeSign("(") {
            try descend(from: token)
            let inner = try rule()
            guard takeSign(")") else { throw unexpected([.word("and"), .word("or"), .word(")")]) }
            depth -= 1
            return inner
        }
        guard token.kind == .word, !isReserved(token.source) else { throw unexpected([.rule]) }
        advance()
        switch (token.source.lowercased(), isSign("(")) {
        case ("everyone", false): return .everyone
        case ("audience", true):
            advance()
            let name = current
            let slug = try text()
            try expectSign(")")
            return .audience(slug, Spot(name.column))
        case (_, true): return try term(token)
        case ("reports", _) where isWord("to"):
            advance()
            let spot = Spot(current.column)
            let id = Literal(.text(try text()), spot)
            return .reportsTo(id, directly: take("directly"), Spot(token.column))
        default: return .test(try field(token), try test())
        }
    }

    private mutating func field(_ token: RuleToken) throws(RuleError) -> FieldName {
        let spot = Spot(token.column)
        guard token.source.lowercased() == "attr", takeSign(".") else { return FieldName(.column(token.source.lowercased()), spot) }
        if current.kind == .word {
            defer { advance() }
            return FieldName(.attribute(current.source), spot)
        }
        return FieldName(.attribute(try text()), spot)
    }

    private mutating func test() throws(RuleError) -> FieldTest {
        let spot = Spot(current.column)
        if let comparison = takeComparison() { return FieldTest(.compare(comparison, try value()), spot) }
        if take("in") {
            try expectSign("(")
            let values = try list { parser throws(RuleError) in try parser.value() }
            return FieldTest(.among(values), spot)
        }
        if take("contains") { return FieldTest(.contains(try textValue()), spot) }
        if take("starts") {
            try expect("with")
            return FieldTest(.starts(try textValue()), spot)
        }
        if take("under") { return FieldTest(.under(try textValue()), spot) }
        if take("between") {
            let low = try value()
            try expect("and")
            return FieldTest(.between(low, try value()), spot)
        }
        if take("within") { return try window(spot) }
        if take("is") {
            try expect("set")
            return FieldTest(.isSet, spot)
        }
        throw unexpected([.operation])
    }

    private mutating func window(_ spot: Spot) throws(RuleError) -> FieldTest {
        guard case .number(let number) = current.kind, let count = Int(number.description), count > 0 else {
            throw unexpected([.wholeNumber])
        }
        advance()
        for unit in TimeUnit.allCases where isWord(unit.rawValue) || isWord(String(unit.rawValue.dropLast())) {
            advance()
            return FieldTest(.within(count, unit), spot)
        }
        throw unexpected(TimeUnit.allCases.map { .word($0.rawValue) })
    }

    private mutating func term(_ name: RuleToken) throws(RuleError) -> Rule {
        advance()
        let arguments = takeSign(")") ? [] : try list { parser throws(RuleError) in try parser.value() }
        var stage: TermCall.StageTest?
        if let comparison = takeComparison() {
            guard current.kind == .word, !isReserved(current.source) else { throw unexpected([.stage]) }
            stage = TermCall.StageTest(comparison, current.source.lowercased(), Spot(current.column))
            advance()
        }
        return .term(TermCall(name.source.lowercased(), arguments, stage: stage, Spot(name.column)))
    }

    /// One or more of `item`, with commas between them, and the closing parenthesis.
    private mutating func list(_ item: (inout RuleParser) throws(RuleError) -> Literal) throws(RuleError) -> [Literal] {
        var items = [try item(&self)]
        while takeSign(",") { items.append(try item(&self)) }
        guard takeSign(")") else { throw unexpected([.word(","), .word(")")]) }
        return items
    }

    private mutating func value() throws(RuleError) -> Literal {
        let token = current
        let kind: Literal.Kind
        switch token.kind {
        case .text(let text): kind = .text(text)
        case .number(let number): kind = .number(number)
        case .date(let day): kind = .date(day)
        case .word where ["yes", "true"].contains(token.source.lowercased()): kind = .flag(true)
        case .word where ["no", "false"].contains(token.source.lowercased()): kind = .flag(false)
        default: throw unexpected([.value])
        }
        advance()
        return Literal(kind, Spot(token.column))
    }

    private mutating func textValue() throws(RuleError) -> Literal {
        let spot = Spot(current.column)
        return Literal(.text(try text()), spot)
    }

    private mutating func text() throws(RuleError) -> String {
        guard case .text(let text) = current.kind else { throw unexpected([.text]) }
        advance()
        return text
    }

    // MARK: Tokens

    private var current: RuleToken { tokens[position] }

    private mutating func advance() { if position < tokens.count - 1 { position += 1 } }

    private mutating func descend(from token: RuleToken? = nil) throws(RuleError) {
        depth += 1
        guard depth <= Rule.depthLimit else { throw RuleError((token ?? current).column, .tooDeep) }
    }

    private func isWord(_ word: String) -> Bool { current.kind == .word && current.source.lowercased() == word }
    private func isSign(_ sign: String) -> Bool { current.kind == .sign && current.source == sign }

    private mutating func take(_ word: String) -> Bool {
        guard isWord(word) else { return false }
        advance()
        return true
    }

    private mutating func takeSign(_ sign: String) -> Bool {
        guard isSign(sign) else { return false }
        advance()
        return true
    }

    private mutating func takeComparison() -> Comparison? {
        guard current.kind == .sign, let comparison = Comparison(rawValue: current.source) else { return nil }
        advance()
        return comparison
    }

    private mutating func expect(_ word: String) throws(RuleError) {
        guard take(word) else { throw unexpected([.word(word)]) }
    }

    private mutating func expectSign(_ sign: String) throws(RuleError) {
        guard takeSign(sign) else { throw unexpected([.word(sign)]) }
    }

    /// Words that can't be names, so that `and or` is told as what it is.
    private func isReserved(_ word: String) -> Bool { ["and", "or", "not"].contains(word.lowercased()) }

    private func unexpected(_ expected: [RuleError.Expected]) -> RuleError {
        let found: RuleError.Found = current.kind == .end ? .end : .text(current.source)
        return RuleError(current.column, .unexpected(found: found, expected: expected))
    }
}

extension Rule {
    /// Reads a rule as docs/rules.md describes it.
    /// - Throws: `RuleError` with the column, what stands there and what was expected.
    package init(parsing text: String) throws(RuleError) { self = try RuleParser.parse(text) }
}
