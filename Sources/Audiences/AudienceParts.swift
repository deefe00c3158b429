import Kernel
import Web

/// What several pages of audiences show alike.
enum AudienceParts {
    static func size(_ figure: Privacy.Figure, _ words: AudienceWords, _ format: Format) -> HTML {
        switch figure {
        case .known(let count): UI.stat(format.number(count), words.people(format.number(count), count == 1))
        case .hidden(let reason): "<p>\(words.hidden(.init(reason)))</p>"
        }
    }

    /// For a cell of a table.
    static func short(_ figure: Privacy.Figure, _ words: AudienceWords, _ format: Format) -> HTML {
        switch figure {
        case .known(let count): HTML(text: format.number(count))
        case .hidden(let reason):
            "<span title=\"\(words.hidden(.init(reason)))\">–<span class=\"unseen\"> \(words.hidden(.init(reason)))</span></span>"
        }
    }

    /// What a text in the rule box comes to, as it stands under the box.
    static func live(_ reading: RuleReading, _ language: Language, _ format: Format) -> HTML {
        let words = AudienceWords.in(language)
        switch reading {
        case .counted(let counted):
            return "<div class=\"rule-live\">\(size(counted.figure, words, format))<p>\(counted.sentence.sentenceCased).</p></div>"
        case .wrong(let wrong): return Self.wrong(wrong, words, language)
        }
    }

    /// The rule with the spot marked, what is wrong there, and a button for each name that may have been meant.
    static func wrong(_ wrong: RuleReading.Wrong, _ words: AudienceWords, _ language: Language) -> HTML {
        let (before, spot, after) = wrong.error.parts(of: wrong.text)
        let buttons = wrong.corrections.map { UI.submit(words.use($0.label), .secondary, name: "use", value: $0.rule) }
        return """
            <div class="rule-live"><p>\(words.wrongAt(wrong.error.column, wrong.error.message(in: language.tag)))</p>\
            <pre class="code rule-spot" tabindex="0"><code>\(before)<mark class="spot">\(spot.isEmpty ? "\u{00A0}" : spot)</mark>\(after)</code></pre>\
            \(UI.actions(buttons))</div>
            """
    }

    static func person(_ person: AudienceMember, _ why: (AudienceMember) -> Address) -> HTML {
        UI.person(
            person.name, line: [person.title, person.department].compactMap { $0 }.joined(separator: " · ").nonEmpty, address: why(person))
    }

    static func answer(
        _ answer: WhyAnswer, _ question: String, _ terms: TermRegistry, _ words: AudienceWords, _ context: WebContext,
        _ why: (AudienceMember) -> Address
    ) -> HTML {
        switch answer {
        case .nobody: return UI.notice(.amber, "<p>\(words.foundNobody(question))</p>")
        case .left(let person): return UI.notice(.calm, "<p>\(person.name) \(words.left)</p>")
        case .several(let people):
            let items: [HTML] = people.map { "<li>\(person($0, why))</li>" }
            return "<p>\(words.several)</p><ul class=\"people-grid\">\(items)</ul>"
        case .explained(let person, let explanation):
            return """
                <div class="rule-reasons"><h3>\(explanation.holds ? words.isIn(person.name) : words.isNotIn(person.name))</h3>\
                <ul>\(reason(explanation, terms, words, context.language))</ul></div>
                """
        }
    }

    private static func reason(_ explanation: RuleExplanation, _ terms: TermRegistry, _ words: AudienceWords, _ language: Language) -> HTML
    {
        var parts = explanation.parts
        let label: String
        switch explanation.kind {
        case .all: label = words.all
        case .any: label = words.any
        case .not:
            if let inner = parts.first, case .any = inner.kind {
                parts = inner.parts
                label = words.none
            } else {
                label = words.not
            }
        case .everyone: label = words.everyone.sentenceCased
        case .audience(_, let name): label = "\(words.audience) “\(name)”"
        case .test: label = RuleSentence.part(explanation.condition, terms: terms, in: language.tag).sentenceCased
        }
        let found: String? = if case .test = explanation.kind { explanation.found.map(words.found) ?? words.nothingKnown } else { nil }
        let inner: [HTML] = parts.map { reason($0, terms, words, language) }
        return """
            <li><span class="reason \(explanation.holds ? "yes" : "no")"><svg viewBox="0 0 14 14" role="img" \
            aria-label="\(explanation.holds ? words.holds : words.holdsNot)">\(explanation.holds ? yes : no)</svg>\
            <span>\(label)\(found.map { "<span class=\"quiet-text\"> – \($0)</span>" as HTML })</span></span>\
            \(when: !inner.isEmpty, "<ul>\(inner)</ul>")</li>
            """
    }

    private static let yes: HTML = "<path d=\"M2 7.5 5.5 11 12 3.5\"/>"
    private static let no: HTML = "<path d=\"M3 3 11 11M11 3 3 11\"/>"
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
