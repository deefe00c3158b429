extension UI {
    /// Links between the views of one thing.
    package static func tabs(_ label: String, _ links: [Link]) -> HTML {
        "<nav class=\"tabs\" aria-label=\"\(label)\"><ul>\(links.map { "<li>\(anchor($0))</li>" })</ul></nav>"
    }

    /// The way back: for the kicker of a page.
    package static func breadcrumb(_ links: [Link], language: Language) -> HTML {
        "<nav class=\"crumbs\" aria-label=\"\(UIWords.in(language).breadcrumb)\"><ol>\(links.map { "<li>\(anchor($0))</li>" })</ol></nav>"
    }

    /// Reading matter and, beside it (below it on a phone), the facts.
    package static func columns(_ main: HTML, side: HTML, sideLabel: String) -> HTML {
        "<div class=\"columns\"><div class=\"column-main\">\(main)</div><aside aria-label=\"\(sideLabel)\">\(side)</aside></div>"
    }

    /// A part of a page with a headline of its own, `h2`; `id` makes it a place to link to.
    package static func section(_ title: String, id: String? = nil, intro: HTML? = nil, action: HTML? = nil, _ content: HTML) -> HTML {
        """
        <section class="section" \(attribute: "id", id)><div class="section-head"><h2>\(title)</h2>\(action)</div>\
        \(intro.map { "<p class=\"intro\">\($0)</p>" as HTML })\(content)</section>
        """
    }

    /// Text set for reading: the Markdown of authors.
    package static func prose(_ html: HTML) -> HTML { "<div class=\"prose\">\(html)</div>" }

    /// The steps of something that takes several, with the one reached.
    package static func stepper(_ label: String, _ steps: [(label: String, note: String?)], current: Int, language: Language) -> HTML {
        let words = UIWords.in(language)
        let items: [HTML] = steps.enumerated().map { index, step in
            let state = index < current ? "done" : index == current ? "current" : "ahead"
            let reading = index < current ? words.stepDone : index == current ? words.stepCurrent : words.stepAhead
            return """
                <li class="\(state)" \(attribute: "aria-current", index == current ? "step" : nil)><span class="step-label">\(step.label)\
                <span class="unseen">, \(reading)</span></span>\(step.note.map { "<span class=\"quiet-text\">\($0)</span>" as HTML })</li>
                """
        }
        return "<ol class=\"steps\" aria-label=\"\(label)\">\(items)</ol>"
    }

    /// A mail as its reader sees it: a page of this site in a frame that may run nothing. Serve it with `WebContext.mailDocument`.
    package static func mailPreview(_ address: Address, title: String, isPhone: Bool = false) -> HTML {
        """
        <div class="\(isPhone ? "mail-preview phone" : "mail-preview")"><iframe src="\(address)" title="\(title)" sandbox="allow-popups allow-popups-to-escape-sandbox" \
        data-preview></iframe></div>
        """
    }

    /// A rule or another line of code, to read.
    package static func code(_ text: String) -> HTML { "<pre class=\"code\" tabindex=\"0\"><code>\(text)</code></pre>" }

    /// Something more, closed at first.
    package static func details(_ summary: String, _ content: HTML) -> HTML {
        "<details class=\"more\"><summary>\(summary)</summary>\(content)</details>"
    }

    private static func anchor(_ link: Link) -> HTML {
        "<a href=\"\(link.address)\" \(attribute: "aria-current", link.isCurrent ? "page" : nil)>\(link.label)</a>"
    }
}
