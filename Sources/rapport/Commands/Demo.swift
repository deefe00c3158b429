import App
import ArgumentParser

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves a made-up company, with a bar to look at it as different people.")

    @Option(help: "How many people the company has.")
    var people = 5000

    @Option(help: "The port to listen on.")
    var port = 8080

    @Option(help: "What the made-up names and stories are drawn from; the same seed gives the same company.")
    var seed: UInt64 = 42

    @Option(name: .customLong("data"), help: "The data folder. One that holds the company already is served as it is.")
    var folder = "demo-data"

    @Option(help: "A postgres:// URL of an empty database, instead of the SQLite file in the data folder.")
    var database: String?

    func validate() throws {
        guard DemoLimits.people.contains(people) else {
            throw ValidationError("--people takes \(DemoLimits.people.lowerBound) to \(DemoLimits.people.upperBound)")
        }
    }

    func run() async throws {
        var options = InstallationOptions()
        (options.folder, options.database, options.configFile) = (folder, database, nil)
        let opened = try Installation.open(
            folder: folder, configFile: nil, commandLine: options.commandLine, makesSecret: true)
        let baseURL = try House.baseURL(of: opened.settings, host: "127.0.0.1", port: port, allowsInsecure: false)
        let house = House(opened, baseURL: baseURL, isDemo: true, logger: Log.make(opened.settings))
        try await house.serve(host: "127.0.0.1", port: port, seeding: .init(people: people, seed: seed)) { Terminal.note($0) }
    }
}
