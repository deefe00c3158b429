import Foundation

/// Small JSON objects of texts for the audit.
enum JSONText {
    static func object(_ fields: [(String, String)]) -> String {
        let data = try? JSONSerialization.data(withJSONObject: Dictionary(fields) { $1 }, options: [.sortedKeys])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
