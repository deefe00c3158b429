import HTTPTypes
import Hummingbird
package import Identity
package import Kernel
package import Logging
package import Storage
import Synchronization
import Web

/// Where other systems report what people do with offerings: `POST /api/touches` (docs/feeds.md).
///
/// What is acknowledged is stored for good, once per feed and `event_id`, and moves the hourglass as imported use does.
package struct FeedRoutes: Sendable {
    /// The route that takes a POST without a CSRF token: it looks at no cookie, and is safe by its own token.
    package static let csrfExempt: Set<String> = ["/api/touches"]
    /// Bytes of a body.
    static let bodyLimit = 1 << 20

    let intake: FeedIntake
    private let database: Database
    private let zone: Zone
    private let allowances = Allowances()

    /// - Parameter zone: the installation's.
    package init(database: Database, zone: Zone, logger: Logger) {
        self.database = database
        self.zone = zone
        intake = FeedIntake(database, zone: zone, logger: logger)
    }

    package func register(on routes: Routes) { routes.post("/api/touches", .visit, report) }

    @Sendable private func report(_ request: Request, _ context: WebContext) async throws -> Response {
        let feed = try await feed(request)
        let format = try format(request)
        let batch = try FeedBatch(
            try await context.body(of: request, upTo: Self.bodyLimit), format, feed: feed, now: context.now, zone: zone)
        let seconds = allowances.take(batch.weight, of: feed.key, at: context.now)
        guard seconds == 0 else { throw Refused.tooManyRequests(retryAfter: seconds) }
        let outcome: FeedOutcome
        do { outcome = try await intake.take(batch) } catch {
            switch error {
            case StorageError.busy, StorageError.unavailable, is FeedIntake.Overloaded: throw Refused.unavailable(retryAfter: 5)
            default: throw error
            }
        }
        return try context.json(FeedAnswer(batch, outcome), status: outcome.isForbidden ? .forbidden : .ok)
    }

    /// - Throws: `FeedRefusal.token`.
    private func feed(_ request: Request) async throws -> Feed {
        guard let header = request.headers[.authorization], header.utf8.count < 200, header.prefix(7).lowercased() == "bearer ",
            let token = FeedToken(header.dropFirst(7)), let feed = try await database.read({ try $0.feed(token) })
        else { throw FeedRefusal.token }
        return feed
    }

    private func format(_ request: Request) throws -> FeedBatch.Format {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
        switch type {
        case "application/json": return .json
        case "application/x-ndjson", "application/jsonl": return .lines
        default: throw FeedRefusal.mediaType
        }
    }

    private final class Allowances: Sendable {
        private let known = Mutex<[FeedKey: FeedAllowance]>([:])

        func take(_ events: Int, of feed: FeedKey, at now: Instant) -> Int {
            known.withLock { $0[feed, default: FeedAllowance(at: now)].take(events, at: now) }
        }
    }
}

extension FeedOutcome {
    /// Whether the feed may report none of what it reported.
    fileprivate var isForbidden: Bool {
        let all = events + completions
        return !all.isEmpty && all.allSatisfy { if case .dropped(let drop) = $0 { drop.reason == .outsideScope } else { false } }
    }
}

/// Why a request of a feed was refused as a whole.
enum FeedRefusal: Refusal, Hashable {
    /// It has no token, or one that no feed has any more.
    case token
    case mediaType
    case tooMany
    case unreadable

    var status: HTTPResponse.Status {
        switch self {
        case .token: .unauthorized
        case .mediaType: .unsupportedMediaType
        case .tooMany: .contentTooLarge
        case .unreadable: .badRequest
        }
    }

    func title(_ language: Language) -> String { FeedWords.in(language).title(self) }
    func advice(_ language: Language) -> String { FeedWords.in(language).advice(self) }

    /// RFC 6750 §3.
    var headers: HTTPFields { self == .token ? [.wwwAuthenticate: "Bearer realm=\"rapport\""] : [:] }
}
