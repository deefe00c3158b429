import Crypto
import Kernel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `write(2)`, which the method of that name hides inside `MailFolder`.
private func put(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }

/// A folder that takes mails as `.eml` files where no relay is configured.
package struct MailFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// A file operation that failed.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let operation: String
        package let path: String
        package let code: Int32

        package var description: String { "can't \(operation) \(path): \(String(cString: strerror(code)))" }
    }

    /// Writes a mail durably: it is there whole under its name, or not at all. The same Message-ID gives the same name, so that a second
    /// attempt replaces the first. Blocks on the disk; never call it on an event loop.
    /// - Returns: the file's path.
    @discardableResult
    package func write(_ mail: [UInt8], messageID: MessageID) throws(Failure) -> String {
        let name = Self.fileName(messageID)
        let target = "\(path)/\(name)"
        let temporary = "\(path)/.\(name).\(UInt64.random(in: .min ... .max)).tmp"
        // Gone already after the rename.
        defer { unlink(temporary) }
        try writeDurably(mail, to: temporary)
        guard rename(temporary, target) == 0 else { throw Failure(operation: "rename the new file to", path: target, code: errno) }
        try synchronizeFolder()
        return target
    }

    /// The Message-ID with `.eml`, with what a file name can't hold percent-encoded; a hash of it where that is too long.
    static func fileName(_ messageID: MessageID) -> String {
        var name: [UInt8] = []
        for byte in messageID.description.utf8 {
            switch byte {
            case UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "|"):
                name.append(UInt8(ascii: "%"))
                name.append(hex: byte)
            default: name.append(byte)
            }
        }
        if name.count > 200 { name = Array(Base32.encode(SHA256.hash(data: name)).utf8) }
        return String(decoding: name, as: UTF8.self) + ".eml"
    }

    private func writeDurably(_ bytes: [UInt8], to file: String) throws(Failure) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(operation: "create", path: file, code: errno) }
        var code: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = put(descriptor, part.baseAddress, part.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    code = errno
                    return
                }
                rest = rest.dropFirst(count)
            }
        }
        if code == 0, fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0, code == 0 { code = errno }
        guard code == 0 else { throw Failure(operation: "write", path: file, code: code) }
    }

    /// Without it, a power cut could take the name back though the file is on the disk.
    private func synchronizeFolder() throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(operation: "open", path: path, code: errno) }
        let code = fsync(descriptor) == 0 ? 0 : errno
        close(descriptor)
        guard code == 0 else { throw Failure(operation: "write", path: path, code: code) }
    }
}
