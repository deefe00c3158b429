extension String {
    /// With a capital first letter, as sentences begin.
    package var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
