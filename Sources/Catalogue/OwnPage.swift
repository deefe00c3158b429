import Kernel
import People
import Touches
import Web

/// What Rapport knows of the reader, and how to turn it off.
struct OwnPage {
    struct Facts {
        var person: Person
        var department: String?
        var manager: String?
    }

    var facts: Facts
    var topics: [Topic]
    var offerings: [Offering]
    var reviews: [(review: Review, offering: Offering)]
    var met: [(offering: Offering, touches: Int)]
    /// What other rooms add, such as mails turned off.
    var panels: [HTML]

    func page(_ setting: PageSetting) -> Page {
        let words = setting.words
        let actions = UI.actions([
            UI.linkButton(words.password, Address(path: "/me/password")),
            UI.post(words.signOut, to: Address(path: "/sign-out"), csrf: setting.csrf, .quiet),
        ])
        let main: HTML = "\(following(setting))\(panels)\(metTable(setting))\(reviewList(setting))"
        return Page(
            words.ownTitle, intro: "\(words.ownIntro)", actions: actions,
            main: UI.columns(main, side: directory(setting), sideLabel: words.known))
    }

    private func following(_ setting: PageSetting) -> HTML {
        let words = setting.words
        let back = ("next", "/me")
        let rows =
            topics.map { topic in
                (topic.name.read(setting), Address(path: "/topics", topic.slug), Address(path: "/topics", topic.slug, "unfollow"))
            }
            + offerings.map { offering in
                (
                    offering.name.read(setting), Address(path: "/offerings", offering.slug),
                    Address(path: "/offerings", offering.slug, "unfollow")
                )
            }
        let items: [HTML] = rows.map { name, address, unfollow in
            """
            <li><a href="\(address)">\(name)</a> \
            \(UI.post(words.unfollow, to: unfollow, csrf: setting.csrf, .quiet, fields: [back], describes: words.unfollowThing(name), isPressed: true))</li>
            """
        }
        return UI.section(
            words.ownFollowing, id: "following",
            rows.isEmpty ? "<p class=\"quiet-text\">\(words.ownFollowingNone)</p>" : "<ul class=\"plain settings\">\(items)</ul>")
    }

    private func metTable(_ setting: PageSetting) -> HTML {
        let words = setting.words
        let rows = met.map { entry in
            UI.Row(
                [HTML(text: entry.offering.name.read(setting)), HTML(text: setting.format.number(entry.touches))],
                address: Address(path: "/me/touches", entry.offering.slug))
        }
        return UI.section(
            words.met, id: "met", intro: "\(words.metIntro)",
            UI.table(
                words.met, [UI.Column(words.offering), UI.Column(words.times, isNumeric: true)], rows,
                empty: UI.empty(words.met, words.metNone),
                showsCaption: false))
    }

    private func reviewList(_ setting: PageSetting) -> HTML {
        let words = setting.words
        if reviews.isEmpty { return UI.section(words.ownReviews, id: "reviews", "<p class=\"quiet-text\">\(words.ownReviewsNone)</p>") }
        let items: [HTML] = reviews.map { entry in
            """
            <article><h3><a href="\(Address(path: "/offerings", entry.offering.slug, "reviews").at("yours"))">\
            \(entry.offering.name.read(setting))</a></h3>\
            \(ReviewItem(review: entry.review, provider: entry.offering.name.read(setting)).html(setting))</article>
            """
        }
        return UI.section(words.ownReviews, id: "reviews", "\(items)")
    }

    private func directory(_ setting: PageSetting) -> HTML {
        let words = setting.words
        let person = facts.person
        let values: [(String, String?)] = [
            (words.nameField, person.name), (words.titleField, person.title), (words.departmentField, facts.department),
            (words.managerField, facts.manager), (words.countryField, person.country), (words.siteField, person.site),
            (words.emailField, person.email), (words.zoneField, person.timeZone?.identifier), (words.languageField, person.language),
            (words.hiredField, person.hiredOn.map { setting.format.date($0) }),
        ]
        return UI.section(
            words.known, intro: "\(words.knownIntro)",
            UI.facts(
                values.map { (name: $0.0, value: $0.1.map { HTML(text: $0) } ?? "<span class=\"quiet-text\">\(words.notKnown)</span>") }))
    }
}

/// The reader's own touches with an offering, one by one.
struct OwnTouchesPage {
    var offering: Offering
    var touches: [OwnTouch]

    func page(_ setting: PageSetting) -> Page {
        let words = setting.words
        let name = offering.name.read(setting)
        let rows = touches.map { touch in
            UI.Row([
                UI.time(touch.happenedAt, setting.format), HTML(text: words.way(touch.way.rawValue)),
                HTML(text: words.channel(touch.channel)),
            ])
        }
        let crumbs = UI.breadcrumb(
            [
                Link(words.ownTitle, Address(path: "/me").at("met")),
                Link(name, Address(path: "/me/touches", offering.slug), isCurrent: true),
            ], language: setting.language)
        return Page(
            words.metWith(name), kicker: crumbs, intro: "\(words.metIntro)",
            main: UI.table(
                words.metWith(name), [UI.Column(words.whenHead), UI.Column(words.howHead), UI.Column(words.whereHead)], rows,
                empty: UI.empty(words.metWith(name), words.metNone), showsCaption: false))
    }
}
