import Crypto
import Foundation

extension SecretRing {
    /// The fingerprint that a ring with each of these keys as its signing key would have, newest first.
    package var fingerprints: [String] {
        entries.compactMap { entry in
            try? SecretRing(parsing: entry.line).fingerprint
        }
    }

    /// Writes a file of keys (mode 0600) in place of the one that is there, if any; the old or the new one is there at every moment.
    package static func replace(path: String, lines: [String]) throws(Problem) {
        let temporary = "\(path).\(UInt64.random(in: .min ... .max)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let isDurable = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isDurable, rename(temporary, path) == 0 else {
            unlink(temporary)
            throw .unreadable(path: path, reason: "it could not be written whole")
        }
    }
}

extension SecretRing.Entry {
    /// As it stands in the file.
    package var line: String { "\(id) \(key.withUnsafeBytes { Data($0) }.base64EncodedString())" }
}
