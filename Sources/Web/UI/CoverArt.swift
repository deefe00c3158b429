/// A picture made of flat shapes, decided by a slug alone: a quiet composition on a grid of quarter circles, bars and discs, in the accent
/// of the page and its tints. There is no chance in it, so that a thing keeps its face.
struct CoverArt {
    private var state: UInt64

    init(_ slug: String) {
        // FNV-1a, then SplitMix64: short slugs that differ in one letter must not look alike.
        state = slug.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private mutating func next(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(limit))
    }

    func picture(isWide: Bool) -> HTML {
        var art = self
        let (columns, rows) = isWide ? (8, 4) : (4, 3)
        let ground = ["tint-1", "tint-2", "tint-3"][art.next(3)]
        var shapes: [HTML] = []
        for row in 0..<rows {
            for column in 0..<columns {
                if let shape = art.shape(x: column * 80, y: row * 80) { shapes.append(shape) }
            }
        }
        let (width, height) = (columns * 80, rows * 80)
        return """
            <svg class="cover" viewBox="0 0 \(width) \(height)" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">\
            <rect width="\(width)" height="\(height)" class="\(ground)"/>\(shapes)</svg>
            """
    }

    /// One cell of the grid, 80 units wide; about every third one stays empty.
    private mutating func shape(x: Int, y: Int) -> HTML? {
        let kind = next(9)
        let style = ["tint-2", "tint-3", "tint-4", "tint-5", "tint-warm"][next(5)]
        let turn = next(4) * 90
        switch kind {
        case 0, 1, 2:
            return """
                <path class="\(style)" transform="translate(\(x) \(y)) rotate(\(turn) 40 40)" d="M0 0h80A80 80 0 0 1 0 80Z"/>
                """
        case 3: return "<circle class=\"\(style)\" cx=\"\(x + 40)\" cy=\"\(y + 40)\" r=\"24\"/>"
        case 4:
            return "<path class=\"\(style)\" transform=\"translate(\(x) \(y)) rotate(\(turn) 40 40)\" d=\"M0 0h80v40H0Z\"/>"
        case 5:
            return """
                <path class="\(style)" transform="translate(\(x) \(y)) rotate(\(turn) 40 40)" d="M0 40A40 40 0 0 1 80 40Z"/>
                """
        default: return nil
        }
    }
}
