/// A rule as the builder's form holds it: groups of lines, of which some may not be filled in yet.
///
/// Every rule has a draft, and the draft of a rule gives that very rule back.
struct RuleDraft: Hashable, Sendable {
    struct Group: Hashable, Sendable {
        var mode: RuleOutline.Mode
        var parts: [Part] = []
    }

    struct Line: Hashable, Sendable {
        var test: RuleLine
        var isNegated = false
    }

    indirect enum Part: Hashable, Sendable {
        case group(Group)
        case line(Line)
    }

    typealias Path = RuleOutline.Path

    /// More lines and groups than this are nobody's: a rule of 8 KB has fewer.
    static let mostParts = 800

    var root: Group

    init(root: Group = Group(mode: .all)) { self.root = root }

    init(_ rule: Rule) {
        root = rule == .everyone ? Group(mode: .all) : Self.group(RuleOutline(rule).root)
    }

    private static func group(_ group: RuleOutline.Group) -> Group {
        Group(
            mode: group.mode,
            parts: group.parts.map { part in
                switch part {
                case .group(let inner): .group(Self.group(inner))
                case .test(let rule, let negated): .line(Line(test: RuleLine(rule) ?? RuleLine("everyone"), isNegated: negated))
                }
            })
    }

    /// Every line with its place, in the order of the page.
    var lines: [(path: Path, line: Line)] { Self.lines(root, []) }

    private static func lines(_ group: Group, _ path: Path) -> [(path: Path, line: Line)] {
        group.parts.enumerated().flatMap { index, part in
            switch part {
            case .group(let inner): lines(inner, path + [index])
            case .line(let line): [(path: path + [index], line: line)]
            }
        }
    }

    subscript(path: Path) -> Part? {
        path.reduce(Part.group(root)) { part, index in
            guard case .group(let group)? = part, group.parts.indices.contains(index) else { return nil }
            return group.parts[index]
        }
    }

    /// Something wrong with one line.
    struct LineError: Error, Hashable {
        let path: Path
        let error: RuleError
    }

    /// The rule of the lines that are filled in; a draft of none is `everyone`.
    /// - Throws: `LineError` for a line that can't be read.
    func rule(in schema: RuleSchema) throws(LineError) -> Rule {
        try RuleOutline(root: outline(root, [], schema)).rule
    }

    private func outline(_ group: Group, _ path: Path, _ schema: RuleSchema) throws(LineError) -> RuleOutline.Group {
        var parts: [RuleOutline.Part] = []
        for (index, part) in group.parts.enumerated() {
            switch part {
            case .group(let inner): parts.append(.group(try outline(inner, path + [index], schema)))
            case .line(let line):
                guard line.test.isFilledIn(in: schema) else { continue }
                do { parts.append(.test(try line.test.rule(in: schema), negated: line.isNegated)) } catch {
                    throw LineError(path: path + [index], error: error)
                }
            }
        }
        return RuleOutline.Group(group.mode, parts)
    }
}

extension RuleDraft {
    mutating func append(_ part: Part, to path: Path) { root.change(at: path[...]) { $0.parts.append(part) } }

    mutating func setMode(_ mode: RuleOutline.Mode, at path: Path) { root.change(at: path[...]) { $0.mode = mode } }

    /// Takes the part away, and with the root everything.
    mutating func remove(_ path: Path) {
        guard let last = path.last else { return root = Group(mode: .all) }
        root.change(at: path.dropLast()) { if $0.parts.indices.contains(last) { $0.parts.remove(at: last) } }
    }
}

extension RuleDraft.Group {
    fileprivate mutating func change(at path: ArraySlice<Int>, _ body: (inout RuleDraft.Group) -> Void) {
        guard let index = path.first else { return body(&self) }
        guard parts.indices.contains(index), case .group(var inner) = parts[index] else { return }
        inner.change(at: path.dropFirst(), body)
        parts[index] = .group(inner)
    }
}

extension RuleLine {
    /// What a line holds.
    enum Subject: Hashable {
        case everyone, audience, reportsTo
        case field(FieldType)
        case term(arguments: Int, isStage: Bool)
    }

    func subject(in schema: RuleSchema) -> Subject {
        switch subject {
        case "everyone": return .everyone
        case "audience": return .audience
        case "reports to": return .reportsTo
        default: break
        }
        if let term = schema.terms[subject] { return .term(arguments: term.arguments.count, isStage: term.kind == .stage) }
        return .field(schema.fields.first { $0.name == subject }?.type ?? .text)
    }

    /// How many values its operation takes; `nil` for any number from one.
    func valueCount(in schema: RuleSchema) -> Int? {
        switch subject(in: schema) {
        case .everyone: 0
        case .audience, .reportsTo: 1
        case .term(let arguments, let isStage): arguments + (isStage ? 1 : 0)
        case .field:
            switch operation {
            case "in": nil
            case "between", "within": 2
            case "is set": 0
            default: 1
            }
        }
    }

    /// Whether it has the values that its operation needs.
    func isFilledIn(in schema: RuleSchema) -> Bool {
        let filled = values.prefix { !$0.isEmpty }.count
        return valueCount(in: schema).map { filled >= $0 } ?? (filled > 0 && filled == values.count)
    }

    /// The line for a subject that somebody has just chosen.
    static func new(about subject: String, in schema: RuleSchema) -> RuleLine? {
        let line = RuleLine(subject)
        switch line.subject(in: schema) {
        case .everyone, .audience, .reportsTo: return line
        case .term(let arguments, let isStage):
            return isStage
                ? RuleLine(subject, "<", Array(repeating: "", count: arguments) + [Stage.try.word]) : line
        case .field(let type):
            guard schema.fields.contains(where: { $0.name == subject }) else { return nil }
            return RuleLine(subject, type.operations.first ?? "=")
        }
    }

    /// The operations to choose from; empty where there are none.
    func operations(in schema: RuleSchema) -> [String] {
        switch subject(in: schema) {
        case .everyone, .audience: []
        case .reportsTo: ["", "directly"]
        case .term(_, let isStage): isStage ? Comparison.allCases.map(\.rawValue) : []
        // One that the type does not take stays to be seen, until it is changed.
        case .field(let type): type.operations.contains(operation) ? type.operations : type.operations + [operation]
        }
    }
}
