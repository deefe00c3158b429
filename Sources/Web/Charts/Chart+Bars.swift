package import Kernel

extension Chart {
    /// Horizontal bars under the sentence they show. `most` is the figure of a full-width bar; without it, the largest one.
    package static func bars(_ sentence: String, _ bars: [Bar], most: Int? = nil, columnLabel: String, format: Format) -> HTML {
        "<figure class=\"chart\"><figcaption>\(sentence)</figcaption></figure>"
    }

    /// Lines, or steps where `isStepped`, under the sentence they show; each line carries its name. The axis begins at zero.
    package static func lines(_ sentence: String, _ series: [Series], unit: Unit = .people, isStepped: Bool = false, format: Format) -> HTML {
        "<figure class=\"chart\"><figcaption>\(sentence)</figcaption></figure>"
    }

    /// Estimates with their intervals as bands on one axis; `zeroLabel` names the line at zero where the axis crosses it ("no difference").
    package static func intervals(_ sentence: String, _ intervals: [Interval], zeroLabel: String? = nil, format: Format) -> HTML {
        "<figure class=\"chart\"><figcaption>\(sentence)</figcaption></figure>"
    }

    /// One horizontal band whose parts are the states of a work under way, each named directly.
    package static func progress(_ sentence: String, _ parts: [Part], format: Format) -> HTML {
        "<figure class=\"chart\"><figcaption>\(sentence)</figcaption></figure>"
    }

    /// The hourglass of an offering: one band per stage, as wide as people reached it or went beyond, against `population`.
    package static func hourglass(_ sentence: String, _ bands: [HourglassBand], population: Int, dataTo: Instant? = nil, format: Format) -> HTML {
        "<figure class=\"chart\"><figcaption>\(sentence)</figcaption></figure>"
    }
}
