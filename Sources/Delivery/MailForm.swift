import Mail
import Markup

/// The HTML part of a message in its layout, encoded but for what differs from mail to mail.
struct MailForm: Sendable {
    private enum Hole {
        case field(Int, fallback: String?)
        case link(Int)
        case central, unsubscribe, pixel, decoy
    }

    private let form: TextForm
    private let holes: [Hole]
    private let body: Rendition

    /// - Parameter body: HTML, so that its lines are not filled.
    init(_ layout: MailLayout, _ body: Rendition) throws(MailError) {
        var builder = Builder()
        for piece in layout.html {
            switch piece {
            case .bytes(let bytes): builder.add(bytes)
            case .central: builder.add(.central)
            case .unsubscribe: builder.add(.unsubscribe)
            case .pixel: builder.add(.pixel)
            case .decoy: builder.add(.decoy)
            case .body:
                for part in body.parts ?? [] {
                    switch part {
                    case .bytes(let bytes): builder.add(bytes)
                    case .field(let index, let fallback): builder.add(.field(index, fallback: fallback))
                    case .link(let index): builder.add(.link(index))
                    }
                }
            }
        }
        form = try TextForm(.html, pieces: builder.pieces)
        holes = builder.holes
        self.body = body
    }

    private struct Builder {
        var pieces: [[UInt8]] = [[]]
        var holes: [Hole] = []

        mutating func add(_ bytes: [UInt8]) { pieces[pieces.count - 1] += bytes }

        mutating func add(_ hole: Hole) {
            holes.append(hole)
            pieces.append([])
        }
    }

    /// - Parameters:
    ///   - urls: of the links in their order, then the central page's and the one that nobody sees.
    ///   - pixel: `nil` for none.
    func filled(
        _ values: [String?], _ urls: [String], unsubscribe: String, pixel: String?
    ) throws(MissingFields) -> TextForm.Filled {
        try body.check(values)
        var filling = TextForm.Filling()
        for hole in holes {
            switch hole {
            case .field(let index, let fallback): body.append(values[index], fallback: fallback, to: &filling.bytes)
            case .link(let index): body.append(urls[index], to: &filling.bytes)
            // Addresses of our own: base URL, path and base 32, so nothing to escape.
            case .central: filling.bytes += urls[urls.count - 2].utf8
            case .unsubscribe: filling.bytes += unsubscribe.utf8
            case .pixel:
                if let pixel {
                    filling.bytes += "<img src=\"".utf8
                    filling.bytes += pixel.utf8
                    filling.bytes += "\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block;border:0\">".utf8
                }
            case .decoy:
                // Programs find it; eyes, screen readers and the tab key don't.
                if let decoy = urls.last, !decoy.isEmpty {
                    filling.bytes += "<a href=\"".utf8
                    filling.bytes += decoy.utf8
                    filling.bytes += "\" aria-hidden=\"true\" tabindex=\"-1\" style=\"display:none;mso-hide:all\"></a>".utf8
                }
            }
            filling.closeHole()
        }
        return form.filled(filling)
    }
}
