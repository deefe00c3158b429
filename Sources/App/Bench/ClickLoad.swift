import Dispatch
import Foundation
import Glibc
import Kernel

/// Readers who follow links as fast as they are answered: one request after the other on each connection, all from one thread of its own,
/// so that what it takes itself can be told.
struct ClickLoad: Sendable {
    let port: Int
    let connections: Int
    /// Whole requests, taken in turn.
    let requests: [[UInt8]]

    struct Found: Sendable {
        /// In the time that was measured.
        var clicks = 0
        /// Before and after it, too.
        var allClicks = 0
        var wall = Duration.zero
        /// Of the whole process, without this thread.
        var serverTime = Duration.zero
        /// Of this thread.
        var ownTime = Duration.zero
        /// Microseconds from the request's first byte to the answer's last, sorted.
        var latencies: [UInt32] = []

        var sample: Sample { Sample(units: clicks, wall: wall, cpu: serverTime, peak: nil) }

        /// Seconds within which that share of the clicks was answered.
        func quantile(_ share: Double) -> Double {
            guard !latencies.isEmpty else { return 0 }
            return Double(latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))]) / 1_000_000
        }
    }

    /// - Parameter warmUp: is not measured.
    /// - Throws: `CommandError` where a request was not answered by a redirect.
    func run(warmUp: Duration, measured: Duration) async throws -> Found {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread { done.resume(with: Result { try drive(warmUp, measured) }) }
        }
    }

    private struct Line {
        let socket: BlockingSocket
        var sentAt: UInt64
    }

    private func drive(_ warmUp: Duration, _ measured: Duration) throws -> Found {
        var next = 0
        func send(_ socket: BlockingSocket) throws -> UInt64 {
            let at = Self.microseconds()
            try socket.write(requests[next % requests.count])
            next += 1
            return at
        }
        var lines: [Line] = []
        for _ in 0..<connections {
            let socket = try BlockingSocket(host: "127.0.0.1", port: port)
            lines.append(Line(socket: socket, sentAt: try send(socket)))
        }
        var polled = lines.map { pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0) }
        var found = Found()
        let start = Self.microseconds() + UInt64(warmUp.seconds * 1_000_000)
        let end = start + UInt64(measured.seconds * 1_000_000)
        var begun: (at: UInt64, process: Duration, own: Duration)?
        var isEnded = false
        var waiting = connections
        while waiting > 0 {
            let ready = poll(&polled, nfds_t(polled.count), 10_000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { throw CommandError("a click was not answered within ten seconds") }
            for index in polled.indices where polled[index].revents != 0 {
                try Self.check(lines[index].socket.read(atMost: 4096))
                let now = Self.microseconds()
                found.allClicks += 1
                if begun != nil, !isEnded {
                    found.clicks += 1
                    found.latencies.append(UInt32(clamping: now - lines[index].sentAt))
                }
                if now >= end {
                    polled[index].fd = -1
                    waiting -= 1
                } else {
                    lines[index].sentAt = try send(lines[index].socket)
                }
            }
            let now = Self.microseconds()
            if begun == nil, now >= start { begun = (now, Meter.processorTime(), Meter.threadTime()) }
            if !isEnded, now >= end, let begun {
                isEnded = true
                found.wall = .microseconds(Int64(now - begun.at))
                found.ownTime = Meter.threadTime() - begun.own
                found.serverTime = Meter.processorTime() - begun.process - found.ownTime
            }
        }
        found.latencies.sort()
        return found
    }

    private static let headEnd = Array("\r\n\r\n".utf8)

    /// An answer without a body that comes in one piece, as all of these do.
    private static func check(_ answer: [UInt8]) throws {
        guard answer.starts(with: "HTTP/1.1 303 ".utf8), answer.suffix(4).elementsEqual(headEnd) else {
            throw CommandError("a click was answered with “\(String(decoding: answer.prefix(60), as: UTF8.self))”")
        }
    }

    private static func microseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds / 1000 }
}
