import Foundation
import Glibc

/// A TCP connection that blocks its thread: what a benchmark measures with adds as little as can be.
final class BlockingSocket: Sendable {
    let descriptor: Int32

    init(host: String, port: Int) throws {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0, let list else { throw CommandError("\(host) is not known") }
        defer { freeaddrinfo(list) }
        descriptor = socket(list.pointee.ai_family, list.pointee.ai_socktype, list.pointee.ai_protocol)
        guard descriptor >= 0, connect(descriptor, list.pointee.ai_addr, list.pointee.ai_addrlen) == 0 else {
            throw CommandError("\(host):\(port) does not answer: \(String(cString: strerror(errno)))")
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw CommandError("the connection broke: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    func read(atMost limit: Int = 65_536) throws -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = max(0, Glibc.read(descriptor, buffer.baseAddress, limit))
        }
        guard !bytes.isEmpty else { throw CommandError("the other end closed the connection") }
        return bytes
    }

    /// Reads replies of SMTP (RFC 5321 §4.2) until `count` of them are there.
    func readReplies(_ count: Int) throws {
        var rest: [UInt8] = []
        var replies = 0
        while replies < count {
            rest += try read(atMost: 4096)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                guard rest.count > 3, rest[0] == UInt8(ascii: "2") || rest[0] == UInt8(ascii: "3") else {
                    throw CommandError("the sink refused: \(String(decoding: rest.prefix(80), as: UTF8.self))")
                }
                if rest[3] != UInt8(ascii: "-") { replies += 1 }
                rest.removeSubrange(...end)
            }
        }
    }

    /// Sends a request of HTTP/1.1 and reads its answer to the end.
    /// - Returns: the status.
    func get(_ request: String) throws -> Int {
        try write(Array(request.utf8))
        var answer: [UInt8] = []
        let headEnd = Array("\r\n\r\n".utf8)
        var head: String?
        while true {
            answer += try read()
            if head == nil, let end = answer.firstRange(of: headEnd) {
                head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
                answer.removeSubrange(..<end.upperBound)
            }
            guard let head else { continue }
            let isWhole: Bool
            if let field = head.firstRange(of: "content-length: ") {
                isWhole = answer.count >= Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
            } else {
                isWhole = answer.suffix(5).elementsEqual("0\r\n\r\n".utf8)
            }
            if isWhole { return Int(head.dropFirst(9).prefix(3)) ?? 0 }
        }
    }
}
