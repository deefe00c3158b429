import App
import ArgumentParser

struct HourglassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hourglass", abstract: "How many people are at which stage of an offering.")

    @Argument(help: "The offering's slug.")
    var offering: String

    @Option(help: "Also each part of the company; the only word is department.")
    var by: String?

    @Flag(help: "One JSON object.")
    var json = false

    @OptionGroup var installation: InstallationOptions

    func validate() throws {
        guard by == nil || by == "department" else { throw ValidationError("--by takes department") }
    }

    func run() async throws {
        try await installation.use { house in
            Terminal.data(try await house.hourglass(offering, byDepartment: by != nil, asJSON: json))
        }
    }
}
