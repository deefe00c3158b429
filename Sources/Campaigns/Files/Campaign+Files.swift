import Crypto
package import Identity
package import Kernel
import Markup
package import Storage

/// A file that is to go with a campaign.
package struct FileDraft: Hashable, Sendable {
    package let kind: CampaignFile.Kind
    /// For a picture, what texts are to call it; for an attachment, how it is to be saved.
    package let name: String
    package let bytes: [UInt8]

    package init(_ kind: CampaignFile.Kind, name: String, bytes: [UInt8]) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
    }

    /// The beginning of the SHA-256, in base 32.
    package var hash: String { Base32.encode(SHA256.hash(data: bytes).prefix(20)) }

    /// The name under which it is kept; as it is given where it can't be.
    package var keptName: String { (try? checked())?.name ?? name }

    private var field: CampaignField { kind == .picture ? .picture : .attachment }

    /// What it is, and its name as it is kept.
    /// - Throws: `CampaignError.invalid`.
    func checked() throws -> (format: FileFormat, name: String) {
        func wrong(_ problem: CampaignProblem.Kind) -> CampaignError { .invalid([CampaignProblem(field, problem)]) }
        guard !bytes.isEmpty else { throw wrong(.required) }
        let limit = kind == .picture ? CampaignFile.largestPicture : CampaignFile.largestAttachment
        guard bytes.count <= limit else { throw wrong(.fileTooLarge(limit >> 20)) }
        switch kind {
        case .picture:
            guard let format = FileFormat.picture(bytes) else { throw wrong(.notAPicture) }
            guard let slug = Slug(name) else { throw wrong(.badSlug(name)) }
            return (format, slug.description)
        case .attachment:
            guard let format = FileFormat.attachment(bytes, name: name) else { throw wrong(.notAnAttachment) }
            return (format, Self.saved(name, format))
        }
    }

    /// Without folders and control characters, and with the ending that fits what it is.
    private static func saved(_ name: String, _ format: FileFormat) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var plain = String(last.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && !$0.isDirectional })
        plain = plain.trimmedOfSpaces
        let ending = "." + format.ending
        if plain.lowercased().hasSuffix(ending) || format.ending == "jpg" && plain.lowercased().hasSuffix(".jpeg") {
            return plain.utf8.count <= 100 ? plain : String(plain.prefix(60)) + ending
        }
        return (plain.isEmpty ? "file" : String(plain.prefix(60))) + ending
    }
}

extension Unicode.Scalar {
    /// Turns around what is read after it (UAX #9 §2): `fdp.exe` must not read as `exe.pdf`.
    fileprivate var isDirectional: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }
}

extension Transaction {
    /// Puts a file beside a campaign's messages, in the place of the one of its name. One that was handed in or approved is a draft again.
    /// - Parameter seen: the `changedAt` of the form, `nil` for whatever is there.
    /// - Throws: `CampaignError.invalid`, `.frozen`, `.changedMeanwhile`.
    @discardableResult
    package func putFile(_ draft: FileDraft, to campaign: Campaign, seen: Instant? = nil, by actor: Actor) throws -> Campaign {
        let campaign = try current(campaign)
        let (format, name) = try draft.checked()
        let all = try files(of: campaign.key)
        let before = all.first { $0.kind == draft.kind && $0.name == name }
        if let before, before.hash == draft.hash { return campaign }
        let field: CampaignField = draft.kind == .picture ? .picture : .attachment
        let total = all.reduce(draft.bytes.count) { $0 + ($1.key == before?.key ? 0 : $1.size) }
        guard total <= CampaignFile.largestTotal else {
            throw CampaignError.invalid([CampaignProblem(field, .filesTooLarge(CampaignFile.largestTotal >> 20))])
        }
        guard before != nil || all.count < CampaignFile.most else {
            throw CampaignError.invalid([CampaignProblem(field, .tooMany(CampaignFile.most))])
        }
        guard !campaign.state.hasRun else { throw CampaignError.frozen([field]) }
        try take(.edit, campaign, seen: seen, actor: actor.auditName, author: .now(actor.person))
        try withdrawRequest(of: campaign, by: actor)
        if let before { try run("DELETE FROM campaign_file WHERE id = \(before.key)") }
        let key: CampaignFileKey = try newKey()
        try run(
            """
            INSERT INTO campaign_file (id, campaign, kind, name, type, size, width, height, hash, bytes, created_at)
            VALUES (\(key), \(campaign.key), \(draft.kind), \(name), \(format.type), \(draft.bytes.count), \(format.width), \(format.height),
                \(draft.hash), \(draft.bytes), \(now))
            """)
        try audit(
            actor.auditName, "attach", campaign.auditSubject, before: try before.map { try JSON.text([$0.name: $0.hash]) },
            after: JSON.text([name: draft.hash]))
        return try current(campaign)
    }

    /// Takes a file away.
    /// - Throws: `CampaignError.invalid` for a picture that a message shows, `.frozen`, `.changedMeanwhile`.
    @discardableResult
    package func removeFile(_ key: CampaignFileKey, of campaign: Campaign, seen: Instant? = nil, by actor: Actor) throws -> Campaign {
        let campaign = try current(campaign)
        guard let file = try files(of: campaign.key).first(where: { $0.key == key }) else { return campaign }
        guard !campaign.state.hasRun else { throw CampaignError.frozen([.picture]) }
        if file.kind == .picture, let number = try messageShowing(file.name, of: campaign.key) {
            throw CampaignError.invalid([CampaignProblem(.picture, .pictureInUse(number))])
        }
        try take(.edit, campaign, seen: seen, actor: actor.auditName, author: .now(actor.person))
        try withdrawRequest(of: campaign, by: actor)
        try run("DELETE FROM campaign_file WHERE id = \(key)")
        try audit(actor.auditName, "detach", campaign.auditSubject, before: JSON.text([file.name: file.hash]))
        return try current(campaign)
    }

    /// The number of the first message that shows a picture.
    private func messageShowing(_ picture: String, of campaign: CampaignKey) throws -> Int? {
        let (fields, pictures) = (try mergeFields(), try pictures(of: campaign))
        return try messages(of: campaign).first { message in
            message.texts.values.contains { text in
                let template = try? MessageTemplate.compile(subject: text.subject, body: text.body, fields: fields, pictures: pictures)
                return template?.pictures.contains { $0.name == picture } ?? text.body.contains("picture:\(picture)")
            }
        }?.number
    }
}
