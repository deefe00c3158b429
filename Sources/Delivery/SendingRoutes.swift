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
        routes.post(
            "/campaigns/:slug/run", .writeCampaign,
            steering { [settings, secrets] in try $0.start($1, actor: $2, settings: settings, ring: secrets) })
        routes.post(
            "/campaigns/:slug/schedule", .writeCampaign,
            steering(then: "sending") { [settings] in try $0.schedule($1, actor: $2, zone: settings.zone) })
        routes.post("/campaigns/:slug/schedule/removal", .writeCampaign, steering(then: "sending") { try $0.unschedule($1, actor: $2) })
        routes.get("/campaigns/:slug/deliveries", .readCampaigns, deliveries)
        routes.post("/campaigns/:slug/pause", .writeCampaign, steering { try $0.pause($1, actor: $2) })
        routes.post("/campaigns/:slug/resume", .writeCampaign, steering { try $0.resume($1, actor: $2) })
        routes.get("/campaigns/:slug/stop", .writeCampaign, askToStop)
        routes.post("/campaigns/:slug/stop", .writeCampaign, steering { try $0.stop($1, actor: $2) })
        routes.get("/campaigns/:slug/newcomers", .writeCampaign, beforeNewcomers)
        routes.post(
            "/campaigns/:slug/newcomers", .writeCampaign,
            steering { [settings, secrets] in try $0.startNewcomers($1, actor: $2, settings: settings, ring: secrets) })
        routes.post("/campaigns/:slug/retries", .writeCampaign, steering { try $0.retryFailed($1, actor: $2) })
        routes.post("/campaigns/:slug/resends", .writeCampaign, steering { try $0.resendUncertain($1, actor: $2) })
        routes.post("/campaigns/:slug/uncertain/closure", .writeCampaign, steering { try $0.leaveUncertain($1, actor: $2) })
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
        let today = settings.zone.day(at: now)
        let (preview, obstacle, telling, missed) = try await database.read { reader in
            var (preview, obstacle): (Preview?, DeliveryError?) = (nil, nil)
            do {
                preview =
                    group == .audience
                    ? try reader.preview(brief.campaign, settings: settings, ring: secrets, now: now)
                    : try reader.previewOfNewcomers(brief.campaign, settings: settings, ring: secrets, now: now)
                if group == .audience { obstacle = try reader.obstacle(to: brief, settings: settings, now: now) }
            } catch let error as DeliveryError { obstacle = error }
            return (
                preview, obstacle, try reader.telling(of: brief, group, terms: settings.terms, today: today),
                group == .audience ? try reader.missedStart(of: brief) : nil
            )
        }
        let page = SendingPage(
            campaign: brief.slug, publisher: brief.publisherName, from: settings.mailFrom.description, state: brief.state, preview: preview,
            telling: telling, writesFiles: settings.writesFiles, cap: settings.cap,
            maySend: can(context.actor, .writeCampaign, Facts(publisher: brief.publisher)), group: group, now: now, obstacle: obstacle,
            missed: missed)
        return context.response(page.page(context.format, csrf: context.csrfToken))
    }

    func deliveries(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .readCampaigns)
        let terms = settings.terms
        let today = settings.zone.day(at: context.now)
        let (now, name) = (context.now, brief.of.name)
        let (status, course, telling, hits) = try await database.read { reader in
            (
                try reader.status(brief.campaign), try reader.course(of: brief.campaign, now: now),
                try reader.telling(of: brief, terms: terms, today: today), try reader.hitFigures(of: brief.campaign, today: today)
            )
        }
        let page = DeliveriesPage(
            campaign: brief.slug, name: name, status: telling.isExact ? status : status.rounded, course: course, telling: telling,
            maySteer: can(context.actor, .writeCampaign, Facts(publisher: brief.publisher)), hits: hits)
        return context.response(page.page(context.format, csrf: context.csrfToken))
    }

    func askToStop(_ request: Request, _ context: WebContext) async throws -> Response {
        let brief = try await brief(context, .writeCampaign)
        let (terms, today) = (settings.terms, settings.zone.day(at: context.now))
        let (status, telling) = try await database.read {
            (try $0.status(brief.campaign), try $0.telling(of: brief, terms: terms, today: today))
        }
        let shown = telling.isExact ? status : status.rounded
        return context.response(
            StopPage(campaign: brief.slug, status: shown, telling: telling).page(context.format, csrf: context.csrfToken))
    }

    /// A handler that does one thing to the campaign of the path and leads to the page that then says how it stands.
    private func steering(
        then page: String = "deliveries", _ body: @escaping @Sendable (Transaction, CampaignKey, Actor) throws -> Void
    ) -> @Sendable (Request, WebContext) async throws -> Response {
        { _, context in
            let brief = try await brief(context, .writeCampaign)
            let (words, actor) = (SendingWords.in(context.language), context.actor)
            do {
                try await database.write { try body($0, brief.campaign, actor) }
                return context.redirect(to: Address(path: "/campaigns", brief.slug, page))
            } catch let error as DeliveryError {
                throw Refused.conflict(text: words.problem(error))
            } catch is CampaignError {
                // Somebody else was quicker between the look at the campaign and the change.
                let state = try await database.read { try $0.brief(brief.campaign).state }
                throw Refused.conflict(text: words.problem(.wrongState(state)))
            }
        }
    }
}
