import Foundation
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import Storage
import StorageSQLite
import TestSupport
import Testing
import Web

@testable import App

/// Somebody of the small world, and what they may act as.
private enum Role: String, CaseIterable, Sendable {
    case nobody, employee, author, approver, leader, admin

    var key: PersonKey? { self == .nobody ? nil : PersonKey(Int64(Role.allCases.firstIndex(of: self) ?? 0)) }
}

@Suite("Rights, over every route of the whole house")
struct RightsTests {
    private func withHouse(_ body: (House, [Role: (actor: Actor, cookie: String)]) async throws -> Void) async throws {
        try await TestDatabase.withFolder { folder in
            let installation = try Installation.open(folder: folder.path, configFile: nil, commandLine: [:])
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let house = House(installation, baseURL: "http://127.0.0.1:8080", logger: logger)
            try await installation.database.migrate(House.migrations)
            let everyone = try await installation.database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO department (id, name, path, folded_path, sort_key, depth, head)
                    VALUES (1, 'Acme', 'Acme', 'acme', 'acme', 1, NULL)
                    """)
                try transaction.run("INSERT INTO department_within (ancestor, department) VALUES (1, 1)")
                for role in Role.allCases {
                    guard let key = role.key else { continue }
                    let name = role.rawValue
                    try transaction.run(
                        """
                        INSERT INTO person (id, external_id, external_id_folded, name, name_folded, sort_key, first_name, first_name_folded,
                            department, active, created_at, changed_at)
                        VALUES (\(key), \(name), \(name), \(name), \(name), \(name), \(name), \(name), 1, \(true), 0, 0)
                        """)
                }
                try transaction.run("UPDATE department SET head = \(Role.leader.key)")
                try transaction.run(
                    "INSERT INTO account (person, is_admin, created_at, changed_at) VALUES (\(Role.admin.key), \(true), 0, 0)")
                let members: Set<PublisherDraft.Member> = Set(
                    [(Role.author, MemberRole.author), (.approver, .approver)].compactMap { role, member in
                        role.key.map { PublisherDraft.Member($0, member) }
                    })
                guard let slug = Slug("mobility") else { throw Refused.notFound }
                try transaction.save(PublisherDraft(slug: slug, name: "Mobile Work Team", members: members), actor: .operator)
                var everyone: [Role: (actor: Actor, cookie: String)] = [.nobody: (.nobody, "")]
                for role in Role.allCases {
                    guard let key = role.key else { continue }
                    everyone[role] = (try transaction.actor(key), "rapport-8080=\(try transaction.openSession(for: key).text)")
                }
                return everyone
            }
            do { try await body(house, everyone) } catch {
                await installation.close()
                throw error
            }
            await installation.close()
        }
    }

    @Test("No route is without a rule, and none is registered behind the rules' back")
    func everyRouteHasARule() async throws {
        try await withHouse { house, _ in
            let (router, rules) = try house.router()
            let ruled = Set(rules.map { "\($0.method) \($0.path)" })
            // A HEAD is answered by its GET; assets are the same for all the world.
            let routes = router.routes.filter { $0.method != .head && !$0.path.description.hasPrefix("/assets/") }
            #expect(routes.count >= 60)
            for route in routes { #expect(ruled.contains("\(route.method) \(route.path)"), "\(route.method) \(route.path)") }
        }
    }

    @Test("Every page of every room is open to exactly the roles whose action it names")
    func everyPageAndRole() async throws {
        try await withHouse { house, everyone in
            let (router, rules) = try house.router()
            let application = Application(router: router, logger: house.logger)
            try await application.test(.router) { client in
                for rule in rules where rule.method == .get {
                    let path = rule.path.split(separator: "/").map { $0.hasPrefix("{") || $0.hasPrefix(":") ? "1" : String($0) }
                    for (role, one) in everyone {
                        let status = try await client.execute(
                            uri: "/" + path.joined(separator: "/"), method: .get,
                            headers: [.cookie: one.cookie, .accept: "application/json"]
                        ) { $0.status }
                        let may = canAtAll(one.actor, rule.action, isDemo: false)
                        let isRefused = status == .forbidden || status == .unauthorized || (status == .seeOther && role == .nobody)
                        // Within what a role may do at all, the thing itself may still be another's.
                        if !may { #expect(isRefused, "\(role) \(rule.path): \(status)") }
                        if may, rule.action == .visit || rule.action == .takePart { #expect(!isRefused, "\(role) \(rule.path): \(status)") }
                        #expect(status.code < 500, "\(role) \(rule.path): \(status)")
                    }
                }
            }
        }
    }

    @Test("Nothing changes without a token of the session, whoever asks")
    func everyChangeNeedsAToken() async throws {
        try await withHouse { house, everyone in
            let (router, rules) = try house.router()
            let application = Application(router: router, logger: house.logger)
            try await application.test(.router) { client in
                for rule in rules where rule.method != .get && rule.path != "/u/{token}" && rule.path != "/u/:token" {
                    let path = rule.path.split(separator: "/").map { $0.hasPrefix("{") || $0.hasPrefix(":") ? "1" : String($0) }
                    for (role, one) in everyone {
                        let status = try await client.execute(
                            uri: "/" + path.joined(separator: "/"), method: rule.method,
                            headers: [.cookie: one.cookie, .contentType: "application/x-www-form-urlencoded"],
                            body: ByteBuffer(string: "name=x")
                        ) { $0.status }
                        #expect(status == .forbidden, "\(role) \(rule.path): \(status)")
                    }
                }
            }
        }
    }
}

@Suite("What may be done by whom")
struct CanTests {
    private static let mine = PublisherKey(1), other = PublisherKey(2), me = PersonKey(7), sales = DepartmentKey(3)

    @Test("An approver approves what others wrote, for their own publisher only")
    func approving() {
        let approver = Actor(.person(Self.me), roles: [Self.mine: [.author, .approver]])
        #expect(can(approver, .approveCampaign, Facts(publisher: Self.mine, person: PersonKey(8))))
        #expect(!can(approver, .approveCampaign, Facts(publisher: Self.mine, person: Self.me)))
        #expect(!can(approver, .approveCampaign, Facts(publisher: Self.other, person: PersonKey(8))))
    }

    @Test("An approver reads the audiences that campaigns are for, and makes none")
    func readingAudiences() {
        let approver = Actor(.person(Self.me), roles: [Self.mine: [.approver]])
        #expect(can(approver, .readAudiences, Facts()))
        #expect(!canAtAll(approver, .manageAudiences, isDemo: false) && !canAtAll(approver, .changeAudience, isDemo: false))
        #expect(!canAtAll(Actor(.person(Self.me), leads: [Self.sales]), .readAudiences, isDemo: false))
    }

    @Test("A leader reads the figures of their department and of no other")
    func leading() {
        let leader = Actor(.person(Self.me), leads: [Self.sales])
        #expect(can(leader, .readFigures, Facts(department: Self.sales)))
        #expect(!can(leader, .readFigures, Facts(department: DepartmentKey(4))))
        #expect(!can(leader, .readFigures, Facts()))
    }

    @Test("Nobody may do anything but visit", arguments: Action.allCases)
    func nobody(action: Action) { #expect(canAtAll(.nobody, action, isDemo: false) == (action == .visit)) }

    @Test("An employee takes part and no more", arguments: Action.allCases)
    func employee(action: Action) {
        #expect(canAtAll(Actor(.person(Self.me)), action, isDemo: false) == (action == .visit || action == .takePart))
    }
}
