/// Reads what stands between `{{` and `}}`.
struct FieldParser {
    let known: MergeFields
    /// The names used so far, in the order in which a template's `fields` lists them.
    private(set) var used: [String] = []
    private let allNames: Set<String>
    private var indices: [String: Int] = [:]
    private var suggestions: [String: String?] = [:]

    init(_ known: MergeFields) {
        self.known = known
        allNames = Set(known.names)
    }

    enum Step {
        /// Bytes to take over as they are.
        case plain(Int)
        /// `\{{`: two braces that are meant as they are.
        case braces(length: Int)
        case field(FieldUse?, length: Int)
    }

    /// What starts at `index`, where `text` has a brace or a backslash. `nil` for a field: its problem has been reported.
    mutating func step(
        _ text: [UInt8], at index: Int, inMarkdown: Bool, place: @autoclosure () -> SourcePlace, problems: inout ProblemList
    ) -> Step {
        let open = UInt8(ascii: "{")
        let close = UInt8(ascii: "}")
        func has(_ byte: UInt8, _ offset: Int) -> Bool { index + offset < text.count && text[index + offset] == byte }
        if has(UInt8(ascii: "\\"), 0) {
            if has(open, 1), has(open, 2) { return .braces(length: 3) }
            // In Markdown two backslashes are one, so the second escapes nothing.
            return .plain(inMarkdown && has(UInt8(ascii: "\\"), 1) ? 2 : 1)
        }
        guard has(open, 0), has(open, 1) else { return .plain(1) }
        var end = index + 2
        while end < text.count, text[end] != 0x0A, !(text[end] == close && has(close, end + 1 - index)),
            !(text[end] == open && has(open, end + 1 - index))
        {
            end += 1
        }
        guard end + 1 < text.count, text[end] == close else {
            problems.error(
                at: place(), "{{ has no }} on the same line. Write \\{{ for two braces that are meant as they are.",
                de: "Zu {{ fehlt }} in derselben Zeile. Schreiben Sie \\{{, wenn zwei Klammern gemeint sind.")
            return .field(nil, length: 2)
        }
        return .field(use(text[(index + 2)..<end], place: place, problems: &problems), length: end + 2 - index)
    }

    private mutating func use(_ inside: ArraySlice<UInt8>, place: () -> SourcePlace, problems: inout ProblemList) -> FieldUse? {
        let bar = inside.firstIndex(of: UInt8(ascii: "|"))
        let name = String(decoding: foldedText(Array(inside[..<(bar ?? inside.endIndex)])), as: UTF8.self)
        let fallback = bar.map { String(decoding: foldedText(Array(inside[($0 + 1)...])), as: UTF8.self) }
        guard !name.isEmpty else {
            problems.error(
                at: place(), "A merge field needs a name, as in {{person.first_name | colleague}}.",
                de: "Ein Platzhalter braucht einen Namen, etwa {{person.first_name | Kollegin}}.")
            return nil
        }
        guard allNames.contains(name) else {
            let suggestion = suggestion(for: name)
            problems.error(at: place(), Self.unknown(name, suggestion, known))
            return nil
        }
        if let fallback, fallback.isEmpty {
            problems.error(
                at: place(), "After | comes what to write for people without \(name). Write it, or take the | out.",
                de: "Nach | steht, was Menschen ohne \(name) lesen. Schreiben Sie es, oder nehmen Sie | heraus.")
            return nil
        }
        if fallback == nil, known.mayBeEmpty.contains(name) {
            problems.warning(
                at: place(), "Some people have no \(name); they get no message. Give them a fallback: {{\(name) | …}}.",
                de: "Manche haben kein \(name); sie bekommen keine Nachricht. Geben Sie ihnen einen Ersatz: {{\(name) | …}}.")
        }
        let index = indices[name] ?? used.count
        if index == used.count {
            indices[name] = index
            used.append(name)
        }
        return FieldUse(index: index, name: name, fallback: fallback)
    }

    private static func unknown(_ name: String, _ suggestion: String?, _ known: MergeFields) -> Advice {
        let (short, kurz) = (quoted(Array(name.utf8)), zitiert(Array(name.utf8)))
        if let suggestion {
            return Advice(
                "There is no merge field \(short). Did you mean {{\(suggestion)}}?",
                de: "Den Platzhalter \(kurz) gibt es nicht. Meinten Sie {{\(suggestion)}}?")
        }
        let names = known.names.prefix(8).joined(separator: ", ") + (known.names.count > 8 ? ", …" : "")
        return Advice(
            "There is no merge field \(short). " + (known.names.isEmpty ? "None can be used here." : "There are: \(names)."),
            de: "Den Platzhalter \(kurz) gibt es nicht. " + (known.names.isEmpty ? "Hier kann keiner stehen." : "Es gibt: \(names)."))
    }

    private mutating func suggestion(for name: String) -> String? {
        if let known = suggestions[name] { return known }
        // Bounded, since a hostile text can hold thousands of wrong names.
        let found = suggestions.count < ProblemList.most && name.utf8.count <= 64 ? Spelling.closest(to: name, among: known.names) : nil
        suggestions[name] = .some(found)
        return found
    }
}
