import Web

/// The builder's fields. A part at the path 0, 2 is called `0-2`; the root is empty.
///
/// `g-PATH` the mode of a group · `s-PATH` what a line is about, `n-PATH` whether it is negated, `o-PATH` its operation, `v-PATH` each of its
/// values · `a-PATH` what the next line of a group will be about.
extension RuleDraft {
    static func name(_ kind: StaticString, _ path: Path) -> String { "\(kind)-\(path.map(String.init).joined(separator: "-"))" }

    /// A path as names of fields and buttons write it; `nil` for anything else, and for what is deeper than rules nest.
    static func path(_ text: Substring) -> Path? {
        if text.isEmpty { return [] }
        var path: Path = []
        for part in text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false) {
            let digits = String(Substring(part))
            guard digits.utf8.count <= 4, let index = Int(digits), index >= 0, path.count <= Rule.depthLimit else { return nil }
            path.append(index)
        }
        return path
    }

    /// Reads the fields. What does not fit together, such as a line of a group that is not there, is passed over.
    init(_ form: Form) {
        var modes: [Path: RuleOutline.Mode] = [:]
        var lines: [Path: Line] = [:]
        func change(_ path: Path, _ body: (inout Line) -> Void) { body(&lines[path, default: Line(test: RuleLine(""))]) }
        for (name, value) in form.fields {
            guard name.utf8.dropFirst().first == UInt8(ascii: "-"), let kind = name.first, let path = Self.path(name.dropFirst(2)),
                modes.count + lines.count < Self.mostParts
            else { continue }
            switch kind {
            case "g": modes[path] = RuleOutline.Mode(rawValue: value)
            case "s": change(path) { $0.test.subject = value }
            case "n": change(path) { $0.isNegated = value == "yes" }
            case "o": change(path) { $0.test.operation = value }
            case "v": change(path) { if $0.test.values.count < Self.mostParts { $0.test.values.append(value) } }
            default: break
            }
        }
        modes[[]] = modes[[]] ?? .all
        // One level after the other from the root, so that only what hangs together is taken.
        var children: [Path: [Path]] = [:]
        for path in Set(modes.keys).union(lines.keys) where !path.isEmpty { children[Array(path.dropLast()), default: []].append(path) }
        func group(_ path: Path) -> Group {
            let parts = (children[path] ?? []).sorted { ($0.last ?? 0) < ($1.last ?? 0) }.compactMap { child -> Part? in
                if modes[child] != nil { return .group(group(child)) }
                guard var line = lines[child], !line.test.subject.isEmpty else { return nil }
                if line.test.operation == "in" { line.test.values.removeAll(where: \.isEmpty) }
                while line.test.values.last == "" { line.test.values.removeLast() }
                return .line(line)
            }
            return Group(mode: modes[path] ?? .all, parts: parts)
        }
        self.init(root: group([]))
    }
}
