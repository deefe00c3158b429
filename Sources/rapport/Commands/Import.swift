import App
import ArgumentParser

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings people and usage in from files.", subcommands: [ImportPeople.self, ImportUsage.self])
}

struct ImportPeople: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "Brings the directory in from a CSV file: new and changed people, told apart by external_id.")

    @Argument(help: "The file; - reads standard input.")
    var file: String

    @Flag(help: "The file holds everyone: who is not in it has left.")
    var full = false

    @Option(help: "With --full: deactivate at most this many people, instead of at most a tenth.")
    var allowDeactivating: Int?

    @Flag(help: "Store nothing at all if any row is bad.")
    var strict = false

    @OptionGroup var installation: InstallationOptions

    func validate() throws {
        if let allowDeactivating, allowDeactivating < 0 || !full {
            throw ValidationError("--allow-deactivating takes a number from 0 and goes with --full")
        }
    }

    func run() async throws {
        try await installation.use { house in
            let summary = try await house.importPeople(
                file: file, full: full, strict: strict, allowDeactivating: allowDeactivating, report: { Terminal.note($0) })
            Terminal.data(summary)
        }
    }
}

struct ImportUsage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "Brings the use of offerings in from a CSV file: who used which on what day.")

    @Argument(help: "The file; - reads standard input.")
    var file: String

    @Option(help: "What tells the events of one system from those of another.")
    var source = "import"

    @Option(help: "The slug of the offering, for a file without a column for it.")
    var offering: String?

    @Option(help: "With this file, all use up to and including this day is in: who is not in it did not use the offering.")
    var completeUntil: String?

    @Option(help: "With --complete-until: all use from this day on is in. Left out: as before, or from the first day in the file.")
    var completeFrom: String?

    @Flag(help: "Store nothing at all if any row is bad.")
    var strict = false

    @OptionGroup var installation: InstallationOptions

    func validate() throws {
        if completeFrom != nil, completeUntil == nil { throw ValidationError("--complete-from goes with --complete-until") }
    }

    func run() async throws {
        try await installation.use { house in
            let lines = try await house.importUsage(
                file: file, source: source, offering: offering, completeFrom: completeFrom, completeUntil: completeUntil, strict: strict,
                report: { Terminal.note($0) })
            for line in lines { Terminal.data(line) }
        }
    }
}
