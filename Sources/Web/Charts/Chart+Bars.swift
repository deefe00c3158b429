extension Chart {
    /// Horizontal bars under the sentence they show. `most` is the figure of a full-width bar; without it, the largest one.
    package static func bars(_ sentence: String, _ bars: [Bar], most: Int? = nil, columnLabel: String, format: Format) -> HTML {
        let words = ChartWords.in(format.language)
        let full = max(1, most ?? bars.compactMap(\.figure.value).max() ?? 1)
        let rows: [HTML] = bars.map { bar in
            let label: HTML = bar.address.map { "<a href=\"\($0)\">\(bar.label)</a>" } ?? HTML(text: bar.label)
            return """
                <li><span class="bar-label">\(label)</span>\(band(bar, full: full))\
                <span class="bar-figure">\(text(bar.figure, format))\
                \(bar.note.map { "<span class=\"quiet-text\"> \($0)</span>" as HTML })</span></li>
                """
        }
        let table = Self.table(
            sentence, [columnLabel, words.people], bars.map { [$0.label, text($0.figure, format) + ($0.note.map { ", " + $0 } ?? "")] })
        return frame(sentence, style: "bars", "<ul class=\"bar-rows\">\(rows)</ul>", table: table, format)
    }

    /// The bar itself stretches with the page, so its words stand beside it and not in it.
    private static func band(_ bar: Bar, full: Int) -> HTML {
        let shapes: HTML
        switch bar.figure {
        case .known(let value):
            let width = Double(min(value, full)) / Double(full) * 100
            let part = bar.part.map { Double(min($0, value)) / Double(full) * 100 }
            shapes = """
                <rect class="bar" width="\(value > 0 ? max(width, 0.4) : 0)" height="16"/>\
                \(part.map { "<rect class=\"bar-part\" width=\"\($0)\" height=\"16\"/>" as HTML })
                """
        case .hidden: shapes = "<rect class=\"hatch\" width=\"3\" height=\"16\"/>"
        case .none: shapes = .empty
        }
        return """
            <svg class="bar-band" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">\
            <rect class="bar-ground" width="100" height="16"/>\(shapes)</svg>
            """
    }

    /// One horizontal band whose parts are the states of a work under way, each named directly.
    package static func progress(_ sentence: String, _ parts: [Part], format: Format) -> HTML {
        let words = ChartWords.in(format.language)
        let total = max(1, parts.reduce(0) { $0 + $1.count })
        var x = 0.0
        var shapes: [HTML] = []
        for part in parts where part.count > 0 {
            let width = max(0.6, Double(part.count) / Double(total) * 1000)
            shapes.append("<rect class=\"part \(part.tone.rawValue)\" x=\"\(x)\" width=\"\(max(0.4, width - 2))\" height=\"20\"></rect>")
            x += width
        }
        let labels: [HTML] = parts.map {
            """
            <li class="\($0.count == 0 ? "nobody" : $0.tone.rawValue)"><span class="mark \($0.tone.rawValue)" aria-hidden="true"></span>\
            <b>\(format.number($0.count))</b> \($0.label)</li>
            """
        }
        let picture: HTML = """
            <svg class="progress-band" viewBox="0 0 \(max(1000, x)) 20" preserveAspectRatio="none" aria-hidden="true">\
            <rect class="bar-ground" width="\(max(1000, x))" height="20"/>\(shapes)</svg><ul class="progress-labels">\(labels)</ul>
            """
        let table = Self.table(
            sentence, [words.state, words.number, words.share],
            parts.map { [$0.label, format.number($0.count), format.percent(Double($0.count) / Double(total))] })
        return frame(sentence, style: "progress", picture, table: table, format)
    }
}
