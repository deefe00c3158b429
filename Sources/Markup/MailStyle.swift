/// What the mail layout needs to know of the looks of the mail rendition.
package enum MailStyle {
    /// CSS for the layout's `<style>`: the rendition's classes in the dark, for the mail programs that read style sheets.
    ///
    /// `rp-text` is text and headings, `rp-link` links, `rp-quote` quotes, `rp-code` code, `rp-line` lines of rules and tables. The layout
    /// sets the dark ground itself (`#14181c` gives every colour here a contrast of 7 or more).
    package static let dark: StaticString = """
        @media (prefers-color-scheme: dark) {
        .rp-text { color: #e8e4dc !important; }
        .rp-link { color: #7fd0d6 !important; }
        .rp-quote { border-left-color: #7fd0d6 !important; }
        .rp-code { background-color: #232a30 !important; color: #e8e4dc !important; }
        .rp-line { border-color: #4a535b !important; }
        }
        """
}
