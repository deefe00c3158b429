package import Kernel

extension UI {
    package enum Tone: String, Sendable {
        case calm
        case good
        case amber
        case red
    }

    /// A message in the page.
    package static func notice(_ tone: Tone = .calm, _ content: HTML, title: String? = nil) -> HTML {
        "<div class=\"notice \(tone.rawValue)\">\(title.map { "<p class=\"notice-title\">\($0)</p>" as HTML })\(content)</div>"
    }

    /// A state in a word: `Draft`, `Running`. The colour only repeats the word.
    package static func state(_ label: String, _ tone: Tone = .calm) -> HTML {
        "<span class=\"state \(tone.rawValue)\">\(label)</span>"
    }

    /// A word that sorts things: a topic, a kind.
    package static func tag(_ label: String, _ address: Address? = nil) -> HTML {
        address.map { "<a class=\"tag\" href=\"\($0)\">\(label)</a>" } ?? "<span class=\"tag\">\(label)</span>"
    }

    /// A time near, with the exact one on hover and for readers.
    package static func time(_ instant: Instant, _ format: Format) -> HTML {
        let exact = format.exact(instant)
        return
            """
            <time datetime="\(instant.description)" title="\(exact)">\(format.near(instant))\
            <span class="unseen"> (\(exact))</span></time>
            """
    }

    /// A sentence with a number in it, the number set large: `812` "people know it, one in six of Sales".
    package static func stat(_ figure: String, _ sentence: String, address: Address? = nil) -> HTML {
        """
        <p class="stat"><b>\(figure)</b> \(address.map { "<a href=\"\($0)\">\(sentence)</a>" as HTML } ?? "<span>\(sentence)</span>")</p>
        """
    }

    /// Stars from 0 to 5, in halves, read as "4.5 of 5 stars"; `count` is the number of reviews.
    package static func stars(_ value: Double, count: Int? = nil, format: Format) -> HTML {
        let words = UIWords.in(format.language)
        return """
            <span class="stars"><svg viewBox="0 0 100 20" width="80" height="16" role="img" \
            aria-label="\(words.stars(format.decimal(value)))">\(starShapes(value))</svg>\
            \(count.map { "<span class=\"quiet-text\">\(format.number($0))</span>" as HTML })</span>
            """
    }

    /// One to five stars to choose from, as radio buttons.
    package static func starField(
        _ name: String, _ label: String, value: Int? = nil, errors: FieldErrors = FieldErrors(), language: Language
    ) -> HTML {
        let words = UIWords.in(language)
        let options: [Option] = (1...5).map { Option(String($0), words.starOption($0)) }
        return "<div class=\"star-field\">\(radios(name, label, options, value: value.map(String.init), errors: errors))</div>"
    }

    /// Somebody: initials, name, and a line such as the department.
    package static func person(_ name: String, line: String? = nil, address: Address? = nil) -> HTML {
        let label: HTML = address.map { "<a href=\"\($0)\">\(name)</a>" } ?? HTML(text: name)
        return """
            <span class="person"><span class="initials" aria-hidden="true">\(Initials.of(name))</span>\
            <span class="person-words"><span class="person-name">\(label)</span>\
            \(line.map { "<span class=\"quiet-text\">\($0)</span>" as HTML })</span></span>
            """
    }

    private static func starShapes(_ value: Double) -> [HTML] {
        (0..<5).map { index in
            let x = index * 20
            let fill = value - Double(index)
            if fill >= 0.75 { return star("star-full", x) }
            if fill < 0.25 { return star("star-empty", x) }
            return "\(star("star-empty", x))<svg x=\"\(x)\" width=\"10\" height=\"20\">\(star("star-full", 0))</svg>"
        }
    }

    private static func star(_ style: String, _ x: Int) -> HTML {
        """
        <path class="\(style)" transform="translate(\(x))" \
        d="M10 1.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8L1.6 7.7l5.8-.8z"/>
        """
    }
}
