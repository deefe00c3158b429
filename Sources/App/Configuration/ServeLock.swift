package import Foundation
import Glibc

/// The exclusive lock of a data folder while a server runs on it; the system drops it when the process ends, however it ends.
package final class ServeLock: Sendable {
    package struct Taken: Error, CustomStringConvertible {
        let folder: String
        let pid: String
        package var description: String {
            "another Rapport (process \(pid)) is serving \(folder): stop it, or choose another folder with --data"
        }
    }

    private let descriptor: Int32

    /// - Throws: `Taken`, which names the process that has it.
    package init(folder: URL) throws {
        let path = folder.appendingPathComponent("serve.lock").path
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SettingsError.file(path: path, line: 0, "it can't be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let pid = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? "?"
            close(descriptor)
            throw Taken(folder: folder.path, pid: pid.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        ftruncate(descriptor, 0)
        let text = Array("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
        _ = text.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Whether a server holds the folder now.
    package static func isTaken(folder: URL) -> Bool {
        let path = folder.appendingPathComponent("serve.lock").path
        let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return true }
        flock(descriptor, LOCK_UN)
        return false
    }
}
