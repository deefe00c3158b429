/// Makes the local part of a mail address from a name.
enum MailName {
    private static let replacements: [Unicode.Scalar: String] = {
        let pairs = """
            ä:ae ö:oe ü:ue ß:ss á:a à:a â:a ã:a å:a ā:a ă:a ą:a ç:c ć:c č:c đ:d ð:d é:e è:e ê:e ë:e ē:e ę:e ğ:g í:i ì:i î:i ï:i ī:i ı:i \
            ł:l ñ:n ń:n ó:o ò:o ô:o õ:o ō:o ø:o ř:r ś:s š:s ş:s ú:u ù:u û:u ū:u ů:u ý:y ÿ:y ź:z ż:z ž:z
            """
        var table: [Unicode.Scalar: String] = [:]
        for pair in pairs.split(separator: " ") {
            let sides = pair.split(separator: ":")
            if let from = sides[0].unicodeScalars.first { table[from] = String(sides[1]) }
        }
        return table
    }()

    /// `Jörg Weiß-Süßmilch` → `joerg.weiss-suessmilch`: lower case ASCII letters, digits, hyphens and dots, at most 40 bytes.
    static func localPart(of name: String) -> String {
        var bytes: [UInt8] = []
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": bytes.append(UInt8(scalar.value))
            case "A"..."Z": bytes.append(UInt8(scalar.value) | 0x20)
            case " ", ".": if bytes.last != UInt8(ascii: ".") { bytes.append(UInt8(ascii: ".")) }
            case "-": bytes.append(UInt8(ascii: "-"))
            case "'", "’": break
            default:
                for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                    if lower.isASCII { bytes.append(UInt8(lower.value)) } else { bytes += Array((replacements[lower] ?? "").utf8) }
                }
            }
        }
        if bytes.count > 40 { bytes.removeLast(bytes.count - 40) }
        while bytes.last == UInt8(ascii: ".") || bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
