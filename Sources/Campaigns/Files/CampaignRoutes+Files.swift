import HTTPTypes
package import Hummingbird
import Identity
import Kernel
import NIOCore
import Storage
import Web

/// The pictures and attachments of a campaign, on the pages of its messages.
extension CampaignRoutes {
    /// How large the form of a file may be, by its route: the largest file and what is around it.
    package static let bodyLimits = ["/campaigns/:slug/messages/:number/files": CampaignFile.largestAttachment + (64 << 10)]

    func registerFiles(on routes: Routes) {
        routes.get("/campaigns/:slug/files/:key", .readCampaigns, file)
        routes.post("/campaigns/:slug/messages/:number/files", .writeCampaign, putFile)
        routes.post("/campaigns/:slug/messages/:number/files/:key/removal", .writeCampaign, removeFile)
    }

    @Sendable private func file(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let key = context.parameters.get("key").flatMap({ CampaignFileKey($0) }) else { throw Refused.notFound }
        let (file, bytes) = try await database.read { reader in
            let campaign = try self.campaign(context, .readCampaigns, reader)
            guard let found = try reader.file(key), found.campaign == campaign.key else { throw Refused.notFound }
            return (found.file, try reader.bytes(of: key))
        }
        return file.response(bytes)
    }

    @Sendable private func putFile(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = try await context.form(request)
        let (number, editing) = (try number(context), editing(request))
        guard let kind = form.raw("kind").flatMap({ CampaignFile.Kind(rawValue: $0) }) else {
            throw Refused.badRequest(field: "kind", text: "picture or attachment")
        }
        let sent = form.file(kind.rawValue)
        let fileName = sent?.fileName ?? ""
        let name =
            kind == .attachment
            ? fileName
            : form.text("name") ?? Slug(suggestedBy: fileName.split(separator: ".").first.map(String.init) ?? "")?.description ?? "picture"
        let draft = FileDraft(kind, name: name, bytes: sent?.bytes ?? [])
        return try await change(number, editing, context) { try $0.putFile(draft, to: $1, by: context.actor) }
    }

    @Sendable private func removeFile(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let key = context.parameters.get("key").flatMap({ CampaignFileKey($0) }) else { throw Refused.notFound }
        return try await change(try number(context), editing(request), context) { try $0.removeFile(key, of: $1, by: context.actor) }
    }

    /// Changes the files, and leads back to the message from which it was done, or shows it again with what is wrong.
    private func change(
        _ number: Int?, _ editing: CampaignViews.Editing, _ context: WebContext,
        _ body: @escaping @Sendable (Transaction, Campaign) throws -> Campaign
    ) async throws -> Response {
        do {
            let (after, isDraftAgain) = try await database.write { transaction in
                let campaign = try self.campaign(context, .writeCampaign, transaction)
                guard try CampaignViews.message(number, transaction.messages(of: campaign.key)) != nil else { throw Refused.notFound }
                let after = try body(transaction, campaign)
                return (after, campaign.state != after.state)
            }
            var address = CampaignAddress.message(after.slug, number)
            if let language = editing.language { address = address.adding("language", language) }
            return context.redirect(to: address.at("files"), flash(context) { isDraftAgain ? $0.savedAsDraft : $0.saved })
        } catch CampaignError.invalid(let problems) {
            var again = editing
            again.errors = FieldErrors(problems, language: context.language)
            let shown = again
            let page = try await database.read { reader in
                try views(context).messagePage(self.campaign(context, .writeCampaign, reader), number, shown, reader)
            }
            return context.response(page.page, status: .unprocessableContent)
        }
    }
}

extension CampaignFile {
    /// The file as it is, which nothing in it can make more than a file.
    package func response(_ bytes: [UInt8]) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .contentSecurityPolicy: "default-src 'none'; sandbox", .cacheControl: "private, max-age=3600",
                .contentDisposition: kind == .picture ? "inline" : "attachment",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
