import Foundation
import Kernel
import Markup
import Web

/// What stands around a message in a mail: one table of at most 600 px with inlined style, a preheader, the publisher's name and colour,
/// the way to the central page, why the reader gets it and the way out. Made once per message and language, as bytes with holes.
/// `Tests/Support/lint_mails.py` holds the rules that keep it whole in the mail programs people have.
struct MailLayout: Sendable {
    enum Piece: Sendable {
        case bytes([UInt8])
        case body, central, unsubscribe, pixel, decoy
    }

    let html: [Piece]
    /// What follows the text in the plain part.
    let plain: [Piece]

    init(_ brief: Brief, language tag: String, preheader: String, offering: String) {
        let words = MailWords.in(Language(tag: tag) ?? .en)
        let accent = brief.accent.map { Accent.hex(hue: Double($0)) } ?? "#0f5e63"
        let why = words.why(brief.publisherName, brief.audienceName)
        let more = words.more(offering)
        let wayOut: (text: String, link: String)? = brief.isMustKnow ? nil : (words.wayOut(brief.publisherName), words.unsubscribe)

        var html = Builder()
        html.add("<!doctype html><html lang=\"")
        html.text(tag)
        html.add("\" dir=\"")
        html.text(Self.isRightToLeft(tag) ? "rtl" : "ltr")
        html.add(
            """
            " xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="x-apple-disable-message-reformatting">
            <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
            <meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>
            """)
        html.text(brief.publisherName)
        html.add("</title>")
        // Outlook on Windows falls back to Times where it does not know the first font, and scales by the screen's resolution.
        html.add(
            """

            <!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>
            <style>td, th, p, li, a { font-family: 'Segoe UI', Arial, sans-serif !important } h1, h2, h3, h4, h5, h6 { font-family: Georgia, serif !important }</style><![endif]-->
            <style>
            :root { color-scheme: light dark; supported-color-schemes: light dark; }

            """)
        html.add(MailStyle.dark)
        // The programs of outlook.com know no media query for the dark and mark what they recoloured instead.
        html.add(
            """

            @media (prefers-color-scheme: dark) { .rp-ground, .rp-card { background-color: #14181c !important; } .rp-small, .rp-small a { color: #b9b4a9 !important; } .rp-brand { color: #e8e4dc !important; } }
            [data-ogsc] .rp-text, [data-ogsc] .rp-brand { color: #e8e4dc !important; } [data-ogsc] .rp-link { color: #7fd0d6 !important; }
            [data-ogsc] .rp-small, [data-ogsc] .rp-small a { color: #b9b4a9 !important; } [data-ogsc] .rp-button { color: #ffffff !important; }
            [data-ogsb] .rp-ground, [data-ogsb] .rp-card { background-color: #14181c !important; } [data-ogsb] .rp-code { background-color: #232a30 !important; }
            @media (max-width: 620px) { .rp-card { padding: 24px 20px !important; } .rp-brand, .rp-small { padding-left: 20px !important; padding-right: 20px !important; } }
            </style></head><body class="rp-ground" style="margin:0;padding:0;background-color:#f6f3ec">
            <div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#f6f3ec;mso-hide:all">
            """)
        html.text(preheader)
        // Blanks that are not folded keep the text itself out of the preview line.
        for _ in 0..<40 { html.add("&#847;&#160;") }
        html.add(
            """
            </div>
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="rp-ground" style="background-color:#f6f3ec"><tr><td align="center" style="padding:24px 8px">
            <!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
            <tr><td class="rp-brand" style="padding:0 32px 12px;
            """)
        html.add(Self.font)
        html.add("font-size:15px;line-height:1.4;font-weight:bold;color:")
        html.text(accent)
        html.add("\">")
        html.text(brief.publisherName)
        html.add(
            """
            </td></tr>
            <tr><td class="rp-card" style="padding:32px;background-color:#fffdf8;border-top:3px solid
            """)
        html.add(" ")
        html.text(accent)
        html.add("\">\n")
        html.pieces(.body)
        html.add(
            """
            <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0 0"><tr><td style="border-radius:6px;mso-padding-alt:12px 20px;background-color:
            """)
        html.text(accent)
        html.add("\"><a class=\"rp-button\" href=\"")
        html.pieces(.central)
        html.add("\" style=\"display:inline-block;padding:12px 20px;")
        html.add(Self.font)
        html.add("font-size:16px;line-height:1.3;font-weight:bold;color:#ffffff;text-decoration:none\">")
        html.text(more)
        html.add(
            """
            </a></td></tr></table>
            </td></tr>
            <tr><td class="rp-small" style="padding:16px 32px;
            """)
        html.add(Self.font)
        html.add("font-size:13px;line-height:1.5;color:#5c574e\">\n")
        html.text(why)
        html.add("<br>\n")
        if let wayOut {
            html.text(wayOut.text)
            html.add(" <a href=\"")
            html.pieces(.unsubscribe)
            html.add("\" style=\"color:#5c574e;text-decoration:underline\">")
            html.text(wayOut.link)
            html.add("</a>")
        } else {
            html.text(words.mustKnow)
        }
        html.pieces(.pixel)
        html.pieces(.decoy)
        html.add("</td></tr>\n</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table></body></html>\n")
        self.html = html.finish()

        var plain = Builder(escaping: false)
        plain.pieces(.body)
        plain.add("\n")
        plain.text(more)
        plain.add("\n")
        plain.pieces(.central)
        plain.add("\n\n-- \n")
        plain.text(brief.publisherName)
        plain.add("\n")
        plain.text(why)
        plain.add("\n")
        if let wayOut {
            plain.text(wayOut.text)
            plain.add("\n")
            plain.pieces(.unsubscribe)
        } else {
            plain.text(words.mustKnow)
        }
        plain.add("\n")
        self.plain = plain.finish()
    }

