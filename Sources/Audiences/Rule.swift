package import Kernel

/// A rule as it was written: the syntax tree of docs/rules.md, before any name in it is looked up.
///
/// Two rules are equal when they say the same in the same order; where their parts stood in the text does not matter.
package indirect enum Rule: Hashable, Sendable {
    case everyone
    /// All of them hold (`and`); the parser makes it of two or more.
    case all([Rule])
    /// At least one holds (`or`); the parser makes it of two or more.
    case any([Rule])
    case not(Rule)
    /// A test of a people column or an attribute.
    case test(FieldName, FieldTest)
    /// The people of a named audience.
    case audience(String, Spot)
    /// The people below the person with this external id: at any depth, or only one level.
    case reportsTo(Literal, directly: Bool, Spot)
    /// A behaviour term (`follows("crm")`, `stage("crm") < try`).
    case term(TermCall)
}

/// Where in the text a part of a rule begins; all spots are equal, so that rules compare by what they say.
package struct Spot: Hashable, Sendable {
    /// In characters from 1; 0 for a part that was not read from text.
    package let column: Int

    package init(_ column: Int) { self.column = column }
    package static let none = Spot(0)

    package static func == (left: Spot, right: Spot) -> Bool { true }
    package func hash(into hasher: inout Hasher) {}
}

/// What a test is about.
package struct FieldName: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A people column (`country`), known or not.
        case column(String)
        /// A custom attribute (`attr.cost_center`).
        case attribute(String)
    }

    package let kind: Kind
    package let spot: Spot

    package init(_ kind: Kind, _ spot: Spot = .none) {
        self.kind = kind
        self.spot = spot
    }

    /// The column `name`, or the attribute for `attr.NAME`.
    package init(_ name: String) {
        self.init(name.hasPrefix("attr.") ? .attribute(String(name.dropFirst(5))) : .column(name))
    }
}

/// `= != < <= > >=`.
package enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    package func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}

/// The unit of `within`.
package enum TimeUnit: String, Hashable, Sendable, CaseIterable {
    case days, weeks, months
}

/// The test of one value.
package struct FieldTest: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case compare(Comparison, Literal)
        /// `in (…)`, of one or more.
        case among([Literal])
        case contains(Literal)
        case starts(Literal)
        /// `under "path"`: in that unit or one below it.
        case under(Literal)
        /// `between a and b`, both included.
        case between(Literal, Literal)
        /// `within N days`: from that long ago up to today.
        case within(Int, TimeUnit)
        case isSet
    }

    package let kind: Kind
    /// Where the operator stands.
    package let spot: Spot

    package init(_ kind: Kind, _ spot: Spot = .none) {
        self.kind = kind
        self.spot = spot
    }
}

/// A value as it was written.
package struct Literal: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case text(String)
        case number(DecimalNumber)
        case date(Day)
        case flag(Bool)
    }

    package let kind: Kind
    package let spot: Spot

    package init(_ kind: Kind, _ spot: Spot = .none) {
        self.kind = kind
        self.spot = spot
    }

    package static func text(_ text: String) -> Literal { Literal(.text(text)) }
    package static func date(_ day: Day) -> Literal { Literal(.date(day)) }
    package static func flag(_ flag: Bool) -> Literal { Literal(.flag(flag)) }
    package static func number(_ number: DecimalNumber) -> Literal { Literal(.number(number)) }
}

/// A decimal number of at most 15 digits, so that it survives the way through a binary floating-point number unchanged.
package struct DecimalNumber: Hashable, Sendable, CustomStringConvertible {
    package static let digitLimit = 15

    /// Without leading or trailing zeros (`-0.5`, `12`).
    package let description: String
    package let value: Double

    /// Reads `12`, `-0.50`; `nil` for anything else and for more than 15 digits.
    package init?(_ text: some StringProtocol) {
        var bytes = Array(text.utf8)[...]
        let negative = bytes.first == UInt8(ascii: "-")
        if negative { bytes.removeFirst() }
        let whole = bytes.prefix { (48...57).contains($0) }
        var fraction = ArraySlice<UInt8>()
        var rest = bytes.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix { (48...57).contains($0) }
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(fraction.count + 1)
        }
        guard !whole.isEmpty, rest.isEmpty else { return nil }
        let integer = whole.drop { $0 == 48 }
        while fraction.last == 48 { fraction.removeLast() }
        guard integer.count + fraction.count <= Self.digitLimit else { return nil }
        var canonical = integer.isEmpty ? "0" : String(decoding: integer, as: UTF8.self)
        if !fraction.isEmpty { canonical += "." + String(decoding: fraction, as: UTF8.self) }
        if negative, canonical != "0" { canonical = "-" + canonical }
        guard let value = Double(canonical) else { return nil }
        description = canonical
        self.value = value
    }

    package init(_ integer: Int32) {
        description = String(integer)
        value = Double(integer)
    }
}

/// The use of a behaviour term.
package struct TermCall: Hashable, Sendable {
    package struct StageTest: Hashable, Sendable {
        package let comparison: Comparison
        /// The stage as written.
        package let stage: String
        package let spot: Spot

        package init(_ comparison: Comparison, _ stage: String, _ spot: Spot = .none) {
            self.comparison = comparison
            self.stage = stage
            self.spot = spot
        }
    }

    package let name: String
    package let arguments: [Literal]
    package let stage: StageTest?
    package let spot: Spot

    package init(_ name: String, _ arguments: [Literal], stage: StageTest? = nil, _ spot: Spot = .none) {
        self.name = name
        self.arguments = arguments
        self.stage = stage
        self.spot = spot
    }
}

extension Rule {
    /// Limits of a rule: its text in bytes of UTF-8, and how deep `not` and parentheses nest.
    package static let lengthLimit = 8192
    package static let depthLimit = 32

    /// `all` of more than one, the one itself, or `everyone` for none.
    package static func allOf(_ rules: [Rule]) -> Rule {
        switch rules.count {
        case 0: .everyone
        case 1: rules[0]
        default: .all(rules)
        }
    }

    /// The audiences that this rule names itself, in order of appearance, each once.
    package var audiences: [String] {
        var names: [String] = []
        visit { if case .audience(let name, _) = $0, !names.contains(name) { names.append(name) } }
        return names
    }

    /// Calls `body` with this rule and every part of it.
    package func visit(_ body: (Rule) -> Void) {
        body(self)
        switch self {
        case .all(let parts), .any(let parts): for part in parts { part.visit(body) }
        case .not(let part): part.visit(body)
        case .everyone, .test, .audience, .reportsTo, .term: break
        }
    }
}
