import App
import ArgumentParser
import Foundation

/// The program. Each subcommand has a file of its own.
@main
struct Rapport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rapport",
        abstract: "Internal marketing: earn the use of what you offer, from your own people, by their choice.",
        version: AppVersion.text,
        subcommands: [
            Demo.self, Serve.self, Import.self, ApplyFiles.self, AudienceCommand.self, CampaignCommand.self, Export.self,
            HourglassCommand.self, FeedCommand.self, BounceCommand.self, Backup.self, Restore.self, Doctor.self, SecretCommand.self,
            BenchCommand.self,
        ])

    static func main() async {
        Process.tuneMemory()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch { exit(withError: error) }
    }
}

/// Which installation a command works on.
struct InstallationOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: "The data folder: database, secret, outbox, rapport.yaml.")
    var folder = "rapport-data"

    @Option(help: "A postgres:// URL, instead of the SQLite file in the data folder.")
    var database: String?

    @Option(name: .customLong("config"), help: "The settings file, instead of rapport.yaml in the data folder.")
    var configFile: String?

    var commandLine: [Settings.Name: String] { database.map { [.database: $0] } ?? [:] }

    func settings() throws -> Settings {
        try Installation.settings(folder: URL(fileURLWithPath: folder, isDirectory: true), configFile: configFile, commandLine: commandLine)
    }

    func open(_ more: [Settings.Name: String] = [:]) throws -> Installation {
        try Installation.open(
            folder: folder, configFile: configFile, commandLine: commandLine.merging(more, uniquingKeysWith: { $1 }))
    }

    /// Opens the installation for a command beside a server that may be running, and closes it afterwards.
    func use<Result>(_ body: (House) async throws -> Result) async throws -> Result {
        let installation = try open()
        let house = House(
            installation, baseURL: installation.settings[.baseURL] ?? "http://127.0.0.1:8080", logger: Log.make(installation.settings))
        do {
            try await house.prepareForCommand()
            let result = try await body(house)
            await installation.close()
            return result
        } catch {
            await installation.close()
            throw error
        }
    }
}

/// Where commands write: data on standard output, everything else on standard error.
enum Terminal {
    static func data(_ text: String) { print(text) }
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
