import Campaigns
import Delivery
import Foundation
import Kernel
import Storage
import Synchronization

/// Putting everything into one file, and taking it back.
extension House {
    /// Writes all of the database, as it is at one moment, into a file; a server may go on meanwhile.
    /// - Parameters:
    ///   - path: `-` is standard output.
    ///   - passphrase: seals the secret, which is left out without one.
    /// - Returns: what to print, a line each.
    package func backup(to path: String, passphrase: String?) async throws -> [String] {
        var sealed: (sealed: SealedSecret, keys: SealedSecret.Keys)?
        if let passphrase {
            sealed = try SealedSecret.seal(installation.secrets.entries.map(\.line).joined(separator: "\n") + "\n", passphrase: passphrase)
        }
        let (box, now) = (sealed, database.clock.now())
        let end = try await database.read { reader in
            let writer = try BackupWriter(path: path, authentication: box?.keys.authentication)
            do {
                try writer.frame(
                    .header,
                    BackupHeader(
                        program: AppVersion.text, madeAt: now.description, engine: reader.engine.description,
                        migrations: reader.values("SELECT id FROM migration ORDER BY id NULLS FIRST"),
                        secretFingerprint: reader.value("SELECT secret_fingerprint FROM installation WHERE id = 1")))
                if let box { try writer.frame(.secret, box.sealed) }
                try reader.dump(table: { try writer.table($0, $1) }, row: { try writer.row($0) })
                return try writer.finish()
            } catch {
                writer.abandon()
                throw error
            }
        }
        let name = path == "-" ? "standard output" : path
        let what = "\(name): \(end.rows) rows of \(end.tables) tables"
        let secret =
            passphrase == nil
            ? "the secret is not in it: keep \(installation.secretPath) in another safe place, or give --passphrase-file"
            : "the secret is in it, sealed with the passphrase"
        return [what, secret]
    }

    /// What a restore does besides loading.
    package struct RestoreOptions: Sendable {
        package var passphrase: String?
        /// Give up what the database holds.
        package var replaces = false
        /// Go on with this folder's secret, or a new one.
        package var newSecret = false

        package init() {}
    }

    /// Checks a backup, and puts it in place of what the database holds, all of it or nothing. Everything that was being sent is held.
    /// - Returns: what to print, a line each.
    package static func restore(
        from path: String, folder: String, configFile: String?, commandLine: [Settings.Name: String], options: RestoreOptions
    ) async throws -> [String] {
        let backup = try BackupReader(checking: path, passphrase: options.passphrase)
        let directory = URL(fileURLWithPath: folder, isDirectory: true)
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let lock = try ServeLock(folder: directory)
        defer { withExtendedLifetime(lock) {} }
        let settings = try Installation.settings(folder: directory, configFile: configFile, commandLine: commandLine)
        let rule = try settings.uncertainRule()
        let secretPath = settings[.secretFile] ?? directory.appendingPathComponent("secret").path
        let notes = try settleSecret(backup, at: secretPath, isManaged: settings[.secretFile] != nil, options)
        let installation = try Installation.open(
            folder: folder, configFile: configFile, commandLine: commandLine, makesSecret: options.newSecret)
        do {
            let lines = try await load(backup, into: installation, options, rule)
            await installation.close()
            return lines + notes
        } catch {
            await installation.close()
            throw error
        }
    }

    /// Sees to it that the secret that the database will know is there before anything is changed.
    private static func settleSecret(_ backup: BackupReader, at path: String, isManaged: Bool, _ options: RestoreOptions) throws -> [String]
    {
        guard let wanted = backup.header.secretFingerprint else { return [] }
        var present: SecretRing?
        if FileManager.default.fileExists(atPath: path) { present = try SecretRing.load(path: path, creating: false) }
        if let present, present.fingerprints.contains(wanted) { return [] }
        if let secret = backup.secret, !isManaged {
            let restored = try SecretRing(parsing: secret)
            let kept = present?.entries.filter { old in !restored.entries.contains { $0.id == old.id } } ?? []
            try SecretRing.replace(path: path, lines: (restored.entries + kept).map(\.line))
            return ["\(path): the secret of the backup\(kept.isEmpty ? "" : ", above the one that was there")"]
        }
        guard options.newSecret else { throw BackupError.otherSecret(path: path) }
        return []
    }

    private static func load(
        _ backup: BackupReader, into installation: Installation, _ options: RestoreOptions, _ rule: UncertainRule
    ) async throws -> [String] {
        let database = installation.database
        let now = database.clock.now()
        let hasSchema = try await database.read { try $0.tableShapes().contains { $0.name == "migration" } }
        if hasSchema {
            let (isEmpty, isServed) = try await database.read { reader in
                let names = Set(try reader.tableShapes().map(\.name))
                return (try reader.isEmpty(), try names.contains("delivery_lease") && reader.hasLivingSender(at: now))
            }
            guard !isServed else { throw BackupError.serverElsewhere }
            guard isEmpty || options.replaces else { throw BackupError.notEmpty }
        }
        let fingerprint = installation.secrets.fingerprint
        let isOther = backup.header.secretFingerprint.map { !installation.secrets.fingerprints.contains($0) } ?? false
        let held = Counter()
        try await database.replaceAll(
            migrations: migrations, applied: Set(backup.header.migrations), load: { try backup.load(into: $0) },
            finally: { transaction in
                held.set(try transaction.holdRestored(rule))
                // Where no server had run, none has remembered the secret either.
                try transaction.run(
                    "INSERT INTO installation (id, secret_fingerprint) VALUES (1, \(fingerprint)) ON CONFLICT (id) DO NOTHING")
                if isOther { try transaction.run("UPDATE installation SET secret_fingerprint = \(fingerprint) WHERE id = 1") }
                try transaction.audit("operator", "restore", "installation", after: "{\"made_at\":\"\(backup.header.madeAt)\"}")
            })
        if let epoch = Epoch(installation) { try await epoch.advance() }
        var lines = ["restored what was backed up at \(backup.header.madeAt)"]
        if held.value > 0 {
            lines.append(
                "\(held.value) unfinished campaigns are held, since nobody knows what was sent since: look at each, then resume or stop it")
        }
        return lines
    }
}

/// A number that a closure of a transaction sets.
private final class Counter: Sendable {
    private let number = Mutex(0)
    var value: Int { number.withLock { $0 } }
    func set(_ value: Int) { number.withLock { $0 = value } }
}
