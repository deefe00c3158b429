import Foundation
import Storage

/// Notices a database file that was put back by hand: the same random word is kept in the database and in `DIR/epoch`, and both change
/// while mails are sent, at each start and at each end of a server. A file from before has an older word.
///
/// Only for SQLite: a PostgreSQL database is shared by many folders.
struct Epoch: Sendable {
    /// While mails are sent: of a copy that is put back, at most what was sent in so long goes unnoticed.
    static let pace = Duration.seconds(1)

    private let path: String
    private let database: Database

    init?(_ installation: Installation) {
        guard installation.database.engine == .sqlite else { return nil }
        path = installation.folder.appendingPathComponent("epoch").path
        database = installation.database
    }

    /// Whether the database is one that this folder did not leave behind. False for a folder and a database that are both new.
    func isBroken() async throws -> Bool {
        let stored: String? = try await database.read {
            try $0.value("SELECT epoch FROM installation WHERE id = 1", as: String?.self) ?? nil
        }
        let known = FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        switch (stored, known) {
        case (nil, nil): return false
        case (let stored?, let known?): return !known.contains(stored)
        default: return true
        }
    }

    /// Begins a new one. The file first names both, so that a process that dies between leaves nothing broken.
    func advance() async throws {
        let next = String(UInt64.random(in: .min ... .max), radix: 36)
        let stored: String? = try await database.read {
            try $0.value("SELECT epoch FROM installation WHERE id = 1", as: String?.self) ?? nil
        }
        try write(([stored].compactMap(\.self) + [next]))
        try await database.write { try $0.run("UPDATE installation SET epoch = \(next) WHERE id = 1") }
        try write([next])
    }

    /// The whole file appears under its name at once.
    private func write(_ words: [String]) throws {
        let temporary = path + ".tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SettingsError.file(path: path, line: 0, String(cString: strerror(errno))) }
        let bytes = Array((words.joined(separator: "\n") + "\n").utf8)
        let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let isDurable = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isDurable, rename(temporary, path) == 0 else {
            throw SettingsError.file(path: path, line: 0, "it could not be written whole")
        }
    }
}
