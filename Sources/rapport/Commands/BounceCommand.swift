import App
import ArgumentParser
import Foundation

struct BounceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounce",
        abstract: "Takes in a mail that came back, on standard input, as a mail server pipes it; or lets mails go to an address again.")

    @Option(help: "Let mails go to this address again, and read no mail.")
    var lift: String?

    @OptionGroup var installation: InstallationOptions

    /// EX_TEMPFAIL of sysexits.h: the mail server that pipes keeps the mail and tries again. At 1 it would send the report back, to the
    /// empty sender that reports have, and so lose it.
    private static let tryAgain = ExitCode(75)

    func run() async throws {
        if let lift { return try await installation.use { Terminal.data(try await $0.liftSuppression(of: lift)) } }
        // The rest is read and left, so that the server that pipes it does not fail.
        var bytes: [UInt8] = []
        while let chunk = try FileHandle.standardInput.read(upToCount: 64 << 10), !chunk.isEmpty {
            if bytes.count < House.bounceLimit { bytes += chunk }
        }
        do {
            let mail = bytes
            Terminal.note("\(try await installation.use { try await $0.take(bounce: mail) })")
        } catch {
            Terminal.note("Error: \(error)")
            throw Self.tryAgain
        }
    }
}
