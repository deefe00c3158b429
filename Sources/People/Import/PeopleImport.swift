import Foundation
package import Kernel
package import Storage

/// Takes a directory of people in from a file: `rapport import people FILE.csv` (docs/import-people.md).
///
/// It reads the whole file into `staging`, joins it with the directory by external id, settles departments and managers, and only then changes
/// the directory, in transactions that hold the write lock for about 100 ms each. What is refused or left out is reported on the way.
package struct PeopleImport: Sendable {
    package struct Options: Sendable {
        /// The file lists everyone: who is not in it has left.
        package var full = false
        /// Store nothing when any row is bad.
        package var strict = false
        /// How many people `full` may deactivate when they are more than a tenth of the active ones.
        package var allowDeactivating: Int?
        /// Whom the audit names.
        package var actor = "operator"
        /// Whether this external id is of a person who was erased and is not to come back.
        package var isErased: @Sendable (_ externalID: String) -> Bool = { _ in false }

        package init() {}
    }

    let database: Database
    let options: Options

    package init(_ database: Database, _ options: Options = Options()) {
        self.database = database
        self.options = options
    }

    /// Imports a file.
    /// - Parameter report: is called with each problem: those of single rows in their order as the file is read, then those between rows.
    /// - Throws: `ImportError` when nothing was stored; `StorageError` when the database failed, which may leave a part of the rows stored,
    ///   each of them whole: the same file can be imported again.
    package func run(file: String, report: @escaping (ImportProblem) -> Void) async throws -> ImportOutcome {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ImportError.unreadable(file: file, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        return try await run(report: report) { target in
            while true {
                let count = read(descriptor, target.baseAddress, target.count)
                if count >= 0 { return count }
                guard errno == EINTR else { throw ImportError.unreadable(file: file, reason: String(cString: strerror(errno))) }
            }
        }
    }

    package func run(_ bytes: [UInt8], report: @escaping (ImportProblem) -> Void) async throws -> ImportOutcome {
        try await run(CSVReader(bytes), report: report)
    }

    /// Imports what `source` gives; see `CSVReader.Source`.
    package func run(report: @escaping (ImportProblem) -> Void, source: @escaping CSVReader.Source) async throws -> ImportOutcome {
        try await run(CSVReader(source: source), report: report)
    }

    private func run(_ reader: CSVReader, report: @escaping (ImportProblem) -> Void) async throws -> ImportOutcome {
        let header: ImportHeader
        do {
            header = try ImportHeader(reader.header(), delimiter: reader.delimiter)
        } catch let problem as CSVProblem {
            throw ImportError.header(line: problem.line, reason: problem.explanation)
        }
        try await PeopleSchema.restoreIndexes(database)
        return try await database.staging(ImportStage.tables) { staging in
            var stage = try await ImportStage(self, staging, header, report)
            try await stage.read(reader)
            try await stage.settle()
            try stage.check()
            return try await stage.store()
        }
    }
}
