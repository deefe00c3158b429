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

    func run() async throws {
        try await installation.use { house in
            if let lift {
                Terminal.data(try await house.liftSuppression(of: lift))
                return
            }
            // The rest is read and left, so that the server that pipes it does not fail.
            var bytes: [UInt8] = []
            while let chunk = try FileHandle.standardInput.read(upToCount: 64 << 10), !chunk.isEmpty {
                if bytes.count < House.bounceLimit { bytes += chunk }
            }
            Terminal.note("\(try await house.take(bounce: bytes))")
        }
    }
}
