extension Chart {
    /// A sentence, the picture of it, and its figures as a table one click away.
    static func frame(_ sentence: String, style: String, _ picture: HTML, note: HTML? = nil, table: HTML, _ format: Format) -> HTML {
        """
        <figure class="chart \(style)"><figcaption>\(sentence)</figcaption>\(picture)\(note)\
        \(UI.details(UIWords.in(format.language).showTable, table))</figure>
        """
    }

    /// The figures behind a picture.
    static func table(_ caption: String, _ heads: [String], _ rows: [[String]]) -> HTML {
        UI.table(
            caption, heads.enumerated().map { UI.Column($1, isNumeric: $0 > 0) }, rows.map { UI.Row($0.map { HTML(text: $0) }) },
            showsCaption: false)
    }

    /// A figure as it is read.
    static func text(_ figure: Figure, _ format: Format) -> String {
        switch figure {
        case .known(let value): format.number(value)
        case .hidden: UIWords.in(format.language).hidden
        case .none: UIWords.in(format.language).none
        }
    }

    /// The end of an axis: the least of 1, 2, 2.5, 5 times a power of ten that is not below `value`.
    static func roundedUp(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        var unit = 1.0
        while unit * 10 <= value { unit *= 10 }
        while unit > value { unit /= 10 }
        return [1, 2, 2.5, 5, 10].map { $0 * unit }.first { $0 >= value * 0.999_999 } ?? unit * 10
    }
}
