package import Kernel

/// Pictures of figures, drawn on the server as SVG, each with the table that it shows one click away.
package enum Chart {
    /// A bar: a name, a figure and, where it leads somewhere, an address. `note` stands behind the figure ("12% of 340").
    package struct Bar: Sendable {
        package let label: String
        package let figure: Figure
        /// The part of the figure that is drawn darker; at most the figure.
        package let part: Int?
        package let note: String?
        package let address: Address?

        package init(_ label: String, _ figure: Figure, part: Int? = nil, note: String? = nil, address: Address? = nil) {
            self.label = label
            self.figure = figure
            self.part = part
            self.note = note
            self.address = address
        }
    }

    /// Values over time; at most five series to a chart.
    package struct Series: Sendable {
        package struct Point: Sendable {
            package let day: Day
            package let value: Double

            package init(_ day: Day, _ value: Double) {
                self.day = day
                self.value = value
            }
        }

        package let label: String
        /// In the order of time.
        package let points: [Point]
        /// Drawn dashed: the group that was not reached.
        package let isHoldout: Bool

        package init(_ label: String, _ points: [Point], isHoldout: Bool = false) {
            self.label = label
            self.points = points
            self.isHoldout = isHoldout
        }
    }

    package enum Unit: Sendable {
        case people
        /// Values are shares from 0 to 1.
        case share
    }

    /// An estimate with its interval, all shares or all differences of shares, from -1 to 1.
    package struct Interval: Sendable {
        package let label: String
        package let low: Double
        package let estimate: Double
        package let high: Double
        /// Drawn hollow: the group that was not reached.
        package let isHoldout: Bool

        package init(_ label: String, low: Double, estimate: Double, high: Double, isHoldout: Bool = false) {
            self.label = label
            self.low = low
            self.estimate = estimate
            self.high = high
            self.isHoldout = isHoldout
        }
    }

    /// One part of a moving band, such as the deliveries in a state.
    package struct Part: Sendable {
        package let label: String
        package let count: Int
        package let tone: UI.Tone

        package init(_ label: String, _ count: Int, _ tone: UI.Tone) {
            self.label = label
            self.count = count
            self.tone = tone
        }
    }
}

/// One stage of the hourglass.
package struct HourglassBand: Sendable {
    /// The stage in the reader's words: `know`.
    package let label: String
    /// People at this stage or a later one: the width.
    package let reachedOrBeyond: Figure
    /// People with evidence of this very stage: the darker part.
    package let evidenced: Figure
    /// The share, from 0 to 1, of the stage before that came this far; `nil` for the first stage or where it may not be shown.
    package let conversion: Double?
    /// Days from the stage before, over the people with evidence of both.
    package let medianDays: Double?
    /// How many people the median stands on.
    package let medianPeople: Int?
    /// The share, from 0 to 1, of a hold-out that came this far; drawn as a dotted outline.
    package let holdout: Double?
    /// The rule that the band is.
    package let address: Address?

    package init(
        _ label: String, reachedOrBeyond: Figure, evidenced: Figure, conversion: Double? = nil, medianDays: Double? = nil,
        medianPeople: Int? = nil, holdout: Double? = nil, address: Address? = nil
    ) {
        self.label = label
        self.reachedOrBeyond = reachedOrBeyond
        self.evidenced = evidenced
        self.conversion = conversion
        self.medianDays = medianDays
        self.medianPeople = medianPeople
        self.holdout = holdout
        self.address = address
    }
}
