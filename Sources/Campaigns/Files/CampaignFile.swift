package import Kernel
package import Markup
package import Storage

package typealias CampaignFileKey = Key<CampaignFile>

/// A file that goes with a campaign's messages: a picture that texts show by its name, or an attachment of every mail.
package struct CampaignFile: Hashable, Sendable, Rowed {
    package enum Kind: String, Sendable, CaseIterable, SQLConvertible { case picture, attachment }

    /// Bytes.
    package static let largestPicture = 1 << 20
    package static let largestAttachment = 5 << 20
    /// Of a campaign together, so that every mail of it can be sent (`MailFile.largestTotal`).
    package static let largestTotal = 10 << 20
    package static let most = 20

    package let key: CampaignFileKey
    package let kind: Kind
    /// A slug for a picture; an attachment's as it is to be saved.
    package let name: String
    /// By its bytes, such as `image/png`.
    package let type: String
    /// Bytes.
    package let size: Int
    /// Pixels; 0 for an attachment.
    package let width: Int
    package let height: Int
    /// The beginning of its SHA-256 in base 32.
    package let hash: String

    package init(row: Row) throws {
        key = try row["id"]
        kind = try row["kind"]
        name = try row["name"]
        type = try row["type"]
        size = try row["size"]
        width = try row["width"]
        height = try row["height"]
        hash = try row["hash"]
    }

    /// The left side of the identity that a mail knows a picture by, the same for the same bytes.
    package static let contentDomain = "picture.rapport"

    var inText: MessagePicture { MessagePicture(source: "cid:\(hash)@\(Self.contentDomain)", width: width) }
}

extension Reader {
    private static let columns: SQL = "SELECT id, kind, name, type, size, width, height, hash FROM campaign_file"

    /// The files of a campaign without their bytes, by name.
    package func files(of campaign: CampaignKey) throws -> [CampaignFile] {
        try rows("\(Self.columns) WHERE campaign = \(campaign) ORDER BY kind DESC NULLS LAST, name NULLS FIRST")
    }

    package func file(_ key: CampaignFileKey) throws -> (file: CampaignFile, campaign: CampaignKey)? {
        guard let file = try first("\(Self.columns) WHERE id = \(key)", as: CampaignFile.self),
            let campaign: CampaignKey = try value("SELECT campaign FROM campaign_file WHERE id = \(key)")
        else { return nil }
        return (file, campaign)
    }

    package func bytes(of file: CampaignFileKey) throws -> [UInt8] {
        try value("SELECT bytes FROM campaign_file WHERE id = \(file)") ?? []
    }

    /// The pictures that texts of a campaign may show, by name.
    package func pictures(of campaign: CampaignKey) throws -> [String: MessagePicture] {
        Dictionary(
            try files(of: campaign).filter { $0.kind == .picture }.map { ($0.name, $0.inText) }, uniquingKeysWith: { first, _ in first })
    }
}
