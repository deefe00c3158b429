import Audiences
import Campaigns
import Catalogue
import Identity
import Kernel
import Storage
import Web

extension House {
    /// What names an audience besides other audiences: the campaigns written for it, and the offerings that only it may get. Of
    /// campaigns that the actor may not open it says only whose they are, so that whoever changes the audience knows that others use it.
    static func uses(_ audience: Audience, _ actor: Actor, _ language: Language, _ reader: Reader) throws -> [AudienceUse] {
        let words = AppWords.in(language)
        var campaigns: [AudienceUse] = []
        var closed: Set<PublisherKey> = []
        for campaign in try reader.campaignNames(for: audience.key) {
            if can(actor, .readCampaigns, Facts(publisher: campaign.publisher)) {
                let address = Address(path: "/campaigns", campaign.slug)
                campaigns.append(AudienceUse(kind: words.campaign, name: campaign.name, address: address))
            } else if closed.insert(campaign.publisher).inserted, let publisher = try reader.publisher(campaign.publisher) {
                campaigns.append(AudienceUse(kind: words.campaign, name: words.ofPublisher(publisher.name), address: nil))
            }
        }
        let offerings = try reader.offerings(for: audience.key).map {
            AudienceUse(kind: words.offering, name: $0.name.in(language.tag), address: Address(path: "/offerings", $0.slug))
        }
        return campaigns + offerings
    }
}
