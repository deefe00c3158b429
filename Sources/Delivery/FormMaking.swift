import Kernel
import Mail
import Markup

/// Makes the forms of a message in one language: how its links read, in which tracking mode, and what stands around it.
struct FormMaking {
    let brief: Brief
    let settings: DeliverySettings
    let tokens: DeliveryTokens
    let run: RunKey
    let letterhead: Letterhead
    let layout: MailLayout
    let template: MessageTemplate
    var pictures: [InlinePicture] = []
    var attachments: [MailFile] = []

    /// - Parameter links: as they are stored, as many as targets; none until they are.
    func form(_ message: MessageKey, _ links: [LinkKey]) throws(MailError) -> MailForm {
        let targets = Stationery.targets(of: template)
        let addresses = MailForm.Addresses(
            links: targets.enumerated().map { position, target in
                position < links.count ? address(of: links[position], target, in: message) : plainAddress(of: target)
            }, unsubscribe: unsubscribe,
            pixel: pixel(message))
        return try form(addresses)
    }

    /// The mail of those whose links tell nothing.
    func untrackedForm() throws(MailError) -> MailForm { try form(plainAddresses(unsubscribe: unsubscribe)) }

    /// The mail as its author sees it: its links count nothing, and the way out is the reader's own page.
    func shownForm() throws(MailError) -> MailForm {
        try form(plainAddresses(unsubscribe: MailForm.Address(text: "\(settings.baseURL)/me")))
    }

    private var unsubscribe: MailForm.Address {
        MailForm.Address(text: "\(settings.baseURL)/u/", own: MailForm.Own.unsubscribe)
    }

    private func plainAddresses(unsubscribe: MailForm.Address) -> MailForm.Addresses {
        MailForm.Addresses(
            links: Stationery.targets(of: template).map { plainAddress(of: $0) }, unsubscribe: unsubscribe, pixel: .none)
    }

    private func address(of link: LinkKey, _ target: String, in message: MessageKey) -> MailForm.Address {
        let start = "\(settings.baseURL)/l/"
        switch settings.tracking {
        case .none: return plainAddress(of: target)
        case .message: return MailForm.Address(text: start + tokens.link(link, in: run, message, person: nil))
        case .person: return MailForm.Address(text: start + tokens.linkPart(link), own: MailForm.Own.mailPart)
        }
    }

    private func pixel(_ message: MessageKey) -> MailForm.Addresses.Pixel {
        let start = "\(settings.baseURL)/p/"
        switch settings.pixel {
        case .off: return .none
        case .message: return .forAll(MailForm.Address(text: start + tokens.pixel(run, message, person: nil)))
        case .person: return .forSome(MailForm.Address(text: start + tokens.pixelPart(run, message), own: MailForm.Own.mailPart))
        }
    }

    private func plainAddress(of target: String) -> MailForm.Address {
        switch target {
        case Stationery.centralPage: MailForm.Address(text: "\(settings.baseURL)/offerings/\(brief.offeringSlug)")
        case Stationery.decoy: MailForm.Address(text: "")
        default: MailForm.Address(text: target)
        }
    }

    private func form(_ addresses: MailForm.Addresses) throws(MailError) -> MailForm {
        let hasWayOut = settings.isSecure && !brief.isMustKnow
        return try MailForm(
            layout, template, addresses, letterhead: letterhead,
            headers: MessageForm.OwnHeaders(
                messageID: MailForm.Own.messageID, domain: settings.mailFrom.domain,
                unsubscribe: hasWayOut ? ("\(settings.baseURL)/u/", MailForm.Own.unsubscribe) : nil),
            pictures: pictures, attachments: attachments)
    }

    /// - Throws: `DeliveryError.badSender`.
    static func letterhead(_ brief: Brief, _ settings: DeliverySettings) throws -> Letterhead {
        do {
            let replyTo = try brief.replyTo.map { [try Mailbox(brief.publisherName, $0)] } ?? []
            return try Letterhead(
                from: Mailbox(brief.publisherName, settings.mailFrom), replyTo: replyTo,
                headers: [
                    .listID(name: brief.publisherName, id: "\(brief.publisherSlug).\(settings.mailFrom.domain)"),
                    .feedbackID([brief.slug.description, brief.publisherSlug.description, "rapport"]), .autoSubmitted,
                ])
        } catch let error as MailError { throw DeliveryError.badSender("\(error)") }
    }
}
