import Foundation
import Identity
import Kernel
import Logging
import Storage
import TestSupport
import Web

@testable import App

/// Somebody of the small world, and what they may act as.
enum Role: String, CaseIterable, Sendable {
    case nobody, employee, author, approver, leader, admin

    var key: PersonKey? { self == .nobody ? nil : PersonKey(Int64(Role.allCases.firstIndex(of: self) ?? 0)) }
}

/// A house with one person of each role in it.
enum Acme {
    static func withHouse(_ body: (House, [Role: (actor: Actor, cookie: String)]) async throws -> Void) async throws {
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
}
