import Audiences
import Web

/// What the pages of the hourglass say.
struct HourglassWords: Words {
    /// A stage as a band is labelled.
    let stage: @Sendable (Stage) -> String
    /// Whoever satisfies a comparison with a stage, as a relative clause in the plural.
    let term: @Sendable (_ comparison: Comparison, _ stage: String, _ offering: String) -> String
}
