package import Kernel

/// The opaque parts of addresses in mails: keys and the beginning of their HMAC. They carry no right but the one they are made for, and
/// every key of the ring verifies them, so that they outlive a change of key.
///
/// A link's token is the link's own part, the same in all mails, and behind it the mail's part, the same in all links of the mail. The mail's
/// part signs run, message and person: a link that is stored for another run or message is refused with it.
package struct DeliveryTokens: Sendable {
    private let links: SecretSigner
    private let mails: SecretSigner
    private let unsubscribing: SecretSigner
    private let messageIDs: SecretSigner
    private let bounces: SecretSigner

    /// Where codes end that stand behind the keys of a run and a person.
    private static let codeLength = 10
    /// Where the codes of mails end: they fill up what stands before them to whole groups of base 32.
    private static let (namedCodeLength, sharedCodeLength) = (12, 10)
    /// So much of a link's own code stands behind its key. Nobody is kept out by it, but that of 65,000 links that are made up only one is
    /// looked for.
    private static let sealLength = 2

    package init(_ ring: SecretRing) {
        links = ring.signer("link")
        mails = ring.signer("mail")
        unsubscribing = ring.signer("unsubscribe")
        messageIDs = ring.signer("message-id", byOldest: true)
        bounces = ring.signer("bounce")
    }

    /// A run, and who in it.
    package struct Recipient: Hashable, Sendable {
        package let run: RunKey
        package let person: PersonKey?
    }

    // MARK: Links and pictures

    /// What the addresses of one mail share: whose it is, signed.
    struct MailPart {
        static let namedLength = Base32.count(8 + namedCodeLength)
        static let sharedLength = Base32.count(sharedCodeLength)

        /// `nil` in tracking mode `message`.
        let person: PersonKey?
        let code: [UInt8]

        fileprivate init?(_ text: ArraySlice<UInt8>) {
            guard let bytes = Base32.decode(text) else { return nil }
            switch text.count {
            case Self.namedLength:
                person = PersonKey(Int64(bigEndianBytes: bytes[..<8]))
                code = Array(bytes[8...])
            case Self.sharedLength:
                person = nil
                code = bytes
            default: return nil
            }
        }
    }

    /// What a tracked link says. Nothing is known of it before it is verified.
    package struct LinkToken: Sendable {
        static let linkLength = Base32.count(8 + sealLength)

        package let link: LinkKey
        fileprivate let seal: [UInt8]
        fileprivate let mail: MailPart

        /// Whom the mail names; `nil` in tracking mode `message`.
        package var person: PersonKey? { mail.person }
    }

    /// The part of a link's token that is the same in all mails.
    func linkPart(_ link: LinkKey) -> String {
        var bytes = [UInt8](repeating: 0, count: 8 + Self.sealLength)
        withUnsafeBytes(of: link.raw.bigEndian) { key in
            bytes.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: key)
                links.sign(key, into: UnsafeMutableRawBufferPointer(rebasing: bytes[8...]))
            }
        }
        return Base32.encode(bytes)
    }

    /// Writes the part of tokens that is the same in all addresses of a mail: `MailPart.namedLength` characters, or `sharedLength` of a mail
    /// that names nobody.
    func writeMailPart(_ run: RunKey, _ message: MessageKey, _ person: PersonKey?, to text: UnsafeMutableRawBufferPointer) {
        withUnsafeTemporaryAllocation(byteCount: 8 + SecretSigner.codeLength, alignment: 8) { bytes in
            guard let person else {
                let code = UnsafeMutableRawBufferPointer(rebasing: bytes[..<Self.sharedCodeLength])
                withUnsafeBytes(of: (run.raw.bigEndian, message.raw.bigEndian)) { mails.sign($0, into: code) }
                Base32.write(UnsafeRawBufferPointer(code), to: text)
                return
            }
            withUnsafeBytes(of: person.raw.bigEndian) { bytes.copyMemory(from: $0) }
            let all = UnsafeMutableRawBufferPointer(rebasing: bytes[..<(8 + Self.namedCodeLength)])
            withUnsafeBytes(of: (run.raw.bigEndian, message.raw.bigEndian, person.raw.bigEndian)) {
                mails.sign($0, into: UnsafeMutableRawBufferPointer(rebasing: all[8...]))
            }
            Base32.write(UnsafeRawBufferPointer(all), to: text)
        }
    }

    func mailPart(_ run: RunKey, _ message: MessageKey, _ person: PersonKey?) -> String {
        let length = person == nil ? MailPart.sharedLength : MailPart.namedLength
        return String(unsafeUninitializedCapacity: length) {
            writeMailPart(run, message, person, to: UnsafeMutableRawBufferPointer($0))
            return length
        }
    }

    /// - Parameters:
    ///   - link: stored for the run and message.
    ///   - person: `nil` in tracking mode `message`.
    package func link(_ link: LinkKey, in run: RunKey, _ message: MessageKey, person: PersonKey?) -> String {
        linkPart(link) + mailPart(run, message, person)
    }

    /// `nil` for what no link's token looks like.
    package func readLink(_ token: some StringProtocol) -> LinkToken? {
        guard let (own, mail) = Self.parts(token, first: LinkToken.linkLength) else { return nil }
        return LinkToken(link: LinkKey(Int64(bigEndianBytes: own[..<8])), seal: Array(own[8...]), mail: mail)
    }

    /// Whether a link is likely one of ours, so that it is worth to be looked for.
    func isSealed(_ token: LinkToken) -> Bool {
        withUnsafeBytes(of: token.link.raw.bigEndian) { key in token.seal.withUnsafeBytes { links.isLikely($0, of: key) } }
    }

    /// Whether the token was made for a mail of this run and message, for which its link is stored. Its seal signs nothing more.
    func isValid(_ token: LinkToken, of run: RunKey, _ message: MessageKey) -> Bool {
        isSealed(token) && isValid(token.mail, of: run, message)
    }

    private func isValid(_ mail: MailPart, of run: RunKey, _ message: MessageKey) -> Bool {
        mail.code.withUnsafeBytes { code in
            guard let person = mail.person else {
                return withUnsafeBytes(of: (run.raw.bigEndian, message.raw.bigEndian)) { mails.isValid(code, of: $0) }
            }
            return withUnsafeBytes(of: (run.raw.bigEndian, message.raw.bigEndian, person.raw.bigEndian)) { mails.isValid(code, of: $0) }
        }
    }

    /// The part of a picture's token that is the same in all mails.
    func pixelPart(_ run: RunKey, _ message: MessageKey) -> String { Base32.encode(run.raw.bigEndianBytes + message.raw.bigEndianBytes) }

    package func pixel(_ run: RunKey, _ message: MessageKey, person: PersonKey?) -> String {
        pixelPart(run, message) + mailPart(run, message, person)
    }

    package func readPixel(_ token: some StringProtocol) -> Recipient? {
        guard let (keys, mail) = Self.parts(token, first: Base32.count(16)) else { return nil }
        let (run, message) = (RunKey(Int64(bigEndianBytes: keys[..<8])), MessageKey(Int64(bigEndianBytes: keys[8...])))
        return isValid(mail, of: run, message) ? Recipient(run: run, person: mail.person) : nil
    }

    /// What stands before a mail's part, and that.
    private static func parts(_ token: some StringProtocol, first length: Int) -> (own: [UInt8], mail: MailPart)? {
        guard token.utf8.count <= length + MailPart.namedLength else { return nil }
        let text = Array(token.utf8)
        guard text.count > length, let own = Base32.decode(text[..<length]), let mail = MailPart(text[length...]) else { return nil }
        return (own, mail)
    }

    // MARK: The way out and the way back

    package func unsubscribe(_ run: RunKey, person: PersonKey) -> String { token(unsubscribing, run, person) }

    static let unsubscribeLength = Base32.count(16 + codeLength)

    func writeUnsubscribe(_ run: RunKey, _ person: PersonKey, to text: UnsafeMutableRawBufferPointer) {
        write(unsubscribing, run, person, to: text)
    }

    package func readUnsubscribe(_ token: some StringProtocol) -> (run: RunKey, person: PersonKey)? { read(unsubscribing, token) }

    /// What stands behind the plus of an envelope sender.
    package func bounce(_ run: RunKey, person: PersonKey) -> String { token(bounces, run, person) }

    /// Mail servers may change the case of what stands before the @.
    func readBounce(_ token: some StringProtocol) -> (run: RunKey, person: PersonKey)? { read(bounces, token.lowercased()) }

    private func token(_ signer: SecretSigner, _ run: RunKey, _ person: PersonKey) -> String {
        String(unsafeUninitializedCapacity: Self.unsubscribeLength) {
            write(signer, run, person, to: UnsafeMutableRawBufferPointer($0))
            return Self.unsubscribeLength
        }
    }

    private func write(_ signer: SecretSigner, _ run: RunKey, _ person: PersonKey, to text: UnsafeMutableRawBufferPointer) {
        withUnsafeTemporaryAllocation(byteCount: 16 + Self.codeLength, alignment: 8) { bytes in
            withUnsafeBytes(of: (run.raw.bigEndian, person.raw.bigEndian)) {
                bytes.copyMemory(from: $0)
                signer.sign($0, into: UnsafeMutableRawBufferPointer(rebasing: bytes[16...]))
            }
            Base32.write(UnsafeRawBufferPointer(bytes), to: text)
        }
    }

    private func read(_ signer: SecretSigner, _ token: some StringProtocol) -> (run: RunKey, person: PersonKey)? {
        guard token.utf8.count == Self.unsubscribeLength, let bytes = Base32.decode(token), bytes.count == 16 + Self.codeLength else {
            return nil
        }
        let isValid = bytes.withUnsafeBytes {
            signer.isValid(UnsafeRawBufferPointer(rebasing: $0[16...]), of: UnsafeRawBufferPointer(rebasing: $0[..<16]))
        }
        return isValid ? (RunKey(Int64(bigEndianBytes: bytes[..<8])), PersonKey(Int64(bigEndianBytes: bytes[8..<16]))) : nil
    }

    // MARK: Message-ID

    static let messageIDLength = Base32.count(messageIDCode)
    private static let messageIDCode = 20

    /// The left side of a delivery's Message-ID, the same on every attempt, also when a key was put before the others in between.
    func messageID(_ run: RunKey, _ person: PersonKey, _ channel: Channel) -> String {
        String(unsafeUninitializedCapacity: Self.messageIDLength) {
            writeMessageID(run, person, channel, to: UnsafeMutableRawBufferPointer($0))
            return Self.messageIDLength
        }
    }

    func writeMessageID(_ run: RunKey, _ person: PersonKey, _ channel: Channel, to text: UnsafeMutableRawBufferPointer) {
        withUnsafeTemporaryAllocation(byteCount: Self.messageIDCode, alignment: 8) { code in
            Self.withMessage(run, person, channel) { messageIDs.sign($0, into: code) }
            Base32.write(UnsafeRawBufferPointer(code), to: text)
        }
    }

    /// Whether this is the beginning of a delivery's Message-ID, by any key of the ring.
    func isMessageID(_ code: [UInt8], of run: RunKey, _ person: PersonKey) -> Bool {
        code.withUnsafeBytes { code in Self.withMessage(run, person, .email) { messageIDs.isValid(code, of: $0) } }
    }

    private static func withMessage<Result>(
        _ run: RunKey, _ person: PersonKey, _ channel: Channel, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        var name = channel.rawValue
        return name.withUTF8 { name in
            withUnsafeTemporaryAllocation(byteCount: 16 + name.count, alignment: 8) { message in
                withUnsafeBytes(of: (run.raw.bigEndian, person.raw.bigEndian)) { message.copyMemory(from: $0) }
                UnsafeMutableRawBufferPointer(rebasing: message[16...]).copyMemory(from: UnsafeRawBufferPointer(name))
                return body(UnsafeRawBufferPointer(message))
            }
        }
    }
}
