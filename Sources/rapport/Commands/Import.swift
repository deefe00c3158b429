import App
import ArgumentParser

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings people in from files.", subcommands: [ImportPeople.self])
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
