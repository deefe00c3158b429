import Web

/// The words of mails that no author wrote.
struct MailWords: Words {
    /// Publisher, and the name of the group of people that the reader is in.
    let why: @Sendable (String, String) -> String
    /// The offering.
    let more: @Sendable (String) -> String
    /// The publisher.
    let wayOut: @Sendable (String) -> String
    let unsubscribe: String
    let mustKnow: String

    static let en = MailWords(
        why: { publisher, audience in "\(publisher) sent you this because you are in “\(audience)”." },
        more: { "Everything about \($0) in one place" },
        wayOut: { "You choose: mails from \($0) can be turned off at any time." },
        unsubscribe: "Turn them off",
        mustKnow: "This mail can't be turned off, because everyone it concerns must know it. A second person approved that.")

    static let de = MailWords(
        why: { publisher, audience in "\(publisher) schickt Ihnen das, weil Sie zu „\(audience)“ gehören." },
        more: { "Alles über \($0) an einem Ort" },
        wayOut: { "Sie entscheiden: Mails von \($0) lassen sich jederzeit abstellen." },
        unsubscribe: "Abstellen",
        mustKnow:
            "Diese Mail lässt sich nicht abstellen, weil alle sie kennen müssen, die sie betrifft. Eine zweite Person hat dem zugestimmt.")
}
