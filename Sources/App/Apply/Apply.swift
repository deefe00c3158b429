package import Audiences
import Campaigns
import Catalogue
import Identity
import Kernel
import People
package import Storage

/// Brings the database to what files say. Creates and changes what they name, deletes nothing, starts nothing.
package struct Apply: Sendable {
    /// What a file changes of one thing.
    package struct Change: Sendable, Hashable, CustomStringConvertible {
        package let subject: String
        /// `nil` where it is new.
        package let fields: [String]?

        package var description: String {
            if let fields { "change \(subject): \(fields.joined(separator: ", "))" } else { "create \(subject)" }
        }
    }

    package struct Options: Sendable {
        /// Says what would change, and changes nothing.
        package var isDryRun = false
        /// Takes the file's word even where somebody changed the field on a page since.
        package var force = false
        package init() {}
    }

    private let database: Database
    private let terms: TermRegistry
    private let options: Options

    package init(_ database: Database, terms: TermRegistry, options: Options = Options()) {
        self.database = database
        self.terms = terms
        self.options = options
    }

    /// All files as one transaction.
    /// - Returns: the changes, in the order in which they were made.
    /// - Throws: `ApplyProblems` with everything that is wrong; nothing is stored then.
    package func run(_ files: [ApplyFile]) async throws -> [Change] {
        struct Undo: Error { let changes: [Change] }
        do {
            return try await database.write { [terms, options] transaction in
                let work = ApplyWork(transaction, terms: terms, force: options.force)
                let changes = try work.run(files)
                if options.isDryRun { throw Undo(changes: changes) }
                return changes
            }
        } catch let undo as Undo { return undo.changes }
    }
}

/// One run of apply inside its transaction.
final class ApplyWork {
    let transaction: Transaction
    let terms: TermRegistry
    let force: Bool
    private var changes: [Apply.Change] = []

    init(_ transaction: Transaction, terms: TermRegistry, force: Bool) {
        self.transaction = transaction
        self.terms = terms
        self.force = force
    }

    /// Things may name each other in circles (an offering its audience, the audience's rule the offering), so whatever can't be done yet
    /// is tried again after the others, until a round brings nothing more.
    func run(_ files: [ApplyFile]) throws -> [Apply.Change] {
        var tasks: [(ApplyWork) throws -> Void] = []
        for file in files {
            let name = file.file
            tasks += file.departments.map { item in { try $0.apply(item, name) } }
            tasks += file.publishers.map { item in { try $0.apply(item, name) } }
            tasks += file.topics.map { item in { try $0.apply(item, name) } }
        }
        for file in files { tasks += file.offerings.map { item in { try $0.apply(item, file.file, files) } } }
        for file in files { tasks += file.audiences.map { item in { try $0.apply(item, file.file) } } }
        for file in files { tasks += file.offerings.map { item in { try $0.apply(item, file.file, []) } } }
        for file in files { tasks += file.campaigns.map { item in { try $0.apply(item, file.file) } } }
        var problems: [ApplyProblem] = []
        while !tasks.isEmpty {
            var waiting: [(ApplyWork) throws -> Void] = []
            problems = []
            for task in tasks {
                do { try task(self) } catch let found as ApplyProblems {
                    problems += found.problems
                    waiting.append(task)
                }
            }
            guard waiting.count < tasks.count else { break }
            tasks = waiting
        }
        guard problems.isEmpty else {
            let circles = Self.circles(files)
            problems.removeAll { problem in circles.contains { $0.file == problem.file && $0.line == problem.line } }
            problems += circles
            var seen: Set<ApplyProblem> = []
            throw ApplyProblems(problems.filter { seen.insert($0).inserted }.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
        }
        return changes
    }

    /// Audiences of the files that name each other in a circle. None of them can be made before the others, so the reason that each of
    /// them has alone, that another one is not there, would mislead.
    private static func circles(_ files: [ApplyFile]) -> [ApplyProblem] {
        let items = files.flatMap { file in file.audiences.map { (file: file.file, item: $0) } }
        let names = Dictionary(
            items.map { ($0.item.slug.description, (try? Rule(parsing: $0.item.rule))?.audiences ?? []) }, uniquingKeysWith: { $1 })
        func way(from slug: String, _ path: [String]) -> [String]? {
            for next in names[slug] ?? [] {
                if next == path[0] { return path + [next] }
                if !path.contains(next), let found = way(from: next, path + [next]) { return found }
            }
            return nil
        }
        return items.compactMap { file, item in
            way(from: item.slug.description, [item.slug.description]).map {
                let text = "audience \(item.slug): audiences would contain themselves: \($0.joined(separator: " → "))"
                return ApplyProblem(file: file, line: item.lines["rule"] ?? item.line, text: text)
            }
        }
    }

    static func problem(_ file: String, _ line: Int, _ text: String) -> ApplyProblems {
        ApplyProblems([ApplyProblem(file: file, line: line, text: text)])
    }

    /// Compares what a file wants with what is there and with what a file last set, saves where they differ, and notes the change or
    /// the conflict.
    /// - Parameter now: `nil` where it does not exist yet.
    func bring(
        _ kind: String, _ slug: String, now: [String: JSONText]?, wanted: [String: JSONText], _ file: String, _ line: Int,
        save: () throws -> Void
    ) throws {
        var last: [String: String] = [:]
        try transaction.each("SELECT field, value FROM applied WHERE kind = \(kind) AND slug = \(slug)") { row in
            last[try row["field"]] = try row["value"]
        }
        let differing = wanted.keys.filter { wanted[$0] != now?[$0] }.sorted()
        if now == nil || !differing.isEmpty {
            if let now, !force {
                let changed = differing.filter { field in last[field].map { $0 != now[field]?.written } ?? false }
                guard changed.isEmpty else {
                    let text = "\(kind) \(slug): \(changed.joined(separator: ", ")) changed on a page since the last apply"
                    throw Self.problem(file, line, text + "; take it over into the file, or use --force")
                }
            }
            try save()
            changes.append(Apply.Change(subject: "\(kind) \(slug)", fields: now == nil ? nil : differing))
        }
        for (field, value) in wanted where last[field] != value.written {
            try transaction.run(
                """
                INSERT INTO applied (kind, slug, field, value) VALUES (\(kind), \(slug), \(field), \(value.written))
                ON CONFLICT (kind, slug, field) DO UPDATE SET value = excluded.value
                """)
        }
    }

    func note(_ subject: String, _ fields: [String]) { changes.append(Apply.Change(subject: subject, fields: fields)) }

    func person(_ externalID: String, _ file: String, _ line: Int) throws -> PersonKey {
        guard let person = try transaction.person(externalID: externalID) else {
            throw Self.problem(file, line, "nobody in the directory has the external id “\(externalID)”")
        }
        return person.key
    }

    func department(_ path: String, _ file: String, _ line: Int) throws -> Department {
        guard let wanted = DepartmentPath(path) else { throw Self.problem(file, line, "“\(path)” is no path such as Company / Sales") }
        let found = try transaction.departments(path: wanted)
        if let exact = found.first(where: { $0.path.folded == wanted.folded }) ?? (found.count == 1 ? found.first : nil) { return exact }
        guard found.isEmpty else {
            throw Self.problem(file, line, "“\(path)” could be \(found.map(\.path).joined(separator: " or "))")
        }
        throw Self.problem(file, line, "there is no department “\(path)”")
    }
}
