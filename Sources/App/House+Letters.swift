import Foundation
import Identity
import Kernel
import Mail
import NIOPosix
import Storage

extension House {
    /// Brings a letter of Identity on its way: by the relay, or into the outbox folder.
    func send(_ letter: IdentityRoutes.Letter) async throws {
        let sender = try installation.mailFrom()
        let id = try MessageID(Token.random().text, at: sender.domain)
        let now = database.clock.now()
        let mail = MailMessage(
            letterhead: try Letterhead(from: Mailbox(installation.settings[.company] ?? "Rapport", sender), headers: [.autoSubmitted]),
            to: try Mailbox(letter.name, letter.to), subject: letter.subject, messageID: id, date: now, plain: letter.text)
        let composed = try mail.composed()
        let bytes = try installation.dkim()?.signed(composed, at: now) ?? composed
        let relays = try installation.relays()
        guard !relays.isEmpty else {
            try FileManager.default.createDirectory(at: installation.outbox, withIntermediateDirectories: true)
            let folder = MailFolder(path: installation.outbox.path)
            _ = try await NIOThreadPool.singleton.runIfActive { try folder.write(bytes, messageID: id) }
            return
        }
        let recipient = try MailAddress(letter.to)
        var problem: any Error = CommandError("no mail relay is set")
        for relay in relays {
            do {
                switch try await send(bytes, from: sender, to: recipient, by: relay) {
                case .accepted: return
                // Another relay may take what this one surely has not.
                case .notSent(let reason): problem = CommandError("the mail server did not take it: \(reason)")
                case .refused(let refusal) where refusal.temporary: problem = CommandError("the mail server did not take it: \(refusal)")
                case .refused(let refusal): throw CommandError("the mail server refused it: \(refusal)")
                case .uncertain(let reason): throw CommandError("nobody knows whether the mail server took it: \(reason)")
                }
            } catch let error as SMTPConnectError { problem = error }
        }
        throw problem
    }

    private func send(_ bytes: [UInt8], from sender: MailAddress, to recipient: MailAddress, by relay: SMTPRelay) async throws
        -> SMTPOutcome
    {
        let connection = try await SMTPConnector(relay: relay, group: .singletonMultiThreadedEventLoopGroup, logger: logger).connect()
        let outcome = await connection.send(envelopeFrom: sender, recipient: recipient, bytes: bytes, beforeFinalDot: {})
        await connection.quit()
        return outcome
    }
}
