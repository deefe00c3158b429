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
enum Unrenderable: Error, Hashable {
    case messageGone
    /// Merge fields without a value and without a fallback.
    case noValue([String])
    /// Its address, or something that a header holds.
    case malformed(String)
    case other

    /// As it is stored and told to programs: a word, and what it is about.
    var reason: String {
        switch self {
        case .messageGone: "message_gone"
        case .noValue(let names): "no_value: \(names.joined(separator: ", "))"
        case .malformed(let problem): "malformed: \(problem)"
        case .other: "not_made"
        }
    }
}

extension Stationery {
    func mail(to addressee: Addressee, at now: Instant) throws(Unrenderable) -> RenderedMail {
        guard let sheet = sheet(addressee.message, language: addressee.language) else {
            throw .messageGone
        }
        guard let form = addressee.refusesTracking ? sheet.untrackedForm : sheet.form else {
            throw .other
        }
        let person = addressee.person
        do {
            let to = try Mailbox(addressee.name, addressee.email)
            let own = tokens.own(of: person, in: run, sheet.message, isNamed: settings.namesPeople)
            let bytes = try form.mail(
                MailForm.Values(
                    fields: sheet.sources.map { addressee.value($0) }, own: own,
                    showsPixel: addressee.allowsPixel && !addressee.refusesTracking),
                to: to, at: now)
            return RenderedMail(
                recipient: to.address, messageID: try messageID(own), bytes: try settings.dkim?.signed(bytes, at: now) ?? bytes)
        } catch let error as MissingFields {
            throw .noValue(error.names)
        } catch let error as MailError {
            throw .malformed(error.description)
        } catch {
            throw .other
        }
    }

    private func messageID(_ own: [UInt8]) throws(MailError) -> MessageID {
        try MessageID(String(decoding: own[MailForm.Own.messageID], as: UTF8.self), at: settings.mailFrom.domain)
    }

    func unsubscribe(_ person: PersonKey) -> String { "\(settings.baseURL)/u/\(tokens.unsubscribe(run, person: person))" }
}

extension DeliverySettings {
    /// Whether anything in a mail but the way out says whose it is.
    var namesPeople: Bool { tracking == .person || pixel == .person }
}

extension DeliveryTokens {
    /// What a mail has of its own, by `MailForm.Own`.
    /// - Parameter isNamed: whether its addresses may say whose it is.
    func own(of person: PersonKey, in run: RunKey, _ message: MessageKey, isNamed: Bool) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: MailForm.Own.count) { buffer, count in
            let own = UnsafeMutableRawBufferPointer(buffer)
            func place(_ range: Range<Int>) -> UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: own[range]) }
            if isNamed {
                writeMailPart(run, message, person, to: place(MailForm.Own.mailPart))
            } else {
                for index in MailForm.Own.mailPart { own[index] = UInt8(ascii: "a") }
            }
            writeUnsubscribe(run, person, to: place(MailForm.Own.unsubscribe))
            writeMessageID(run, person, .email, to: place(MailForm.Own.messageID))
            count = MailForm.Own.count
        }
    }
}
