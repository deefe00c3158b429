import Foundation
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import NIOCore
import Storage
import Testing
import Web

@testable import App

/// Every route of the house is given what no browser sends. It answers each with a page that says so and the right status.
@Suite("Bad input, over every route of the whole house")
struct BadInputTests {
    private static let unknown = [
        "no-such-thing", "0", "-1", "9223372036854775808", "%00", "%ff%fe", "..%2F..%2Fsecret", "%F0%9F%92%A9", "'%22%3E%3Cb%3E",
        String(repeating: "a", count: 4000),
    ]
    private static let values = [
        "", " ", "\u{0}", "-1", "1e999", "99999999999999999999", "[]", "{{", "\u{202E}\u{1F4A9}", "'; DROP TABLE person; --",
        "2026-02-30T99:99", String(repeating: "x", count: 9000),
    ]

    /// The path of a route with `value` in every place that takes one.
    private func path(_ rule: Routes.Rule, _ value: (String) -> String) -> String {
        "/"
            + rule.path.split(separator: "/").map { part in
                part.hasPrefix(":") || part.hasPrefix("{")
                    ? value(part.trimmingCharacters(in: CharacterSet(charactersIn: ":{}"))) : String(part)
            }.joined(separator: "/")
    }

    private func takesValue(_ rule: Routes.Rule) -> Bool { rule.path.contains(":") || rule.path.contains("{") }

    private func withWorld(
        _ body: @Sendable @escaping (House, [Routes.Rule], any TestClientProtocol) async throws -> Void
    ) async throws {
        try await Acme.withHouse { house, _ in
            let world = try ApplyFile(file: "acme.yaml", text: ApplyTests.world)
            _ = try await Apply(house.database, terms: house.terms, options: Apply.Options()).run([world])
            let (router, rules) = try house.router()
            try await Application(router: router, logger: house.logger).test(.router) { try await body(house, rules, $0) }
        }
    }

    /// A new session of somebody who may do at all what the route does: some routes end the one that they are asked with.
    private func signIn(_ house: House, for rule: Routes.Rule) async throws -> String {
        let actors = try await house.database.read { reader in
            try [Role.admin, .author, .approver].compactMap(\.key).map { ($0, try reader.actor($0)) }
        }
        let person = try #require(actors.first { canAtAll($0.1, rule.action, isDemo: false) }).0
        return "rapport-8080=\(try await house.database.write { try $0.openSession(for: person).text })"
    }

    private func token(_ client: any TestClientProtocol, _ cookie: String, on path: String = "/me/password") async throws -> String {
        let page = try await client.execute(uri: path, method: .get, headers: [.cookie: cookie]) { String(buffer: $0.body) }
        let after = try #require(page.range(of: "name=\"csrf\" value=\"")).upperBound
        return String(page[after...].prefix { $0 != "\"" })
    }

    @Test("What is not there is a page that says so")
    func unknownThings() async throws {
        try await withWorld { house, rules, client in
            for rule in rules where rule.method == .get && takesValue(rule) {
                let cookie = try await signIn(house, for: rule)
                for value in Self.unknown {
                    let path = path(rule) { _ in value }
                    try await client.execute(uri: path, method: .get, headers: [.cookie: cookie, .accept: "text/html"]) { response in
                        let isRight = [.notFound, .badRequest, .gone, .uriTooLong].contains(response.status)
                        #expect(isRight, "\(rule.path) with \(value.prefix(40)): \(response.status)")
                        #expect(response.body.readableBytes > 100, "\(rule.path) with \(value.prefix(40)) says nothing")
                    }
                }
            }
        }
    }

    @Test("Changing what is not there is refused as such")
    func changesOfUnknownThings() async throws {
        try await withWorld { house, rules, client in
            for rule in rules where rule.method == .post && takesValue(rule) && !rule.path.hasPrefix("/u/") {
                let cookie = try await signIn(house, for: rule)
                let csrf = try await token(client, cookie)
                for value in Self.unknown {
                    let path = path(rule) { _ in value }
                    try await client.execute(
                        uri: path, method: .post, headers: [.cookie: cookie, .contentType: "application/x-www-form-urlencoded"],
                        body: ByteBuffer(string: "csrf=\(csrf)")
                    ) { response in
                        let isRight = (400..<500).contains(response.status.code) && response.status != .forbidden
                        #expect(isRight, "\(rule.path) with \(value.prefix(40)): \(response.status)")
                    }
                }
            }
        }
    }

    @Test("Fields of any kind get an answer, none of them a failure of ours")
    func wrongFields() async throws {
        try await withWorld { house, rules, client in
            let known = ["key": "1", "number": "1", "token": "x"]
            for rule in rules where rule.method == .post && !rule.path.hasPrefix("/u/") {
                let path = path(rule) { name in
                    if let value = known[name] { return value }
                    if rule.path.hasPrefix("/audiences") { return "sellers" }
                    if rule.path.hasPrefix("/campaigns") { return "first-week" }
                    return rule.path.hasPrefix("/topics") ? "mobile" : "field-crm"
                }
                let cookie = try await signIn(house, for: rule)
                let csrf = try await token(client, cookie)
                let names = try await fields(client, cookie, path)
                for value in Self.values {
                    let escaped = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                    let body = names.map { "\($0)=\(escaped)" } + ["csrf=\(csrf)"]
                    try await client.execute(
                        uri: path, method: .post, headers: [.cookie: cookie, .contentType: "application/x-www-form-urlencoded"],
                        body: ByteBuffer(string: body.joined(separator: "&"))
                    ) { #expect($0.status.code < 500, "\(path) with \(value.prefix(40).debugDescription): \($0.status)") }
                }
                // Not a form at all, and one that breaks off.
                for (type, body) in [
                    ("application/json", "{}"), ("multipart/form-data; boundary=x", "--x\r\nContent-Dis"), ("text/xml", "<a"),
                ] {
                    try await client.execute(
                        uri: path, method: .post, headers: [.cookie: cookie, .contentType: type], body: ByteBuffer(string: body)
                    ) { #expect((400..<500).contains($0.status.code), "\(path) with \(type): \($0.status)") }
                }
            }
        }
    }

    /// The names of the fields that the page of the same path has, or some that forms often have.
    private func fields(_ client: any TestClientProtocol, _ cookie: String, _ path: String) async throws -> [String] {
        let page = try await client.execute(uri: path, method: .get, headers: [.cookie: cookie]) { String(buffer: $0.body) }
        let names = Set(page.components(separatedBy: " name=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }).subtracting(["csrf"])
        return names.isEmpty ? ["name", "rule", "text", "stars", "subject", "body", "do"] : names.sorted()
    }

    @Test("A body larger than the stated limit is refused before it is read")
    func largeBodies() async throws {
        try await withWorld { house, rules, client in
            // Unsubscribing reads no body, and what feeds report is not read without their token.
            for rule in rules where rule.method == .post && !rule.path.hasPrefix("/u/") && rule.path != "/api/touches" {
                let cookie = try await signIn(house, for: rule)
                let limit = house.site.bodyLimits[rule.path] ?? house.site.bodyLimit
                try await client.execute(
                    uri: path(rule) { _ in "1" }, method: .post,
                    headers: [.cookie: cookie, .contentType: "application/x-www-form-urlencoded"],
                    body: ByteBuffer(string: "csrf=x&text=" + String(repeating: "x", count: limit))
                ) { response in
                    #expect(response.status == .contentTooLarge, "\(rule.path): \(response.status)")
                    #expect(response.body.readableBytes > 100, "\(rule.path) says nothing")
                }
            }
        }
    }
}
