import Hummingbird
import Identity
package import Kernel
package import Storage
package import Web

/// What a person chose about mails.
struct MailChoice: Hashable, Sendable {
    var refusesTracking = false
    var allowsPixel = false
    var off: [Publisher] = []

    struct Publisher: Hashable, Sendable {
        let key: PublisherKey
        let name: String
    }
}

extension Reader {
    func mailChoice(of person: PersonKey) throws -> MailChoice {
        MailChoice(
            refusesTracking: try exists("SELECT 1 FROM tracking_refusal WHERE person = \(person)"),
            allowsPixel: try exists("SELECT 1 FROM pixel_consent WHERE person = \(person)"),
            off: try unsubscriptions(of: person).filter { $0.channel == .email }.map { .init(key: $0.publisher, name: $0.name) })
    }
}

extension Transaction {
    /// Lets links in this person's mails tell something, or not. What older mails' links tell is then dropped.
    package func setTrackingRefusal(_ person: PersonKey, _ isRefused: Bool) throws {
        if isRefused {
            try run("INSERT INTO tracking_refusal (person, since) VALUES (\(person), \(now)) ON CONFLICT (person) DO NOTHING")
        } else {
            try run("DELETE FROM tracking_refusal WHERE person = \(person)")
        }
    }
}

/// The part of one's own page about mails: what links and pictures in them tell, and which are turned off.
struct OwnMailPanel {
    let choice: MailChoice
    let tracking: TrackingMode
    let pixel: PixelMode
    var cap: MailCap?

    func html(_ language: Language, csrf: String) -> HTML {
        let words = HitWords.in(language)
        func button(_ label: String, _ thing: String, _ choice: String) -> HTML {
            UI.post(label, to: Address(path: "/me", thing, choice), csrf: csrf, .quiet)
        }
        let links: HTML =
            switch (tracking, choice.refusesTracking) {
            case (.none, _): "<p>\(words.tracking[.none] ?? "")</p>"
            case (_, true): "<p>\(words.refused)</p><p>\(button(words.allow, "tracking", "allow"))</p>"
            case (let mode, false): "<p>\(words.tracking[mode] ?? "")</p><p>\(button(words.refuse, "tracking", "refuse"))</p>"
            }
        let picture: HTML? =
            switch (pixel, choice.allowsPixel) {
            case (.off, _): nil
            case _ where choice.refusesTracking: nil
            case (.message, _): "<p>\(words.pictureShared)</p>"
            case (.person, true): "<p>\(words.pictureAllowed)</p><p>\(button(words.refusePictures, "pictures", "refuse"))</p>"
            case (.person, false): "<p>\(words.pictureAsked)</p><p>\(button(words.allowPictures, "pictures", "allow"))</p>"
            }
        let off: [HTML] = choice.off.map { publisher in
            let address = Address(path: "/me/publishers", publisher.key, "mails")
            return """
                <li>\(publisher.name) \(UI.post(words.turnOn, to: address, csrf: csrf, .quiet, describes: words.turnOnMails(publisher.name)))</li>
                """
        }
        let list: HTML = off.isEmpty ? "<p>\(words.nothingOff)</p>" : "<h3>\(words.turnedOff)</h3><ul class=\"plain\">\(off)</ul>"
        let most: HTML? = cap.map { cap in
            let words = CapWords.in(language)
            return "<p>\(words.own(words.said(cap)))</p>"
        }
        return UI.section(words.own, id: "mails", "\(most)\(list)\(links)\(picture)")
    }
}

/// Everyone's own choices about mails.
extension DeliveryRoutes {
    func registerOwn(on routes: Routes) {
        routes.post("/me/tracking/refuse", .takePart) { _, context in
            try await choose(context, \.refusedDone) { try $0.setTrackingRefusal($1, true) }
        }
        routes.post("/me/tracking/allow", .takePart) { _, context in
            try await choose(context, \.allowedDone) { try $0.setTrackingRefusal($1, false) }
        }
        routes.post("/me/pictures/allow", .takePart) { _, context in
            try await choose(context, \.picturesAllowedDone) { try $0.setPixelConsent($1, true) }
        }
        routes.post("/me/pictures/refuse", .takePart) { _, context in
            try await choose(context, \.picturesRefusedDone) { try $0.setPixelConsent($1, false) }
        }
        routes.post("/me/publishers/:publisher/mails", .takePart, turnOn)
    }

    /// What is shown on one's own page.
    package func ownPanels(_ context: WebContext) async throws -> [HTML] {
        let person = try context.person()
        let choice = try await database.read { try $0.mailChoice(of: person) }
        let panel = OwnMailPanel(choice: choice, tracking: settings.tracking, pixel: settings.pixel, cap: settings.cap)
        return [panel.html(context.language, csrf: context.csrfToken)]
    }

    private func choose(
        _ context: WebContext, _ done: KeyPath<HitWords, String>, _ change: @escaping @Sendable (Transaction, PersonKey) throws -> Void
    ) async throws -> Response {
        let person = try context.person()
        try await database.write { try change($0, person) }
        return context.redirect(to: Address(path: "/me").at("mails"), Flash(.done, HitWords.in(context.language)[keyPath: done]))
    }

    private func turnOn(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        guard let publisher = context.parameters.get("publisher").flatMap({ PublisherKey($0) }),
            let off = try await database.read({ try $0.mailChoice(of: person).off.first { $0.key == publisher } })
        else { throw Refused.notFound }
        try await database.write { try $0.resubscribe(person, to: publisher) }
        return context.redirect(to: Address(path: "/me").at("mails"), Flash(.done, HitWords.in(context.language).turnedOn(off.name)))
    }
}
