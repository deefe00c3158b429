import Foundation
import Kernel

/// What a file is, by its bytes; whatever its name says.
struct FileFormat: Hashable {
    /// Such as `image/png`.
    let type: String
    /// What its name ends with.
    let ending: String
    /// Pixels; 0 where it is no picture.
    var width = 0
    var height = 0

    /// PNG, JPEG, GIF or WebP with a size of 1 to 8,000 pixels each way. No SVG: it can hold a program.
    static func picture(_ bytes: [UInt8]) -> FileFormat? {
        guard let (type, ending, size) = png(bytes) ?? gif(bytes) ?? jpeg(bytes) ?? webP(bytes),
            (1...8000).contains(size.width), (1...8000).contains(size.height)
        else { return nil }
        return FileFormat(type: type, ending: ending, width: size.width, height: size.height)
    }

    /// A picture, a PDF, a document of Word, Excel or PowerPoint without macros, dates for a calendar, or plain text.
    /// - Parameter name: tells a table (`.csv`) from other text.
    static func attachment(_ bytes: [UInt8], name: String) -> FileFormat? {
        if let picture = picture(bytes) { return FileFormat(type: picture.type, ending: picture.ending) }
        if bytes.starts(with: "%PDF-".utf8) { return FileFormat(type: "application/pdf", ending: "pdf") }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return office(Data(bytes)) }
        guard !bytes.isEmpty, String(validating: bytes, as: UTF8.self) != nil,
            !bytes.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F })
        else { return nil }
        if bytes.starts(with: "BEGIN:VCALENDAR".utf8) { return FileFormat(type: "text/calendar", ending: "ics") }
        // What begins as a page or a drawing would be opened as one.
        guard bytes.first(where: { $0 > 0x20 }) != UInt8(ascii: "<") else { return nil }
        return name.lowercased().hasSuffix(".csv")
            ? FileFormat(type: "text/csv", ending: "csv") : FileFormat(type: "text/plain", ending: "txt")
    }

    /// ECMA-376: a zip whose entries say what it is.
    private static func office(_ data: Data) -> FileFormat? {
        func has(_ entry: String) -> Bool { data.range(of: Data(entry.utf8)) != nil }
        guard has("[Content_Types].xml"), !has("vbaProject.bin") else { return nil }
        let kind = "application/vnd.openxmlformats-officedocument."
        if has("word/document.xml") { return FileFormat(type: kind + "wordprocessingml.document", ending: "docx") }
        if has("xl/workbook.xml") { return FileFormat(type: kind + "spreadsheetml.sheet", ending: "xlsx") }
        if has("ppt/presentation.xml") { return FileFormat(type: kind + "presentationml.presentation", ending: "pptx") }
        return nil
    }
}

/// The heads of pictures.
extension FileFormat {
    private typealias Head = (type: String, ending: String, size: (width: Int, height: Int))

    private static func big(_ bytes: some Collection<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    private static func little(_ bytes: some BidirectionalCollection<UInt8>) -> Int { big(bytes.reversed()) }

    /// PNG (W3C, third edition) §5.2 and §11.2.2.
    private static func png(_ bytes: [UInt8]) -> Head? {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard bytes.count > 33, bytes.starts(with: signature), bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        return ("image/png", "png", (big(bytes[16..<20]), big(bytes[20..<24])))
    }

    /// GIF89a §18.
    private static func gif(_ bytes: [UInt8]) -> Head? {
        guard bytes.count > 13, bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) else { return nil }
        return ("image/gif", "gif", (little(bytes[6..<8]), little(bytes[8..<10])))
    }

    /// ITU-T T.81 §B.2.2: the first start of a frame has the size.
    private static func jpeg(_ bytes: [UInt8]) -> Head? {
        guard bytes.count > 10, bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return nil }
        var position = 2
        while position + 9 < bytes.count {
            guard bytes[position] == 0xFF else { return nil }
            switch bytes[position + 1] {
            case 0xFF: position += 1
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                let (height, width) = (big(bytes[(position + 5)..<(position + 7)]), big(bytes[(position + 7)..<(position + 9)]))
                return ("image/jpeg", "jpg", (width, height))
            case 0xD9, 0xDA: return nil
            default: position += 2 + big(bytes[(position + 2)..<(position + 4)])
            }
        }
        return nil
    }

    /// RFC 9649 §2.5 to §2.7.
    private static func webP(_ bytes: [UInt8]) -> Head? {
        guard bytes.count > 30, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) else { return nil }
        let size: (width: Int, height: Int)
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8 ":
            guard bytes[23..<26].elementsEqual([0x9D, 0x01, 0x2A]) else { return nil }
            size = (little(bytes[26..<28]) & 0x3FFF, little(bytes[28..<30]) & 0x3FFF)
        case "VP8L":
            guard bytes[20] == 0x2F else { return nil }
            let bits = little(bytes[21..<25])
            size = (1 + bits & 0x3FFF, 1 + bits >> 14 & 0x3FFF)
        case "VP8X": size = (1 + little(bytes[24..<27]), 1 + little(bytes[27..<30]))
        default: return nil
        }
        return ("image/webp", "webp", size)
    }
}
