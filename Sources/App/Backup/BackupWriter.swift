import Crypto
import Foundation
import Storage

/// Writes a backup frame by frame. The file appears under its name only when it is whole.
final class BackupWriter {
    private let path: String
    private let temporary: String?
    private let descriptor: Int32
    private var hash = SHA256()
    private var code: HMAC<SHA256>?
    private var rows: [UInt8] = []
    private var tables = 0
    private var count = 0

    /// - Parameter path: `-` is standard output.
    /// - Throws: `BackupError.file`.
    init(path: String, authentication: SymmetricKey?) throws {
        self.path = path
        code = authentication.map { HMAC<SHA256>(key: $0) }
        if path == "-" {
            temporary = nil
            descriptor = STDOUT_FILENO
        } else {
            let name = "\(path).\(UInt32.random(in: .min ... .max)).part"
            temporary = name
            descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw BackupError.file(path, reason: String(cString: strerror(errno))) }
        }
        try put(BackupFormat.magic)
    }

    func frame(_ kind: BackupFormat.Kind, _ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try put(kind, [UInt8](try encoder.encode(value)))
    }

    func table(_ name: String, _ columns: [String]) throws {
        try flush()
        tables += 1
        try frame(.table, BackupFormat.TableHeader(table: name, columns: columns))
    }

    func row(_ values: [SQLValue]) throws {
        for value in values { BackupValue.append(value, to: &rows) }
        count += 1
        if rows.count >= BackupFormat.portion { try flush() }
    }

    /// Ends the file, puts it on the disk and gives it its name.
    func finish() throws -> BackupFormat.End {
        try flush()
        let end = BackupFormat.End(tables: tables, rows: count)
        try frame(.end, end)
        var seal = Array(hash.finalize())
        if let code { seal += Array(code.finalize()) }
        try put(.seal, seal)
        guard let temporary else { return end }
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
            throw BackupError.file(path, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
        return end
    }

    /// Takes away what was written so far.
    func abandon() {
        guard let temporary else { return }
        close(descriptor)
        unlink(temporary)
    }

    private func flush() throws {
        guard !rows.isEmpty else { return }
        try put(.rows, rows)
        rows.removeAll(keepingCapacity: true)
    }

    private func put(_ kind: BackupFormat.Kind, _ content: [UInt8]) throws {
        guard content.count <= BackupFormat.frameLimit else {
            throw BackupError.file(path, reason: "a row is larger than a backup can hold")
        }
        try put([kind.rawValue] + (0..<4).map { UInt8(truncatingIfNeeded: content.count >> (24 - 8 * $0)) })
        try put(content)
    }

    private func put(_ bytes: [UInt8]) throws {
        hash.update(data: bytes)
        code?.update(data: bytes)
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw BackupError.file(path, reason: String(cString: strerror(errno))) }
                rest = rest.dropFirst(written)
            }
        }
    }
}
