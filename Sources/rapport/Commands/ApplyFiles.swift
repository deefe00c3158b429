import App
import ArgumentParser

struct ApplyFiles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Creates and changes publishers, topics, audiences, offerings and campaigns as YAML files say.")

    @Argument(help: "The files, applied as one.")
    var files: [String]

    @Flag(help: "Say what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Take the files' word where somebody changed a field on a page since.")
    var force = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await installation.use { house in
            let changes = try await house.apply(files: files, isDryRun: dryRun, force: force)
            for change in changes { Terminal.data(change) }
            Terminal.note(changes.isEmpty ? "Nothing to change." : "\(changes.count) \(dryRun ? "would change" : "changed").")
        }
    }
}
