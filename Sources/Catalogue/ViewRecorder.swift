package import Kernel
package import Touches

/// Writes down who opened which page, behind the answers (docs/decisions/0005-views.md): at most one touch per person, offering, way and
/// local day, in whatever process it was seen.
package struct ViewRecorder: Sendable {
    private let journal: Journal

    package init(journal: Journal) { self.journal = journal }

    /// Remembers that a signed-in person opened a page about an offering. Never waits and never fails.
    /// - Parameters:
    ///   - way: `viewed` or `readReviews`.
    ///   - day: the person's local day.
    package func note(_ way: Way, of offering: OfferingKey, by person: PersonKey, at instant: Instant, day: Day) {
        var touch = NewTouch(way, of: offering, by: person, at: instant)
        touch.clientEventID = "\(way.rawValue) \(person) \(offering) \(day.number)"
        journal.note(touch)
    }
}
