import Audiences
import Catalogue
import Delivery
import Hummingbird
import Identity
import Kernel
import Storage
import Web

/// The first page: what is new for the one who asks, from all rooms.
struct HomeRoutes: Sendable {
    let database: Database
    let terms: TermRegistry
    let zone: Zone
    let settings: DeliverySettings
    let ring: SecretRing

    /// What a team has put on this person's home page, with why.
    private static func item(_ item: Delivery.HomeItem, _ language: Language) -> Catalogue.HomeItem {
        Catalogue.HomeItem(
            subject: "offering:\(item.offering)", slug: item.offeringSlug.description, title: item.subject, kicker: item.offeringName,
            text: item.excerpt, why: AppWords.in(language).sentBy(item.publisher, item.audience),
            address: Address(path: "/offerings", item.offeringSlug),
            at: item.since, weight: item.isMustKnow ? 50 : 40, picture: item.picture)
    }

    func register(on routes: Routes) {
        routes.get("/", .takePart) { _, context in
            let person = try context.person()
            let (language, now) = (context.language, context.now)
            let page = try await database.read { [terms, zone, settings, ring] reader in
                let own = try reader.homeItems(for: person, terms: terms, zone: zone, now: now, language: language)
                let sent = try reader.homeItems(for: person, settings: settings, ring: ring, now: now)
                return HomePage(items: own.items + sent.map { Self.item($0, language) }, following: own.following)
            }
            return context.response(page.page(context.format))
        }
    }
}
