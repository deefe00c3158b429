import Campaigns
import Delivery
import Foundation
import Kernel
import Mail
import NIOPosix

extension Settings {
    /// In which classes a mail of which nobody knows whether it arrived is sent again. Throws `SettingsError.bad`.
    func uncertainRule() throws -> UncertainRule {
        try parsed(.resendClasses, "classes such as must-know invitation") { try UncertainRule($0) } ?? UncertainRule()
    }
}

/// What the settings say of mail.
extension Installation {
    /// The address that mails come from. Throws `SettingsError`.
    func mailFrom() throws -> MailAddress {
        guard let from = try settings.parsed(.mailFrom, "a mail address", { try MailAddress($0) }) else {
            throw SettingsError.needed(.mailFrom, "mails need a sender")
        }
        return from
    }

    /// The mail relays; empty where none is set. Throws `SettingsError`.
    func relays() throws -> [SMTPRelay] {
        try settings.parsed(.smtpURL, "a URL such as smtp://user:secret@relay.example:587") { try SMTPRelay.list($0) } ?? []
    }

    /// The mailbox where mails come back to; `nil` where none is set. Throws `SettingsError`.
    func bounceMailbox() throws -> IMAPMailbox? {
        try settings.parsed(.bounceIMAPURL, "a URL such as imaps://user:secret@mail.example/INBOX") { try IMAPMailbox($0) }
    }

    /// Throws `IMAPProblem`.
    static func connector(_ mailbox: IMAPMailbox, timeout: Duration) throws -> IMAPConnector {
        try IMAPConnector(
            mailbox: mailbox, sizeLimit: BounceReader.sizeLimit, group: .singletonMultiThreadedEventLoopGroup,
            timeouts: .init(connect: min(timeout, .seconds(30)), answer: timeout))
    }

    /// Throws `SettingsError`.
    func domainLimits() throws -> DomainLimits {
        try settings.parsed(.domainLimits, "limits such as gmail.com=60 *=600") { try DomainLimits($0) } ?? .none
    }

    /// How many mails a person gets at most; `nil` where none is set. Throws `SettingsError`.
    func mailCap() throws -> MailCap? {
        try settings.parsed(.mailCap, "a cap such as 5/7d") { try MailCap($0) }
    }

    /// What signs mails; `nil` where no key is set. Several selectors and files, separated by spaces, sign side by side.
    /// Throws `SettingsError`.
    func dkim() throws -> DKIMSigner? {
        guard let files = settings[.dkimKeyFile] else {
            if settings[.dkimSelector] != nil { throw SettingsError.needed(.dkimKeyFile, "a DKIM selector without a key signs nothing") }
            return nil
        }
        guard let selectors = settings[.dkimSelector] else {
            throw SettingsError.needed(.dkimSelector, "receivers look for the DKIM key under it")
        }
        let paths = files.split(separator: " ").map(String.init)
        let names = selectors.split(separator: " ").map(String.init)
        let domain = try settings[.dkimDomain] ?? mailFrom().domain
        return try settings.parsed(.dkimKeyFile, "a PEM file") { _ in
            guard paths.count == names.count, !paths.isEmpty else {
                throw DKIMKey.Problem.unevenLists(selectors: names.count, files: paths.count)
            }
            return try DKIMSigner(domain: domain, keys: zip(names, paths).map { try DKIMKey(selector: $0, path: $1) })
        }
    }

    /// What `rapport doctor` says of signing.
    func dkimReport() throws -> [String] {
        guard let signer = try dkim() else { return ["dkim: mails are not signed here"] }
        var lines = signer.records.map { "dkim: publish \($0)" }
        let from = try mailFrom()
        if !signer.covers(from) {
            lines.append("dkim: \(signer.domain) does not cover \(from), so that receivers which ask for DMARC take no notice of it")
        }
        return lines
    }
}
