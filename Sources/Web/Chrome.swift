/// A link with its words.
package struct Link: Sendable {
    package let label: String
    package let address: Address
    /// Whether this is where the reader is.
    package let isCurrent: Bool

    package init(_ label: String, _ address: Address, isCurrent: Bool = false) {
        self.label = label
        self.address = address
        self.isCurrent = isCurrent
    }
}

/// One of the people that the demo lets a visitor be.
package struct Persona: Sendable {
    /// `employee`, `author`, `approver`, `leader` or `admin`: the value of `data-persona` and of the form's field `persona`.
    package let id: String
    /// What they are here: `Author`.
    package let label: String
    /// Who they are: `Amara Okafor`.
    package let name: String
    package let isCurrent: Bool

    package init(id: String, label: String, name: String, isCurrent: Bool = false) {
        self.id = id
        self.label = label
        self.name = name
        self.isCurrent = isCurrent
    }
}

/// What App puts around every page.
package struct Furniture: Sendable {
    /// The name in the masthead; the company's, or `Rapport`.
    package var brand: String
    /// What everyone sees: home, catalogue, own page.
    package var navigation: [Link]
    /// What authors, leaders and admins see besides.
    package var areas: [Link]
    /// Only in the demo.
    package var personas: [Persona]
    /// A line over every page, such as "Mail is written to files".
    package var notice: String?
    /// Links at the end of each page.
    package var footer: [Link]
    /// Where the viewer's chip leads.
    package var ownPage: Address

    package init(
        brand: String = "Rapport", navigation: [Link] = [], areas: [Link] = [], personas: [Persona] = [], notice: String? = nil,
        footer: [Link] = [], ownPage: Address = Address(path: "/me")
    ) {
        self.brand = brand
        self.navigation = navigation
        self.areas = areas
        self.personas = personas
        self.notice = notice
        self.footer = footer
        self.ownPage = ownPage
    }
}

/// A message for the next page, shown once.
package struct Flash: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case done
        case note
        case problem
    }

    package let kind: Kind
    package let text: String

    package init(_ kind: Kind = .done, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// Everything around the main part of a page.
package struct Chrome: Sendable {
    package var language: Language
    package var viewer: Viewer?
    package var furniture: Furniture
    package var flashes: [Flash]
    package var csrf: String
    package var path: String

    package init(
        language: Language, viewer: Viewer? = nil, furniture: Furniture = Furniture(), flashes: [Flash] = [], csrf: String, path: String
    ) {
        self.language = language
        self.viewer = viewer
        self.furniture = furniture
        self.flashes = flashes
        self.csrf = csrf
        self.path = path
    }
}

/// What a handler answers with: the main part and what the layout needs to know of it.
package struct Page: Sendable {
    /// How the main part is set.
    package enum Layout: Sendable {
        /// One column of 60 to 75 characters.
        case reading
        /// The whole grid, for tables, charts and pages with a side column.
        case wide
        /// Without navigation: sign-in and errors.
        case bare
    }

    /// For the window's title and, unless `hasOwnHeadline`, the page's only `h1`.
    package var title: String
    /// A short line above the headline: what kind of thing this is, or the way back.
    package var kicker: HTML?
    /// A sentence or two under the headline.
    package var intro: HTML?
    /// Buttons beside the headline.
    package var actions: HTML?
    package var layout: Layout
    /// Whether `main` brings the `h1` itself.
    package var hasOwnHeadline: Bool
    package var main: HTML

    package init(
        _ title: String, kicker: HTML? = nil, intro: HTML? = nil, actions: HTML? = nil, layout: Layout = .wide,
        hasOwnHeadline: Bool = false, main: HTML
    ) {
        self.title = title
        self.kicker = kicker
        self.intro = intro
        self.actions = actions
        self.layout = layout
        self.hasOwnHeadline = hasOwnHeadline
        self.main = main
    }
}
