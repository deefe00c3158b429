import Audiences
import Foundation
import Hourglass
import Kernel
import People
import Storage
import Web

extension House {
    /// Readies the database for a command: brings the schema up where no server holds the folder, else only checks it.
    package func prepareForCommand() async throws {
        try await installation.clock.follow(database)
        if ServeLock.isTaken(folder: installation.folder) {
            try await database.checkSchema(Self.migrations)
        } else {
            try await database.migrate(Self.migrations)
        }
    }

    /// - Returns: what to print when it is done.
    package func importPeople(
        file: String, full: Bool, strict: Bool, allowDeactivating: Int?, report: @escaping @Sendable (String) -> Void
    ) async throws -> String {
        var options = PeopleImport.Options()
        (options.full, options.strict, options.allowDeactivating) = (full, strict, allowDeactivating)
        let outcome = try await PeopleImport(database, options).run(file: file == "-" ? "/dev/stdin" : file) { report("\($0)") }
        if outcome.keptForUnreadableRows > 0 {
            report(
                "\(outcome.keptForUnreadableRows) people are not in this file and stay active all the same: rows that could not be read might be theirs. Mend those rows and import the file again"
            )
        }
        var parts = ["\(outcome.rows) rows: \(outcome.new) new, \(outcome.changed) changed, \(outcome.unchanged) unchanged"]
        if outcome.refused > 0 { parts.append("\(outcome.refused) refused") }
        if outcome.warned > 0 { parts.append("\(outcome.warned) stored without a field") }
        if outcome.deactivated > 0 { parts.append("\(outcome.deactivated) deactivated") }
        if outcome.newDepartments > 0 { parts.append("\(outcome.newDepartments) new departments") }
        return parts.joined(separator: ", ")
    }

    /// - Returns: what to print when it is done, a line each.
    package func importUsage(
        file: String, source: String, offering: String?, completeFrom: String?, completeUntil: String?, strict: Bool,
        report: @escaping @Sendable (String) -> Void
    ) async throws -> [String] {
        func day(_ text: String?, _ option: String) throws -> Day? {
            guard let text else { return nil }
            guard let day = Day(text) else { throw CommandError("\(option): “\(text)” is no date (write 2026-03-02)") }
            return day
        }
        var options = UsageImport.Options()
        guard Slug(source) != nil, !["web", "email", "home", "api"].contains(source) else { throw UsageImportError.badSource(source) }
        (options.source, options.offering, options.strict) = (source, offering, strict)
        options.completeFrom = try day(completeFrom, "--complete-from")
        options.completeUntil = try day(completeUntil, "--complete-until")
        let outcome = try await UsageImport(database, zone: installation.zone, options).run(file: file == "-" ? "/dev/stdin" : file) {
            report("\($0)")
        }
        if !outcome.ignoredColumns.isEmpty { report("columns that were not read: \(outcome.ignoredColumns.joined(separator: ", "))") }
        for slug in outcome.undeclared {
            report(
                "\(slug) does not say that its use is reported (usage_feed: true): until it does, or --complete-until, nobody repeats it")
        }
        if outcome.keptCoverage {
            report("\(outcome.unreadable) rows could not be read and might be anyone's: --complete-until was not recorded")
        }
        var parts = ["\(outcome.rows) rows: \(outcome.new) new, \(outcome.changed) changed, \(outcome.unchanged) known already"]
        if outcome.withoutUse > 0 { parts.append("\(outcome.withoutUse) without use") }
        if outcome.refused > 0 { parts.append("\(outcome.refused) refused") }
        return [parts.joined(separator: ", ")]
            + outcome.coverage.sorted { $0.key < $1.key }.map {
                "\($0.key): complete from \($0.value.lowerBound) to \($0.value.upperBound)"
            }
    }

    /// - Returns: a line per change.
    package func apply(files: [String], isDryRun: Bool, force: Bool) async throws -> [String] {
        var parsed: [ApplyFile] = []
        var problems: [ApplyProblem] = []
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else {
                problems.append(ApplyProblem(file: file, line: 1, text: "there is no such file, or it can't be read"))
                continue
            }
            guard let text = String(data: data, encoding: .utf8) else {
                problems.append(ApplyProblem(file: file, line: 1, text: "the file is not UTF-8 text"))
                continue
            }
            do { parsed.append(try ApplyFile(file: file, text: text)) } catch let found as ApplyProblems { problems += found.problems }
        }
        guard problems.isEmpty else { throw ApplyProblems(problems) }
        var options = Apply.Options()
        (options.isDryRun, options.force) = (isDryRun, force)
        return try await Apply(database, terms: terms, options: options).run(parsed).map(\.description)
    }

    var today: Day { installation.zone.day(at: database.clock.now()) }

    /// - Returns: the count alone on the first line, then the rule as a sentence.
    package func countAudience(_ rule: String) async throws -> String {
        let (terms, today, language) = (terms, today, installation.language.tag)
        return try await database.read { reader in
            let checked = try Self.check(rule, terms, reader)
            return "\(try reader.count(checked, today: today))\n\(checked.sentence(in: language))"
        }
    }

    package func explainAudience(_ rule: String, person: String?) async throws -> String {
        let (terms, today, language) = (terms, today, installation.language.tag)
        return try await database.read { reader in
            let checked = try Self.check(rule, terms, reader)
            var lines = [checked.sentence(in: language), checked.rule.description]
            if let person {
                guard let found = try reader.person(externalID: person) else {
                    throw CommandError("nobody has the external id “\(person)”")
                }
                guard let explanation = try reader.explain(checked, for: found.key, today: today) else {
                    throw CommandError("“\(person)” is not in the directory")
                }
                lines.append("\(found.name):")
                lines += explanation.lines
            }
            return lines.joined(separator: "\n")
        }
    }

    private static func check(_ rule: String, _ terms: TermRegistry, _ reader: Reader) throws -> CheckedRule {
        do { return try reader.check(rule, terms: terms) } catch let error as RuleError {
            // The rule with a mark under the column, as compilers show it.
            let mark = String(repeating: " ", count: max(0, error.column - 1)) + "^"
            throw CommandError("column \(error.column): \(error.message(in: "en"))\n  \(rule)\n  \(mark)")
        }
    }
}

/// What a command could not do, and what to do about it.
package struct CommandError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
