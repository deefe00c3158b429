extension UI {
    /// One item of a magazine's list: an offering, a story.
    package struct Item: Sendable {
        /// Seeds the picture, where it has none of its own.
        package let slug: String
        package let picture: Picture?
        package let title: String
        package let address: Address
        /// Over the title: who or what kind.
        package let kicker: String?
        /// The sentence under the title.
        package let text: String?
        /// Why the reader sees this.
        package let why: String?
        /// Stars, a state, a time.
        package let meta: HTML?

        package init(
            slug: String, title: String, address: Address, kicker: String? = nil, text: String? = nil, why: String? = nil,
            meta: HTML? = nil, picture: Picture? = nil
        ) {
            self.slug = slug
            self.picture = picture
            self.title = title
            self.address = address
            self.kicker = kicker
            self.text = text
            self.why = why
            self.meta = meta
        }
    }

    /// A picture of ours, with the words that stand for it.
    package struct Picture: Sendable, Hashable {
        package let address: Address
        package let alt: String

        package init(_ address: Address, alt: String) {
            self.address = address
            self.alt = alt
        }
    }

    package enum ItemSize: String, Sendable {
        /// The first one of a page, over its whole width.
        case lead
        /// A picture above the words, in a grid.
        case card
        /// A small picture beside the words, in a list.
        case row
    }

    /// An item; its headline is an `h2` for a lead and an `h3` for the others.
    package static func item(_ item: Item, _ size: ItemSize = .card) -> HTML {
        let title: HTML =
            size == .lead
            ? "<h2><a href=\"\(item.address)\">\(item.title)</a></h2>" : "<h3><a href=\"\(item.address)\">\(item.title)</a></h3>"
        let picture: HTML =
            item.picture.map { "<img src=\"\($0.address)\" alt=\"\($0.alt)\" loading=\"lazy\">" } ?? cover(item.slug, isWide: size == .lead)
        return """
            <article class="item \(size.rawValue)"><div class="item-picture">\(picture)</div>\
            <div class="item-words">\(item.kicker.map { "<p class=\"kicker\">\($0)</p>" as HTML })\(title)\
            \(item.text.map { "<p class=\"item-text\">\($0)</p>" as HTML })\
            \(item.meta.map { "<p class=\"item-meta\">\($0)</p>" as HTML })\
            \(item.why.map { "<p class=\"why\">\($0)</p>" as HTML })</div></article>
            """
    }

    /// Items under each other or, as cards, in a grid.
    package static func items(_ items: [Item], _ size: ItemSize = .card) -> HTML {
        "<ul class=\"items \(size.rawValue)s\">\(items.map { "<li>\(item($0, size))</li>" })</ul>"
    }

    /// A picture that is always the same for `slug`: flat shapes in the accent of the page, decorative to readers.
    package static func cover(_ slug: String, isWide: Bool = false) -> HTML {
        CoverArt(slug).picture(isWide: isWide)
    }
}
