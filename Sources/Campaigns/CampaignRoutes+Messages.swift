import HTTPTypes
import Hummingbird
import Identity
import Kernel
import Storage
import Web

/// The messages of a campaign: `:number` counts from 1, `new` is one that is not there yet.
extension CampaignRoutes {
    func registerMessages(on routes: Routes) {
        routes.get("/campaigns/:slug/messages", .readCampaigns, messages)
        routes.post("/campaigns/:slug/messages", .writeCampaign, saveMessage)
        routes.get("/campaigns/:slug/messages/:number", .readCampaigns, message)
        routes.post("/campaigns/:slug/messages/:number", .writeCampaign, saveMessage)
        routes.get("/campaigns/:slug/messages/:number/preview", .readCampaigns, preview)
        routes.get("/campaigns/:slug/messages/:number/arrival", .readCampaigns, arrival)
        routes.post("/campaigns/:slug/messages/:number/sketch", .writeCampaign, sketch)
        routes.post("/campaigns/:slug/messages/:number/sketch-removal", .writeCampaign, discardSketch)
        routes.post("/campaigns/:slug/messages/:number/rise", .writeCampaign, raise)
        routes.post("/campaigns/:slug/messages/:number/removal", .writeCampaign, removeMessage)
    }

    /// `nil` for a new one.
    func number(_ context: WebContext) throws -> Int? {
        guard let text = context.parameters.get("number"), text != "new" else { return nil }
        guard let number = Int(text), (1...MessageDraft.mostMessages).contains(number) else { throw Refused.notFound }
        return number
    }

    func editing(_ request: Request) -> CampaignViews.Editing {
        let query = request.uri.queryParameters
        return CampaignViews.Editing(
            language: query["language"].map { String($0) }.flatMap { PlainText.isLanguage($0) ? $0 : nil },
            shown: query["as"].flatMap { Int($0) } ?? 0,
            view: query["view"].flatMap { MessagePage.View(rawValue: String($0)) } ?? .phone,
            look: query["look"].flatMap { MessagePage.Look(rawValue: String($0)) } ?? .light)
    }

    @Sendable private func messages(_ request: Request, _ context: WebContext) async throws -> Response {
        let page = try await database.read { try views(context).messagesPage(campaign(context, .readCampaigns, $0), $0) }
        return context.response(page.page)
    }

    @Sendable private func message(_ request: Request, _ context: WebContext) async throws -> Response {
        let (number, editing) = (try number(context), editing(request))
        let page = try await database.read { try views(context).messagePage(campaign(context, .readCampaigns, $0), number, editing, $0) }
        return context.response(page.page)
    }

    @Sendable private func saveMessage(_ request: Request, _ context: WebContext) async throws -> Response {
        let sent = try await context.form(request)
        let form = MessageForm(sent)
        let number = try number(context)
        if sent.flag("preview") { return try await keep(form, number, request, context) }
        let seen = try seen(sent)
        do {
            let (after, place, isDraftAgain) = try await database.write { transaction in
                let campaign = try self.campaign(context, .writeCampaign, transaction)
                let all = try transaction.messages(of: campaign.key)
                guard let message = try CampaignViews.message(number, all) else { throw Refused.notFound }
                // Numbers may have moved since: who else changed it comes first.
                if campaign.changedAt != seen { try transaction.take(.edit, campaign, seen: seen, actor: context.actor.auditName) }
                let (drafts, place) = form.messages(changing: number, of: all.map(\.content))
                let after = try transaction.setMessages(drafts, of: campaign, terms: terms, seen: seen, by: context.actor)
                if let person = context.actor.person {
                    try transaction.discard(
                        MessageSketch(campaign: campaign.key, person: person, message: message.key, language: form.language))
                }
                return (after, place, campaign.state != after.state)
            }
            let address = CampaignAddress.message(after.slug, place).adding("language", form.language)
            return context.redirect(to: address, flash(context) { isDraftAgain ? $0.savedAsDraft : $0.saved })
        } catch CampaignError.invalid(let problems) {
            var editing = editing(request)
            editing.language = PlainText.isLanguage(form.language) ? form.language : nil
            editing.form = form
            let shown = editing
            let page = try await database.read { reader in
                let campaign = try self.campaign(context, .writeCampaign, reader)
                let count = try reader.messages(of: campaign.key).count
                var editing = shown
                editing.errors = FieldErrors(
                    problems, message: number ?? max(1, count), in: form.language, language: context.language)
                return try views(context).messagePage(campaign, number, editing, reader)
            }
            return context.response(page.page, status: .unprocessableContent)
        }
    }

    // MARK: Unsaved words

