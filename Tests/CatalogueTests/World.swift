import Audiences
import Catalogue
import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import People
import Storage
import TestSupport
import Touches
import Web

/// A small company: an author and another team's author, an admin, and two employees in Sales, one in IT.
struct World: Sendable {
    static let start = Instant("2026-03-02T09:00:00Z") ?? Instant(microseconds: 0)
    static let migrations: [Migration] =
        Database.migrations + PeopleSchema.migrations + TouchSchema.migrations + IdentitySchema.migrations + AudienceSchema.migrations
        + CatalogueSchema.migrations
    static let zone = Zone.utc
    static let terms = TermRegistry([.follows])

    let database: Database
    let sales = DepartmentKey(11)
    let it = DepartmentKey(12)
    let author = PersonKey(101)
    let other = PersonKey(102)
    let admin = PersonKey(103)
    let employee = PersonKey(104)
    let colleague = PersonKey(105)
    let publisher: PublisherKey
    let otherPublisher: PublisherKey
    let audience: AudienceKey
    let topic: TopicKey
    let offering: OfferingKey

    static func with<Result>(
        _ engine: Engine = .sqlite, file: Bool = false, now: Instant = start, _ body: (World) async throws -> Result
    ) async throws -> Result {
        try await TestDatabase.with(engine, migrations, file: file, clock: .fixed(now)) { database in
            try await body(try await World(database))
        }
    }

    private init(_ database: Database) async throws {
        self.database = database
        let people: [(PersonKey, String, DepartmentKey)] = [
            (author, "Amara Okafor", it), (other, "Ben Ortiz", it), (admin, "Jonas Weber", it), (employee, "Mei Tanaka", sales),
            (colleague, "Ravi Rao", sales),
        ]
        let (sales, it, author, other, admin) = (sales, it, author, other, admin)
        (publisher, otherPublisher, audience, topic, offering) = try await database.write { transaction in
            for (key, name) in [(sales, "Sales"), (it, "IT")] {
                try transaction.run(
                    """
                    INSERT INTO department (id, parent, code, name, path, folded_path, sort_key, depth, head)
                    VALUES (\(key), NULL, NULL, \(name), \(name), \(name.folded), \(name.folded), 1, NULL)
                    """)
                try transaction.run("INSERT INTO department_within (ancestor, department) VALUES (\(key), \(key))")
            }
            for (key, name, department) in people { try transaction.addPerson(key, name, in: department) }
            try transaction.setAccount(admin, password: nil, isAdmin: true)
            let publisher = try transaction.save(
                PublisherDraft(slug: "mobility", name: "Mobile Work Team", department: it, members: [.init(author, .author)]),
                actor: .system
            ).key
            let otherPublisher = try transaction.save(
                PublisherDraft(slug: "finance", name: "Finance Systems", members: [.init(other, .author)]), actor: .system
            ).key
            let audience = try transaction.saveAudience(
                slug: "sales", name: "Sales", rule: "department under \"Sales\"", owner: nil, terms: World.terms, actor: "system")
            let topic = try transaction.save(TopicDraft(slug: "mobile", name: .both("Mobile work", "Mobiles Arbeiten")), actor: .system).key
            let draft = World.crm(owner: publisher, audience: audience.key, topic: topic)
            return (publisher, otherPublisher, audience.key, topic, try transaction.save(draft, actor: .system).key)
        }
    }

    static func crm(owner: PublisherKey, audience: AudienceKey?, topic: TopicKey) -> OfferingDraft {
        OfferingDraft(
            slug: "field-crm", owner: owner, audience: audience, name: Texts("Field CRM"),
            tagline: .both("Your next visit, ready before you park", "Ihr nächster Besuch, fertig vor dem Parken"),
            scene: Texts("You **park**. The history is on your phone."),
            description: Texts("Works offline. [Guide](https://wiki.example/crm)"),
            tips: Texts("- Charge it"), needs: [Texts("I lose an hour a day to typing up visits")],
            links: [OfferingLink(label: Texts("Open"), url: "https://crm.example/")], topics: [topic])
    }

    /// How many touches of a way there are.
    func touches(_ way: Way, by person: PersonKey? = nil) async throws -> Int {
        try await database.read { reader in
            try reader.count("SELECT count(*) FROM touch WHERE way = \(way) AND (person = \(person ?? PersonKey(0)) OR \(person == nil))")
        }
    }
}

extension Transaction {
    func addPerson(_ key: PersonKey, _ name: String, in department: DepartmentKey?) throws {
        try run(
            """
            INSERT INTO person (id, external_id, external_id_folded, name, name_folded, sort_key, first_name, first_name_folded, department,
                active, created_at, changed_at)
            VALUES (\(key), \("E-\(key)"), \("e-\(key)"), \(name), \(name.folded), \(name.folded), \(name), \(name.folded), \(department),
                \(true), \(now), \(now))
            """)
    }
}

/// Signs in whoever `x-test-person` names; such requests carry no cookie, and so need no CSRF token.
private struct TestSession: RouterMiddleware {
    typealias Context = WebContext
    let database: Database

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        var context = context
        context.isBearerRequest = true
        if let key = request.headers[.testPerson].flatMap({ PersonKey($0) }) {
            context.actor = try await database.read { try $0.actor(key) }
            context.viewer = Viewer(person: key, name: "Somebody")
        }
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    static let testPerson = HTTPField.Name("x-test-person") ?? .accept
}

/// The catalogue behind the real router.
struct Server: Sendable {
    let client: any TestClientProtocol
    let world: World
    let journal: Journal

    static func with(
        _ world: World, ownPanels: @escaping @Sendable (WebContext) async throws -> [HTML] = { _ in [] },
        _ body: @Sendable (Server) async throws -> Void
    ) async throws {
        let site = Site(
            origin: "http://127.0.0.1:8080", keys: [SymmetricKey(data: Array(repeating: 7, count: 32))],
            clock: { world.database.clock.now() },
            furniture: { _ in Furniture() })
        let table = RouteTable()
        let router = webRouter(site: site, routes: table, session: TestSession(database: world.database))
        try await TestDatabase.withFolder { folder async throws in
            let journal = Journal(folder: folder, database: world.database, takers: [.touch: Journal.touches(zone: World.zone)])
            CatalogueRoutes(
                database: world.database, terms: World.terms, zone: World.zone, recorder: ViewRecorder(journal: journal),
                ownPanels: ownPanels
            ).register(on: Routes(router, isDemo: false))
            table.fill(from: router)
            let application = Application(router: router)
            try await application.test(.router) { try await body(Server(client: $0, world: world, journal: journal)) }
        }
    }

    func get(_ uri: String, as person: PersonKey?, _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get) async throws
        -> TestResponse
    {
        var headers = headers
        if let person { headers[.testPerson] = person.description }
        return try await client.execute(uri: uri, method: method, headers: headers)
    }

    func post(_ uri: String, as person: PersonKey?, _ body: String = "") async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let person { headers[.testPerson] = person.description }
        return try await client.execute(uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
    }
}

/// For literals of tests only.
extension Slug: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let slug = Slug(text) else { preconditionFailure("\(text) is no slug") }
        self = slug
    }
}

extension Texts {
    static func both(_ english: String, _ german: String) -> Texts {
        Texts(["en": english, "de": german], default: "en") ?? Texts(english)
    }
}
