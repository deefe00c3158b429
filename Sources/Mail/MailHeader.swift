/// One further header of a mail, checked when it is written.
package struct MailHeader: Hashable, Sendable {
    enum Value: Hashable {
        case text(String)
        case words([String])
        case uris([String])
        case list(name: String, id: String)
    }

    let name: String
    let value: Value

    /// A header of free text in any language.
    package static func text(_ name: String, _ value: String) -> Self { Self(name: name, value: .text(value)) }

    /// `List-Unsubscribe` (RFC 2369 §3.2): where a mail client leaves the list, by HTTPS, by mail, or both.
    package static func listUnsubscribe(url: String?, mailto: String? = nil) -> Self {
        Self(name: "List-Unsubscribe", value: .uris([url, mailto.map { "mailto:\($0)" }].compactMap { $0 }))
    }

    /// `List-Unsubscribe-Post` (RFC 8058 §3.1): the URL of `List-Unsubscribe` takes a POST without further questions.
    package static var oneClickUnsubscribe: Self {
        Self(name: "List-Unsubscribe-Post", value: .words(["List-Unsubscribe=One-Click"]))
    }

    /// `List-ID` (RFC 2919): what people filter by. `id` is a dot-atom such as `mobility.northwind.example`.
    package static func listID(name: String, id: String) -> Self { Self(name: "List-ID", value: .list(name: name, id: id)) }

    /// `Feedback-ID`: up to three identifiers and, last, the sender's own, by which mailbox providers group complaints.
    package static func feedbackID(_ identifiers: [String]) -> Self {
        Self(name: "Feedback-ID", value: .words([identifiers.joined(separator: ":")]))
    }

    /// `Auto-Submitted: auto-generated` (RFC 3834 §5): out-of-office programs do not answer.
    package static var autoSubmitted: Self { Self(name: "Auto-Submitted", value: .words(["auto-generated"])) }

    /// The headers that are written from the properties of `MailMessage` and `Letterhead`, in lower case.
    private static let reserved: Set<String> = [
        "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "content-type",
        "content-transfer-encoding", "content-disposition", "return-path", "received",
    ]

    func write(to writer: inout HeaderWriter) throws(MailError) {
        guard !Self.reserved.contains(name.lowercased()) else { throw .reservedHeader(name) }
        switch value {
        case .text(let text): try writer.unstructured(name, text)
        case .words(let words): try writer.words(name, words)
        case .uris(let uris):
            // A URI that brings its own brackets or commas could name further ones.
            let areWhole = uris.allSatisfy { $0.utf8.allSatisfy { !"<>,\"".utf8.contains($0) } }
            guard !uris.isEmpty, areWhole else { throw .badValue(header: name) }
            try writer.words(name, uris.enumerated().map { $0 == uris.count - 1 ? "<\($1)>" : "<\($1)>," })
        case .list(let listName, let id):
            guard (try? MessageID(id, at: "x")) != nil else { throw .badValue(header: name) }
            try writer.begin(name)
            try writer.phrase(listName)
            try writer.word(Array("<\(id)>".utf8))
            writer.end()
        }
    }
}
