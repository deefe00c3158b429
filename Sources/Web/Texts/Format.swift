package import Kernel

/// How one reader reads figures and times: in their language, their zone, and as of now.
package struct Format: Sendable {
    package let language: Language
    package let zone: Zone
    package let now: Instant

    package init(_ language: Language, zone: Zone, now: Instant) {
        self.language = language
        self.zone = zone
        self.now = now
    }

    var words: FormatWords { .in(language) }

    /// `1,240` or `1.240`: grouped in threes, with a minus sign where below zero.
    package func number(_ value: Int) -> String {
        var text: [UInt8] = value < 0 ? Array("−".utf8) : []
        text.append(grouped: value.magnitude, separator: language == .de ? UInt8(ascii: ".") : UInt8(ascii: ","))
        return String(decoding: text, as: UTF8.self)
    }

    /// `2.5` or `2,5`: rounded to `places` (0 to 9) decimals, half away from zero, with no zeros at the end. `–` for what is no number.
    package func decimal(_ value: Double, places: Int = 1) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        var unit: UInt = 1
        for _ in 0..<max(0, min(9, places)) { unit *= 10 }
        guard abs(value) * Double(unit) < 1e18 else { return number(Int(value)) }
        let scaled = UInt((abs(value) * Double(unit)).rounded())
        var text: [UInt8] = value < 0 && scaled > 0 ? Array("−".utf8) : []
        text.append(grouped: scaled / unit, separator: language == .de ? UInt8(ascii: ".") : UInt8(ascii: ","))
        if scaled % unit != 0 {
            var digits: [UInt8] = []
            var rest = scaled % unit
            while unit > 1 {
                digits.append(UInt8(48 + rest % 10))
                rest /= 10
                unit /= 10
            }
            text.append(language == .de ? UInt8(ascii: ",") : UInt8(ascii: "."))
            text.append(contentsOf: digits.drop { $0 == 48 }.reversed())
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `12%` or `12 %` of a share from 0 to 1 (or beyond); a share above zero that would round to it reads `<1%`.
    package func percent(_ share: Double, places: Int = 0) -> String {
        guard share.isFinite else { return "–" }
        let sign = language == .de ? "\u{A0}%" : "%"
        if places == 0, share > 0, share < 0.005 { return "<1" + sign }
        return decimal(share * 100, places: places) + sign
    }

    /// `1 person`, `1,240 people`: the figure and the noun in the right number.
    package func count(_ value: Int, _ one: String, _ many: String) -> String {
        number(value) + "\u{A0}" + (value == 1 ? one : many)
    }

    /// `a`, `a and b`, `a, b and c`.
    package func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " \(words.and) " + last
    }
}

extension [UInt8] {
    fileprivate mutating func append(grouped value: UInt, separator: UInt8) {
        var digits: [UInt8] = []
        var rest = value
        var count = 0
        repeat {
            if count > 0, count % 3 == 0 { digits.append(separator) }
            digits.append(UInt8(48 + rest % 10))
            rest /= 10
            count += 1
        } while rest > 0
        append(contentsOf: digits.reversed())
    }
}
