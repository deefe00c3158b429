import Kernel

/// A department as the names from the top unit down, written `Company / Sales / DACH`.
///
/// The separator is a slash with white space on at least one side: `R&D/IT` is the name of one unit.
package struct DepartmentPath: Hashable, Sendable, CustomStringConvertible {
    package let names: [String]

    package static let depthLimit = 32
    package static let nameLimit = 200
    package static let lengthLimit = 1000

    init(names: [String]) { self.names = names }

    /// `nil` without a unit, with an empty name in it, and beyond the limits (32 units, 200 bytes a name, 1000 bytes in all).
    package init?(_ text: String) {
        var names: [String] = []
        var name = ""
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let before = index == 0 || scalars[index - 1].properties.isWhitespace
            let after = index + 1 == scalars.count || scalars[index + 1].properties.isWhitespace
            if scalar == "/", before || after {
                names.append(String(name.trimmed))
                name = ""
            } else {
                name.unicodeScalars.append(scalar)
            }
        }
        names.append(String(name.trimmed))
        guard names.count <= Self.depthLimit, names.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.nameLimit }),
            names.reduce(0, { $0 + $1.utf8.count + 3 }) <= Self.lengthLimit
        else { return nil }
        self.names = names
    }

    package var description: String { names.joined(separator: " / ") }

    /// The form in which paths are compared.
    package var folded: String { names.map(\.folded).joined(separator: " / ") }
}
