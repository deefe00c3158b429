package import Hummingbird
import Synchronization

/// Which methods each registered path takes, to tell 405 from 404; filled once, after all routes are there.
package final class RouteTable: Sendable {
    private let routes = Mutex<[(pattern: [Substring], method: String)]>([])

    package init() {}

    /// Remembers the routes of `router`.
    package func fill(from router: Router<WebContext>) {
        let all = router.routes.map { ($0.path.description.split(separator: "/"), $0.method.rawValue) }
        routes.withLock { $0 = all.map { (pattern: $0.0, method: $0.1) } }
    }

    /// The methods that `path` takes, sorted, HEAD with GET; empty where no route has it.
    func methods(for path: String) -> [String] {
        let segments = path.split(separator: "/")
        var methods = Set(routes.withLock { $0.filter { Self.matches($0.pattern, segments) }.map(\.method) })
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    private static func matches(_ pattern: [Substring], _ segments: [Substring]) -> Bool {
        if pattern.last == "**" {
            return segments.count >= pattern.count - 1 && zip(pattern.dropLast(), segments).allSatisfy(isMatch)
        }
        return pattern.count == segments.count && zip(pattern, segments).allSatisfy(isMatch)
    }

    private static func isMatch(_ pattern: Substring, _ segment: Substring) -> Bool {
        if pattern == "*" { return true }
        guard let open = pattern.firstIndex(of: "{"), let close = pattern.lastIndex(of: "}") else { return pattern == segment }
        return segment.hasPrefix(pattern[..<open]) && segment.hasSuffix(pattern[pattern.index(after: close)...])
    }
}
