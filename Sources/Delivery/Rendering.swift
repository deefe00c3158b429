import Kernel
import Mail
import Markup
import Storage

/// A mail, ready for the wire.
struct RenderedMail: Sendable {
    let recipient: MailAddress
    let messageID: MessageID
    let bytes: [UInt8]
}

/// What a mail says of its recipient.
struct Addressee: Sendable {
    let person: PersonKey
    let message: MessageKey
    let attempts: Int
    let email: String
    let name: String
    let firstName: String
    let title: String?
    let department: String?
    let site: String?
    let country: String?
    let managerName: String?
    let language: String?
    /// Said yes to being told apart by a picture.
    let allowsPixel: Bool
    /// Wants links that tell nothing.
    var refusesTracking = false
    var attributes: [Int64: String] = [:]

    func value(_ source: FieldSource) -> String? {
        switch source {
        case .constant(let text): text
        case .firstName: firstName
        case .name: name
        case .title: title
        case .department: department
        case .site: site
        case .country: country
        case .managerName: managerName
        case .attribute(let key): attributes[key]
        }
    }
}

/// Why one recipient's mail can't be made; the run goes on.
struct Unrenderable: Error {
    let reason: String
}

extension Stationery {
    func mail(to addressee: Addressee, at now: Instant) throws(Unrenderable) -> RenderedMail {
        guard let sheet = sheet(addressee.message, language: addressee.language) else {
            throw Unrenderable(reason: "the message is gone")
        }
        let person = addressee.person
        do {
            let parts = try parts(
                sheet, sheet.sources.map { addressee.value($0) }, named: addressee.refusesTracking ? nil : person,
                unsubscribe: unsubscribe(person), pixel: pixel(addressee))
            let to = try Mailbox(addressee.name, addressee.email)
            let (messageID, bytes) = try composed(parts, to: to, person, at: now)
            return RenderedMail(recipient: to.address, messageID: messageID, bytes: bytes)
        } catch let error as MissingFields {
            throw Unrenderable(reason: error.description)
        } catch let error as MailError {
            throw Unrenderable(reason: error.description)
        } catch {
            throw Unrenderable(reason: "the mail could not be made")
        }
    }

    /// What a mail says, apart from its headers.
    struct Parts {
        let subject: String
        let html: TextForm.Filled
        let plain: [UInt8]
        let pictures: [InlinePicture]
    }

    /// - Parameters:
    ///   - values: one per field of the sheet's template.
    ///   - person: whom the links name; `nil` for those whose links tell nothing.
    func parts(
        _ sheet: Sheet, _ values: [String?], named person: PersonKey?, unsubscribe: String, pixel: String?
    ) throws(MissingFields) -> Parts {
        let urls = sheet.targets.indices.map { url(of: $0, in: sheet, person) }
        var subject: [UInt8] = []
        try sheet.template.subject.render(into: &subject, values: values) { urls[$0] }
        return Parts(
            subject: String(decoding: subject, as: UTF8.self),
            html: try sheet.form.filled(values, urls, unsubscribe: unsubscribe, pixel: pixel),
            plain: try plain(sheet, values, urls, unsubscribe), pictures: sheet.pictures)
    }

    /// The whole mail to one person, signed where a key is configured.
    func composed(_ parts: Parts, to: Mailbox, _ person: PersonKey, at now: Instant) throws -> (MessageID, bytes: [UInt8]) {
        let messageID = try MessageID(tokens.messageID(run, person, .email), at: settings.mailFrom.domain)
        var headers: [MailHeader] = []
        if settings.isSecure, !isMustKnow { headers = [.listUnsubscribe(url: unsubscribe(person)), .oneClickUnsubscribe] }
        var message = MailMessage(
            letterhead: letterhead, to: to, subject: parts.subject, messageID: messageID, date: now, headers: headers,
            plain: try TextPart(parts.plain, type: .plain), html: parts.html.part)
        message.pictures = parts.pictures
        message.attachments = attachments
        let bytes = try message.composed()
        return (messageID, try settings.dkim?.signed(bytes, at: now) ?? bytes)
    }

    func unsubscribe(_ person: PersonKey) -> String { "\(settings.baseURL)/u/\(tokens.unsubscribe(run, person: person))" }

    /// The plain part is put together anew for each, since its lines are filled.
    private func plain(_ sheet: Sheet, _ values: [String?], _ urls: [String], _ unsubscribe: String) throws(MissingFields) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4096)
        for piece in sheet.layout.plain {
            switch piece {
            case .bytes(let constant): bytes += constant
            case .body: try sheet.template.plain.render(into: &bytes, values: values) { urls[$0] }
            case .central: bytes += urls[urls.count - 2].utf8
            case .unsubscribe: bytes += unsubscribe.utf8
            case .decoy, .pixel: break
            }
        }
        return bytes
    }

    /// - Parameter person: who gets the mail; `nil` for those whose links tell nothing.
    func url(of position: Int, in sheet: Sheet, _ person: PersonKey?) -> String {
        let target = sheet.targets[position]
        guard settings.tracking != .none, let person, position < sheet.links.count else {
            switch target {
            case Self.centralPage: return "\(settings.baseURL)/offerings/\(offeringSlug)"
            case Self.decoy: return ""
            default: return target
            }
        }
        let named: PersonKey? = settings.tracking == .person ? person : nil
        return "\(settings.baseURL)/l/\(tokens.link(sheet.links[position], in: run, sheet.message, person: named))"
    }

    private func pixel(_ addressee: Addressee) -> String? {
        switch settings.pixel {
        case _ where addressee.refusesTracking: nil
        case .off: nil
        case .person: addressee.allowsPixel ? pixel(addressee.message, addressee.person) : nil
        case .message: pixel(addressee.message, nil)
        }
    }

    /// - Parameter person: who is to be told apart; `nil` for nobody.
    func pixel(_ message: MessageKey, _ person: PersonKey?) -> String {
        "\(settings.baseURL)/p/\(tokens.pixel(run, message, person: person)).gif"
    }
}
