/// What is said about a field that cannot stay as it is.
package struct FormWords: Words {
    package let required: String
    package let choose: String
    package let date: String
    package let dateTime: String
    package let number: @Sendable (Int, Int) -> String
    package let tooLong: @Sendable (Int) -> String
    /// The head of the list of errors over a form, by their number.
    package let summary: @Sendable (Int) -> String
    package let optional: String
}

extension FormWords {
    package static let en = FormWords(
        required: "Please fill this in.",
        choose: "Please choose one.",
        date: "Please give a date, such as 2026-03-02.",
        dateTime: "Please give a date and a time, such as 2026-03-02 09:00.",
        number: { "Please give a whole number from \($0) to \($1)." },
        tooLong: { "Please shorten this to \($0) characters." },
        summary: { $0 == 1 ? "One thing needs your attention" : "\($0) things need your attention" },
        optional: "optional")

    package static let de = FormWords(
        required: "Bitte füllen Sie dieses Feld aus.",
        choose: "Bitte wählen Sie eine Möglichkeit.",
        date: "Bitte geben Sie ein Datum an, etwa 2026-03-02.",
        dateTime: "Bitte geben Sie Datum und Uhrzeit an, etwa 2026-03-02 09:00.",
        number: { "Bitte geben Sie eine ganze Zahl von \($0) bis \($1) an." },
        tooLong: { "Bitte kürzen Sie dies auf \($0) Zeichen." },
        summary: { $0 == 1 ? "An einer Stelle fehlt noch etwas" : "An \($0) Stellen fehlt noch etwas" },
        optional: "freiwillig")
}
