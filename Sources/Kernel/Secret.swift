package import Crypto
import Foundation

/// The installation's secret keys: the first signs, all verify, so that a key can be replaced while what it signed stays good.
///
/// The file has one key per line, `ID BASE64-OF-32-BYTES`, newest first; empty lines and lines that start with `#` are passed over.
package struct SecretRing: Sendable {
    package struct Entry: Sendable {
        /// 1 to 32 of `a-z`, `0-9` and `-`; names the key to people and says nothing of it.
        package let id: String
        package let key: SymmetricKey
        /// Has taken in the key, which is half the work of a short message.
        let prepared: PreparedKey

        init(id: String, key: SymmetricKey) {
            self.id = id
            self.key = key
            prepared = PreparedKey(key)
        }
    }

    /// Never empty.
    package let entries: [Entry]

    /// What is wrong with a file of keys. Quotes nothing of it.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case empty
        case badLine(Int)
        case duplicate(id: String)
        case unreadable(path: String, reason: String)
        case exposed(path: String)

        package var description: String {
            switch self {
            case .empty: "the secret file holds no key: write one with `rapport secret new`"
            case .badLine(let line): "line \(line) of the secret file is not `ID BASE64-OF-32-BYTES`: write one with `rapport secret new`"
            case .duplicate(let id): "the secret file names the key \(id) twice"
            case .unreadable(let path, let reason): "the secret file \(path) can't be read or made: \(reason)"
            case .exposed(let path):
                "others than its owner can read the secret file \(path): `chmod 600` it, and replace the key if they may have"
            }
        }
    }

    package init(parsing text: String) throws(Problem) {
        var entries: [Entry] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let id = words.first, !id.hasPrefix("#") else { continue }
            guard words.count == 2, (1...32).contains(id.utf8.count), id.utf8.allSatisfy(Self.isIDByte),
                let bytes = Data(base64Encoded: String(words[1])), bytes.count == 32
            else { throw .badLine(number + 1) }
            guard !entries.contains(where: { $0.id == id }) else { throw .duplicate(id: String(id)) }
            entries.append(Entry(id: String(id), key: SymmetricKey(data: bytes)))
        }
        guard !entries.isEmpty else { throw .empty }
        self.entries = entries
    }

    /// A line with a new key, for the file.
    package static func newLine() -> String {
        let id = Base32.encode((0..<5).map { _ in UInt8.random(in: .min ... .max) })
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        return "\(id) \(bytes.base64EncodedString())"
    }

    /// Reads the file, or makes it (mode 0600) where there is none and `creating` says so. Of two processes that make it at once one wins, and both read the same.
    package static func load(path: String, creating: Bool) throws(Problem) -> SecretRing {
        if creating { try create(path: path) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "no such file, or no right to read it")
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        guard status.st_mode & 0o077 == 0 else { throw .exposed(path: path) }
        return try SecretRing(parsing: String(decoding: data, as: UTF8.self))
    }

    /// The whole file appears under its name at once, so that nobody reads half a key.
    private static func create(path: String) throws(Problem) {
        if FileManager.default.fileExists(atPath: path) { return }
        let temporary = "\(path).\(UInt64.random(in: .min ... .max)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        defer { unlink(temporary) }
        let bytes = Array((newLine() + "\n").utf8)
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let isDurable = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isDurable else { throw .unreadable(path: path, reason: "it could not be written whole") }
        guard link(temporary, path) == 0 || errno == EEXIST else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
    }

    /// HMAC-SHA256 (RFC 2104) of `message` under the signing key: 32 bytes.
    ///
    /// `purpose` keeps apart what is signed for different ends: no code of one is a code of another.
    package func code(_ purpose: StaticString, _ message: some Sequence<UInt8>) -> [UInt8] {
        let key = entries[0].prepared.taking(purpose)
        return Array(message).withUnsafeBytes { message in key.withCode(of: message) { Array($0) } }
    }

    /// Tells rings apart without telling of their keys: of the signing key, in 16 characters.
    package var fingerprint: String { Base32.encode(code("fingerprint", []).prefix(10)) }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
}
