/// A part of a whole in thousandths, 0 to 1000, written `12%` or `2.5%`.
package struct Share: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let permille: Int

    /// Takes what lies beyond the whole for the whole.
    package init(permille: Int) { self.permille = min(1000, max(0, permille)) }

    /// Reads `12%`, `2.5 %` or `2,5%`, from 0 to 100 with at most one decimal; the sign may be missing. `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        var bytes = text.utf8.filter { $0 != 0x20 }[...]
        if bytes.last == UInt8(ascii: "%") { bytes = bytes.dropLast() }
        let point = bytes.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") } ?? bytes.endIndex
        let decimals = bytes[point...].dropFirst()
        guard (1...3).contains(point - bytes.startIndex), point == bytes.endIndex || decimals.count == 1 else { return nil }
        guard (bytes[..<point] + decimals).allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        let whole = bytes[..<point].reduce(0) { $0 * 10 + Int($1 - 48) }
        let permille = whole * 10 + (decimals.first.map { Int($0 - 48) } ?? 0)
        guard permille <= 1000 else { return nil }
        self.permille = permille
    }

    package var fraction: Double { Double(permille) / 1000 }
    package var isZero: Bool { permille == 0 }

    /// `12%`, `2.5%`.
    package var description: String {
        permille % 10 == 0 ? "\(permille / 10)%" : "\(permille / 10).\(permille % 10)%"
    }

    package static func < (left: Share, right: Share) -> Bool { left.permille < right.permille }
}
