extension Chart {
    /// Estimates with their intervals as bands on one axis; `zeroLabel` names the line at zero where the axis crosses it ("no difference").
    package static func intervals(_ sentence: String, _ intervals: [Interval], zeroLabel: String? = nil, format: Format) -> HTML {
        let words = ChartWords.in(format.language)
        let low = min(0, intervals.map(\.low).min() ?? 0)
        let high = max(0, intervals.map(\.high).max() ?? 0)
        let start = low < 0 ? -roundedUp(-low) : 0
        let end = high > 0 ? roundedUp(high) : 0
        let span = end > start ? end - start : 1
        func x(_ value: Double) -> Double { (value - start) / span * 1000 }
        let rows: [HTML] = intervals.map { interval in
            """
            <li><span class="bar-label">\(interval.label)</span>\
            <svg class="interval-band" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">\
            <line class="axis" x1="\(x(0))" x2="\(x(0))" y1="0" y2="24"/>\
            <rect class="\(interval.isHoldout ? "interval holdout" : "interval")" x="\(x(interval.low))" y="5" \
            width="\(max(2, x(interval.high) - x(interval.low)))" height="14"/>\
            <line class="estimate" x1="\(x(interval.estimate))" x2="\(x(interval.estimate))" y1="2" y2="22"/></svg>\
            <span class="bar-figure">\(format.percent(interval.estimate, places: 1))\
            <span class="quiet-text"> \(format.percent(interval.low, places: 1)) –\
             \(format.percent(interval.high, places: 1))</span></span></li>
            """
        }
        let top = format.percent(end, places: 1)
        let axis: HTML = """
            <li class="axis-row" aria-hidden="true"><span></span><svg class="axis-labels" width="100%" height="18">\
            \(when: x(0) > 250, "<text class=\"tick\" x=\"0\" y=\"13\">\(format.percent(start, places: 1))</text>")\
            <text class="tick" x="\(decimalShare(x(0)))%" y="13" \
            text-anchor="\(start == 0 ? "start" : end == 0 ? "end" : "middle")">\(zeroLabel ?? format.percent(0))</text>\
            \(when: x(0) < 750, "<text class=\"tick\" x=\"100%\" y=\"13\" text-anchor=\"end\">\(top)</text>")</svg>\
            <span></span></li>
            """
        let table = Self.table(
            sentence, [words.group, words.low, words.estimate, words.high],
            intervals.map { [$0.label] + [$0.low, $0.estimate, $0.high].map { format.percent($0, places: 1) } })
        return frame(sentence, style: "intervals", "<ul class=\"bar-rows\">\(rows)\(axis)</ul>", table: table, format)
    }

    private static func decimalShare(_ thousandths: Double) -> Double { thousandths / 10 }
}
