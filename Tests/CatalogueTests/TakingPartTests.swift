import Audiences
import Identity
import Kernel
import Storage
import TestSupport
import Testing
import Touches

@testable import Catalogue

@Suite("Following, helping, using, reviewing, viewing")
struct TakingPartTests {
    @Test(arguments: Engine.allCases) func eachPressIsOneTouch(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            let person = world.employee
            let answers = try await world.database.write { transaction in
                var answers: [Bool] = []
                for subject in [FollowSubject.offering(world.offering), .topic(world.topic)] {
                    answers.append(try transaction.follow(subject, by: person, zone: .utc))
                    answers.append(try transaction.follow(subject, by: person, zone: .utc))
                }
                answers.append(try transaction.sayHelps(world.offering, by: person, zone: .utc))
                answers.append(try transaction.sayHelps(world.offering, by: person, zone: .utc))
                answers.append(try transaction.sayUses(world.offering, by: person, zone: .utc))
                answers.append(try transaction.sayUses(world.offering, by: person, zone: .utc))
                return answers
            }
            #expect(answers == [true, false, true, false, true, false, true, false])
            #expect(try await world.touches(.followed) == 2)
            #expect(try await world.touches(.helped) == 1)
            #expect(try await world.touches(.usesIt) == 1)
            let back = try await world.database.write { transaction in
                [
                    try transaction.unfollow(.offering(world.offering), by: person, zone: .utc),
                    try transaction.unfollow(.offering(world.offering), by: person, zone: .utc),
                    try transaction.takeBackHelps(world.offering, by: person, zone: .utc),
                    try transaction.takeBackHelps(world.offering, by: person, zone: .utc),
                    try transaction.follow(.offering(world.offering), by: person, zone: .utc),
                ]
            }
            #expect(back == [true, false, true, false, true])
            #expect(try await world.touches(.unfollowed) == 1)
            #expect(try await world.touches(.unhelped) == 1)
            #expect(try await world.touches(.followed) == 3)
            // The hourglass looks at the offering again, and at no topic.
            #expect(try await world.database.read { try $0.count("SELECT count(*) FROM hourglass_dirty") } == 1)
        }
    }

    @Test(arguments: Engine.allCases) func oneReviewPerPerson(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            func review(_ stars: Int, _ text: String?) async throws -> SaveOutcome {
                try await world.database.write {
                    try $0.review(world.offering, by: world.employee, stars: stars, text: text, language: "en", zone: .utc)
                }
            }
            #expect(try await review(4, "Good") == .created)
            #expect(try await review(4, " Good ") == .unchanged)
            #expect(try await review(5, "Good") == .changed(["stars"]))
            #expect(try await world.touches(.reviewed) == 1)
            await #expect(throws: CatalogueError.invalid([CatalogueProblem("stars", .badStars)])) { _ = try await review(6, nil) }
            let (ratings, own) = try await world.database.read {
                (try $0.ratings(of: [world.offering]), try $0.review(of: world.offering, by: world.employee))
            }
            #expect(ratings[world.offering] == Rating(reviews: 1, stars: 5))
            let key = try #require(own?.key)
            #expect(try await world.database.write { try $0.answer(key, of: world.offering, by: world.author, text: "Thank you") })
            #expect(try await world.database.write { try $0.answer(key, of: world.offering, by: world.author, text: "Thank you") } == false)
            await #expect(throws: CatalogueError.unknown(key.description)) {
                try await world.database.write { _ = try $0.answer(key, of: OfferingKey(5), by: world.author, text: "Mine") }
            }
            #expect(try await world.database.read { try $0.reviews(of: world.offering, limit: 5).first?.answer } == "Thank you")
        }
    }

    @Test(arguments: Engine.allCases) func aViewCountsOncePerLocalDay(engine: Engine) async throws {
        try await World.with(engine, file: true) { world async throws in
            try await TestDatabase.withFolder { folder async throws in
                let takers = [JournalKind.touch: Journal.touches(zone: .utc)]
                let journal = Journal(folder: folder, database: world.database, takers: takers)
                let recorder = ViewRecorder(journal: journal)
                let day = Day(number: 20_514)
                for offset in [0, 0, 0, 1] {
                    recorder.note(.viewed, of: world.offering, by: world.employee, at: World.start, day: day + offset)
                }
                recorder.note(.readReviews, of: world.offering, by: world.employee, at: World.start, day: day)
                #expect(await journal.drain())
                #expect(journal.counts.dropped == [.duplicate: 2])
                // Another process saw the same day's page again.
                let second = Journal(folder: folder, database: world.database, takers: takers)
                ViewRecorder(journal: second).note(.viewed, of: world.offering, by: world.employee, at: World.start, day: day)
                #expect(await second.drain())
                #expect(try await world.touches(.viewed) == 2)
                #expect(try await world.touches(.readReviews) == 1)
            }
        }
    }

    @Test func theRecorderWritesBehindAndAtTheEnd() async throws {
        try await World.with(file: true) { world async throws in
            try await TestDatabase.withFolder { folder async throws in
                let journal = Journal(folder: folder, database: world.database, takers: [.touch: Journal.touches(zone: .utc)])
                let recorder = ViewRecorder(journal: journal)
                let worker = Task { await journal.run() }
                for number in 0..<200 {
                    recorder.note(.viewed, of: world.offering, by: world.employee, at: World.start, day: Day(number: Int64(number)))
                }
                worker.cancel()
                await worker.value
                #expect(try await world.touches(.viewed) == 200)
            }
        }
    }

    @Test(arguments: Engine.allCases) func rulesAskWhoFollows(engine: Engine) async throws {
        try await World.with(engine) { world async throws in
            let (slugs, counts) = try await world.database.write { transaction in
                try transaction.follow(.offering(world.offering), by: world.employee, zone: .utc)
                try transaction.follow(.topic(world.topic), by: world.employee, zone: .utc)
                try transaction.follow(.topic(world.topic), by: world.author, zone: .utc)
                let slugs = ["field-crm", "mobile"]
                let counts = try slugs.map { slug in
                    try transaction.count(try transaction.check("follows(\"\(slug)\")", terms: World.terms), today: Day(number: 20_514))
                }
                return (slugs, counts)
            }
            #expect(slugs.count == 2)
            #expect(counts == [1, 2])
            await #expect(throws: RuleError.self) {
                try await world.database.read { _ = try $0.check("follows(\"feild-crm\")", terms: World.terms) }
            }
        }
    }
}
