import Foundation
import Kernel
import Markup
import Web

/// What stands around a message in a mail: one table of at most 600 px with inlined style, a preheader, the publisher's name, why the
/// reader gets it, the way to the central page and the way out. Made once per message and language, as bytes with holes.
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
        html.add(
            """
            <!doctype html><html lang="
            """)
        html.text(tag)
        html.add(
            """
            "><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><style>

            """)
        html.add(MailStyle.dark)
        html.add(
            """

            @media (prefers-color-scheme: dark) { .rp-ground, .rp-card { background-color: #14181c !important; } .rp-small { color: #b9b4a9 !important; } .rp-brand { color: #e8e4dc !important; } }
            @media (max-width: 620px) { .rp-card { padding: 20px !important; } }
            </style></head><body class="rp-ground" style="margin:0;padding:0;background-color:#f6f3ec">
            <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">
            """)
        html.text(preheader)
        html.add(
            """
            </div>
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="rp-ground" style="background-color:#f6f3ec"><tr><td align="center" style="padding:24px 8px">
            <table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px">
            <tr><td class="rp-brand" style="padding:0 32px 12px;font:bold 15px/1.4 system-ui,Segoe UI,Helvetica,Arial,sans-serif;color:
            """)
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
        html.add("<p style=\"margin:24px 0 0;font:16px/1.5 system-ui,Segoe UI,Helvetica,Arial,sans-serif\"><a class=\"rp-link\" href=\"")
        html.pieces(.central)
        html.add("\" style=\"color:")
        html.text(accent)
        html.add("\">")
        html.text(more)
        html.add(
            """
            </a></p>
            </td></tr>
            <tr><td class="rp-small" style="padding:16px 32px;font:13px/1.5 system-ui,Segoe UI,Helvetica,Arial,sans-serif;color:#5c574e">
            """)
        html.text(why)
        html.add("<br>\n")
        if let wayOut {
            html.text(wayOut.text)
            html.add(" <a class=\"rp-link\" href=\"")
            html.pieces(.unsubscribe)
            html.add("\" style=\"color:#5c574e\">")
            html.text(wayOut.link)
            html.add("</a>")
        } else {
            html.text(words.mustKnow)
        }
        html.pieces(.pixel)
        html.pieces(.decoy)
        html.add("</td></tr>\n</table></td></tr></table></body></html>\n")
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
