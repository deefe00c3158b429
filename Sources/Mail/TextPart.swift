/// A text as a part of a mail.
package struct TextPart: Sendable {
    package enum Kind: String, Sendable {
        case plain = "text/plain"
        case html = "text/html"
    }

    let form: TextForm
    let filling: TextForm.Filling

    /// - Parameter bytes: UTF-8 with any line ends. Throws `MailError.notUTF8`.
    package init(_ bytes: [UInt8], type: Kind) throws(MailError) {
        self.init(form: try TextForm(type, pieces: [.bytes(bytes)]))
    }

    package init(_ text: String, type: Kind) { self.init(form: TextForm(type, checked: [.bytes(Array(text.utf8))])) }

    init(form: TextForm, filling: TextForm.Filling = TextForm.Filling()) {
        self.form = form
        self.filling = filling
    }
}
