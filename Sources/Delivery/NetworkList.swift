import Foundation

/// Networks by CIDR notation (RFC 4632, RFC 4291 §2.3), IPv4 and IPv6.
package struct NetworkList: Hashable, Sendable {
    /// A line that is no network.
    package struct BadLine: Error, CustomStringConvertible {
        package let line: Int
        package let text: String
        package var description: String { "line \(line): “\(text)” is no network such as 192.0.2.0/24 or 2001:db8::/32" }
    }

    /// Ordered, and none overlaps another.
    private var ranges: [ClosedRange<UInt128>] = []

    package init() {}

    package var isEmpty: Bool { ranges.isEmpty }

    /// Reads one network or address per line or between commas; what follows `#` is passed over.
    package init(parsing text: String) throws(BadLine) {
        var all: [ClosedRange<UInt128>] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
            for word in content.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" || $0 == "\r" }) {
                guard let range = Self.range(word) else { throw BadLine(line: index + 1, text: String(word.prefix(80))) }
                all.append(range)
            }
        }
        for range in all.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    /// Reads a file of networks.
    /// - Throws: `BadLine`, or what the system says of a file that can't be read.
    package init(file path: String) throws { self = try NetworkList(parsing: try String(contentsOfFile: path, encoding: .utf8)) }

    /// Whether an address, as text, is in one of the networks.
    package func contains(_ address: some StringProtocol) -> Bool {
        guard !ranges.isEmpty, let (value, _) = Self.value(String(address)) else { return false }
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }

    private static func range(_ word: Substring) -> ClosedRange<UInt128>? {
        let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let (value, width) = value(String(parts[0])) else { return nil }
        var length = width
        if parts.count == 2 {
            guard let given = Int(parts[1]), (0...width).contains(given) else { return nil }
            length = given
        }
        let host = width == length ? 0 : UInt128.max >> UInt128(128 - (width - length))
        return (value & ~host)...(value | host)
    }

    /// An address as a number, IPv4 mapped into IPv6 (RFC 4291 §2.5.5.2), and its width in bits.
    private static func value(_ text: String) -> (UInt128, width: Int)? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return (0xFFFF_0000_0000 | UInt128(UInt32(bigEndian: four.s_addr)), 32) }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        return (withUnsafeBytes(of: &six) { $0.reduce(0) { $0 << 8 | UInt128($1) } }, 128)
    }
}

extension NetworkList {
    /// Who asks, where only proxies of this list are believed: the last address of `X-Forwarded-For` that is none of theirs.
    /// - Parameter peer: the other end of the connection.
    func client(peer: String?, forwardedFor: String?) -> String? {
        guard let peer, contains(peer), let forwardedFor else { return peer }
        let hops = forwardedFor.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return hops.last { !contains($0) } ?? hops.first ?? peer
    }
}
