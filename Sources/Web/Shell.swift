/// The layout around every page.
enum Shell {
    static func document(_ page: Page, _ chrome: Chrome) -> HTML {
        let words = UIWords.in(chrome.language)
        let furniture = chrome.furniture
        let title = page.title == furniture.brand ? page.title : "\(page.title) · \(furniture.brand)"
        return """
            <!doctype html>
            <html lang="\(chrome.language.tag)"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <link rel="stylesheet" href="\(Asset.rapportCSS.address)">
            <link rel="icon" type="image/svg+xml" href="\(Asset.rapport_markSVG.address)">
            <script type="module" src="\(Asset.rapportJS.address)"></script></head>
            <body class="\(page.layout.style)"><a class="skip" href="#main">\(words.skip)</a>
            \(personaBar(chrome, words))\(masthead(page, chrome, words))
            <main id="main" tabindex="-1">\(notices(chrome))\(headline(page))
            \(page.main)
            </main>
            \(footer(furniture, words))</body></html>

            """
    }

    private static func headline(_ page: Page) -> HTML? {
        if page.hasOwnHeadline { return nil }
        return """
            <header class="page-head"><div class="page-title">\(page.kicker.map { "<div class=\"kicker\">\($0)</div>" as HTML })\
            <h1>\(page.title)</h1>\(page.intro.map { "<p class=\"intro\">\($0)</p>" as HTML })</div>\
            \(page.actions.map { "<div class=\"page-actions\">\($0)</div>" as HTML })</header>
            """
    }

    private static func notices(_ chrome: Chrome) -> HTML {
        let notice: HTML? = chrome.furniture.notice.map { "<p class=\"site-notice\">\($0)</p>" }
        let flashes: [HTML] = chrome.flashes.map {
            "<div class=\"flash \($0.kind.rawValue)\" role=\"\($0.kind == .problem ? "alert" : "status")\"><p>\($0.text)</p></div>"
        }
        return "\(notice)\(flashes)"
    }

    private static func masthead(_ page: Page, _ chrome: Chrome, _ words: UIWords) -> HTML {
        let furniture = chrome.furniture
        let brand: HTML = "<a class=\"brand\" href=\"/\">\(furniture.brand)</a>"
        if page.layout == .bare { return "<header class=\"masthead\"><div class=\"masthead-row\">\(brand)</div></header>" }
        let own: HTML =
            chrome.viewer.map {
                """
                <a class="own" href="\(furniture.ownPage)" aria-label="\(words.ownPage($0.name))">\
                <span class="initials">\($0.initials)</span>\
                <span class="own-name">\($0.name)</span></a>
                """
            } ?? "<a class=\"own\" href=\"/sign-in\">\(words.signIn)</a>"
        return """
            <header class="masthead"><div class="masthead-row">\(brand)\
            \(list(furniture.navigation, style: "navigation", label: words.mainNavigation))\(own)</div>\
            \(list(furniture.areas, style: "areas", label: words.areas))</header>
            """
    }

    private static func list(_ links: [Link], style: String, label: String) -> HTML? {
        if links.isEmpty { return nil }
        let items: [HTML] = links.map {
            "<li><a href=\"\($0.address)\" \(attribute: "aria-current", $0.isCurrent ? "page" : nil)>\($0.label)</a></li>"
        }
        return "<nav class=\"\(style)\" aria-label=\"\(label)\"><ul>\(items)</ul></nav>"
    }

    private static func personaBar(_ chrome: Chrome, _ words: UIWords) -> HTML? {
        let personas = chrome.furniture.personas
        if personas.isEmpty { return nil }
        let buttons: [HTML] = personas.map {
            """
            <li><button name="persona" value="\($0.id)" data-persona="\($0.id)" aria-pressed="\($0.isCurrent ? "true" : "false")" \
            title="\($0.name)">\($0.label)</button></li>
            """
        }
        return """
            <nav class="personas" aria-label="\(words.personas)"><form method="post" action="/personas">\(UI.hidden("csrf", chrome.csrf))\
            <p>\(words.personasIntro)</p><ul>\(buttons)</ul></form></nav>
            """
    }

    private static func footer(_ furniture: Furniture, _ words: UIWords) -> HTML {
        let links: [HTML] = furniture.footer.map { "<li><a href=\"\($0.address)\">\($0.label)</a></li>" }
        return """
            <footer class="footer" aria-label="\(words.footer)"><p>\(furniture.brand)</p>\
            \(when: !links.isEmpty, "<ul>\(links)</ul>")</footer>
            """
    }
}

extension Page.Layout {
    var style: String {
        switch self {
        case .reading: "reading"
        case .wide: "wide"
        case .bare: "bare"
        }
    }
}
