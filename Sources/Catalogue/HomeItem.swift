package import Kernel
package import Web

/// One thing on somebody's home page, from any room.
package struct HomeItem: Sendable, Hashable {
    /// What it is about (`offering:123`): of several items about the same only the first is shown.
    package let subject: String
    /// Seeds the picture.
    package let slug: String
    package let title: String
    package let kicker: String?
    package let text: String?
    /// Why this person sees it, as a sentence.
    package let why: String
    package let address: Address
    package let at: Instant
    /// Greater ones come first; then the newer ones. News of what one follows has 30, something new for one 20, popular things 10.
    package let weight: Int
    /// Instead of the one that the slug gives.
    package let picture: UI.Picture?

    package init(
        subject: String, slug: String, title: String, kicker: String? = nil, text: String? = nil, why: String, address: Address,
        at: Instant,
        weight: Int, picture: UI.Picture? = nil
    ) {
        self.subject = subject
        self.slug = slug
        self.title = title
        self.kicker = kicker
        self.text = text
        self.why = why
        self.address = address
        self.at = at
        self.weight = weight
        self.picture = picture
    }

    var item: UI.Item { UI.Item(slug: slug, title: title, address: address, kicker: kicker, text: text, why: why, picture: picture) }
}

extension HomeItem {
    /// At most eight items of several rooms, each subject once, the weightiest and newest first.
    package static func chosen(from items: [HomeItem]) -> [HomeItem] {
        let sorted = items.sorted { ($0.weight, $0.at, $1.subject) > ($1.weight, $1.at, $0.subject) }
        var seen: Set<String> = []
        return Array(sorted.filter { seen.insert($0.subject).inserted }.prefix(8))
    }
}
