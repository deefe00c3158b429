import App
import ArgumentParser

struct AudienceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audience", abstract: "Asks rules about the directory.", subcommands: [AudienceCount.self, AudienceExplain.self])
}

struct AudienceCount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Counts the people that a rule holds for; the number alone is on the first line.")

    @Argument(help: "The rule, such as: department under \"Sales\" and country in (\"DE\", \"AT\")")
    var rule: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await installation.use { house in Terminal.data(try await house.countAudience(rule)) }
    }
}

struct AudienceExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says a rule as a sentence, and part by part whether it holds for somebody.")

    @Argument(help: "The rule.")
    var rule: String

    @Option(help: "The external id of somebody.")
    var person: String?

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await installation.use { house in Terminal.data(try await house.explainAudience(rule, person: person)) }
    }
}
