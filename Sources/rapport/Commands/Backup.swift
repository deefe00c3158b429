import App
import ArgumentParser
import Foundation

/// A passphrase, never on the command line, where others on the machine could read it.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: "A file whose first line is the passphrase of the secret within the backup, at least 12 characters; - reads standard input.")
    var passphraseFile: String?

    func read() throws -> String? {
        guard let passphraseFile else { return nil }
        let path = passphraseFile == "-" ? "/dev/stdin" : passphraseFile
        guard let file = FileHandle(forReadingAtPath: path), let data = try file.read(upToCount: 4096),
            let line = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first
        else { throw CommandError("\(passphraseFile): there is no passphrase in it, or it can't be read") }
        return String(line)
    }
}

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes everything into one file, as it is at one moment; a server may go on meanwhile.")

    @Argument(help: "The file, replaced when the new one is whole; - writes to standard output.")
    var file: String

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let passphrase = try passphrase.read()
        try await installation.use { house in
            for line in try await house.backup(to: file, passphrase: passphrase) { Terminal.note(line) }
        }
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts a backup in place of an empty database. Campaigns that were not finished are held until somebody resumes them.")

    @Argument(help: "The file that backup wrote.")
    var file: String

    @Flag(help: "Give up what the database holds now.")
    var replace = false

    @Flag(help: "Go on without the secret of the backup: links in mails already sent then lead nowhere.")
    var newSecret = false

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        var options = House.RestoreOptions()
        (options.passphrase, options.replaces, options.newSecret) = (try passphrase.read(), replace, newSecret)
        let lines = try await House.restore(
            from: file, folder: installation.folder, configFile: installation.configFile, commandLine: installation.commandLine,
            options: options)
        for line in lines { Terminal.note(line) }
    }
}
