import Audiences
import Identity
import Kernel
import Storage
import TestSupport
import Testing

@testable import Catalogue

@Suite("Saving offerings and topics")
struct SavingTests {
    @Test(arguments: Engine.allCases) func savingTwiceChangesNothing(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            let draft = World.crm(owner: world.publisher, audience: world.audience, topic: world.topic)
            let (again, stored, entries) = try await world.database.write { transaction in
                let again = try transaction.save(draft, actor: .operator)
                return (again, try transaction.offering(world.offering), try transaction.audit(of: "offering:field-crm").count)
            }
            #expect(again.key == world.offering)
            #expect(again.outcome == .unchanged)
            #expect(entries == 1)
            let offering = try #require(stored)
            #expect(OfferingDraft(offering) == draft.normalised)
            #expect(offering.needs.map(\.inDefault) == ["I lose an hour a day to typing up visits"])
            #expect(offering.links.map(\.url) == ["https://crm.example/"])
            #expect(offering.tagline.in("de") == "Ihr nächster Besuch, fertig vor dem Parken")
            #expect(offering.name.in("de") == "Field CRM")
        }
    }

    @Test(arguments: Engine.allCases) func aChangeSaysWhichFields(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            var draft = World.crm(owner: world.publisher, audience: world.audience, topic: world.topic)
            draft.lifecycle = .retired
            draft.needs.append(.both("My notes get lost", "Meine Notizen gehen verloren"))
            draft.topics = []
            let changed = draft
            let (outcome, entry, found) = try await world.database.write { transaction in
                let outcome = try transaction.save(changed, actor: .operator).outcome
                return (outcome, try transaction.audit(of: "offering:field-crm").first, try transaction.search("notizen", kind: "offering"))
            }
            #expect(outcome == .changed(["lifecycle", "needs", "topics"]))
            #expect(entry?.actor == "operator")
            #expect(entry?.before?.contains("\"lifecycle\":\"live\"") == true)
            #expect(entry?.after?.contains("tagline") == false)
            #expect(found == [world.offering.raw])
            #expect(try await world.database.read { try $0.offering(world.offering)?.needs.count } == 2)
        }
    }

    @Test(arguments: Engine.allCases) func slugsAreShared(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            var draft = World.crm(owner: world.publisher, audience: nil, topic: world.topic)
            draft.slug = "mobile"
            let taken = draft
            await #expect(throws: CatalogueError.invalid([CatalogueProblem("slug", .slugTaken(by: "topic"))])) {
                try await world.database.write { _ = try $0.save(taken, actor: .operator) }
            }
            await #expect(throws: CatalogueError.invalid([CatalogueProblem("slug", .slugTaken(by: "offering"))])) {
                try await world.database.write { _ = try $0.save(TopicDraft(slug: "field-crm", name: Texts("X")), actor: .operator) }
            }
        }
    }

    @Test(arguments: Engine.allCases) func aTopicsNewNameLeadsToItsOfferings(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            let (first, second, found, offering) = try await world.database.write { transaction in
                let draft = TopicDraft(slug: "mobile", name: .both("Working anywhere", "Überall arbeiten"))
                return (
                    try transaction.save(draft, actor: .operator).outcome, try transaction.save(draft, actor: .operator).outcome,
                    try transaction.search("uberall", kind: "topic"), try transaction.search("anywhere crm", kind: "offering")
                )
            }
            #expect(first == .changed(["name"]))
            #expect(second == .unchanged)
            #expect(found == [world.topic.raw])
            #expect(offering == [world.offering.raw])
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let field: String
        let change: @Sendable (inout OfferingDraft) -> Void
        var testDescription: String { field }
    }

    static let wrong: [Case] = [
        Case(field: "name") { $0.name = Texts("   ") },
        Case(field: "name.en") { $0.name = Texts("a\nb") },
        Case(field: "name.en") { $0.name = Texts(String(repeating: "n", count: 121)) },
        Case(field: "name.e1") { $0.name = Texts(["en": "x", "e1": "y"], default: "en") ?? $0.name },
        Case(field: "tagline") { $0.tagline = Texts("nur deutsch", language: "de") },
        Case(field: "tagline") { $0.tagline = Texts(String(repeating: "\u{301}", count: 300_000)) },
        Case(field: "description") { $0.description = Texts("<script>alert(1)</script>") },
        Case(field: "description") { $0.description = Texts("fine\n\n[x](javascript:alert(1))") },
        Case(field: "scene") { $0.scene = Texts("<b>bold</b>") },
        Case(field: "tips") { $0.tips = Texts("![x](data:image/png;base64,AAAA)") },
        Case(field: "needs[2]") { $0.needs.append(Texts(String(repeating: "x", count: 301))) },
        Case(field: "needs") { $0.needs = (0..<13).map { Texts("need \($0)") } },
        Case(field: "links[1].url") { $0.links[0].url = "javascript:alert(1)" },
        Case(field: "links[1].url") { $0.links[0].url = "/relative" },
        Case(field: "links[1].url") { $0.links[0].url = "//evil.example" },
        Case(field: "links[1].url") { $0.links[0].url = "data:text/html,x" },
        Case(field: "links[1].url") { $0.links[0].url = "https://user:secret@evil.example/" },
        Case(field: "links[1].url") { $0.links[0].url = "https://" + String(repeating: "a", count: 3000) },
        Case(field: "links[1].label") { $0.links[0].label = Texts("") },
        Case(field: "links") { draft in draft.links = (0..<9).map { _ in draft.links[0] } },
        Case(field: "owner") { $0.owner = PublisherKey(1) },
        Case(field: "audience") { $0.audience = AudienceKey(1) },
        Case(field: "topics") { $0.topics = [TopicKey(1)] },
    ]

    @Test(arguments: wrong) func refusesWithTheField(wrong: Case) async throws {
        try await World.with { world async throws in
            var draft = World.crm(owner: world.publisher, audience: nil, topic: world.topic)
            wrong.change(&draft)
            let changed = draft
            do {
                try await world.database.write { _ = try $0.save(changed, actor: .operator) }
                Issue.record("it was stored")
            } catch CatalogueError.invalid(let problems) {
                #expect(problems.map(\.field).contains(wrong.field), "\(problems)")
                #expect(problems.allSatisfy { !ProblemWords.en.text($0.kind).isEmpty && !ProblemWords.de.text($0.kind).isEmpty })
            }
            #expect(try await world.database.read { try $0.offering(world.offering)?.name.inDefault } == "Field CRM")
        }
    }

    @Test func markdownErrorsHaveTheirPlace() async throws {
        try await World.with { world async throws in
            var draft = World.crm(owner: world.publisher, audience: nil, topic: world.topic)
            draft.description = Texts("fine\n\n[x](javascript:alert(1))")
            let changed = draft
            do {
                try await world.database.write { _ = try $0.save(changed, actor: .operator) }
                Issue.record("it was stored")
            } catch let error as CatalogueError {
                #expect(error.description.hasPrefix("description: Line 3, column 1"), "\(error)")
            }
        }
    }

    @Test(arguments: ["https://a.example/x?y=1#z", "http://a.example", "mailto:it@a.example", "HTTPS://A.example/", "https://ü.example/ö"])
    func takesWholeAddresses(url: String) { #expect(CatalogueCheck.address(url) != nil) }

    @Test(arguments: Engine.allCases) func newsIsThereOnce(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            let day = Day(number: 20_000)
            let (first, second, news) = try await world.database.write { transaction in
                let first = try transaction.addNews(
                    .both("Offline maps", "Karten ohne Netz"), on: day, to: world.offering, actor: .operator)
                let second = try transaction.addNews(
                    .both("Offline maps", "Karten ohne Netz"), on: day, to: world.offering, actor: .operator)
                try transaction.addNews(Texts("Older"), on: day + -3, to: world.offering, actor: .operator)
                return (first, second, try transaction.news(of: world.offering))
            }
            #expect(first.isNew)
            #expect(!second.isNew)
            #expect(first.key == second.key)
            #expect(news.map { $0.text.in("de") } == ["Karten ohne Netz", "Older"])
        }
    }
}
