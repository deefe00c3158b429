import Foundation
import Kernel
import Yams

/// `rapport.yaml`: one setting per line, as `docs/configuration.md` lists them. Unknown names are errors, since a misspelt one would
/// silently not be in force.
package struct SettingsFile: Sendable {
    package struct Entry: Sendable {
        let text: String
        let line: Int
    }

    package let path: String
    let entries: [Settings.Name: Entry]

    /// - Parameter isRequired: whether a missing file is an error; the one in the data folder may be missing.
    /// - Throws: `SettingsError.file`.
    package static func read(path: String, isRequired: Bool) throws -> SettingsFile? {
        guard FileManager.default.fileExists(atPath: path) else {
            if isRequired { throw SettingsError.file(path: path, line: 0, "there is no such file") }
            return nil
        }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
            throw SettingsError.file(path: path, line: 0, "it can't be read as UTF-8 text")
        }
        return try SettingsFile(path: path, text: text)
    }

    package init(path: String, text: String) throws {
        self.path = path
        var entries: [Settings.Name: Entry] = [:]
        let root: Node?
        do { root = try compose(yaml: text) } catch let error as YamlError {
            throw SettingsError.file(path: path, line: 0, "\(error)")
        }
        if let root {
            guard case .mapping(let mapping) = root else {
                throw SettingsError.file(path: path, line: root.mark?.line ?? 1, "expected lines of the form `name: value`")
            }
            for (key, value) in mapping {
                let line = key.mark?.line ?? 0
                guard let word = key.string, let name = Settings.Name(rawValue: word) else {
                    let known = Settings.Name.allCases.map(\.rawValue).joined(separator: ", ")
                    throw SettingsError.file(path: path, line: line, "“\(key.string ?? "?")” is no setting; there are \(known)")
                }
                guard case .scalar(let scalar) = value else {
                    throw SettingsError.file(path: path, line: line, "\(word) takes one value")
                }
                entries[name] = Entry(text: scalar.string, line: line)
            }
        }
        self.entries = entries
    }
}
