import Foundation
import Testing

/// What the code does without.
@Suite("Habits of the code")
struct HabitTests {
    struct Place: CustomStringConvertible {
        let file: SourceTree.File
        let index: Int
        var description: String { "\(file.path):\(index + 1): \(file.code[index].trimmingCharacters(in: .whitespaces))" }

        /// Whether a comment stands directly above, attributes between them aside.
        var hasReason: Bool {
            let lines = file.text.components(separatedBy: "\n")
            var above = index - 1
            while above >= 0, lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("@") { above -= 1 }
            return above >= 0 && lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("//")
        }
    }

    static func places(in tree: Result<SourceTree, any Error> = SourceTree.sources, where isFound: (String) -> Bool) throws -> [Place] {
        let files = try tree.get().files
        #expect(files.count > 10)
        return files.flatMap { file in file.code.indices.filter { isFound(file.code[$0]) }.map { Place(file: file, index: $0) } }
    }

    @Test(
        "No formatter of Foundation, which costs a hundred times what bytes cost",
        arguments: ["DateFormatter", "ISO8601DateFormatter", "NumberFormatter"])
    func formatters(name: String) throws {
        let found = try Self.places { SwiftText.has(name, in: $0) }
        #expect(found.isEmpty, "\(found)")
    }

    @Test("No error is trapped on", arguments: [true, false])
    func traps(inTests: Bool) throws {
        // In two parts, so that this line is not found.
        let word = "try" + "!"
        let found = try Self.places(in: inTests ? SourceTree.tests : SourceTree.sources) { $0.contains(word) }
        #expect(found.isEmpty, "\(found)")
    }

    @Test("Whoever tells the compiler to trust them says why, directly above", arguments: ["@unchecked Sendable", "nonisolated(unsafe)"])
    func unchecked(words: String) throws {
        let found = try Self.places { $0.contains(words) }.filter { !$0.hasReason }
        #expect(found.isEmpty, "\(found)")
    }

    @Test("SQL is put together from raw pieces in Storage alone")
    func rawSQL() throws {
        let found = try Self.places { $0.contains("SQL(pieces:") }.filter { $0.file.module != "Storage" }
        #expect(found.isEmpty, "\(found)")
    }

    @Test("What is written into the program is what lies in the folder of assets")
    func assets() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", SourceTree.root.appending(path: "scripts/embed-assets").path, "--check"]
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }
}
