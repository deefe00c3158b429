import Kernel
import Mail

/// A limit of mails a minute, kept as the time of the next one: the generic cell rate algorithm (ITU-T I.371, Annex A), a token bucket
/// that is one number in a table.
///
/// Mails go at even distances, and whoever comes late may catch up on the last second, so that a worker that looks every second loses
/// nothing. In any minute that is at most 2 % more than the limit. Below 50 a minute one mail more would be more than 2 %: there the
/// distances are a little longer, as of 61 seconds for each minute, so that with the second that is caught up on it is the limit.
struct SendRate: Hashable, Sendable {
    /// Microseconds between two mails.
    let interval: Int64
    /// Microseconds that may be caught up on.
    private static let slack: Int64 = 1_000_000

    /// - Parameter perMinute: from 1 to 1,000,000.
    init(perMinute: Int) {
        let minute: Int64 = perMinute < 50 ? 60_000_000 + Self.slack : 60_000_000
        interval = (minute + Int64(perMinute) - 1) / Int64(max(perMinute, 1))
    }

    /// - Parameters:
    ///   - next: when the next mail may go, as stored; `nil` where none has gone yet.
    /// - Returns: from when on the mail may go, `now` or earlier if it may, and what to store once it went.
    func turn(_ next: Instant?, at now: Instant) -> (from: Instant, next: Instant) {
        // A clock that was set back must not stop the mails until it has caught up.
        let latest = now + .microseconds(interval)
        let from = max(min(next ?? now, latest), now - .microseconds(Self.slack))
        return (from, from + .microseconds(interval))
    }
}

/// How many mails a minute each recipient domain gets at most, as `RAPPORT_DOMAIN_LIMITS` says: `gmail.com=60 *=600`, where `*` stands
/// for each of the other domains.
package struct DomainLimits: Hashable, Sendable {
    /// What is wrong with the text.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case badForm(String)
        case badDomain(String)
        case badNumber(String)
        case repeated(String)

        package var description: String {
            switch self {
            case .badForm(let word): "“\(word)” is not of the form DOMAIN=MAILS-A-MINUTE"
            case .badDomain(let domain): "“\(domain)” is no mail domain"
            case .badNumber(let domain): "the limit of \(domain) must be a number from 1 to \(DomainLimits.largest)"
            case .repeated(let domain): "\(domain) is there twice"
            }
        }
    }

    package static let largest = 1_000_000
    package static let none = DomainLimits(limits: [:])
    private let limits: [String: Int]
    package var isEmpty: Bool { limits.isEmpty }

    private init(limits: [String: Int]) { self.limits = limits }

    /// Throws `Problem`.
    package init(_ text: String) throws(Problem) {
        var limits: [String: Int] = [:]
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            let parts = word.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw .badForm(String(word)) }
            var domain = "*"
            if parts[0] != "*" {
                guard let address = try? MailAddress("a@\(parts[0])") else { throw .badDomain(String(parts[0])) }
                domain = address.domain
            }
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let limit = Int(parts[1]), (1...Self.largest).contains(limit) else {
                throw .badNumber(domain)
            }
            guard limits.updateValue(limit, forKey: domain) == nil else { throw .repeated(domain) }
        }
        self.limits = limits
    }

    /// Mails a minute; `nil`: as many as there are.
    func limit(_ domain: String) -> Int? { limits.isEmpty ? nil : limits[domain] ?? limits["*"] }
}
