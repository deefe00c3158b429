import HTTPTypes
import Hourglass
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import Storage
import TestSupport
import Testing
import Web

@testable import App

@Suite("Rights, over every route of the whole house")
struct RightsTests {
    @Test("No route is without a rule, and none is registered behind the rules' back")
    func everyRouteHasARule() async throws {
        try await Acme.withHouse { house, _ in
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
        try await Acme.withHouse { house, everyone in
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

    @Test("An admin who is in no publisher reads what to do about it", arguments: ["/campaigns/new", "/offerings/new", "/campaigns"])
    func adminWithoutTeam(path: String) async throws {
        try await Acme.withHouse { house, everyone in
            let application = Application(router: try house.router().router, logger: house.logger)
            try await application.test(.router) { client in
                let response = try await client.execute(
                    uri: path, method: .get, headers: [.cookie: everyone[.admin]?.cookie ?? ""])
                #expect(response.status == (path == "/campaigns" ? .ok : .forbidden))
                #expect(String(buffer: response.body).contains("rapport apply FILE.yaml"))
            }
        }
    }

    @Test("Nothing changes without a token of the session, whoever asks")
    func everyChangeNeedsAToken() async throws {
        try await Acme.withHouse { house, everyone in
            let (router, rules) = try house.router()
            let application = Application(router: router, logger: house.logger)
            try await application.test(.router) { client in
                let own = Set(FeedRoutes.csrfExempt.map { RouterPath($0).description })
                for rule in rules where rule.method != .get && rule.path != "/u/{token}" && rule.path != "/u/:token" {
                    // A feed's own token is asked for where the session's is not.
                    let refusal: HTTPResponse.Status = own.contains(rule.path) ? .unauthorized : .forbidden
                    let path = rule.path.split(separator: "/").map { $0.hasPrefix("{") || $0.hasPrefix(":") ? "1" : String($0) }
                    for (role, one) in everyone {
                        let status = try await client.execute(
                            uri: "/" + path.joined(separator: "/"), method: rule.method,
                            headers: [.cookie: one.cookie, .contentType: "application/x-www-form-urlencoded"],
                            body: ByteBuffer(string: "name=x")
                        ) { $0.status }
                        #expect(status == refusal, "\(role) \(rule.path): \(status)")
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
