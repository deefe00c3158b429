import Audiences
import Campaigns
import Hummingbird
import Identity
import Kernel
import Mail
import Storage
import Web

/// The pages on which a campaign is sent and watched.
extension DeliveryRoutes {
    func registerSending(on routes: Routes) {
        routes.get("/campaigns/:slug/sending", .readCampaigns, beforeSending)
        routes.post("/campaigns/:slug/run", .writeCampaign, start)
        routes.post("/campaigns/:slug/schedule", .writeCampaign, schedule)
        routes.post("/campaigns/:slug/schedule/removal", .writeCampaign, unschedule)
        routes.get("/campaigns/:slug/deliveries", .readCampaigns, deliveries)
        routes.post("/campaigns/:slug/pause", .writeCampaign, pause)
        routes.post("/campaigns/:slug/resume", .writeCampaign, resume)
        routes.get("/campaigns/:slug/stop", .writeCampaign, askToStop)
        routes.post("/campaigns/:slug/stop", .writeCampaign, stop)
        routes.get("/campaigns/:slug/newcomers", .writeCampaign, beforeNewcomers)
        routes.post("/campaigns/:slug/newcomers", .writeCampaign, startNewcomers)
        routes.post("/campaigns/:slug/retries", .writeCampaign, retryFailed)
        routes.post("/campaigns/:slug/resends", .writeCampaign, resendUncertain)
        routes.post("/campaigns/:slug/uncertain/closure", .writeCampaign, leaveUncertain)
    }

    /// The campaign of the path, for whoever may do this with it.
    private func brief(_ context: WebContext, _ action: Action) async throws -> Brief {
        let slug = try context.slug("slug")
        let brief: Brief
        do { brief = try await database.read { try $0.brief($0.campaignKey(slug)) } } catch DeliveryError.unknownCampaign {
            throw Refused.notFound
        }
        try context.require(action, Facts(publisher: brief.publisher))
        return brief
    }

    func beforeSending(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .readCampaigns)
        // What was planned is over: the page of what became of it says more.
        if brief.state.hasRun { return context.redirect(to: Address(path: "/campaigns", brief.slug, "deliveries")) }
        return try await sendingPage(.audience, brief, context)
    }

    func beforeNewcomers(_ request: Request, _ context: WebContext) async throws -> Response {
        try await sendingPage(.newcomers, try await brief(context, .writeCampaign), context)
    }

    private func sendingPage(_ group: Timing.Group, _ brief: Brief, _ context: WebContext) async throws -> Response {
        let (settings, secrets, now) = (settings, secrets, context.now)
        let (preview, isAboutBehaviour) = try await database.read { reader in
            (
                group == .audience
                    ? try reader.preview(brief.campaign, settings: settings, ring: secrets, now: now)
                    : try reader.previewOfNewcomers(brief.campaign, settings: settings, ring: secrets, now: now),
                try reader.checked(brief.audienceRule, of: "audience", terms: settings.terms).isAboutBehaviour
            )
        }
        let page = SendingPage(
            campaign: brief.slug, publisher: brief.publisherName, from: settings.mailFrom.description, state: brief.state, preview: preview,
            isAboutBehaviour: isAboutBehaviour, writesFiles: !settings.leavesMachine,
            maySend: can(context.actor, .writeCampaign, Facts(publisher: brief.publisher)), group: group, now: now)
        return context.response(page.page(context.format, csrf: context.csrfToken))
    }

    func deliveries(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .readCampaigns)
        let terms = settings.terms
        let today = settings.zone.day(at: context.now)
        let (name, status, isAboutBehaviour, hits) = try await database.read { reader in
            (
                brief.of.name, try reader.status(brief.campaign),
                try reader.checked(brief.audienceRule, of: "audience", terms: terms).isAboutBehaviour,
                try reader.hitFigures(of: brief.campaign, today: today)
            )
        }
        let page = DeliveriesPage(
            campaign: brief.slug, name: name, status: status, isAboutBehaviour: isAboutBehaviour,
            maySteer: can(context.actor, .writeCampaign, Facts(publisher: brief.publisher)), hits: hits)
        return context.response(page.page(context.format, csrf: context.csrfToken))
    }

    func start(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let (settings, secrets, actor) = (settings, secrets, context.actor)
        return try await steer(context, brief) { try $0.start(brief.campaign, actor: actor, settings: settings, ring: secrets) }
    }

    func schedule(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let (zone, actor) = (settings.zone, context.actor)
        return try await steer(context, brief, then: "sending") { try $0.schedule(brief.campaign, actor: actor, zone: zone) }
    }

    func unschedule(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let actor = context.actor
        return try await steer(context, brief, then: "sending") { try $0.unschedule(brief.campaign, actor: actor) }
    }

    func pause(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let actor = context.actor
        return try await steer(context, brief) { try $0.pause(brief.campaign, actor: actor) }
    }

    func resume(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let actor = context.actor
        return try await steer(context, brief) { try $0.resume(brief.campaign, actor: actor) }
    }

    func askToStop(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let status = try await database.read { try $0.status(brief.campaign) }
        return context.response(StopPage(campaign: brief.slug, status: status).page(context.format, csrf: context.csrfToken))
    }

    func stop(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let actor = context.actor
        return try await steer(context, brief) { try $0.stop(brief.campaign, actor: actor) }
    }

    func startNewcomers(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let (settings, secrets, actor) = (settings, secrets, context.actor)
        return try await steer(context, brief) { try $0.startNewcomers(brief.campaign, actor: actor, settings: settings, ring: secrets) }
    }

    func retryFailed(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let actor = context.actor
        return try await steer(context, brief) { try $0.retryFailed(brief.campaign, actor: actor) }
    }

    func resendUncertain(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let actor = context.actor
        return try await steer(context, brief) { try $0.resendUncertain(brief.campaign, actor: actor) }
    }

    func leaveUncertain(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let actor = context.actor
        return try await steer(context, brief) { try $0.leaveUncertain(brief.campaign, actor: actor) }
    }

    private func steer(
        _ context: WebContext, _ brief: Brief, then page: String = "deliveries",
        _ body: @escaping @Sendable (Transaction) throws -> some Sendable
    ) async throws -> Response {
        let words = SendingWords.in(context.language)
        do {
            _ = try await database.write(body)
            return context.redirect(to: Address(path: "/campaigns", brief.slug, page))
        } catch let error as DeliveryError {
            throw Refused.conflict(text: words.problem(error))
        }
    }
}
