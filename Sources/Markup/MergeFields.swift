/// The merge fields that an author may use, by their full names (`person.first_name`, `person.shoe_size`, `offering.name`).
package struct MergeFields: Sendable {
    /// In the order in which they are offered to authors.
    package let names: [String]
    /// The ones that are empty for some people, so that an author who gives no fallback is warned.
    package let mayBeEmpty: Set<String>

    package init(_ names: [String], mayBeEmpty: Set<String> = []) {
        self.names = names
        self.mayBeEmpty = mayBeEmpty
    }
}
