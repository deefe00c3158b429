import Foundation
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Two transactions that wait for each other")
struct DeadlockTests {
    /// Lets the first attempts of both have their first row before either asks for its second.
    private final class Crossing: Sendable {
        private let state = Mutex((waiting: 0, attempts: 0, done: 0))

        var attempts: Int { state.withLock { $0.attempts } }

        func arrive() -> Int {
            state.withLock {
                $0.attempts += 1
                return $0.attempts
            }
        }

        func meet() {
            state.withLock { $0.waiting += 1 }
            wait { self.state.withLock { $0.waiting } == 2 }
        }

        func finish() { state.withLock { $0.done += 1 } }

        /// The one that was undone would else be as quick as to take its first row before the other has it.
        func letOtherFinish() { wait { self.state.withLock { $0.done } == 1 } }

        private func wait(_ isOver: () -> Bool) {
            let end = ContinuousClock.now + .seconds(10)
            while !isOver(), ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.002) }
        }
    }

    @Test("On PostgreSQL the server undoes one of them, which is run again: both happen, each once")
    func bothHappen() async throws {
        try await TestDatabase.with(.postgres) { database in
            try await database.write { t in
                try t.run("UPDATE node SET holder = 'x' WHERE number IN (901, 902)")
            }
            let crossing = Crossing()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (name, order) in [("a", [901, 902]), ("b", [902, 901])] {
                    group.addTask {
                        try await database.write { t in
                            let attempt = crossing.arrive()
                            if attempt > 2 { crossing.letOtherFinish() }
                            for (index, number) in order.enumerated() {
                                if index == 1, attempt <= 2 { crossing.meet() }
                                try t.run("UPDATE node SET holder = holder || \(name) WHERE number = \(number)")
                            }
                        }
                        crossing.finish()
                    }
                }
                try await group.waitForAll()
            }
            #expect(crossing.attempts == 3)
            let holders = try await database.read {
                try $0.values("SELECT holder FROM node WHERE number IN (901, 902) ORDER BY number NULLS FIRST", as: String.self)
            }
            // Both rows saw both, in one order.
            #expect(holders == ["xab", "xab"] || holders == ["xba", "xba"], "\(holders)")
        }
    }
}
