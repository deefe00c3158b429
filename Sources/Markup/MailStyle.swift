/// What the mail layout needs to know of the mail rendition's looks.
package enum MailStyle {
    /// CSS for the layout's `<style>`: the classes of the mail rendition in the dark, for mail programs that read style sheets.
    package static let dark = ""
}
