package import Kernel

/// The opaque parts of addresses in mails: keys and the beginning of their HMAC. They carry no right but the one they are made for, and
/// every key of the ring verifies them, so that they outlive a change of key.
package struct DeliveryTokens: Sendable {
    private let ring: SecretRing
    private static let codeLength = 10

    package init(_ ring: SecretRing) { self.ring = ring }

    /// What a tracked link says.
    package struct LinkHit: Hashable, Sendable {
        package let link: LinkKey
        /// `nil` in tracking mode `message`.
        package let person: PersonKey?
    }

    /// A run, and who in it.
    package struct Recipient: Hashable, Sendable {
        package let run: RunKey
        package let person: PersonKey?
    }

    package func link(_ link: LinkKey, person: PersonKey?) -> String { token("link", [link.raw, person?.raw]) }

    package func readLink(_ token: some StringProtocol) -> LinkHit? {
        read("link", token).map { LinkHit(link: LinkKey($0[0]), person: $0.count > 1 ? PersonKey($0[1]) : nil) }
    }

    package func pixel(_ run: RunKey, person: PersonKey?) -> String { token("pixel", [run.raw, person?.raw]) }

    package func readPixel(_ token: some StringProtocol) -> Recipient? {
        read("pixel", token).map { Recipient(run: RunKey($0[0]), person: $0.count > 1 ? PersonKey($0[1]) : nil) }
    }

    package func unsubscribe(_ run: RunKey, person: PersonKey) -> String { token("unsubscribe", [run.raw, person.raw]) }

    package func readUnsubscribe(_ token: some StringProtocol) -> (run: RunKey, person: PersonKey)? {
        guard let keys = read("unsubscribe", token), keys.count == 2 else { return nil }
        return (RunKey(keys[0]), PersonKey(keys[1]))
    }

    /// The left side of a delivery's Message-ID, the same on every attempt.
    func messageID(_ run: RunKey, _ person: PersonKey, _ channel: Channel) -> String {
        let message = run.raw.bigEndianBytes + person.raw.bigEndianBytes + Array(channel.rawValue.utf8)
        return Base32.encode(ring.code("message-id", message).prefix(20))
    }

    /// Whether this is the beginning of a delivery's Message-ID, by any key of the ring.
    func isMessageID(_ code: [UInt8], of run: RunKey, _ person: PersonKey) -> Bool {
        ring.isValid(code, "message-id", run.raw.bigEndianBytes + person.raw.bigEndianBytes + Array(Channel.email.rawValue.utf8))
    }

    func token(_ purpose: StaticString, _ keys: [Int64?]) -> String {
        let bytes = keys.compactMap { $0 }.flatMap(\.bigEndianBytes)
        return Base32.encode(bytes + ring.code(purpose, bytes).prefix(Self.codeLength))
    }

    func read(_ purpose: StaticString, _ token: some StringProtocol) -> [Int64]? {
        guard token.utf8.count <= 64, let bytes = Base32.decode(token) else { return nil }
        let length = bytes.count - Self.codeLength
        guard length == 8 || length == 16, ring.isValid(bytes.suffix(Self.codeLength), purpose, bytes.prefix(length)) else { return nil }
        return stride(from: 0, to: length, by: 8).map { Int64(bigEndianBytes: bytes[$0..<($0 + 8)]) }
    }
}
