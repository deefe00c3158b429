import Crypto
import Foundation
import Storage

/// Reads a backup: once to check all of it before anything is changed, and once to load it.
struct BackupReader: Sendable {
    let path: String
    let header: BackupHeader
    /// The text of the secret file, opened with the passphrase; `nil` without one.
    let secret: String?

    /// Checks the whole file.
    /// - Parameter passphrase: with it, the secret is opened and the file is known to be as it was written; without it, only that nothing
    ///   happened to it by accident.
    /// - Throws: `BackupError`.
    init(checking path: String, passphrase: String?) throws {
        self.path = path
        let frames = try BackupFrames(path)
        defer { frames.close() }
        guard let first = try frames.next(), first.kind == .header else { throw BackupError.damaged(path, reason: "it has no header") }
        header = try frames.decode(BackupHeader.self, first)
        var opened: (secret: String, keys: SealedSecret.Keys)?
        var isSealed = false
        var found = BackupFormat.End(tables: 0, rows: 0)
        var end: BackupFormat.End?
        var columns: Int?
        while let frame = try frames.next() {
            guard end == nil || frame.kind == .seal else { throw BackupError.damaged(path, reason: "something follows its end") }
            switch frame.kind {
            case .header: throw BackupError.damaged(path, reason: "it has two headers")
            case .secret:
                guard !isSealed, found.tables == 0 else { throw BackupError.damaged(path, reason: "a secret where none belongs") }
                isSealed = true
                if let passphrase {
                    do { opened = try frames.decode(SealedSecret.self, frame).open(passphrase) } catch let error as BackupError {
                        throw error
                    } catch { throw BackupError.wrongPassphrase(path) }
                    if let opened { frames.authenticate(opened.keys.authentication) }
                }
            case .table:
                columns = try frames.decode(BackupFormat.TableHeader.self, frame).columns.count
                found = .init(tables: found.tables + 1, rows: found.rows)
            case .rows:
                guard let columns, columns > 0 else { throw BackupError.damaged(path, reason: "rows without a table") }
                var rows = 0
                try frames.rows(frame, columns) { _ in rows += 1 }
                found = .init(tables: found.tables, rows: found.rows + rows)
            case .end: end = try frames.decode(BackupFormat.End.self, frame)
            case .seal:
                guard end == found else { throw BackupError.damaged(path, reason: "it has not all of its rows") }
                let sum = frames.sums
                guard Array(frame.content.prefix(32)) == sum.hash, frame.content.count == (isSealed ? 64 : 32) else {
                    throw BackupError.damaged(path, reason: "its checksum is another")
                }
                if let code = sum.code, Array(frame.content.suffix(32)) != code { throw BackupError.wrongPassphrase(path) }
                guard try frames.next() == nil else { throw BackupError.damaged(path, reason: "something follows its end") }
                if passphrase != nil, !isSealed { throw BackupError.needsPassphrase(path) }
                secret = opened?.secret
                return
            }
        }
        throw BackupError.damaged(path, reason: "it ends too early")
    }

    /// Hands every table over.
    func load(into loader: DumpLoader) throws {
        let frames = try BackupFrames(path)
        defer { frames.close() }
        var frame = try frames.next()
        while let current = frame, current.kind != .end {
            guard current.kind == .table else {
                frame = try frames.next()
                continue
            }
            let table = try frames.decode(BackupFormat.TableHeader.self, current)
            frame = try frames.next()
            try loader.load(table.table, columns: table.columns) { add in
                while let rows = frame, rows.kind == .rows {
                    try frames.rows(rows, table.columns.count, add)
                    frame = try frames.next()
                }
            }
        }
        guard frame?.kind == .end else { throw BackupError.damaged(path, reason: "it ends too early") }
    }
}

/// The frames of a file, and the sums over what came before the one at hand.
private final class BackupFrames {
    struct Frame {
        let kind: BackupFormat.Kind
        let content: [UInt8]
    }

    private let path: String
    private let descriptor: Int32
    private var hash = SHA256()
    private var code: HMAC<SHA256>?
    /// What came before a key was known, so that it can be vouched for, too.
    private var before: [UInt8]? = []
    private(set) var sums: (hash: [UInt8], code: [UInt8]?) = ([], nil)

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.file(path, reason: String(cString: strerror(errno))) }
        let magic = try read(BackupFormat.magic.count)
        guard magic == BackupFormat.magic else {
            close()
            throw BackupError.notABackup(path)
        }
        count(magic)
    }

    func close() { _ = Foundation.close(descriptor) }

    /// From here on, and for what came before, `sums` has the code of this key.
    func authenticate(_ key: SymmetricKey) {
        var code = HMAC<SHA256>(key: key)
        code.update(data: before ?? [])
        self.code = code
        before = nil
    }

    /// `nil` at the end of the file.
    func next() throws -> Frame? {
        sums = (Array(hash.finalize()), code.map { Array($0.finalize()) })
        let head = try read(5)
        guard !head.isEmpty else { return nil }
        guard head.count == 5, let kind = BackupFormat.Kind(rawValue: head[0]) else {
            throw BackupError.damaged(path, reason: head.count == 5 ? "a part of it is unknown" : "it ends too early")
        }
        let length = head.dropFirst().reduce(0) { $0 << 8 | Int($1) }
        guard length <= BackupFormat.frameLimit else { throw BackupError.damaged(path, reason: "a part of it is too long") }
        let content = try read(length)
        guard content.count == length else { throw BackupError.damaged(path, reason: "it ends too early") }
        count(head)
        count(content)
        // Keys come with the second frame or not at all.
        if kind == .table { before = nil }
        return Frame(kind: kind, content: content)
    }

    func decode<Value: Decodable>(_: Value.Type, _ frame: Frame) throws -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(frame.content)) } catch {
            throw BackupError.damaged(path, reason: "a part of it can't be read")
        }
    }

    func rows(_ frame: Frame, _ columns: Int, _ each: ([SQLValue]) throws -> Void) throws {
        var rest = frame.content[...]
        var row: [SQLValue] = []
        row.reserveCapacity(columns)
        while !rest.isEmpty {
            row.removeAll(keepingCapacity: true)
            do { for _ in 0..<columns { row.append(try BackupValue.take(from: &rest)) } } catch {
                throw BackupError.damaged(path, reason: "a row can't be read")
            }
            try each(row)
        }
    }

    private func count(_ bytes: [UInt8]) {
        hash.update(data: bytes)
        code?.update(data: bytes)
        before? += bytes
    }

    private func read(_ wanted: Int) throws -> [UInt8] {
        // Never more than the file has, whatever it says of itself.
        var bytes: [UInt8] = []
        while bytes.count < wanted {
            let have = bytes.count
            let more = min(wanted - have, 1 << 20)
            bytes.append(contentsOf: repeatElement(0, count: more))
            let count = bytes.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress?.advanced(by: have), more) }
            if count < 0, errno == EINTR {
                bytes.removeSubrange(have...)
                continue
            }
            guard count >= 0 else { throw BackupError.file(path, reason: String(cString: strerror(errno))) }
            bytes.removeSubrange((have + count)...)
            if count == 0 { break }
        }
        return bytes
    }
}
