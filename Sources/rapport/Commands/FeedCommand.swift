import App
import ArgumentParser

struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Lets other systems report what people do with offerings, each with a token of its own.",
        subcommands: [FeedCreate.self, FeedRenew.self, FeedWithdraw.self, FeedList.self])
}

struct FeedCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a feed and prints its token, which is not shown again.")

    @Argument(help: "The feed's name: lower-case letters, digits and hyphens.")
    var name: String

    @Option(help: "The slug of an offering that it may report about; may be repeated.")
    var offering: [String] = []

    @Option(help: "The slug of a publisher: it may report about all of its offerings.")
    var publisher: String?

    @OptionGroup var installation: InstallationOptions

    func validate() throws {
        guard offering.isEmpty == (publisher != nil) else {
            throw ValidationError("say what it may report about: --offering SLUG, or --publisher SLUG for all of a publisher’s")
        }
    }

    func run() async throws {
        try await installation.use { house in
            Terminal.data(try await house.createFeed(name, publisher: publisher, offerings: offering))
            Terminal.note("Keep the token where \(name) finds it: Rapport can’t show it again.")
        }
    }
}

/// The feed that a command is about, and where it is.
struct FeedArguments: ParsableArguments {
    @Argument(help: "The feed's name.")
    var name: String

    @OptionGroup var installation: InstallationOptions
}

struct FeedRenew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew", abstract: "Gives a feed another token and prints it; the one before ends at once.")
    @OptionGroup var arguments: FeedArguments

    func run() async throws {
        try await arguments.installation.use { house in
            Terminal.data(try await house.renewFeed(arguments.name))
            Terminal.note("The token before is no longer taken.")
        }
    }
}

struct FeedWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Ends the token of a feed; what it reported stays.")
    @OptionGroup var arguments: FeedArguments

    func run() async throws {
        try await arguments.installation.use { house in
            try await house.withdrawFeed(arguments.name)
            Terminal.note("\(arguments.name) may no longer report.")
        }
    }
}

struct FeedList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All feeds: what each may report about, what came, and what was dropped and why.")

    @Flag(help: "One JSON object.")
    var json = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await installation.use { house in Terminal.data(try await house.feeds(asJSON: json)) }
    }
}
