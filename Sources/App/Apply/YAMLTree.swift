import Kernel
import Yams

/// What is wrong with a file of `rapport apply`, with its line.
package struct ApplyProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let text: String

    package var description: String { "\(file):\(line): \(text)" }
}

/// A mapping of a YAML file that is taken apart key by key. What is wrong is collected, so that one run names all of it; keys that nobody
/// asked for are errors, since a misspelt one would silently change nothing.
final class YAMLTree {
    /// The problems of one file.
    final class Problems {
        let file: String
        private(set) var list: [ApplyProblem] = []
        init(file: String) { self.file = file }
        func add(_ line: Int, _ text: String) { list.append(ApplyProblem(file: file, line: line, text: text)) }
    }

    let line: Int
    let problems: Problems
    private let what: String
    private var members: [String: (line: Int, node: Node)] = [:]
    private var asked: Set<String> = []

    /// - Parameter what: how errors call this mapping (“an offering”).
    init?(_ node: Node, _ what: String, _ problems: Problems) {
        self.problems = problems
        self.what = what
        line = node.mark?.line ?? 1
        guard case .mapping(let mapping) = node else {
            problems.add(line, "\(what) is a mapping of `key: value`")
            return nil
        }
        for (key, value) in mapping {
            guard let name = key.string else {
                problems.add(key.mark?.line ?? line, "\(what) has a key that is no text")
                continue
            }
            let keyLine = key.mark?.line ?? line
            if members[name] != nil { problems.add(keyLine, "\(what) has \(name) twice") }
            members[name] = (keyLine, value)
        }
    }

    private func take(_ key: String) -> (line: Int, node: Node)? {
        asked.insert(key)
        guard let member = members[key] else { return nil }
        if case .scalar(let scalar) = member.node, scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
        return member
    }

    func has(_ key: String) -> Bool { take(key) != nil }
    func line(of key: String) -> Int { members[key]?.line ?? line }
    /// Where each key stands, for what is found out later.
    var lines: [String: Int] { members.mapValues(\.line) }

    /// Names the keys that were never asked for.
    func finish() {
        for (key, member) in members.sorted(by: { $0.value.line < $1.value.line }) where !asked.contains(key) {
            problems.add(member.line, "\(what) has no “\(key)”; it has \(asked.sorted().joined(separator: ", "))")
        }
    }

    func text(_ key: String) -> String? {
        guard let member = take(key) else { return nil }
        guard case .scalar(let scalar) = member.node else {
            problems.add(member.line, "\(key) is one text")
            return nil
        }
        return scalar.string
    }

    func required(_ key: String) -> String? {
        if let text = text(key), !text.isEmpty { return text }
        if isEmpty(key) { need(key) }
        return nil
    }

    /// A key without a value is as bad as none: what it stands in would be left out without a word.
    private func need(_ key: String) {
        problems.add(line(of: key), "\(what) needs \(key)\(members[key] == nil ? "" : ", and it is empty")")
    }

    /// Whether nothing was given; of what can't be read there is a problem already.
    private func isEmpty(_ key: String) -> Bool {
        switch take(key)?.node {
        case nil: true
        case .scalar(let scalar): scalar.string.isEmpty
        case .mapping(let mapping): mapping.isEmpty
        default: false
        }
    }

    /// A value of a kind that a text is read as.
    func value<Value>(_ key: String, _ expected: String, _ read: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        guard let value = read(text) else {
            problems.add(line(of: key), "\(key): “\(text)” is not \(expected)")
            return nil
        }
        return value
    }

    func slug(_ key: String = "slug") -> Slug? {
        guard let text = required(key) else { return nil }
        guard let slug = Slug(text) else {
            problems.add(line(of: key), "\(key): “\(text)” is no slug: use a to z, 0 to 9 and single hyphens, at most 64")
            return nil
        }
        return slug
    }

    /// A word of an enum.
    func word<Word: RawRepresentable & CaseIterable>(_ key: String, _: Word.Type = Word.self) -> Word? where Word.RawValue == String {
        value(key, "one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))") { Word(rawValue: $0) }
    }

    /// A text, or one per language: `Hello` or `{en: Hello, de: Hallo}`.
    func texts(_ key: String) -> Texts? { take(key).flatMap { texts($0.node, key, $0.line) } }

    func requiredTexts(_ key: String) -> Texts? {
        if let texts = texts(key) { return texts }
        if isEmpty(key) { need(key) }
        return nil
    }

    private func texts(_ node: Node, _ key: String, _ line: Int) -> Texts? {
        switch node {
        case .scalar(let scalar): return Texts(scalar.string)
        case .mapping(let mapping):
            var byLanguage: [String: String] = [:]
            var first: String?
            for (language, text) in mapping {
                guard let tag = language.string, let text = text.string, (2...3).contains(tag.utf8.count),
                    tag.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
                else {
                    problems.add(language.mark?.line ?? line, "\(key) is a text or a mapping of languages to texts, such as {en: …, de: …}")
                    return nil
                }
                byLanguage[tag] = text
                first = first ?? tag
            }
            return first.flatMap { Texts(byLanguage, default: byLanguage["en"] != nil ? "en" : $0) }
        default:
            problems.add(line, "\(key) is a text or a mapping of languages to texts, such as {en: …, de: …}")
            return nil
        }
    }

    /// A list of texts, each of which may be given per language.
    func textsList(_ key: String) -> [Texts]? {
        nodes(key)?.compactMap { texts($0, key, $0.mark?.line ?? line(of: key)) }
    }

    func words(_ key: String) -> [String]? {
        nodes(key)?.compactMap { node in
            if let text = node.string { return text }
            problems.add(node.mark?.line ?? line(of: key), "\(key) is a list of texts")
            return nil
        }
    }

    func list(_ key: String, _ what: String) -> [YAMLTree]? { nodes(key)?.compactMap { YAMLTree($0, what, problems) } }

    func map(_ key: String, _ what: String) -> YAMLTree? { take(key).flatMap { YAMLTree($0.node, what, problems) } }

    private func nodes(_ key: String) -> [Node]? {
        guard let member = take(key) else { return nil }
        guard case .sequence(let sequence) = member.node else {
            problems.add(member.line, "\(key) is a list")
            return nil
        }
        return Array(sequence)
    }
}