    /// Each property by itself: some programs drop the shorthand whole.
    private static let font: StaticString = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"

    /// Whether a language is written from right to left, by the scripts that are usual for it.
    private static func isRightToLeft(_ tag: String) -> Bool {
        let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        return ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(String(primary))
    }

    /// Puts pieces together, neighbouring bytes as one.
    private struct Builder {
        var escaping = true
        private var all: [Piece] = []
        private var bytes: [UInt8] = []

        init(escaping: Bool = true) { self.escaping = escaping }

        mutating func add(_ literal: StaticString) { literal.withUTF8Buffer { bytes += $0 } }

        mutating func text(_ text: String) {
            guard escaping else {
                bytes += text.utf8
                return
            }
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "&"): bytes += "&amp;".utf8
                case UInt8(ascii: "<"): bytes += "&lt;".utf8
                case UInt8(ascii: ">"): bytes += "&gt;".utf8
                case UInt8(ascii: "\""): bytes += "&quot;".utf8
                default: bytes.append(byte)
                }
            }
        }

        mutating func pieces(_ piece: Piece) {
            close()
            all.append(piece)
        }

        mutating func finish() -> [Piece] {
            close()
            return all
        }

        private mutating func close() {
            if !bytes.isEmpty { all.append(.bytes(bytes)) }
            bytes = []
        }
    }
}

/// A publisher's accent for mail programs, which know no OKLCH: dark enough for a contrast of 4.5 on paper at any hue.
enum Accent {
    /// sRGB of `oklch(0.42 0.09 hue)`, clipped (Ottosson, "A perceptual color space for image processing").
    static func hex(hue: Double) -> String {
        let radians = hue * .pi / 180
        let (a, b) = (0.09 * cos(radians), 0.09 * cos(radians - .pi / 2))
        let l = cube(0.42 + 0.3963377774 * a + 0.2158037573 * b)
        let m = cube(0.42 - 0.1055613458 * a - 0.0638541728 * b)
        let s = cube(0.42 - 0.0894841775 * a - 1.2914855480 * b)
        let channels = [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
        ]
        let digits = Array("0123456789abcdef".utf8)
        var text = [UInt8(ascii: "#")]
        for channel in channels {
            let clipped = min(1, max(0, channel))
            let encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * pow(clipped, 1 / 2.4) - 0.055
            let value = UInt8((encoded * 255).rounded())
            text += [digits[Int(value >> 4)], digits[Int(value & 15)]]
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func cube(_ value: Double) -> Double { value * value * value }
}
