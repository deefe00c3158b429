import Foundation

/// The project's own Swift files, read as text.
struct SourceTree {
    struct File {
        /// From the root of the repository: `Sources/Kernel/Zone.swift`.
        let path: String
        let text: String
        /// The text without comments, line for line.
        let code: [String]

        init(path: String, text: String) {
            self.path = path
            self.text = text
            code = SwiftText.withoutComments(text).components(separatedBy: "\n")
        }

        /// The second part of the path.
        var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    }

    /// Read once, since the checks all want the same.
    static let sources = Result { try SourceTree("Sources") }
    static let tests = Result { try SourceTree("Tests") }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    let files: [File]

    private init(_ folder: String) throws {
        let base = Self.root.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix(".swift") }.sorted()
        files = try paths.map { path in
            File(path: "\(folder)/\(path)", text: try String(contentsOf: base.appending(path: path), encoding: .utf8))
        }
    }

    /// The folders of `Sources`.
    static func modules() throws -> [String] {
        let sources = root.appending(path: "Sources")
        return try FileManager.default.contentsOfDirectory(atPath: sources.path).sorted().filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: sources.appending(path: name).path, isDirectory: &isFolder) && isFolder.boolValue
        }
    }

    static func manifest() throws -> String {
        try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    }
}

/// As much of Swift's grammar as the checks need.
enum SwiftText {
    /// The text with comments blanked out, line for line. What looks like a comment within a string literal is none.
    static func withoutComments(_ text: String) -> String {
        var scan = Scan(bytes: Array(text.utf8))
        scan.code(until: nil)
        return String(decoding: scan.out, as: UTF8.self)
    }

    private struct Scan {
        let bytes: [UInt8]
        var place = 0
        var out: [UInt8] = []

        private func sees(_ text: String, at offset: Int = 0) -> Bool {
            let start = place + offset
            return start + text.utf8.count <= bytes.count && bytes[start..<start + text.utf8.count].elementsEqual(text.utf8)
        }

        private mutating func keep(_ count: Int) {
            let end = min(place + count, bytes.count)
            out += bytes[place..<end]
            place = end
        }

        /// - Parameter end: the bracket that ends an interpolation; its own brackets nest.
        mutating func code(until end: UInt8?) {
            var depth = 0
            while place < bytes.count {
                let byte = bytes[place]
                if byte == UInt8(ascii: "/"), sees("//") {
                    while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
                    continue
                }
                if byte == UInt8(ascii: "/"), sees("/*") {
                    comment()
                    continue
                }
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#"), literal() { continue }
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == end {
                    if depth == 0 { return }
                    depth -= 1
                }
                keep(1)
            }
        }

        /// Comments of this kind nest; their line ends stay.
        private mutating func comment() {
            var depth = 0
            repeat {
                if sees("/*") {
                    depth += 1
                    place += 2
                } else if sees("*/") {
                    depth -= 1
                    place += 2
                } else {
                    if bytes[place] == UInt8(ascii: "\n") { out.append(bytes[place]) }
                    place += 1
                }
            } while depth > 0 && place < bytes.count
        }

        /// A whole string literal, with its quotes; `false` where none begins.
        private mutating func literal() -> Bool {
            let hashes = String(repeating: "#", count: bytes[place...].prefix { $0 == UInt8(ascii: "#") }.count)
            let quotes = sees("\"\"\"", at: hashes.utf8.count) ? "\"\"\"" : "\""
            guard sees(quotes, at: hashes.utf8.count) else { return false }
            let (end, escape) = (quotes + hashes, "\\" + hashes)
            keep(hashes.utf8.count + quotes.utf8.count)
            while place < bytes.count {
                if sees(end) {
                    keep(end.utf8.count)
                    return true
                }
                guard sees(escape) else {
                    keep(1)
                    continue
                }
                keep(escape.utf8.count + 1)
                if out.last == UInt8(ascii: "(") {
                    code(until: UInt8(ascii: ")"))
                    keep(1)
                }
            }
            return true
        }
    }

    /// What an `import` line names: `Kernel` of `package import struct Kernel.Instant`.
    static func imported(by line: String) -> String? {
        var words = line.split(separator: " ")
        while let first = words.first, first.hasPrefix("@") || ["package", "internal", "private", "fileprivate", "public"].contains(first) {
            words.removeFirst()
        }
        guard words.first == "import", words.count >= 2, !line.hasPrefix(" ") else { return nil }
        return words.last?.split(separator: ".").first.map(String.init)
    }

    /// Whether `word` stands in the line as a word of its own.
    static func has(_ word: String, in line: String) -> Bool {
        var rest = Substring(line)
        while let range = rest.range(of: word) {
            let before = rest[rest.startIndex..<range.lowerBound].last
            let after = rest[range.upperBound...].first
            let isPart = { (character: Character?) in character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
            if !isPart(before) && !isPart(after) { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }
}
