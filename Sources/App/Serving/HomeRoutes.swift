import Audiences
import Catalogue
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

    func register(on routes: Routes) {
        routes.get("/", .takePart) { _, context in
            let person = try context.person()
            let (language, now) = (context.language, context.now)
            let home = try await database.read { [terms, zone] reader in
                try reader.homeItems(for: person, terms: terms, zone: zone, now: now, language: language)
            }
            return context.response(HomePage(items: home.items, following: home.following).page(context.format))
        }
    }
}
