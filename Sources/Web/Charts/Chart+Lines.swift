import Kernel

extension Chart {
    /// Lines, or steps where `isStepped`, under the sentence they show; each line carries its name. The axis begins at zero.
    package static func lines(
        _ sentence: String, _ series: [Series], unit: Unit = .people, isStepped: Bool = false, format: Format
    ) -> HTML {
        precondition(series.count <= 5, "more than five lines are not told apart")
        let words = ChartWords.in(format.language)
        let days = series.flatMap { $0.points.map(\.day) }
        guard let first = days.min(), let last = days.max(), first < last else {
            return frame(
                sentence, style: "lines", "<p class=\"quiet-text\">\(words.noData)</p>",
                table: table(series, unit, words, sentence, format), format)
        }
        let plot = Plot(first: first, last: last, top: roundedUp(series.flatMap { $0.points.map(\.value) }.max() ?? 0))
        let paths: [HTML] = series.enumerated().map { index, series in
            "<path class=\"line line-\(index + 1)\(series.isHoldout ? " holdout" : "")\" d=\"\(plot.path(series.points, isStepped))\"/>"
        }
        let picture: HTML = """
            <svg class="plot" width="100%" height="\(Plot.height + 26)" aria-hidden="true">\(grid(plot, unit, format))\
            <svg width="100%" height="\(Plot.height)" viewBox="0 0 1000 \(Plot.height)" preserveAspectRatio="none">\(paths)</svg>\
            \(names(series, plot))\(dayLabels(plot, format))</svg>
            """
        return frame(sentence, style: "lines", picture, table: table(series, unit, words, sentence, format), format)
    }

    /// Where values fall in the picture: x in thousandths of its width, which the page decides, y in pixels.
    struct Plot {
        static let height = 220
        /// Room above the highest line, for its name.
        static let head = 26.0

        let first: Day
        let last: Day
        let top: Double

        func x(_ day: Day) -> Double { Double(day - first) / Double(last - first) * 1000 }
        func y(_ value: Double) -> Double { Self.head + (1 - value / top) * (Double(Self.height) - Self.head - 1) }

        func path(_ points: [Series.Point], _ isStepped: Bool) -> String {
            var bytes: [UInt8] = []
            for point in points {
                let isFirst = bytes.isEmpty
                bytes.append(isFirst ? UInt8(ascii: "M") : isStepped ? UInt8(ascii: "H") : UInt8(ascii: "L"))
                bytes.append(coordinate: x(point.day))
                bytes.append(isStepped && !isFirst ? UInt8(ascii: "V") : UInt8(ascii: " "))
                bytes.append(coordinate: y(point.value))
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func grid(_ plot: Plot, _ unit: Unit, _ format: Format) -> [HTML] {
        [0, 0.5, 1].map { part in
            let y = plot.y(plot.top * part)
            return """
                <line class="\(part == 0 ? "axis" : "grid")" x1="0" x2="100%" y1="\(y)" y2="\(y)"/>\
                <text class="tick" x="0" y="\(y - 5)">\(text(plot.top * part, unit, format))</text>
                """
        }
    }

    /// The names stand over the ends of their lines, moved apart where they would meet.
    private static func names(_ series: [Series], _ plot: Plot) -> [HTML] {
        let ends = series.enumerated().compactMap { index, series in
            series.points.last.map { (index: index, label: series.label, y: plot.y($0.value) - 8) }
        }
        var places = ends.sorted { $0.y > $1.y }
        for index in places.indices.dropFirst() { places[index].y = min(places[index].y, places[index - 1].y - 18) }
        return places.map {
            "<text class=\"line-name line-\($0.index + 1)\" x=\"100%\" y=\"\($0.y)\" text-anchor=\"end\">\($0.label)</text>"
        }
    }

    private static func dayLabels(_ plot: Plot, _ format: Format) -> HTML {
        let y = Plot.height + 18
        return """
            <text class="tick" x="0" y="\(y)">\(format.dayAndMonth(plot.first))</text>\
            <text class="tick" x="100%" y="\(y)" text-anchor="end">\(format.dayAndMonth(plot.last))</text>
            """
    }

    private static func text(_ value: Double, _ unit: Unit, _ format: Format) -> String {
        switch unit {
        case .people: format.decimal(value)
        case .share: format.percent(value)
        }
    }

    private static func table(_ series: [Series], _ unit: Unit, _ words: ChartWords, _ sentence: String, _ format: Format) -> HTML {
        let days = Set(series.flatMap { $0.points.map(\.day) }).sorted()
        let values = series.map { [Day: Double]($0.points.map { ($0.day, $0.value) }) { $1 } }
        return table(
            sentence, [words.day] + series.map(\.label),
            days.map { day in [format.date(day)] + values.map { $0[day].map { text($0, unit, format) } ?? "–" } })
    }
}
