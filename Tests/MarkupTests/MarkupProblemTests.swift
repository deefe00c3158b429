import Markup
import Testing

@Suite("Wording a problem")
struct MarkupProblemTests {
    @Test("The place comes first, the subject is named")
    func places() {
        let place = SourcePlace(line: 3, column: 9)
        #expect(MarkupProblem(.error, in: .body, at: place, "No.").description == "Line 3, column 9: No.")
        #expect(MarkupProblem(.error, in: .subject, at: place, "No.").description == "Subject, column 9: No.")
    }

    @Test(
        "What is wrong is said in German too, with the place and what was written",
        arguments: [
            ("<b>x</b>", "Zeile 1, Spalte 1: Texte sind hier Markdown. Schreiben Sie **Wörter** statt <b>."),
            (
                "x <blink>",
                "Zeile 1, Spalte 3: Texte sind hier Markdown. Nehmen Sie <blink> heraus; um es zu zeigen, schreiben Sie \\<blink>."
            ),
            ("[hier](seite)", "Zeile 1, Spalte 1: „seite“ ist keine ganze Adresse. Schreiben Sie https://… oder mailto: und eine Adresse."),
            (
                "[hier](ftp://x)",
                "Zeile 1, Spalte 1: Ein Link kann nicht mit „ftp:“ beginnen. Links sind Adressen mit https:, http: oder mailto:."
            ),
            (
                "[](https://x.example)",
                "Zeile 1, Spalte 1: Dieser Link hat keine Wörter zum Anklicken. Schreiben Sie sie zwischen die Klammern: [Wörter](https://…)."
            ),
            (
                "Hallo {{person.firstname}}",
                "Zeile 1, Spalte 7: Den Platzhalter „person.firstname“ gibt es nicht. Meinten Sie {{person.first_name}}?"
            ),
            ("Hallo {{ du", "Zeile 1, Spalte 7: Zu {{ fehlt }} in derselben Zeile. Schreiben Sie \\{{, wenn zwei Klammern gemeint sind."),
        ])
    func german(body: String, expected: String) {
        #expect(germanProblems(body).first == expected)
    }

    @Test("Nothing that is wrong is said in one language only")
    func both() {
        let long = String(repeating: "> ", count: 20) + "x"
        for body in [
            "", "<!-- x -->", "<table>", "![](https://x.example/a.png)", "![x](http://x.example/a.png)", "[x](//a)", "[x](#a)", long,
            "[x](mailto:a)", "[x](https://a@b)", "`{{person.name}}`", "{{person.nobody}}", "{{}}", "{{person.name |}}", "# ", "[x](a b)",
        ] {
            for (english, german) in zip(problems(body), germanProblems(body)) {
                #expect(german.hasPrefix("Zeile ") && english.hasPrefix("Line "))
                #expect(german.drop { $0 != ":" } != english.drop { $0 != ":" }, "\(english)")
            }
            #expect(!germanProblems(body).isEmpty, "\(body)")
        }
    }

    private func germanProblems(_ body: String) -> [String] {
        do { return try message(body).warnings.map { $0.description(in: "de") } } catch {
            return (error as? MarkupErrors)?.problems.map { $0.description(in: "de") } ?? []
        }
    }
}
