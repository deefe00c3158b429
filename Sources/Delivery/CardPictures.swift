import Campaigns
import Hummingbird
import Identity
import Kernel
import Storage
import Web

/// The pictures of messages on home: for those who got the message, and nobody else.
extension DeliveryRoutes {
    func cardPicture(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        guard let key = context.parameters.get("key").flatMap({ CampaignFileKey($0) }) else { throw Refused.notFound }
        let found = try await database.read { reader -> (file: CampaignFile, bytes: [UInt8])? in
            guard let (file, campaign) = try reader.file(key), file.kind == .picture,
                try reader.exists(
                    """
                    SELECT 1 FROM delivery d JOIN run r ON r.id = d.run
                    WHERE r.campaign = \(campaign) AND d.person = \(person) AND d.channel = 'home' AND d.state = 'accepted' LIMIT 1
                    """)
            else { return nil }
            return (file, try reader.bytes(of: key))
        }
        guard let found else { throw Refused.notFound }
        return found.file.response(found.bytes)
    }
}
