import Audiences
import Kernel

/// Makes rules over the small world that pass the check, in every form of the grammar.
struct RuleGenerator {
    var random: RandomSource

    init(seed: UInt64) { random = RandomSource(seed: seed) }

    mutating func rule(depth: Int = 4) -> Rule {
        guard depth > 0, random.chance(60) else { return leaf() }
        switch random.number(0...9) {
        case 0...3: return .all(parts(depth))
        case 4...6: return .any(parts(depth))
        default: return .not(rule(depth: depth - 1))
        }
    }

    private mutating func parts(_ depth: Int) -> [Rule] { (0..<random.number(2...4)).map { _ in rule(depth: depth - 1) } }

    mutating func leaf() -> Rule {
        switch random.number(0...19) {
        case 0: return .everyone
        case 1: return .audience(random.pick(["germans", "fans"]), .none)
        case 2: return .reportsTo(.text(id()), directly: random.chance(40), .none)
        case 3: return .term(TermCall("follows", [.text(random.pick(SmallWorld.slugs))]))
        case 4:
            let stage = TermCall.StageTest(random.pick(Comparison.allCases), random.pick(Stage.words))
            return .term(TermCall("stage", [.text(random.pick(SmallWorld.slugs))], stage: stage))
        case 5...7: return .test(FieldName("department"), department())
        case 8: return .test(FieldName("manager"), manager())
        case 9: return .test(FieldName(random.pick(["active", "attr.remote"])), flag())
        case 10: return .test(FieldName("attr.Cost Center"), number())
        case 11...12: return .test(FieldName(random.pick(["hired_on", "attr.badge_until"])), date())
        default: return text()
        }
    }

    private mutating func id() -> String { random.pick(["E-1", "e-1", "E-2", "E-0", "e-0", "E-7", "E-11"]) }

    private mutating func text() -> Rule {
        let (field, values): (String, [String]) = random.pick([
            ("country", SmallWorld.countries), ("title", SmallWorld.titles), ("site", SmallWorld.sites),
            ("language", SmallWorld.languages), ("time_zone", SmallWorld.zones), ("attr.colour", SmallWorld.colours),
            ("external_id", ["E-1", "e-5", "E-10", "x"]), ("email", ["p1@northwind.example", "P12@NORTHWIND.example"]),
            ("name", ["Ann Öz", "émile smith", "李 O'Neill"]), ("first_name", ["E\u{301}mile", "Émile", "zoë"]),
        ])
        let value = Literal.text(random.pick(values))
        let kind: FieldTest.Kind
        switch random.number(0...6) {
        case 0...1: kind = .compare(random.pick(Comparison.allCases), value)
        case 2: kind = .among((0..<random.number(1...3)).map { _ in .text(random.pick(values)) })
        case 3: kind = .contains(.text(part(of: random.pick(values))))
        case 4: kind = .starts(.text(beginning(of: random.pick(values))))
        case 5:
            let low = random.pick(values)
            let high = random.pick(values)
            kind = FoldedText(low) <= FoldedText(high) ? .between(.text(low), .text(high)) : .between(.text(high), .text(low))
        default: kind = .isSet
        }
        return .test(FieldName(field), FieldTest(kind))
    }

    private mutating func part(of text: String) -> String {
        let characters = Array(text)
        let start = random.number(0...(characters.count - 1))
        let end = random.number(start...(characters.count - 1))
        let part = String(characters[start...end])
        return part.folded.isEmpty ? text : part
    }

    private mutating func beginning(of text: String) -> String {
        let part = String(text.prefix(random.number(1...text.count)))
        return part.folded.isEmpty ? text : part
    }

    private mutating func department() -> FieldTest {
        let paths = ["Northwind", "northwind/sales", "Northwind / IT / Field", "DACH", "Über-Team", "r&d", "50%_OFF", "DACH / Field"]
        return switch random.number(0...7) {
        case 0...2: FieldTest(.under(.text(random.pick(paths))))
        case 3: FieldTest(.compare(random.pick([.equal, .notEqual]), .text(random.pick(paths))))
        case 4: FieldTest(.among((0..<random.number(1...3)).map { _ in .text(random.pick(paths)) }))
        case 5: FieldTest(.contains(.text(random.pick(["sales", "%", "_", "Ü", "/ it"]))))
        case 6: FieldTest(.starts(.text(random.pick(["north", "Northwind / S", "contoso", "%"]))))
        default: FieldTest(.isSet)
        }
    }

    private mutating func manager() -> FieldTest {
        switch random.number(0...3) {
        case 0: FieldTest(.compare(random.pick([.equal, .notEqual]), .text(id())))
        case 1: FieldTest(.among((0..<random.number(1...3)).map { _ in .text(id()) }))
        case 2: FieldTest(.compare(.notEqual, .text(id())))
        default: FieldTest(.isSet)
        }
    }

    private mutating func flag() -> FieldTest {
        random.chance(20) ? FieldTest(.isSet) : FieldTest(.compare(random.pick([.equal, .notEqual]), .flag(random.chance(50))))
    }

    private mutating func number() -> FieldTest {
        func value(_ random: inout RandomSource) -> DecimalNumber { DecimalNumber(random.pick(SmallWorld.numbers)) ?? DecimalNumber(0) }
        let one = value(&random)
        let other = value(&random)
        return switch random.number(0...3) {
        case 0: FieldTest(.compare(random.pick(Comparison.allCases), .number(one)))
        case 1: FieldTest(.among([.number(one), .number(other)]))
        case 2: FieldTest(one.value <= other.value ? .between(.number(one), .number(other)) : .between(.number(other), .number(one)))
        default: FieldTest(.isSet)
        }
    }

    private mutating func date() -> FieldTest {
        let one = Day(number: SmallWorld.today.number - Int64(random.number(-30...700)))
        let other = Day(number: one.number + Int64(random.number(0...300)))
        return switch random.number(0...5) {
        case 0: FieldTest(.compare(random.pick(Comparison.allCases), .date(one)))
        case 1: FieldTest(.among([.date(one), .text(other.description)]))
        case 2: FieldTest(.between(.date(one), .date(other)))
        case 3...4: FieldTest(.within(random.number(1...40), random.pick(TimeUnit.allCases)))
        default: FieldTest(.isSet)
        }
    }
}
