/// Why an audience was not saved.
package enum AudienceError: Error, Sendable, Hashable {
    /// An audience needs a name of 1 to 200 characters.
    case badName
    case badSlug(String)
    case rule(RuleError)
    /// Saving would break the audience that names this one.
    case breaks(audience: String, RuleError)
}
