import Demo
import Foundation
import Identity
import Kernel
import People
import ServiceLifecycle
import Storage

/// Moves the made-up company in, once, while the server is open already.
package struct DemoSeeding: Service {
    package struct Plan: Sendable {
        let people: Int
        let seed: UInt64

        package init(people: Int, seed: UInt64) {
            self.people = people
            self.seed = seed
        }
    }

    let house: House
    private let plan: Plan
    private let say: @Sendable (String) -> Void

    init(_ house: House, _ plan: Plan, say: @escaping @Sendable (String) -> Void) {
        self.house = house
        self.plan = plan
        self.say = say
    }

    package func run() async throws {
        let started = Instant.now
        guard try await seed() else { return }
        say(
            "\(plan.people) people and six months of their history moved in within \((Instant.now - started).formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))))."
        )
    }

    /// - Returns: whether there was anything to do.
    func seed() async throws -> Bool {
        let database = house.database
        let (isDone, isBegun) = try await database.read { reader in
            try (
                reader.exists("SELECT 1 FROM audit WHERE subject = 'demo' AND action = 'move-in'"),
                reader.exists("SELECT 1 FROM person WHERE external_id NOT LIKE 'local:%'")
            )
        }
        if isDone { return false }
        guard !isBegun else {
            throw CommandError("this database holds people already, but not a whole made-up company: give the demo an empty one")
        }
        let company = DemoCompany(seed: plan.seed, people: plan.people, today: house.today)
        try await importPeople(of: company)
        try await apply(company)
        try await liveThrough(company)
        try await database.write { try $0.audit(Actor.system.auditName, "move-in", "demo") }
        return true
    }

    private func importPeople(of company: DemoCompany) async throws {
        let file = house.installation.folder.appendingPathComponent("people.csv")
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        var buffer = Data()
        try company.eachCSVLine { line in
            buffer.append(contentsOf: line.utf8)
            if buffer.count > 1 << 16 {
                try handle.write(contentsOf: buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try handle.write(contentsOf: buffer)
        try handle.close()
        let outcome = try await PeopleImport(house.database).run(file: file.path) { _ in }
        guard outcome.refused == 0 else { throw CommandError("\(outcome.refused) made-up people were refused") }
        try await house.database.write { transaction in
            let admin: PersonKey? = try transaction.value(
                "SELECT id FROM person WHERE external_id = \(DemoCast.admin.externalID)")
            if let admin { try transaction.setAccount(admin, password: nil, isAdmin: true) }
        }
    }

    private func apply(_ company: DemoCompany) async throws {
        var files = try DemoYAML.files(today: company.today).map { try ApplyFile(file: $0.name, text: $0.text) }
        for index in files.indices { files[index].enrich(with: DemoStory.all, today: company.today) }
        var heads = try ApplyFile(file: "heads", text: "")
        heads.departments = company.departments.map { .init(line: 0, path: $0.path, head: $0.head) }
        _ = try await Apply(house.database, terms: house.terms).run([heads] + files)
    }
}

extension ApplyFile {
    /// Adds what stands beside the files: scenes, tips, news, usage feeds.
    fileprivate mutating func enrich(with stories: [DemoStory], today: Day) {
        for index in offerings.indices {
            let slug = offerings[index].slug.description
            offerings[index].hasUsageFeed = DemoOffering.named(slug)?.hasUsageFeed ?? false
            guard let story = stories.first(where: { $0.offering == slug }) else { continue }
            offerings[index].scene = story.scene
            offerings[index].tips = Self.list(["en": ("Tips", "Traps"), "de": ("Tipps", "Fallen")], story.tips, story.traps)
            offerings[index].news = story.news.map { news in
                let both = news.title.byLanguage.map { language, title in (language, "**\(title).** \(news.text.in(language))") }
                let text = Texts(Dictionary(uniqueKeysWithValues: both), default: news.title.defaultLanguage) ?? news.title
                return News(line: 0, day: today + -news.daysAgo, text: text)
            }
        }
    }

    private static func list(_ titles: [String: (String, String)], _ tips: [Texts], _ traps: [Texts]) -> Texts? {
        var texts: [String: String] = [:]
        for (language, title) in titles where tips.allSatisfy({ $0.byLanguage[language] != nil }) {
            func part(_ title: String, _ items: [Texts]) -> String {
                items.isEmpty ? "" : "## \(title)\n\n" + items.map { "- \($0.in(language))\n" }.joined() + "\n"
            }
            texts[language] = part(title.0, tips) + part(title.1, traps)
        }
        return Texts(texts, default: "en")
    }
}
