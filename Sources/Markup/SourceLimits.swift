/// What keeps a hostile text from costing more than a few milliseconds, checked before cmark sees it.
///
/// cmark-gfm 0.29.0.gfm.6 takes time that grows with the square of some openings (CVE-2023-22483 to 22486, CVE-2023-24824 and
/// CVE-2023-26485), and memory that grows with uses × length of a link definition and with rows × columns of a table. The limits are far
/// beyond what anyone writes.
enum SourceLimits {
    static let lines = 4000
    static let nesting = 16
    static let brackets = 2000
    static let addresses = 2000
    static let declarations = 200
    /// Checked by the reader.
    static let links = 1000
    static let columns = 40
    static let definition = 8192

    /// Reports the first limit that the text breaks and says whether it may go on to cmark.
    static func hold(_ source: MarkdownSource, problems: inout ProblemList) -> Bool {
        let text = source.text
        func refuse(_ offset: Int, _ english: String, de german: String) -> Bool {
            problems.error(at: source.place(of: offset), english, de: german)
            return false
        }
        guard source.lineStarts.count <= lines else {
            return refuse(
                source.lineStarts[lines], "A text can have \(lines) lines; this is one more. Split it.",
                de: "Ein Text kann \(lines) Zeilen haben; dies ist eine mehr. Teilen Sie ihn.")
        }
        var counts = Counts()
        for (index, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "["): counts.brackets += 1
            case UInt8(ascii: "@"): counts.addresses += 1
            case UInt8(ascii: "<"):
                if index + 1 < text.count, text[index + 1] == UInt8(ascii: "!") || text[index + 1] == UInt8(ascii: "?") {
                    counts.declarations += 1
                }
            default: continue
            }
            if counts.brackets > brackets {
                return refuse(
                    index, "A text can have \(brackets) opening brackets; this is one more.",
                    de: "Ein Text kann \(brackets) öffnende Klammern haben; dies ist eine mehr.")
            }
            if counts.addresses > addresses {
                return refuse(
                    index, "A text can have \(addresses) signs @; this is one more.",
                    de: "Ein Text kann \(addresses) Zeichen @ haben; dies ist eines mehr.")
            }
            if counts.declarations > declarations {
                return refuse(
                    index, "This is HTML. Rapport's content is Markdown; take it out.",
                    de: "Das ist HTML. Texte sind hier Markdown; nehmen Sie es heraus.")
            }
        }
        var paragraph = (start: 0, definesLink: false)
        for (number, start) in source.lineStarts.enumerated() {
            let end = number + 1 < source.lineStarts.count ? source.lineStarts[number + 1] : text.count
            let line = text[start..<end]
            if nestingDepth(line) > nesting {
                return refuse(
                    start, "This is nested too deep. Quotes and lists can stand \(nesting) deep inside each other.",
                    de: "Das ist zu tief geschachtelt. Zitate und Listen können \(nesting)-fach ineinander stehen.")
            }
            if isTableRule(line), line.reduce(0, { $0 + ($1 == UInt8(ascii: "|") ? 1 : 0) }) > columns {
                return refuse(
                    start, "A table can have \(columns) columns. Turn it around, or link to a sheet.",
                    de: "Eine Tabelle kann \(columns) Spalten haben. Drehen Sie sie, oder verweisen Sie auf ein Blatt.")
            }
            if line.allSatisfy({ $0 <= 0x20 }) { paragraph = (end, false) }
            if !paragraph.definesLink { paragraph.definesLink = definesLink(line) }
            if paragraph.definesLink, end - paragraph.start > definition {
                return refuse(
                    paragraph.start, "A paragraph that names the address of a link can have \(definition) bytes. Put a blank line into it.",
                    de: "Ein Absatz, der die Adresse eines Links nennt, kann \(definition) Bytes haben. Setzen Sie eine Leerzeile hinein.")
            }
        }
        return true
    }

    private struct Counts {
        var brackets = 0
        var addresses = 0
        var declarations = 0
    }

    private static func definesLink(_ line: ArraySlice<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for byte in line {
            if byte == UInt8(ascii: ":"), previous == UInt8(ascii: "]") { return true }
            previous = byte
        }
        return false
    }

    /// Only what can stand in the line under a table's header, with markers of quotes and lists before it.
    private static func isTableRule(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy {
            switch $0 {
            case UInt8(ascii: "|"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"),
                UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x09...0x0D, 0x20:
                true
            default: false
            }
        }
    }

    /// How many markers of quotes and list items open the line; none for a thematic break (`* * *`).
    private static func nestingDepth(_ line: ArraySlice<UInt8>) -> Int {
        var depth = 0
        var index = line.startIndex
        func byte(_ offset: Int) -> UInt8 { index + offset < line.endIndex ? line[index + offset] : 0x0A }
        while index < line.endIndex {
            switch byte(0) {
            case 0x20, 0x09: index += 1
            case UInt8(ascii: ">"):
                depth += 1
                index += 1
            case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
                let marker = byte(0)
                guard byte(1) <= 0x20 else { return depth }
                if marker != UInt8(ascii: "+"), line[index...].allSatisfy({ $0 == marker || $0 <= 0x20 }) { return depth }
                depth += 1
                index += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                var digits = 1
                while digits < 10, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(digits)) { digits += 1 }
                guard byte(digits) == UInt8(ascii: ".") || byte(digits) == UInt8(ascii: ")"), byte(digits + 1) <= 0x20 else { return depth }
                depth += 1
                index += digits + 1
            default: return depth
            }
        }
        return depth
    }
}
