package import Kernel

extension Chart {
    /// The hourglass of an offering: one band per stage, as wide as people reached it or went beyond; the widest fills the picture, and
    /// each share is one of `population`.
    ///
    /// The bands' own widths are measures; the necks between them only join them, and pinch above `waist`, where hearing turns into using.
    /// - Parameter waist: the index of the band at the waist; `try` of the seven stages.
    package static func hourglass(
        _ sentence: String, _ bands: [HourglassBand], population: Int, waist: Int = 3, dataTo: Instant? = nil, format: Format
    ) -> HTML {
        let words = ChartWords.in(format.language)
        let scale = Scale(bands, population: population)
        let rows: [HTML] = bands.enumerated().map { index, band in
            let next = index + 1 < bands.count ? bands[index + 1] : nil
            let shape = BandShape(
                width: scale.width(band.reachedOrBeyond), evidenced: scale.width(band.evidenced), holdout: band.holdout.map(scale.width),
                next: next.map { scale.width($0.reachedOrBeyond) }, pinches: index + 1 == waist)
            return row(band, next: next, shape: shape, population: population, isWaist: index == waist, words, format)
        }
        let hidesAny = bands.contains { $0.reachedOrBeyond.isHidden || $0.evidenced.isHidden }
        let notes = [
            words.legend, bands.contains { $0.holdout != nil } ? words.legendHoldout : nil, hidesAny ? words.whyHidden : nil,
            dataTo.map { words.dataTo(format.near($0)) },
        ].compactMap { $0 }
        let note: HTML = """
            <p class="chart-note">\(notes.joined(separator: " "))\
            \(when: waist < bands.count, "<span class=\"waist-note\"> \(words.waistLine)</span>")</p>
            """
        return frame(
            sentence, style: "hourglass", "<ol class=\"glass\">\(rows)</ol>",
            note: note, table: table(bands, sentence, words, format), format)
    }

    /// How many people fill the picture.
    private struct Scale {
        let people: Double
        let population: Double

        init(_ bands: [HourglassBand], population: Int) {
            self.population = Double(max(0, population))
            let reached = bands.compactMap { $0.reachedOrBeyond.value.map(Double.init) }
            people = max(1, (reached + bands.compactMap { $0.holdout.map { $0 * Double(population) } }).max() ?? 1)
        }

        func width(_ figure: Figure) -> Width {
            switch figure {
            case .known(let value): .share(min(1, max(0, Double(value) / people)))
            case .hidden: .hidden
            case .none: .none
            }
        }

        func width(_ share: Double) -> Width { .share(min(1, max(0, share * population / people))) }
    }

    enum Width {
        case share(Double)
        case hidden
        case none

        /// In thousandths of the picture's width; what is there is seen, be it ever so little.
        var units: Double {
            switch self {
            case .share(let share): share > 0 ? max(6, share * 1000) : 0
            case .hidden: 60
            case .none: 0
            }
        }
    }

    private static func row(
        _ band: HourglassBand, next: HourglassBand?, shape: BandShape, population: Int, isWaist: Bool, _ words: ChartWords, _ format: Format
    ) -> HTML {
        let label: HTML = band.address.map { "<a href=\"\($0)\">\(band.label)</a>" } ?? HTML(text: band.label)
        let share: HTML? = band.reachedOrBeyond.value.flatMap { value in
            population > 0 ? "<span class=\"glass-share\">\(format.percent(Double(value) / Double(population)))</span>" : nil
        }
        return """
            <li class="\(isWaist ? "band waist" : "band")">\
            \(when: isWaist, "<span class=\"waist-label\">\(words.waist)</span>")\
            <span class="glass-label">\(label)</span>\(shape.picture)\
            <span class="glass-figure"><b>\(text(band.reachedOrBeyond, format))</b>\(share)</span>\
            \(next.flatMap { joint($0, words, format) })</li>
            """
    }

    /// What stands between two bands: how many go on, and after how long.
    private static func joint(_ next: HourglassBand, _ words: ChartWords, _ format: Format) -> HTML? {
        guard let conversion = next.conversion else { return nil }
        let people: HTML? = next.medianPeople.map { "<span class=\"glass-count\">, n\u{A0}=\u{A0}\(format.number($0))</span>" }
        let after: HTML? = next.medianDays.map { "<span class=\"glass-after\"> \(words.after(format.days($0)))\(people)</span>" }
        return "<span class=\"glass-joint\"><span>\(words.goOn(format.percent(conversion)))\(after)</span></span>"
    }

