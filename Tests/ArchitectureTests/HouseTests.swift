import Foundation
import Testing

/// The order of the house (docs/architecture.md), from the top down: a module imports the ones after it and none before.
@Suite("The order of the house")
struct HouseTests {
    static let order = [
        "rapport", "App",
        "Insight", "Pulse", "Purpose", "Wins", "Gatherings", "Champions", "Hourglass", "Delivery", "Attention", "Campaigns", "Catalogue",
        "Audiences", "Identity", "Touches", "People",
        "Demo",
        "Web", "Statistics", "Mail", "Markup", "StorageSQLite", "StoragePostgres", "Storage", "Kernel",
        "CMalloc", "CLibPQ", "CMark",
    ]

    /// Modules of the base that may import no other module of ours than these.
    static let only: [String: Set<String>] = [
        "Demo": ["Kernel"], "Web": ["Kernel"], "Mail": ["Kernel"], "Markup": ["Kernel", "CMark"], "Statistics": ["Kernel"],
        "StorageSQLite": ["Storage", "Kernel"], "StoragePostgres": ["Storage", "Kernel", "CLibPQ"], "Storage": ["Kernel"], "Kernel": [],
    ]

    /// Libraries that only one module knows.
    static let kept = ["GRDB": "StorageSQLite", "GRDBSQLite": "StorageSQLite", "CLibPQ": "StoragePostgres", "CMark": "Markup"]

    struct Import: CustomStringConvertible {
        let file: SourceTree.File
        let line: Int
        let module: String
        var description: String { "\(file.path):\(line) imports \(module)" }
    }

    static func imports() throws -> [Import] {
        try SourceTree.sources.get().files.flatMap { file in
            file.code.enumerated().compactMap { index, line in
                SwiftText.imported(by: line).map { Import(file: file, line: index + 1, module: $0) }
            }
        }
    }

    /// The targets of the manifest in their order.
    static func targets() throws -> [String] {
        let manifest = try SourceTree.manifest()
        guard let start = manifest.range(of: "\n    targets: [") else { return [] }
        let pattern = /(?:\bmodule\(|\.(?:executableTarget|target|systemLibrary)\()\s*(?:name: )?"(\w+)"/
        return manifest[start.upperBound...].matches(of: pattern).map { String($0.1) }
    }

    @Test("Every module has a place in it")
    func places() throws {
        let unplaced = try SourceTree.modules().filter { !Self.order.contains($0) }
        #expect(unplaced == [])
    }

    @Test("The manifest keeps it")
    func manifest() throws {
        let targets = try Self.targets().filter { $0 != "TestSupport" }
        #expect(targets.count >= 18)
        let places = targets.map { Self.order.firstIndex(of: $0) ?? -1 }
        for (index, place) in places.enumerated().dropFirst() {
            #expect(place > places[index - 1], "\(targets[index]) stands after \(targets[index - 1]) in Package.swift")
        }
    }

    @Test("No import leads up")
    func downOnly() throws {
        let imports = try Self.imports()
        #expect(imports.count > 100)
        for found in imports {
            guard let place = Self.order.firstIndex(of: found.module) else { continue }
            let own = try #require(Self.order.firstIndex(of: found.file.module))
            #expect(place > own, "\(found)")
        }
    }

    @Test("The base knows little of itself")
    func base() throws {
        for found in try Self.imports() where Self.order.contains(found.module) {
            if let allowed = Self.only[found.file.module] { #expect(allowed.contains(found.module), "\(found)") }
        }
    }

    @Test("Only App and the command know the made-up company")
    func demo() throws {
        for found in try Self.imports() where found.module == "Demo" {
            #expect(["App", "rapport"].contains(found.file.module), "\(found)")
        }
    }

    @Test("Each engine and the Markdown library stay in one module")
    func libraries() throws {
        for found in try Self.imports() {
            if let owner = Self.kept[found.module] { #expect(found.file.module == owner, "\(found)") }
        }
    }
}
