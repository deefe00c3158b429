import Foundation

/// A connection to a server of this machine, byte by byte as a test wants it.
enum Wire {
    struct Answer: Equatable {
        let status: Int
        /// Without the date, sorted.
        let fields: [String]
        let hasDate: Bool
        let body: String

        func field(_ name: String) -> String? {
            fields.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Sends `pieces`, each by itself, and reads until the server closes the connection.
    /// - Parameter endsSending: tells the server after them that nothing more will come.
    static func exchange(_ port: Int, _ pieces: [String], endsSending: Bool = true) async throws -> [Answer] {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread { done.resume(with: Result { try talk(port, pieces, endsSending) }) }
        }
    }

    private static func talk(_ port: Int, _ pieces: [String], _ endsSending: Bool) throws -> [Answer] {
        let line = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(line) }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        }
        guard isConnected else { throw Failure(description: "nobody listens") }
        for piece in pieces {
            let bytes = Array(piece.utf8)
            guard send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw Failure(description: "not sent") }
        }
        if endsSending { shutdown(line, Int32(SHUT_WR)) }
        var received: [UInt8] = []
        while true {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(line, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Failure(description: "no end within ten seconds, after \(received.count) bytes") }
            if count == 0 { break }
            received += buffer[..<count]
        }
        return try answers(received)
    }

    private static func answers(_ bytes: [UInt8]) throws -> [Answer] {
        var rest = bytes[...]
        var found: [Answer] = []
        while !rest.isEmpty {
            guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { throw Failure(description: "a head without an end") }
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
            let fields = lines.dropFirst().map { line in
                let name = line.prefix { $0 != ":" }
                return name.lowercased() + line.dropFirst(name.count)
            }
            let length = fields.first { $0.hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
            rest = rest[end.upperBound...]
            found.append(
                Answer(
                    status: Int(lines[0].dropFirst(9).prefix(3)) ?? 0, fields: fields.filter { !$0.hasPrefix("date: ") }.sorted(),
                    hasDate: fields.contains { $0.hasPrefix("date: ") && $0.hasSuffix(" GMT") },
                    body: String(decoding: rest.prefix(length), as: UTF8.self)))
            rest = rest.dropFirst(length)
        }
        return found
    }
}
