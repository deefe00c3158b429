package import Audiences
import HTTPTypes
import Hummingbird
package import Identity
import Kernel
package import Storage
import Web

/// The pages of campaigns, apart from sending.
package struct CampaignRoutes: Sendable {
    let database: Database
    let terms: TermRegistry
    let press: ProofPress
    let usual: UncertainRule

    /// - Parameters:
    ///   - press: makes what the preview shows.
    ///   - usual: what is done in each class about mails of which nobody knows.
    package init(database: Database, terms: TermRegistry, press: ProofPress, usual: UncertainRule) {
        self.database = database
        self.terms = terms
        self.press = press
        self.usual = usual
    }

    package func register(on routes: Routes) {
        routes.get("/campaigns", .readCampaigns, list)
        routes.get("/campaigns/new", .writeCampaign, new)
        routes.post("/campaigns/new", .writeCampaign, create)
        routes.get("/campaigns/:slug", .readCampaigns, show)
        routes.get("/campaigns/:slug/brief", .writeCampaign, editBrief)
        routes.post("/campaigns/:slug/brief", .writeCampaign, saveBrief)
        routes.post("/campaigns/:slug/review", .writeCampaign, handIn)
        routes.post("/campaigns/:slug/approval", .approveCampaign, approve)
        routes.post("/campaigns/:slug/return", .approveCampaign, giveBack)
        routes.get("/campaigns/:slug/removal", .writeCampaign, askRemoval)
        routes.post("/campaigns/:slug/removal", .writeCampaign, remove)
        registerMessages(on: routes)
        registerFiles(on: routes)
    }

    // MARK: What all of them need

    func views(_ context: WebContext) -> CampaignViews {
        CampaignViews(
            terms: terms, press: press, usual: usual, today: context.site.zone.day(at: context.now), format: context.format,
            actor: context.actor,
            csrf: context.csrfToken)
    }

    /// The campaign of the path, if the one who asks may do this with it.
    func campaign(_ context: WebContext, _ action: Action, _ reader: Reader) throws -> Campaign {
        guard let campaign = try reader.campaign(context.slug("slug").description) else { throw Refused.notFound }
        try context.require(.readCampaigns, Facts(publisher: campaign.publisher))
        if action != .readCampaigns { try context.require(action, Facts(publisher: campaign.publisher)) }
        return campaign
    }

    /// What the form had seen of the campaign.
    /// - Throws: `Refused.badRequest` where a form of ours would have said it.
    func seen(_ form: Form) throws -> Instant {
        guard let text = form.text("seen"), let microseconds = Int64(text) else {
            throw Refused.badRequest(field: "seen", text: "The field “seen” is missing: load the page anew and send the form again.")
        }
        return Instant(microseconds: microseconds)
    }

    func flash(_ context: WebContext, _ text: (CampaignWords) -> String) -> Flash { Flash(.done, text(CampaignWords.in(context.language))) }

    // MARK: The list

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = context.actor
        let state = request.uri.queryParameters["state"].flatMap { CampaignState(rawValue: String($0)) }
        let number = min(1_000_000, max(1, request.uri.queryParameters["page"].flatMap { Int($0) } ?? 1))
        let publishers: Set<PublisherKey>? = actor.isAdmin || actor.person == nil ? nil : Set(actor.roles.keys)
        let mayWrite = canAtAll(actor, .writeCampaign, isDemo: false)
        let rows = CampaignListPage.rowsPerPage
        let page = try await database.read { reader in
            CampaignListPage(
                campaigns: try reader.campaigns(
                    of: publishers, in: state, language: context.language.tag, limit: rows, offset: (number - 1) * rows),
                total: try reader.countCampaigns(of: publishers, in: state), number: number, state: state, mayWrite: mayWrite,
                isTeamless: actor.isAdmin && !mayWrite, format: context.format)
        }
        return context.response(page.page)
    }

    // MARK: The brief

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let page = try await database.read { try views(context).page(campaign(context, .readCampaigns, $0), $0) }
        return context.response(page.page)
    }

    @Sendable private func new(_ request: Request, _ context: WebContext) async throws -> Response {
        var form = CampaignForm()
        form.offering = request.uri.queryParameters["offering"].map { String($0) } ?? ""
        form.audience = request.uri.queryParameters["audience"].map { String($0) } ?? ""
        return try await answer(form, changing: nil, FieldErrors(), context)
    }

    @Sendable private func create(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = CampaignForm(try await context.form(request))
        let (draft, unread) = form.draft(changing: nil, language: context.language.tag)
        do {
            let made = try await database.write { transaction in
                try Self.require(unread, and: transaction.problems(of: draft))
                try requireWriting(for: draft, context, transaction)
                return try transaction.createCampaign(draft, by: context.actor)
            }
            return context.redirect(to: CampaignAddress.campaign(made.slug), flash(context) { $0.created })
        } catch CampaignError.invalid(let problems) {
            return try await answer(form, changing: nil, FieldErrors(problems, language: context.language), context)
        }
    }

    @Sendable private func editBrief(_ request: Request, _ context: WebContext) async throws -> Response {
        let language = request.uri.queryParameters["language"].map { String($0) }.flatMap { PlainText.isLanguage($0) ? $0 : nil }
        let (campaign, form) = try await database.read { reader in
            let campaign = try self.campaign(context, .writeCampaign, reader)
            return (campaign, CampaignForm(try reader.draft(of: campaign), language: language))
        }
        return try await answer(form, changing: campaign, FieldErrors(), context)
    }

    @Sendable private func saveBrief(_ request: Request, _ context: WebContext) async throws -> Response {
        let sent = try await context.form(request)
        let seen = try seen(sent)
        let before = try await database.read { try campaign(context, .writeCampaign, $0) }
        do {
            let after = try await database.write { transaction in
                let campaign = try self.campaign(context, .writeCampaign, transaction)
                let old = try transaction.draft(of: campaign)
                let (draft, unread) = Self.form(sent, of: campaign, old).draft(changing: old, language: context.language.tag)
                // Who else changed it comes first: the author is to look before correcting anything.
                if campaign.changedAt != seen { return try transaction.updateCampaign(campaign, to: old, seen: seen, by: context.actor) }
                try Self.require(unread, and: transaction.problems(of: draft, changing: campaign))
                try requireWriting(for: draft, context, transaction)
                return try transaction.updateCampaign(campaign, to: draft, seen: seen, by: context.actor)
            }
            let isDraftAgain = before.state != after.state
            return context.redirect(
                to: CampaignAddress.campaign(after.slug), flash(context) { isDraftAgain ? $0.savedAsDraft : $0.saved })
        } catch CampaignError.invalid(let problems) {
            let old = try await database.read { try $0.draft(of: before) }
            return try await answer(
                Self.form(sent, of: before, old), changing: before, FieldErrors(problems, language: context.language), context)
        }
    }

    /// The form as it was sent; of a campaign that has run it holds name and goal only.
    private static func form(_ sent: Form, of campaign: Campaign, _ old: CampaignDraft) -> CampaignForm {
        let form = CampaignForm(sent)
        guard campaign.state.hasRun else { return form }
        var kept = CampaignForm(old)
        kept.name = form.name
        kept.goalStage = form.goalStage
        kept.goalBaseline = form.goalBaseline
        kept.goalTarget = form.goalTarget
        kept.goalBy = form.goalBy
        return kept
    }

    /// Everything that is wrong at once: what could not be read, and of the rest what can't be.
    private static func require(_ unread: [CampaignProblem], and others: [CampaignProblem]) throws {
        let fields = Set(unread.map(\.field))
        let problems = unread + others.filter { !fields.contains($0.field) }
        guard problems.isEmpty else { throw CampaignError.invalid(problems) }
    }

    /// Nobody gives a campaign to a publisher that they do not write for.
    private func requireWriting(for draft: CampaignDraft, _ context: WebContext, _ reader: Reader) throws {
        let publisher: PublisherKey? = try reader.value("SELECT id FROM publisher WHERE slug = \(draft.publisher)")
        try context.require(.writeCampaign, Facts(publisher: publisher))
    }

    private func answer(
        _ form: CampaignForm, changing campaign: Campaign?, _ errors: FieldErrors, _ context: WebContext
    ) async throws -> Response {
        let page = try await database.read { try views(context).briefForm(campaign, form, errors, zone: context.site.zone, $0) }
        return context.response(page.page, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    // MARK: Approval

    @Sendable private func handIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let seen = try seen(try await context.form(request))
        let after = try await database.write {
            try $0.handIn(campaign(context, .writeCampaign, $0), terms: terms, seen: seen, by: context.actor)
        }
        return context.redirect(to: CampaignAddress.campaign(after.slug), flash(context) { $0.handedIn })
    }

    @Sendable private func approve(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = try await context.form(request)
        let seen = try seen(form)
        let after = try await database.write {
            try $0.approve(decided(context, $0), terms: terms, note: form.text("note"), seen: seen, by: context.actor)
        }
        return context.redirect(to: CampaignAddress.campaign(after.slug), flash(context) { $0.approved })
    }

    @Sendable private func giveBack(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = try await context.form(request)
        let seen = try seen(form)
        let after = try await database.write {
            try $0.giveBack(decided(context, $0), note: form.text("note") ?? "", seen: seen, by: context.actor)
        }
        return context.redirect(to: CampaignAddress.campaign(after.slug), flash(context) { $0.returned })
    }

    /// The campaign that waits for somebody else's word.
    private func decided(_ context: WebContext, _ transaction: Transaction) throws -> Campaign {
        let campaign = try self.campaign(context, .approveCampaign, transaction)
        let asked = try transaction.waitingApproval(of: campaign.key)?.askedBy
        if let asked, asked == context.actor.person { throw CampaignError.ownCampaign }
        try context.require(.approveCampaign, Facts(publisher: campaign.publisher, person: asked))
        return campaign
    }

    // MARK: Removal

    @Sendable private func askRemoval(_ request: Request, _ context: WebContext) async throws -> Response {
        let page = try await database.read { reader in
            let campaign = try self.campaign(context, .writeCampaign, reader)
            guard try reader.mayRemove(campaign) else { throw CampaignError.hasHistory }
            return RemovalPage(
                campaign: campaign, messages: try reader.messages(of: campaign.key).count, csrf: context.csrfToken, format: context.format)
        }
        return context.response(page.page)
    }

    @Sendable private func remove(_ request: Request, _ context: WebContext) async throws -> Response {
        let seen = try seen(try await context.form(request))
        try await database.write { try $0.removeCampaign(campaign(context, .writeCampaign, $0), seen: seen, by: context.actor) }
        return context.redirect(to: CampaignAddress.list, flash(context) { $0.removed })
    }
}
