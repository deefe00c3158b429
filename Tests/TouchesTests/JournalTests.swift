import Foundation
import Kernel
import Logging
import People
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Touches

@Suite("The journal")
struct JournalTests {
    private static let migrations: [Migration] = Database.migrations + PeopleSchema.migrations + TouchSchema.migrations
    private static let start = Instant(microseconds: 1_772_442_000_000_000)
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func with(_ engine: Engine, _ body: (Database, URL) async throws -> Void) async throws {
        try await TestDatabase.with(engine, Self.migrations, file: true) { database in
            try await database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO department (id, name, path, folded_path, sort_key, depth) VALUES (1, 'Acme', 'Acme', 'acme', 'acme', 1)
                    """)
                try transaction.run(
                    """
                    INSERT INTO person (id, external_id, external_id_folded, name, name_folded, sort_key, first_name, first_name_folded,
                        department, active, created_at, changed_at)
                    VALUES (7, 'E-7', 'e-7', 'Ada', 'ada', 'ada', 'Ada', 'ada', 1, \(true), 0, 0)
                    """)
            }
            try await TestDatabase.withFolder { try await body(database, $0) }
        }
    }

    private func journal(_ database: Database, _ folder: URL, _ tuning: Journal.Tuning = .init(), _ taker: Journal.Taker? = nil) -> Journal
    {
        Journal(
            folder: folder, database: database, takers: [.touch: taker ?? Journal.touches(zone: .utc)], logger: Self.quiet, tuning: tuning)
    }

    private func view(_ number: Int64) -> [UInt8] {
        NewTouch(.viewed, of: OfferingKey(number), by: PersonKey(7), at: Self.start).journalled
    }

    private func append(_ numbers: ClosedRange<Int64>, to journal: Journal) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in numbers { group.addTask { try await journal.append(.touch, at: Self.start, view(number)) } }
            try await group.waitForAll()
        }
    }

    private func stored(_ database: Database) async throws -> Int {
        try await database.read { try $0.count("SELECT count(DISTINCT offering) FROM touch") }
    }

    private func files(_ folder: URL) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

    @Test("keeps an event before it answers, and makes it a touch with its own time once", arguments: Engine.allCases)
    func oneTouch(_ engine: Engine) async throws {
        try await with(engine) { database, folder in
            let journal = journal(database, folder)
            try await append(1...300, to: journal)
            #expect(journal.counts.appended == 300)
            // As a crash leaves it: another copy of the file, to be taken again.
            let file = try #require(try files(folder).first)
            let bytes = try Data(contentsOf: folder.appendingPathComponent(file))
            #expect(try await stored(database) == 0)
            #expect(await journal.drain())
            try bytes.write(to: folder.appendingPathComponent("0-copy.journal"))
            #expect(await journal.drain())
            #expect(try await stored(database) == 300)
            #expect(try await database.read { try $0.count("SELECT count(*) FROM touch WHERE happened_at = \(Self.start)") } == 300)
            #expect(journal.counts.dropped == [.duplicate: 300])
            #expect(journal.counts.taken == 600)
        }
    }

    @Test("answers while the database can't be written, and the event is there afterwards")
    func busyDatabase() async throws {
        try await with(.sqlite) { database, folder in
            let journal = journal(database, folder)
            let (isHeld, hold) = AsyncStream.makeStream(of: Void.self)
            let gate = DispatchSemaphore(value: 0)
            async let blocked: Void = database.write { transaction in
                try transaction.run("UPDATE person SET name = 'Held'")
                hold.finish()
                gate.wait()
            }
            for await _ in isHeld {}
            let taking = Task { await journal.drain() }
            try await append(1...50, to: journal)
            #expect(try await stored(database) == 0)
            gate.signal()
            try await blocked
            _ = await taking.value
            #expect(await journal.drain())
            #expect(try await stored(database) == 50)
        }
    }

    @Test("takes over what an ended process left, and leaves a living one's alone", arguments: Engine.allCases)
    func takeOver(_ engine: Engine) async throws {
        try await with(engine) { database, folder in
            let other = journal(database, folder)
            do {
                let first = journal(database, folder)
                try await append(1...20, to: first)
                #expect(await other.drain())
                #expect(try await stored(database) == 0)
                withExtendedLifetime(first) {}
            }
            // The first one is gone, and its lock with it as soon as its thread has ended.
            for _ in 0..<200 where try await stored(database) < 20 {
                #expect(await other.drain())
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try await stored(database) == 20)
            #expect(try files(folder) == [])
        }
    }

    @Test("takes every whole entry of a file that was cut off while it was written, and keeps the rest aside", arguments: [1, 9, 40, 62])
    func cutOff(_ missing: Int) async throws {
        try await with(.sqlite) { database, folder in
            var bytes: [UInt8] = []
            for number in 1...5 {
                let id = [UInt8](repeating: UInt8(number), count: JournalEntry.idLength)
                JournalEntry(id: id, at: Self.start, kind: .touch, payload: view(Int64(number))).append(to: &bytes)
            }
            try Data(bytes.dropLast(missing)).write(to: folder.appendingPathComponent("0-dead.journal"))
            #expect(await journal(database, folder).drain())
            #expect(try await stored(database) == 4)
            #expect(try files(folder) == ["0-dead.journal.damaged"])
        }
    }

    @Test("a changed byte is noticed, wherever it is")
    func damage() {
        var bytes: [UInt8] = []
        let entry = JournalEntry(id: Array(1...16), at: Self.start, kind: .hit, payload: Array("abc".utf8))
        entry.append(to: &bytes)
        #expect(JournalEntry.read(bytes, at: 0) == .entry(entry, next: bytes.count))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x10
            let reading = JournalEntry.read(changed, at: 0)
            #expect(reading == .damaged || reading == .cutOff)
        }
        #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test("an event that the database refuses is dropped by its name, and the others go on", arguments: Engine.allCases)
    func refused(_ engine: Engine) async throws {
        try await with(engine) { database, folder in
            let journal = journal(database, folder, .init()) { transaction, entries in
                let touches = entries.compactMap { NewTouch(journalled: $0) }
                if touches.contains(where: { $0.offering == OfferingKey(3) }) {
                    throw StorageError.constraint(.check, name: "three")
                }
                try transaction.record(touches, zone: .utc)
                return [:]
            }
            try await append(1...6, to: journal)
            #expect(await journal.drain())
            #expect(try await stored(database) == 5)
            #expect(journal.counts.dropped == [.refused: 1])
        }
    }

    @Test("begins a new file when one is full, removes what is taken, and leaves nothing behind at the end")
    func segments() async throws {
        try await with(.sqlite) { database, folder in
            var tuning = Journal.Tuning()
            (tuning.segmentSize, tuning.batch) = (1000, 7)
            let journal = journal(database, folder, tuning)
            for number in 1...60 { try await journal.append(.touch, at: Self.start, view(Int64(number))) }
            #expect(try files(folder).count >= 4)
            let task = Task { await journal.run() }
            while try await stored(database) < 60 { try await Task.sleep(for: .milliseconds(5)) }
            try await append(61...90, to: journal)
            task.cancel()
            await task.value
            #expect(try await stored(database) == 90)
            #expect(try files(folder) == [])
        }
    }

    @Test("a file that is taken whole begins anew instead of growing")
    func restarts() async throws {
        try await with(.sqlite) { database, folder in
            var tuning = Journal.Tuning()
            tuning.restartSize = 500
            let journal = journal(database, folder, tuning)
            for round in 0..<5 {
                try await append(Int64(round * 20 + 1)...Int64(round * 20 + 20), to: journal)
                #expect(await journal.drain())
                let file = try #require(try files(folder).first)
                #expect(try Data(contentsOf: folder.appendingPathComponent(file)).isEmpty)
            }
            #expect(try await stored(database) == 100)
        }
    }

    @Test("stored clicks of a mail are found by its run and person, not among all that came by mail")
    func plan() async throws {
        try await with(.sqlite) { database, _ in
            let sql = Reader.clicks(of: [(run: RunKey(1), person: PersonKey(7), from: Self.start, to: Self.start)])
            let plan = try await database.maintain { try $0.plan(Statement(sql, for: .sqlite)) }
            #expect(plan.contains("touch_run (run=? AND person=?)"), "\(plan)")
        }
    }

    @Test("what can't be kept is refused by its reason and counted, not lost in silence")
    func full() async throws {
        try await with(.sqlite) { database, folder in
            var tuning = Journal.Tuning()
            tuning.capacity = 10
            let small = journal(database, folder, tuning)
            await #expect(throws: Journal.Refused.self) { try await small.append(.touch, at: Self.start, view(1)) }
            #expect(small.counts.dropped == [.overloaded: 1])
            let file = folder.appendingPathComponent("file")
            try Data().write(to: file)
            let nowhere = journal(database, file.appendingPathComponent("below"))
            await #expect(throws: Journal.Refused.self) { try await nowhere.append(.touch, at: Self.start, view(1)) }
            nowhere.note(.touch, at: Self.start, view(2))
            #expect(await nowhere.drain())
            #expect(nowhere.counts == Journal.Counts(appended: 0, taken: 0, dropped: [.disk: 2]))
        }
    }
}
