import Crypto
import CryptoExtras
import Foundation
import Storage

/// The file that `rapport backup` writes (docs/backup.md): the magic line, then frames of a kind, a length and that many bytes.
enum BackupFormat {
    static let magic = Array("RAPPORT-BACKUP 1\n".utf8)

    enum Kind: UInt8 {
        /// JSON of `BackupHeader`, once, first.
        case header = 0x48
        /// JSON of `SealedSecret`, at most once, second.
        case secret = 0x53
        /// JSON of `TableHeader`: the rows that follow are of this table.
        case table = 0x54
        /// Whole rows, one value after the other.
        case rows = 0x52
        /// JSON of `BackupEnd`, once.
        case end = 0x45
        /// SHA-256 of all bytes before this frame and, where there is a secret frame, their HMAC-SHA256, once, last.
        case seal = 0x5A
    }

    /// What a frame of rows holds before it is written; a single row may be larger.
    static let portion = 64 << 10
    /// A longer frame than this is no frame of ours.
    static let frameLimit = 256 << 20

    struct TableHeader: Codable {
        let table: String
        let columns: [String]
    }

    struct End: Codable, Hashable {
        let tables: Int
        let rows: Int
    }
}

/// What a backup says of itself.
struct BackupHeader: Codable, Sendable {
    let program: String
    /// RFC 3339.
    let madeAt: String
    let engine: String
    /// The ids of the migrations that made the tables.
    let migrations: [String]
    /// Of the secret that links and sessions were signed with; `nil` where no server has ever run.
    let secretFingerprint: String?

    enum CodingKeys: String, CodingKey {
        case program, engine, migrations
        case madeAt = "made_at"
        case secretFingerprint = "secret_fingerprint"
    }
}

/// Why a backup could not be made or taken back.
package enum BackupError: Error, Hashable, Sendable, CustomStringConvertible {
    case file(String, reason: String)
    case notABackup(String)
    case damaged(String, reason: String)
    case wrongPassphrase(String)
    case shortPassphrase
    case needsPassphrase(String)
    case notEmpty
    case otherSecret(path: String)
    case serverElsewhere

    package var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .notABackup(let path): "\(path) is no backup of Rapport"
        case .damaged(let path, let reason): "\(path) is damaged: \(reason); nothing was changed"
        case .wrongPassphrase(let path): "\(path) was not sealed with this passphrase, or was changed since; nothing was changed"
        case .shortPassphrase: "the passphrase has fewer than 12 characters"
        case .needsPassphrase(let path): "\(path) holds no secret, so a passphrase opens nothing in it"
        case .notEmpty:
            "this database is not empty: choose another one with --data or --database, or say --replace to give up what is in it"
        case .otherSecret(let path):
            """
            the backup was made with another secret than \(path): put that one there, or give --passphrase-file if the backup holds it, or say \
            --new-secret to go on with a new one (links in mails already sent then lead nowhere, and everybody signs in again); nothing was changed
            """
        case .serverElsewhere: "a server on another machine works on this database: stop it first"
        }
    }
}

/// The secret keys, readable only with the passphrase: scrypt (RFC 7914) makes the key, ChaCha20-Poly1305 (RFC 8439) seals.
struct SealedSecret: Codable {
    let n: Int
    let r: Int
    let p: Int
    let salt: Data
    let box: Data

    /// What a passphrase gives: the key of the box, and the one that vouches for the whole file.
    struct Keys {
        let sealing: SymmetricKey
        let authentication: SymmetricKey
    }

    static let shortestPassphrase = 12

    /// OWASP's Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1; 128 MiB.
    static func seal(_ secret: String, passphrase: String) throws -> (sealed: SealedSecret, keys: Keys) {
        guard passphrase.count >= shortestPassphrase else { throw BackupError.shortPassphrase }
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let (n, r, p) = (1 << 17, 8, 1)
        let keys = try derive(passphrase, salt, n, r, p)
        let box = try ChaChaPoly.seal(Data(secret.utf8), using: keys.sealing).combined
        return (SealedSecret(n: n, r: r, p: p, salt: salt, box: box), keys)
    }

    /// - Throws: an error when the passphrase is another one.
    func open(_ passphrase: String) throws -> (secret: String, keys: Keys) {
        // Whoever made the file chose these: they are not to take all memory.
        guard (1 << 10...1 << 20).contains(n), n & (n - 1) == 0, (1...16).contains(r), (1...4).contains(p) else {
            throw CryptoKitError.incorrectParameterSize
        }
        let keys = try Self.derive(passphrase, salt, n, r, p)
        let secret = try ChaChaPoly.open(ChaChaPoly.SealedBox(combined: box), using: keys.sealing)
        return (String(decoding: secret, as: UTF8.self), keys)
    }

    private static func derive(_ passphrase: String, _ salt: Data, _ n: Int, _ r: Int, _ p: Int) throws -> Keys {
        let both = try KDF.Scrypt.deriveKey(
            from: Data(passphrase.precomposedStringWithCompatibilityMapping.utf8), salt: salt, outputByteCount: 64, rounds: n, blockSize: r,
            parallelism: p, maxMemory: 1 << 31
        ).withUnsafeBytes { Data($0) }
        return Keys(sealing: SymmetricKey(data: both.prefix(32)), authentication: SymmetricKey(data: both.suffix(32)))
    }
}

/// Values in rows: a byte that says what follows, and what follows.
enum BackupValue {
    static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        func number(_ bits: UInt64) {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        }
        func counted(_ content: some Collection<UInt8>) {
            for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: content.count >> shift)) }
            bytes += content
        }
        switch value {
        case .null: bytes.append(0)
        case .int8(let value):
            bytes.append(1)
            number(UInt64(bitPattern: value))
        case .float8(let value):
            bytes.append(2)
            number(value.bitPattern)
        case .text(let text):
            bytes.append(3)
            counted(text.utf8)
        case .bytea(let content):
            bytes.append(4)
            counted(content)
        case .bool(let truth): bytes.append(truth ? 6 : 5)
        case .int8List, .textList: preconditionFailure("columns hold no lists")
        }
    }

    /// - Throws: `Malformed`.
    static func take(from bytes: inout ArraySlice<UInt8>) throws -> SQLValue {
        func raw(_ count: Int) throws -> ArraySlice<UInt8> {
            guard bytes.count >= count else { throw Malformed() }
            defer { bytes = bytes.dropFirst(count) }
            return bytes.prefix(count)
        }
        func number(_ count: Int) throws -> UInt64 { try raw(count).reduce(0) { $0 << 8 | UInt64($1) } }
        switch try number(1) {
        case 0: return .null(.text)
        case 1: return .int8(Int64(bitPattern: try number(8)))
        case 2: return .float8(Double(bitPattern: try number(8)))
        case 3:
            guard let text = String(validating: try raw(Int(try number(4))), as: UTF8.self) else { throw Malformed() }
            return .text(text)
        case 4: return .bytea(Array(try raw(Int(try number(4)))))
        case 5: return .bool(false)
        case 6: return .bool(true)
        default: throw Malformed()
        }
    }

    struct Malformed: Error {}
}
