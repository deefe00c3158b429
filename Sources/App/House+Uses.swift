import Audiences
import Campaigns
import Catalogue
import Kernel
import Storage
import Web

extension House {
    /// What names an audience besides other audiences: the campaigns written for it, and the offerings that only it may get.
    static func uses(_ audience: Audience, _ language: Language, _ reader: Reader) throws -> [AudienceUse] {
        let words = AppWords.in(language)
        let campaigns = try reader.campaignNames(for: audience.key).map {
            AudienceUse(kind: words.campaign, name: $0.name, address: Address(path: "/campaigns", $0.slug))
        }
        let offerings = try reader.offerings(for: audience.key).map {
            AudienceUse(kind: words.offering, name: $0.name.in(language.tag), address: Address(path: "/offerings", $0.slug))
        }
        return campaigns + offerings
    }
}
