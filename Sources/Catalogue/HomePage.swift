import Kernel
package import Web

/// What an employee sees first: one lead item, at most seven more, each with why, and an end.
package struct HomePage: Sendable {
    package let items: [HomeItem]
    /// What the reader follows.
    package let following: [Link]
    /// What other rooms put into the narrow column, above the things followed.
    package let panels: [HTML]

    package init(items: [HomeItem], following: [Link], panels: [HTML] = []) {
        self.items = HomeItem.chosen(from: items)
        self.following = following
        self.panels = panels
    }

    package func page(_ format: Format) -> Page {
        let words = HomeWords.in(format.language)
        let main: HTML
        if let lead = items.first {
            main = """
                \(UI.item(lead.item, .lead))\(when: items.count > 1, UI.items(items.dropFirst().map(\.item), .row))\
                <p class="quiet-text">\(words.allForToday)</p>
                """
        } else {
            main = UI.empty(
                words.emptyTitle, words.emptyText, action: UI.linkButton(words.lookAround, Address(path: "/catalogue"), .primary))
        }
        return Page(
            format.dateline(format.zone.day(at: format.now)),
            main: UI.columns(main, side: "\(panels)\(side(words))", sideLabel: words.following))
    }

    private func side(_ words: HomeWords) -> HTML {
        let links: [HTML] = following.prefix(12).map { "<li><a href=\"\($0.address)\">\($0.label)</a></li>" }
        return UI.section(
            words.following, following.isEmpty ? "<p class=\"quiet-text\">\(words.followingNone)</p>" : "<ul class=\"plain\">\(links)</ul>")
    }

    /// As it stands in tests.
    static func sample(_ language: Language) -> HomePage {
        let german = language == .de
        let words = HomeWords.in(language)
        let lead = HomeItem(
            subject: "offering:1", slug: "field-crm",
            title: german ? "Ihr nächster Besuch, fertig vor dem Parken" : "Your next visit, ready before you park",
            kicker: "Field CRM", text: german ? "Notizen per Sprache, auch ohne Netz." : "Notes by voice, also offline.",
            why: words.youFollow("Field CRM"), address: Address(path: "/offerings", "field-crm"), at: Instant(microseconds: 2), weight: 30)
        let second = HomeItem(
            subject: "offering:2", slug: "travel", title: german ? "Reisen in drei Minuten abgerechnet" : "Trips settled in three minutes",
            kicker: "Roundtrip", why: words.popular(12, "Sales DACH"), address: Address(path: "/offerings", "travel"),
            at: Instant(microseconds: 1), weight: 10)
        return HomePage(items: [second, lead], following: [Link("Field CRM", Address(path: "/offerings", "field-crm"))])
    }
}
