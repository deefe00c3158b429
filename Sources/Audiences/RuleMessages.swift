extension RuleError {
    /// What is wrong and what to do, in English, or German for `de`.
    package func message(in language: String) -> String {
        language == "de" ? german : english
    }

    private var english: String {
        switch problem {
        case .tooLong(let bytes): "the rule has \(bytes) bytes; at most \(Rule.lengthLimit) are read: make parts of it named audiences"
        case .tooDeep: "parentheses, “not” and audiences nest more than \(Rule.depthLimit) deep"
        case .unexpected(let found, let expected):
            "expected \(Self.list(expected.map { $0.english }, "or")), found \(Self.english(found))"
        case .strayCharacter(let character):
            Self.isCurlyQuote(character)
                ? "write texts in straight quotes (\"…\") instead of \(character)" : "“\(character)” has no meaning here"
        case .unterminatedText: "this text has no closing quote"
        case .controlCharacter: "a text can't hold line breaks, tabs or other control characters"
        case .badEscape(let found): "“\(found)” has no meaning in a text; write \\\" for a quote and \\\\ for a backslash"
        case .badNumber(let found):
            "“\(found)” is no number; write digits with a point (12.5), at most \(DecimalNumber.digitLimit) of them"
        case .badDate(let found): "“\(found)” is no day of the calendar; write YEAR-MONTH-DAY, as in 2026-03-02"
        case .unknownField(let name, let names): "there is no field “\(name)”" + Self.didYouMean(names)
        case .unknownAttribute(let name, let names): "there is no attribute “\(name)”" + Self.didYouMean(names)
        case .unknownTerm(let name, let names): "there is no term “\(name)”" + Self.didYouMean(names)
        case .unknownStage(let name, let names): "“\(name)” is no stage" + Self.didYouMean(names, else: Stage.words)
        case .unknownAudience(let name, let names): "there is no audience “\(name)”" + Self.didYouMean(names)
        case .unknownDepartment(let path, let names): "there is no department “\(path)”" + Self.didYouMean(names)
        case .ambiguousDepartment(let path, let candidates):
            "several departments are called “\(path)”: write more of the path, \(Self.list(candidates.map { "“\($0)”" }, "or"))"
        case .unknownPerson(let id): "nobody has the external id “\(id)”"
        case .ambiguousPerson(let id, let candidates):
            "several people have the external id “\(id)”, but for upper and lower case: \(Self.list(candidates.map { "“\($0)”" }, "or"))"
        case .badArgument(let term, let message, _, let names): "\(term): \(message)" + Self.didYouMean(names)
        case .wrongValue(let field, let type, let found):
            "\(field) takes \(type.english), not \(found.english): write it as \(type.example)"
        case .operatorNotAllowed(let field, let type, let found, let allowed):
            "\(field) holds \(type.english), which has no “\(found)”; it takes \(Self.list(allowed.map { "“\($0)”" }, "or"))"
        case .emptyText: "an empty text matches nobody; for a missing value write “not NAME is set”"
        case .reversed(let low, let high): "\(low) is greater than \(high), so nothing lies between them: swap the two"
        case .windowTooLong(let limit): "“within” reaches back at most \(limit)"
        case .argumentCount(let term, let expected, let found):
            "\(term) takes \(expected.isEmpty ? "nothing" : Self.list(expected, "and")) in parentheses, found \(found)"
        case .argumentNotText(let term): "\(term) takes texts in quotes"
        case .stageMissing(let term): "\(term)(…) is compared with a stage, as in “\(term)(…) < try”"
        case .stageNotAllowed(let term): "\(term)(…) holds or does not; it is not compared with a stage"
        case .cycle(let slugs): "audiences would contain themselves: \(slugs.joined(separator: " → "))"
        case .insideAudience(let slug, let error): "in audience “\(slug)”, column \(error.column): \(error.message(in: "en"))"
        case .tooLarge(let tests): "with its audiences the rule has more than \(tests) tests"
        }
    }

    private var german: String {
        switch problem {
        case .tooLong(let bytes):
            "Die Regel hat \(bytes) Bytes; gelesen werden höchstens \(Rule.lengthLimit): Machen Sie Teile davon zu benannten Zielgruppen"
        case .tooDeep: "Klammern, „not“ und Zielgruppen sind mehr als \(Rule.depthLimit)-mal ineinander geschachtelt"
        case .unexpected(let found, let expected):
            "erwartet: \(Self.list(expected.map { $0.german }, "oder")), gefunden: \(Self.german(found))"
        case .strayCharacter(let character):
            Self.isCurlyQuote(character)
                ? "Schreiben Sie Texte in geraden Anführungszeichen (\"…\") statt \(character)" : "„\(character)“ hat hier keine Bedeutung"
        case .unterminatedText: "Diesem Text fehlt das schließende Anführungszeichen"
        case .controlCharacter: "Ein Text kann keine Zeilenumbrüche, Tabulatoren oder andere Steuerzeichen enthalten"
        case .badEscape(let found):
            "„\(found)“ hat in einem Text keine Bedeutung; schreiben Sie \\\" für ein Anführungszeichen und \\\\ für einen Rückstrich"
        case .badNumber(let found):
            "„\(found)“ ist keine Zahl; schreiben Sie Ziffern mit einem Punkt (12.5), höchstens \(DecimalNumber.digitLimit)"
        case .badDate(let found): "„\(found)“ ist kein Tag des Kalenders; schreiben Sie JAHR-MONAT-TAG, etwa 2026-03-02"
        case .unknownField(let name, let names): "Es gibt kein Feld „\(name)“" + Self.meintenSie(names)
        case .unknownAttribute(let name, let names): "Es gibt kein Merkmal „\(name)“" + Self.meintenSie(names)
        case .unknownTerm(let name, let names): "Es gibt keinen Ausdruck „\(name)“" + Self.meintenSie(names)
        case .unknownStage(let name, let names): "„\(name)“ ist keine Stufe" + Self.meintenSie(names, sonst: Stage.words)
        case .unknownAudience(let name, let names): "Es gibt keine Zielgruppe „\(name)“" + Self.meintenSie(names)
        case .unknownDepartment(let path, let names): "Es gibt keine Abteilung „\(path)“" + Self.meintenSie(names)
        case .ambiguousDepartment(let path, let candidates):
            "Mehrere Abteilungen heißen „\(path)“: Schreiben Sie mehr vom Pfad, \(Self.list(candidates.map { "„\($0)“" }, "oder"))"
        case .unknownPerson(let id): "Niemand hat die Kennung „\(id)“"
        case .ambiguousPerson(let id, let candidates):
            "Mehrere Personen haben, von Groß- und Kleinschreibung abgesehen, die Kennung „\(id)“: \(Self.list(candidates.map { "„\($0)“" }, "oder"))"
        case .badArgument(let term, _, let message, let names): "\(term): \(message)" + Self.meintenSie(names)
        case .wrongValue(let field, let type, let found):
            "\(field) erwartet \(type.german), nicht \(found.german): Schreiben Sie etwa \(type.example)"
        case .operatorNotAllowed(let field, let type, let found, let allowed):
            "\(field) enthält \(type.german); „\(found)“ gibt es dafür nicht, möglich sind \(Self.list(allowed.map { "„\($0)“" }, "und"))"
        case .emptyText: "Ein leerer Text passt auf niemanden; für einen fehlenden Wert schreiben Sie „not NAME is set“"
        case .reversed(let low, let high): "\(low) ist größer als \(high), dazwischen liegt nichts: Vertauschen Sie die beiden"
        case .windowTooLong(let limit): "„within“ reicht höchstens \(limit) zurück"
        case .argumentCount(let term, let expected, let found):
            "\(term) erwartet \(expected.count) Angaben in Klammern, gefunden: \(found)"
        case .argumentNotText(let term): "\(term) erwartet Texte in Anführungszeichen"
        case .stageMissing(let term): "\(term)(…) wird mit einer Stufe verglichen, etwa „\(term)(…) < try“"
        case .stageNotAllowed(let term): "\(term)(…) gilt oder gilt nicht; mit einer Stufe wird es nicht verglichen"
        case .cycle(let slugs): "Zielgruppen würden sich selbst enthalten: \(slugs.joined(separator: " → "))"
        case .insideAudience(let slug, let error): "In Zielgruppe „\(slug)“, Spalte \(error.column): \(error.message(in: "de"))"
        case .tooLarge(let tests): "Mit ihren Zielgruppen hat die Regel mehr als \(tests) Prüfungen"
        }
    }

    private static func english(_ found: Found) -> String {
        switch found {
        case .end: "the end of the rule"
        case .text(let text): "“\(text)”"
        }
    }

    private static func german(_ found: Found) -> String {
        switch found {
        case .end: "das Ende der Regel"
        case .text(let text): "„\(text)“"
        }
    }

    private static func didYouMean(_ names: [String], else all: [String] = []) -> String {
        if !names.isEmpty { return "; did you mean \(list(names.map { "“\($0)”" }, "or"))?" }
        return all.isEmpty ? "" : "; one of \(all.joined(separator: ", "))"
    }

    private static func meintenSie(_ names: [String], sonst all: [String] = []) -> String {
        if !names.isEmpty { return "; meinten Sie \(list(names.map { "„\($0)“" }, "oder"))?" }
        return all.isEmpty ? "" : "; eine von \(all.joined(separator: ", "))"
    }

    static func list(_ items: [String], _ conjunction: String) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }

    private static func isCurlyQuote(_ character: String) -> Bool { ["“", "”", "„", "‟", "«", "»", "‘", "’", "'"].contains(character) }
}

