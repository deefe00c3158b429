import Foundation
package import Kernel
package import People
package import Storage
import Touches

/// Takes use of offerings in from a file: `rapport import usage FILE.csv` (docs/import-usage.md).
///
/// It reads the file into `staging`, a few thousand rows at a time, finds whom and what each row names, and then stores touches in
/// transactions that hold the write lock for about 100 ms each. The same file can be imported any number of times.
package struct UsageImport: Sendable {
    package struct Options: Sendable {
        /// What tells events of one system from those of another.
        package var source = "import"
        /// The offering of all rows, for a file without a column for it.
        package var offering: String?
        /// All use from here on is in; `nil`: as before, or from the first day of the file.
        package var completeFrom: Day?
        /// With this file, all use up to and including this day is in; `nil`: the file says nothing of who did not use an offering.
        package var completeUntil: Day?
        /// Store nothing when any row is bad.
        package var strict = false
        /// Whom the audit names.
        package var actor = "operator"

        package init() {}
    }

    let database: Database
    /// The installation's, for people without one.
    let zone: Zone
    let options: Options

    package init(_ database: Database, zone: Zone, _ options: Options = Options()) {
        self.database = database
        self.zone = zone
        self.options = options
    }

    /// Imports a file.
    /// - Parameter report: is called with each problem, in the order of the file.
    /// - Throws: `ImportError` and `UsageImportError` when nothing was stored; `StorageError` when the database failed, which may leave a
    ///   part of the rows stored: the same file can be imported again.
    package func run(file: String, report: @escaping (ImportProblem) -> Void) async throws -> UsageOutcome {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ImportError.unreadable(file: file, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let reader = CSVReader(descriptor: descriptor) { ImportError.unreadable(file: file, reason: $0) }
        return try await run(reader, report: report)
    }

    package func run(_ bytes: [UInt8], report: @escaping (ImportProblem) -> Void) async throws -> UsageOutcome {
        try await run(CSVReader(bytes), report: report)
    }

    private func run(_ reader: CSVReader, report: @escaping (ImportProblem) -> Void) async throws -> UsageOutcome {
        let now = database.clock.now()
        let today = zone.day(at: now)
        if let until = options.completeUntil {
            guard until <= today else { throw UsageImportError.completeInFuture(until) }
            if let from = options.completeFrom, from > until { throw UsageImportError.completeBackwards(from, until) }
        }
        let offerings = try await database.read { try UsageOfferings($0) }
        var only: OfferingKey?
        if let slug = options.offering {
            guard let key = offerings.keys[slug] else { throw UsageImportError.unknownOffering(slug) }
            only = key
        }
        let header: UsageHeader
        do {
            header = try UsageHeader(reader.header(), hasOffering: only != nil)
        } catch let problem as CSVProblem {
            throw ImportError.header(line: problem.line, reason: problem.explanation)
        }
        return try await database.staging([UsageStage.table]) { staging in
            var stage = UsageStage(self, staging, header, offerings, only: only, now: now, today: today, report: report)
            try await stage.read(reader)
            try stage.check()
            return try await stage.store()
        }
    }
}

/// The offerings that rows may name.
struct UsageOfferings: Sendable {
    var keys: [String: OfferingKey] = [:]
    var slugs: [OfferingKey: String] = [:]
    /// Those of which the catalogue says that their use is reported.
    var declared: Set<OfferingKey> = []

    init(_ reader: Reader) throws {
        var found: [(OfferingKey, String, Bool)] = []
        try reader.each("SELECT id, slug, has_usage_feed FROM offering") { found.append((try $0[0], try $0[1], try $0[2])) }
        for (key, slug, hasFeed) in found {
            keys[slug] = key
            slugs[key] = slug
            if hasFeed { declared.insert(key) }
        }
    }
}

/// Why a file of usage was not taken in.
package enum UsageImportError: Error, Hashable, Sendable, CustomStringConvertible {
    case completeInFuture(Day)
    case completeBackwards(Day, Day)
    case unknownOffering(String)
    case gap(offering: String, completeUntil: Day, from: Day)
    case neverUsed(offering: String)
    case badSource(String)

    package var description: String {
        switch self {
        case .completeInFuture(let day): "use can't be complete until \(day), which is yet to come; nothing was imported"
        case .completeBackwards(let from, let until): "--complete-from \(from) is after --complete-until \(until); nothing was imported"
        case .unknownOffering(let slug): "there is no offering “\(slug)”; nothing was imported"
        case .gap(let offering, let until, let from):
            """
            the use of \(offering) is complete until \(until), and this file is complete from \(from) on: import what lies between first; \
            nothing was imported
            """
        case .neverUsed(let offering):
            """
            nothing tells since when the use of \(offering) is known, since the file has none of it up to then: say so with --complete-from DAY; \
            nothing was imported
            """
        case .badSource(let name):
            "“\(name)” is no name of a source: lower-case letters, digits and hyphens, and not web, email, home or api"
        }
    }
}

/// What an import of usage did.
package struct UsageOutcome: Hashable, Sendable {
    /// Rows of the file, without its header and without empty lines.
    package var rows = 0
    package var new = 0
    package var changed = 0
    package var unchanged = 0
    /// Rows that say that nothing was used.
    package var withoutUse = 0
    package var refused = 0
    /// Refused rows that might be anyone's use of anything.
    package var unreadable = 0
    /// The days for which the use of an offering is now known of everyone, by slug.
    package var coverage: [String: ClosedRange<Day>] = [:]
    /// The offerings of the file of which the catalogue does not say that their use is reported.
    package var undeclared: [String] = []
    /// Columns that say nothing to Rapport.
    package var ignoredColumns: [String] = []
    /// `--complete-until` was not recorded, because of unreadable rows.
    package var keptCoverage = false

    package init() {}

    var json: String {
        JSONText.object([
            "rows": .number(Int64(rows)), "new": .number(Int64(new)), "changed": .number(Int64(changed)),
            "unchanged": .number(Int64(unchanged)), "without_use": .number(Int64(withoutUse)), "refused": .number(Int64(refused)),
            "coverage": .map(coverage.mapValues { .text("\($0.lowerBound)/\($0.upperBound)") }),
        ])
    }
}