    /// Keeps what is in the form without saving it, so that the page can show it.
    private func keep(_ form: MessageForm, _ number: Int?, _ request: Request, _ context: WebContext) async throws -> Response {
        let slug = try await database.write { transaction in
            let campaign = try self.campaign(context, .writeCampaign, transaction)
            try keep(campaign, number, subject: form.subject, body: form.body, language: form.language, context, transaction)
            return campaign.slug
        }
        let editing = editing(request)
        return context.redirect(
            to: CampaignAddress.message(slug, number).adding("language", form.language).adding("as", editing.shown)
                .adding("view", editing.view.rawValue).adding("look", editing.look.rawValue).at("preview"))
    }

    private func keep(
        _ campaign: Campaign, _ number: Int?, subject: String?, body: String?, language: String, _ context: WebContext,
        _ transaction: Transaction
    ) throws {
        guard let message = try CampaignViews.message(number, transaction.messages(of: campaign.key)) else { throw Refused.notFound }
        guard !campaign.state.hasRun else { throw CampaignError.frozen([.messages]) }
        guard PlainText.isLanguage(language), (subject?.utf8.count ?? 0) + (body?.utf8.count ?? 0) <= 1 << 17 else {
            throw Refused.badRequest(field: "body", text: CampaignWords.in(context.language).tooMuch)
        }
        let sketch = MessageSketch(campaign: campaign.key, person: try context.person(), message: message.key, language: language)
        try transaction.sketch(sketch, subject: subject, body: body, saved: message.content?.texts[language])
    }

    /// What a script sends while somebody writes; answers with the margin.
    @Sendable private func sketch(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = try await context.form(request)
        let (number, editing) = (try number(context), editing(request))
        let margin = try await database.write { transaction in
            let campaign = try self.campaign(context, .writeCampaign, transaction)
            let language = editing.language ?? context.language.tag
            try keep(campaign, number, subject: form.raw("subject"), body: form.raw("body"), language: language, context, transaction)
            let page = try views(context).messagePage(campaign, number, editing, transaction)
            return try views(context).margin(page, transaction)
        }
        return context.response(document: margin.html)
    }

    @Sendable private func discardSketch(_ request: Request, _ context: WebContext) async throws -> Response {
        let language = try await context.form(request).text("language") ?? ""
        let number = try number(context)
        let slug = try await database.write { transaction in
            let campaign = try self.campaign(context, .writeCampaign, transaction)
            guard let message = try CampaignViews.message(number, transaction.messages(of: campaign.key)) else { throw Refused.notFound }
            try transaction.discard(
                MessageSketch(campaign: campaign.key, person: try context.person(), message: message.key, language: language))
            return campaign.slug
        }
        return context.redirect(to: CampaignAddress.message(slug, number).adding("language", language), flash(context) { $0.discarded })
    }

    @Sendable private func preview(_ request: Request, _ context: WebContext) async throws -> Response {
        let (number, editing) = (try number(context), editing(request))
        let page = try await database.read { try views(context).messagePage(campaign(context, .readCampaigns, $0), number, editing, $0) }
        return context.mailDocument(page.arrivalDocument.html)
    }

    /// The part of the page above the frame, for a script.
    @Sendable private func arrival(_ request: Request, _ context: WebContext) async throws -> Response {
        let (number, editing) = (try number(context), editing(request))
        let page = try await database.read { try views(context).messagePage(campaign(context, .readCampaigns, $0), number, editing, $0) }
        return context.response(document: page.arrivalHead.html)
    }

    // MARK: Order

    @Sendable private func raise(_ request: Request, _ context: WebContext) async throws -> Response {
        try await reorder(request, context) { drafts, number in
            guard number > 1, number < drafts.count else { return }
            drafts.swapAt(number - 1, number - 2)
        }
    }

    @Sendable private func removeMessage(_ request: Request, _ context: WebContext) async throws -> Response {
        try await reorder(request, context) { drafts, number in
            guard number < drafts.count else { return }
            drafts.remove(at: number - 1)
        }
    }

    private func reorder(
        _ request: Request, _ context: WebContext, _ change: @escaping @Sendable (inout [MessageDraft], Int) -> Void
    ) async throws -> Response {
        let seen = try seen(try await context.form(request))
        let number = try number(context)
        let (after, isDraftAgain) = try await database.write { transaction in
            let campaign = try self.campaign(context, .writeCampaign, transaction)
            var drafts = try transaction.messages(of: campaign.key).map(\.content)
            guard let number, drafts.indices.contains(number - 1) else { throw Refused.notFound }
            change(&drafts, number)
            let after = try transaction.setMessages(drafts, of: campaign, terms: terms, seen: seen, by: context.actor)
            return (after, campaign.state != after.state)
        }
        return context.redirect(to: CampaignAddress.messages(after.slug), flash(context) { isDraftAgain ? $0.savedAsDraft : $0.saved })
    }
}
