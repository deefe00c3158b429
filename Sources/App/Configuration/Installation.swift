package import Foundation
package import Kernel
import Mail
package import Storage
import StoragePostgres
import StorageSQLite
import Web

/// One installation of Rapport: its data folder, its settings as values, its database.
package struct Installation: Sendable {
    package let folder: URL
    package let settings: Settings
    package let database: Database
    package let zone: Zone
    let language: Language
    package let secrets: SecretRing
    let clock: SharedClock

    /// Opens the data folder (making it, 0700, where there is none) and the database in it or the one that the settings name.
    /// - Parameter makesSecret: whether a secret is made up even for PostgreSQL, as the demo does.
    /// - Throws: `SettingsError`, `StorageError`, `SecretRing.Problem`.
    package static func open(folder path: String, configFile: String?, commandLine: [Settings.Name: String], makesSecret: Bool = false)
        throws -> Installation
    {
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw SettingsError.folder(path) }
        let settings = try settings(folder: folder, configFile: configFile, commandLine: commandLine)
        let zone = try settings.parsed(.timeZone, "a time zone such as Europe/Berlin") { Zone($0) } ?? .utc
        let language =
            try settings.parsed(.language, "one of \(Language.allCases.map(\.rawValue).joined(separator: ", "))") { Language(tag: $0) }
            ?? .en
        let clock = SharedClock()
        let database: Database
        if let url = settings[.database] {
            guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
                throw SettingsError.bad(
                    .database, settings.values[.database]?.source ?? .builtIn, "expected a URL that begins with postgres://")
            }
            database = Database(try PostgresDriver(url: url), clock: clock.time)
        } else {
            database = Database(try SQLiteDriver(path: folder.appendingPathComponent("rapport.sqlite").path))
        }
        // Several machines share one PostgreSQL, so none of them may make up a secret of its own.
        if settings[.database] != nil, settings[.secretFile] == nil, !makesSecret {
            guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("secret").path) else {
                throw SettingsError.needed(
                    .secretFile,
                    "on PostgreSQL every process needs the same secret; make one with `rapport secret new > FILE` and chmod 600")
            }
        }
        let secrets = try SecretRing.load(
            path: settings[.secretFile] ?? folder.appendingPathComponent("secret").path, creating: settings[.secretFile] == nil)
        return Installation(
            folder: folder, settings: settings, database: database, zone: zone, language: language, secrets: secrets, clock: clock)
    }

    /// What is set for a data folder, before anything of it is opened. Throws `SettingsError.file`.
    package static func settings(folder: URL, configFile: String?, commandLine: [Settings.Name: String]) throws -> Settings {
        let file = try SettingsFile.read(
            path: configFile ?? folder.appendingPathComponent("rapport.yaml").path, isRequired: configFile != nil)
        return Settings(commandLine: commandLine, environment: ProcessInfo.processInfo.environment, file: file)
    }

    /// The servers besides this one whose pictures pages show, by their names in DNS.
    /// - Throws: `SettingsError.bad`.
    func pictureHosts() throws -> Set<String> {
        try settings.parsed(.pictureHosts, "names of servers such as media.northwind.example") { text in
            let names = text.split { $0 == " " || $0 == "," }
            let hosts = names.compactMap { try? MailAddress("a@\($0)").domain }
            return hosts.count == names.count ? Set(hosts) : nil
        } ?? []
    }

    var secretPath: String { settings[.secretFile] ?? folder.appendingPathComponent("secret").path }

    package func close() async { await database.close() }

    /// The folder where mails go when no relay is set.
    package var outbox: URL { folder.appendingPathComponent("outbox", isDirectory: true) }
}
