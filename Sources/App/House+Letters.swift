import Foundation
import Identity
import Kernel
import Mail
import NIOPosix
import Storage

extension House {
    /// Brings a letter of Identity on its way: by the relay, or into the outbox folder.
    func send(_ letter: IdentityRoutes.Letter) async throws {
        let settings = installation.settings
        let sender = try settings.parsed(.mailFrom, "a mail address") { try MailAddress($0) }
        guard let sender else { throw SettingsError.needed(.mailFrom, "mails need a sender") }
        let id = try MessageID(Token.random().text, at: sender.domain)
        let mail = MailMessage(
            letterhead: try Letterhead(from: Mailbox(settings[.company] ?? "Rapport", sender), headers: [.autoSubmitted]),
            to: try Mailbox(letter.name, letter.to), subject: letter.subject, messageID: id, date: database.clock.now(), plain: letter.text)
        let bytes = try mail.composed()
        guard let relay = try relay() else {
            try FileManager.default.createDirectory(at: installation.outbox, withIntermediateDirectories: true)
            let folder = MailFolder(path: installation.outbox.path)
            _ = try await NIOThreadPool.singleton.runIfActive { try folder.write(bytes, messageID: id) }
            return
        }
        let connection = try await SMTPConnector(relay: relay, group: .singletonMultiThreadedEventLoopGroup, logger: logger).connect()
        let outcome = await connection.send(envelopeFrom: sender, recipient: try MailAddress(letter.to), bytes: bytes, beforeFinalDot: {})
        await connection.quit()
        guard case .accepted = outcome else { throw CommandError("the mail server did not take it: \(outcome)") }
    }

    /// The mail relay, if one is set.
    func relay() throws -> SMTPRelay? {
        try installation.settings.parsed(.smtpURL, "a URL such as smtp://user:secret@relay.example:587") { try SMTPRelay($0) }
    }
}
