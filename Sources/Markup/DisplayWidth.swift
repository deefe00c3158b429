/// How many columns text takes where every letter has the same width.
enum DisplayWidth {
    /// 0 for marks that sit on another letter, 2 for East Asian wide letters and pictographs, else 1 (Unicode Annex 11).
    static func of(_ value: UInt32) -> Int {
        if value < 0x300 { return value == 0xAD ? 0 : 1 }
        if isWide(value) { return 2 }
        guard let scalar = Unicode.Scalar(value) else { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }

    static func of(_ text: some RandomAccessCollection<UInt8>) -> Int {
        var width = 0
        var index = 0
        while index < text.count {
            let (value, length) = scalar(of: text, at: index)
            width += of(value)
            index += length
        }
        return width
    }

    /// Whether a line may end on either side of it although there is no space: Chinese and Japanese, not Korean.
    static func breaksAnywhere(_ value: UInt32) -> Bool {
        switch value {
        case 0x2E80...0x312F, 0x3190...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x20000...0x3FFFD: true
        default: false
        }
    }

    /// Punctuation that must not begin a line (Requirements for Japanese Text Layout, 3.1.7; the common part).
    static func mayNotBeginLine(_ value: UInt32) -> Bool {
        switch value {
        case 0x3001, 0x3002, 0x3005, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x301C, 0x30FB, 0x30FC, 0xFF01, 0xFF09, 0xFF0C,
            0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D:
            true
        default: false
        }
    }

    /// Brackets that must not end a line.
    static func mayNotEndLine(_ value: UInt32) -> Bool {
        switch value {
        case 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0xFF08, 0xFF3B, 0xFF5B: true
        default: false
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0, 0x23F3, 0x25FD...0x25FE, 0x2614...0x2615,
            0x2648...0x2653, 0x267F, 0x2693, 0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE, 0x26D4, 0x26EA,
            0x26F2...0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A...0x270B, 0x2728, 0x274C, 0x274E, 0x2753...0x2755, 0x2757,
            0x2795...0x2797, 0x27B0, 0x27BF, 0x2B1B...0x2B1C, 0x2B50, 0x2B55, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
            0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x16FE0...0x1B2FF, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F265, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
