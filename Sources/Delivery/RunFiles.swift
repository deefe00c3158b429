import Campaigns
import Kernel
import Mail
import Storage

/// The files of a campaign as its mails carry them. A campaign that runs keeps its files as they are.
struct RunFiles {
    private(set) var pictures: [String: InlinePicture] = [:]
    private(set) var attachments: [MailFile] = []

    /// - Parameter isEmpty: reads none.
    init(_ campaign: CampaignKey, _ reader: Reader, isEmpty: Bool = false) throws {
        guard !isEmpty else { return }
        for file in try reader.files(of: campaign) {
            let bytes = try reader.bytes(of: file.key)
            switch file.kind {
            case .picture: pictures[file.name] = try InlinePicture(file, bytes)
            case .attachment: attachments.append(try MailFile(name: file.name, type: file.type, bytes: bytes))
            }
        }
    }
}

extension InlinePicture {
    init(_ file: CampaignFile, _ bytes: [UInt8]) throws(MailError) {
        let ending = file.type.dropFirst("image/".count)
        self.init(
            try MailFile(name: "\(file.name).\(ending == "jpeg" ? "jpg" : ending)", type: file.type, bytes: bytes),
            id: try MessageID(file.hash, at: CampaignFile.contentDomain))
    }
}
