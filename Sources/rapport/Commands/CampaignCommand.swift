import App
import ArgumentParser
import Foundation

struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "Starts, holds and ends campaigns, and tells how they stand.",
        subcommands: [
            CampaignStart.self, CampaignSchedule.self, CampaignUnschedule.self, CampaignPause.self, CampaignResume.self, CampaignStop.self,
            CampaignNewcomers.self, CampaignRetry.self,
            CampaignResend.self, CampaignLeave.self, CampaignStatus.self,
        ])
}

/// The campaign that a command is about, and where it is.
struct CampaignArguments: ParsableArguments {
    @Argument(help: "The campaign's slug.")
    var slug: String

    @OptionGroup var installation: InstallationOptions

    func take(_ step: House.CampaignStep) async throws {
        try await installation.use { house in Terminal.data(try await house.step(step, campaign: slug)) }
    }
}

struct CampaignStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "start", abstract: "Starts a campaign; a running server sends it.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.start) }
}

struct CampaignSchedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Lets a running server start an approved campaign when it is due.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.schedule) }
}

struct CampaignUnschedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unschedule", abstract: "Takes that back: somebody starts the campaign.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.unschedule) }
}

struct CampaignPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pause", abstract: "Holds a running campaign.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.pause) }
}

struct CampaignResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Lets a held campaign go on where it was.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.resume) }
}

struct CampaignStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Ends a campaign for good; what is not sent is cancelled.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.stop) }
}

struct CampaignNewcomers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "newcomers", abstract: "Sends a campaign to those who have come into its audience since.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.newcomers) }
}

struct CampaignRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "retry", abstract: "Tries again what was refused.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.retry) }
}

struct CampaignResend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Sends once more to those of whom nobody knows whether they got it; some may get it twice.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.resend) }
}

struct CampaignLeave: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "Leaves those of whom nobody knows whether they got it as they are.")
    @OptionGroup var arguments: CampaignArguments
    func run() async throws { try await arguments.take(.leave) }
}

struct CampaignStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Tells how a campaign stands.")

    @OptionGroup var arguments: CampaignArguments

    @Flag(help: "One JSON object.")
    var json = false

    func run() async throws {
        try await arguments.installation.use { house in Terminal.data(try await house.campaignStatus(arguments.slug, asJSON: json)) }
    }
}

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Writes what Rapport knows as files.", subcommands: [ExportCampaign.self])
}

struct ExportCampaign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "Who got a campaign, who did not and why, on standard output.")

    @OptionGroup var arguments: CampaignArguments

    @Flag(help: "As CSV, the only form there is.")
    var csv = false

    func run() async throws {
        try await arguments.installation.use { house in
            try await house.exportCampaign(arguments.slug) { FileHandle.standardOutput.write(Data($0)) }
        }
    }
}
