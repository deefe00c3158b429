import CLibPQ
import Foundation
import Storage
import Synchronization

/// A connection of its own that waits for `NOTIFY rapport` of other processes, and connects again when it breaks.
final class PostgresListener: Sendable {
    private let stopped = Mutex(false)

    init(url: String, broadcast: Broadcast) {
        let thread = Thread { [weak self] in
            while let self, !self.isStopped {
                self.listen(url, broadcast)
                if !self.isStopped { Thread.sleep(forTimeInterval: 0.5) }
            }
        }
        thread.name = "rapport.postgres.listen"
        thread.stackSize = 256 * 1024
        thread.start()
    }

    private var isStopped: Bool { stopped.withLock { $0 } }

    func stop() { stopped.withLock { $0 = true } }

    private func listen(_ url: String, _ broadcast: Broadcast) {
        guard let connection = try? PostgresConnection(url: url), (try? connection.script("LISTEN rapport")) != nil else { return }
        // What happened while nobody listened is looked for once.
        broadcast.send()
        while !isStopped {
            guard let heard = connection.waitForNotification(milliseconds: 500) else { return }
            if heard { broadcast.send() }
        }
    }
}
