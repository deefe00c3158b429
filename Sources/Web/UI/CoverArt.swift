/// A picture made of flat shapes, decided by a slug alone.
struct CoverArt {
    init(_ slug: String) {}

    func picture(isWide: Bool) -> HTML {
        "<svg class=\"cover\" viewBox=\"0 0 320 200\" preserveAspectRatio=\"xMidYMid slice\" aria-hidden=\"true\"></svg>"
    }
}
