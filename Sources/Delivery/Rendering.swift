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
        let values = sheet.sources.map { addressee.value($0) }
        let named = addressee.refusesTracking ? nil : person
        let urls = sheet.targets.indices.map { url(of: $0, in: sheet, named) }
        let unsubscribe = "\(settings.baseURL)/u/\(tokens.unsubscribe(run, person: person))"
        do {
            var subject: [UInt8] = []
            try sheet.template.subject.render(into: &subject, values: values) { urls[$0] }
            let html = try sheet.form.part(values, urls, unsubscribe: unsubscribe, pixel: pixel(addressee))
            let plain = try plain(sheet, values, urls, unsubscribe)
            let messageID = try MessageID(tokens.messageID(run, person, .email), at: settings.mailFrom.domain)
            let to = try Mailbox(addressee.name, addressee.email)
            var headers: [MailHeader] = []
            if settings.isSecure, !isMustKnow { headers = [.listUnsubscribe(url: unsubscribe), .oneClickUnsubscribe] }
            let message = MailMessage(
                letterhead: letterhead, to: to, subject: String(decoding: subject, as: UTF8.self), messageID: messageID, date: now,
                headers: headers, plain: try TextPart(plain, type: .plain), html: html)
            let bytes = try message.composed()
            return RenderedMail(recipient: to.address, messageID: messageID, bytes: try settings.dkim?.signed(bytes, at: now) ?? bytes)
        } catch let error as MissingFields {
            throw Unrenderable(reason: error.description)
        } catch let error as MailError {
            throw Unrenderable(reason: error.description)
        } catch {
            throw Unrenderable(reason: "the mail could not be made")
        }
    }

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
        return "\(settings.baseURL)/l/\(tokens.link(sheet.links[position], person: named))"
    }

    private func pixel(_ addressee: Addressee) -> String? {
        switch settings.pixel {
        case _ where addressee.refusesTracking: nil
        case .off: nil
        case .person: addressee.allowsPixel ? "\(settings.baseURL)/p/\(tokens.pixel(run, person: addressee.person)).gif" : nil
        case .message: "\(settings.baseURL)/p/\(tokens.pixel(run, person: nil)).gif"
        }
    }
}
