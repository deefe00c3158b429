import Kernel
import Storage

/// The type of a custom attribute, declared at the first import that brings a value of it and kept from then on.
package enum AttributeType: String, Sendable, SQLConvertible, CaseIterable {
    case text, number, date
    case yesNo = "yes/no"
}

/// What a value of a custom attribute can be taken for.
///
/// The three are disjoint: a number is decimal digits with an optional sign and fraction (no `1e3`, `0x1`, `inf`; no leading zero before a
/// digit, since `007` is a code); a date is `2026-03-02`; yes or no is `yes`, `no`, `true`, `false` in any case. `1` and `0` are numbers when
/// a type is declared, and yes and no where it is declared so already.
enum AttributeValue {
    case number(Double)
    case date(Day)
    case yesNo(Bool)
    case text

    init(_ value: String) {
        if let number = Self.number(value) {
            self = .number(number)
        } else if let day = Day(value) {
            self = .date(day)
        } else {
            switch value.folded {
            case "yes", "true": self = .yesNo(true)
            case "no", "false": self = .yesNo(false)
            default: self = .text
            }
        }
    }

    private static func number(_ value: String) -> Double? {
        var digits = 0
        var point: Int?
        var leadingZero = false
        for (index, byte) in value.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0: break
            case UInt8(ascii: ".") where point == nil && digits > 0: point = digits
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if leadingZero, digits == 1, point == nil { return nil }
                if digits == 0, byte == UInt8(ascii: "0") { leadingZero = true }
                digits += 1
            default: return nil
            }
        }
        // A double keeps 15 decimal digits; longer ones are account numbers and the like.
        guard digits > 0, digits <= 15, point != digits else { return nil }
        return Double(value)
    }

    var type: AttributeType {
        switch self {
        case .number: .number
        case .date: .date
        case .yesNo: .yesNo
        case .text: .text
        }
    }

    /// What rules compare, for an attribute of `type`; `nil` when the value doesn't fit it. Text fits everything and has no number.
    func number(as type: AttributeType) -> Double? {
        switch (self, type) {
        case (.number(let number), .number): number
        case (.number(let number), .yesNo) where number == 0 || number == 1: number
        case (.date(let day), .date): Double(day.number)
        case (.yesNo(let value), .yesNo): value ? 1 : 0
        default: nil
        }
    }
}

/// One column of custom attributes in a file: what is known of its type.
struct ImportAttribute {
    let place: Int
    let name: String
    /// `nil` until the database has declared one.
    let declared: AttributeType?
    let key: Int64?
    /// The one type that all values so far have.
    private(set) var seen: AttributeType?

    init(place: Int, name: String, declared: AttributeType?, key: Int64?) {
        (self.place, self.name, self.declared, self.key) = (place, name, declared, key)
    }

    mutating func see(_ type: AttributeType) {
        seen = seen == nil || seen == type ? type : .text
    }

    var type: AttributeType? { declared ?? seen }
}