    private static func table(_ bands: [HourglassBand], _ sentence: String, _ words: ChartWords, _ format: Format) -> HTML {
        let hasHoldout = bands.contains { $0.holdout != nil }
        let heads = [words.stage, words.reached, words.evidenced, words.conversion, words.medianDays] + (hasHoldout ? [words.holdout] : [])
        let rows = bands.map { band -> [String] in
            let conversion = band.conversion.map { format.percent($0) } ?? "–"
            var cells = [band.label, text(band.reachedOrBeyond, format), text(band.evidenced, format), conversion, days(band, format)]
            if hasHoldout { cells.append(band.holdout.map { format.percent($0) } ?? "–") }
            return cells
        }
        return table(sentence, heads, rows)
    }

    private static func days(_ band: HourglassBand, _ format: Format) -> String {
        guard let days = band.medianDays else { return "–" }
        return format.decimal(days) + (band.medianPeople.map { " (n\u{A0}=\u{A0}\(format.number($0)))" } ?? "")
    }
}

/// One band in a picture 1000 wide and 100 high: 62 for the band, the rest for the neck to the next one.
struct BandShape {
    let width: Chart.Width
    let evidenced: Chart.Width
    let holdout: Chart.Width?
    let next: Chart.Width?
    let pinches: Bool

    private static let body = 62.0

    var picture: HTML {
        """
        <svg class="glass-band" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">\(neck)\(bodies)\(outline)</svg>
        """
    }

    private var bodies: HTML {
        let outer: HTML =
            switch width {
            case .share: rect("reached", width.units)
            case .hidden: "\(rect("unknown", width.units))\(hatch(width.units))"
            case .none: "<line class=\"absent\" x1=\"440\" x2=\"560\" y1=\"31\" y2=\"31\"/>"
            }
        guard case .share = width, case .share = evidenced else { return outer }
        return "\(outer)\(rect("evidenced", evidenced.units))"
    }

    private func rect(_ style: String, _ width: Double) -> HTML {
        "<rect class=\"\(style)\" x=\"\(500 - width / 2)\" width=\"\(width)\" height=\"\(Self.body)\"/>"
    }

    /// Strokes instead of a fill: the picture of "not shown".
    private func hatch(_ width: Double) -> HTML {
        let lines: [HTML] = stride(from: 0, to: width, by: 15).map { x in
            let start = 500 - width / 2
            return "<line class=\"hatch-line\" x1=\"\(start + x)\" y1=\"\(Self.body)\" x2=\"\(start + min(width, x + 15))\" y2=\"0\"/>"
        }
        return HTML.joined(lines)
    }

    private var neck: HTML? {
        guard let next, width.units > 0, next.units > 0 else { return nil }
        let (top, bottom) = (width.units / 2, next.units / 2)
        let middle = (Self.body + 100) / 2
        guard pinches else {
            return """
                <path class="neck" d="M\(500 - top) \(Self.body)C\(500 - top) \(middle) \(500 - bottom) \(middle) \(500 - bottom) 100\
                H\(500 + bottom)C\(500 + bottom) \(middle) \(500 + top) \(middle) \(500 + top) \(Self.body)Z"/>
                """
        }
        let waist = min(top, bottom) * 0.5
        return """
            <path class="neck" d="M\(500 - top) \(Self.body)C\(500 - top) \(middle)\
             \(500 - waist) \(Self.body + 6) \(500 - waist) \(middle)\
            C\(500 - waist) 94 \(500 - bottom) \(middle + 6) \(500 - bottom) 100H\(500 + bottom)\
            C\(500 + bottom) \(middle + 6) \(500 + waist) 94 \(500 + waist) \(middle)\
            C\(500 + waist) \(Self.body + 6) \(500 + top) \(middle) \(500 + top) \(Self.body)Z"/>
            """
    }

    private var outline: HTML? {
        holdout.map { holdout in
            let (x, width) = (500 - holdout.units / 2, holdout.units)
            return """
                <rect class="holdout-ground" x="\(x)" y="1" width="\(width)" height="\(Self.body - 2)"/>\
                <rect class="holdout" x="\(x)" y="1" width="\(width)" height="\(Self.body - 2)"/>
                """
        }
    }
}