extension RuleError.Expected {
    fileprivate var english: String {
        switch self {
        case .word(let word): "“\(word)”"
        case .rule: "a test (as in country = \"DE\")"
        case .operation: "an operator (=, !=, <, <=, >, >=, in, contains, starts with, under, between, within, is set)"
        case .value: "a value (a text in quotes, a number, a day as 2026-03-02, yes or no)"
        case .text: "a text in quotes"
        case .wholeNumber: "a whole number from 1"
        case .stage: "a stage (\(Stage.words.joined(separator: ", ")))"
        case .end: "the end of the rule"
        }
    }

    fileprivate var german: String {
        switch self {
        case .word(let word): "„\(word)“"
        case .rule: "eine Prüfung (etwa country = \"DE\")"
        case .operation: "ein Vergleich (=, !=, <, <=, >, >=, in, contains, starts with, under, between, within, is set)"
        case .value: "ein Wert (ein Text in Anführungszeichen, eine Zahl, ein Tag wie 2026-03-02, yes oder no)"
        case .text: "ein Text in Anführungszeichen"
        case .wholeNumber: "eine ganze Zahl ab 1"
        case .stage: "eine Stufe (\(Stage.words.joined(separator: ", ")))"
        case .end: "das Ende der Regel"
        }
    }
}

extension FieldType {
    fileprivate var english: String {
        switch self {
        case .text: "a text"
        case .number: "a number"
        case .date: "a day"
        case .flag: "yes or no"
        case .department: "a department"
        case .person: "a person's external id"
        }
    }

    fileprivate var german: String {
        switch self {
        case .text: "einen Text"
        case .number: "eine Zahl"
        case .date: "einen Tag"
        case .flag: "yes oder no"
        case .department: "eine Abteilung"
        case .person: "die Kennung einer Person"
        }
    }

    /// A value as rules write it.
    package var example: String {
        switch self {
        case .text: "\"DE\""
        case .number: "12.5"
        case .date: "2026-03-02"
        case .flag: "yes"
        case .department: "\"Company / Sales\""
        case .person: "\"E-1001\""
        }
    }
}

extension Literal.Kind {
    fileprivate var english: String {
        switch self {
        case .text: "a text"
        case .number: "a number"
        case .date: "a day"
        case .flag: "yes or no"
        }
    }

    fileprivate var german: String {
        switch self {
        case .text: "einen Text"
        case .number: "eine Zahl"
        case .date: "einen Tag"
        case .flag: "yes oder no"
        }
    }
}
