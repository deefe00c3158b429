import Kernel
import Web

/// What every page needs to know of its reader.
struct PageSetting: Sendable {
    let format: Format
    let csrf: String
    /// Whose pictures pages show.
    var pictureHosts: Set<String> = []

    init(_ context: WebContext) {
        format = context.format
        csrf = context.csrfToken
        pictureHosts = context.site.pictureHosts
    }

    init(sample language: Language) {
        format = Format(language, zone: Zone("Europe/Berlin") ?? .utc, now: Instant("2026-03-02T09:00:00Z") ?? Instant(microseconds: 0))
        csrf = "sample"
    }

    var language: Language { format.language }
    var tag: String { format.language.tag }
    var words: CatalogueWords { .in(format.language) }
}

extension Texts {
    func read(_ setting: PageSetting) -> String { self.in(setting.tag) }

    /// As Markdown; a text that is not there in the reader's language says which one it is in, so that it is read aloud rightly
    /// (WCAG 2.2, 3.1.2).
    func prose(_ setting: PageSetting) -> HTML {
        let text = UI.prose(OfferingPage.markdown(read(setting), pictureHosts: setting.pictureHosts))
        return byLanguage[setting.tag] == nil ? "<div lang=\"\(defaultLanguage)\">\(text)</div>" : text
    }
}
