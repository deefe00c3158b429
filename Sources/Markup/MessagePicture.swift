/// A picture that messages may show by its name, `![what it shows](picture:name)`.
package struct MessagePicture: Hashable, Sendable {
    /// What the `src` of an `img` says, such as `cid:…`: letters, digits and what needs no escaping in HTML.
    package let source: String
    /// Pixels.
    package let width: Int

    package init(source: String, width: Int) {
        self.source = source
        self.width = width
    }
}

/// Where an image comes from.
struct ImageSource: Hashable, Sendable {
    /// Checked, percent-encoded.
    let url: [UInt8]
    /// Pixels, where they are known: Outlook on Windows knows no `max-width`.
    var width: Int?
}
