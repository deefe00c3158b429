package import Kernel
package import Web

/// Where the pages of campaigns are.
package enum CampaignAddress {
    package static let list = Address(path: "/campaigns")
    package static let new = Address(path: "/campaigns/new")
    package static func campaign(_ slug: Slug) -> Address { Address(path: "/campaigns", slug) }
    package static func brief(_ slug: Slug) -> Address { Address(path: "/campaigns", slug, "brief") }
    package static func messages(_ slug: Slug) -> Address { Address(path: "/campaigns", slug, "messages") }
    /// - Parameter number: from 1; `nil` for a new one.
    package static func message(_ slug: Slug, _ number: Int?) -> Address {
        Address(path: "/campaigns", slug, "messages", number.map(String.init) ?? "new")
    }
    static func message(_ slug: Slug, _ number: Int?, _ part: String) -> Address {
        Address(path: "/campaigns", slug, "messages", number.map(String.init) ?? "new", part)
    }
    static func fileRemoval(_ slug: Slug, _ number: Int?, _ file: CampaignFileKey) -> Address {
        Address(path: "/campaigns", slug, "messages", number.map(String.init) ?? "new", "files", file, "removal")
    }
    package static func review(_ slug: Slug) -> Address { Address(path: "/campaigns", slug, "review") }
    package static func approval(_ slug: Slug) -> Address { Address(path: "/campaigns", slug, "approval") }
    package static func giveBack(_ slug: Slug) -> Address { Address(path: "/campaigns", slug, "return") }
    package static func removal(_ slug: Slug) -> Address { Address(path: "/campaigns", slug, "removal") }
    /// Delivery's page before and during sending.
    package static func sending(_ slug: Slug) -> Address { Address(path: "/campaigns", slug, "sending") }
}
