import Audiences
import Campaigns
import Catalogue
import Delivery
import Demo
import Hourglass
import Identity
import Kernel
import Storage
import Touches

/// The made-up company's six months: campaigns at their own times, then what people did, then the stages that follow.
extension DemoSeeding {
    func liveThrough(_ company: DemoCompany) async throws {
        for campaign in DemoCampaign.all { try await hold(campaign, company) }
        try await loadTouches(of: company)
        try await recomputeStages()
    }

    private func actor(_ member: DemoCast, _ reader: Reader) throws -> Actor {
        let person: PersonKey? = try reader.value("SELECT id FROM person WHERE external_id = \(member.externalID)")
        guard let person else { throw CommandError("\(member.name) is not in the directory") }
        return try reader.actor(person)
    }

    /// Lets a campaign go the way that it had gone by today.
    private func hold(_ campaign: DemoCampaign, _ company: DemoCompany) async throws {
        guard campaign.state != .draft else { return }
        let startDay = company.today + -campaign.startsDaysAgo(today: company.today)
        let zone = house.installation.zone
        let handedIn = min(zone.instant(of: WallTime(day: startDay + -6, hour: 10)), house.database.clock.now() - .hours(30))
        let (terms, ring) = (house.terms, house.installation.secrets)
        // What is history was sent; a cap holds from now on.
        var uncapped = try house.deliverySettings()
        uncapped.cap = nil
        let settings = uncapped
        func write(_ at: Instant, _ body: @escaping @Sendable (Transaction) throws -> Void) async throws {
            try await house.database.at(.fixed(at)).write(body)
        }
        @Sendable func found(_ transaction: Transaction) throws -> Campaign {
            guard let found = try transaction.campaign(campaign.slug) else { throw CommandError("there is no campaign \(campaign.slug)") }
            return found
        }
        try await write(handedIn) { transaction in
            _ = try transaction.handIn(try found(transaction), terms: terms, by: try actor(campaign.author, transaction))
        }
        guard campaign.state != .inReview else { return }
        try await write(handedIn + .hours(26)) { transaction in
            _ = try transaction.approve(
                try found(transaction), terms: terms, by: try actor(campaign.approver, transaction))
        }
        if campaign.state == .scheduled {
            try await write(handedIn + .hours(28)) { transaction in
                _ = try transaction.markScheduled(try found(transaction), by: try actor(campaign.author, transaction))
            }
            return
        }
        let begin = zone.instant(of: WallTime(day: startDay + -1, hour: 6))
        let end = campaign.lasted.map { begin + .days($0 + 1) }
        try await write(begin) { transaction in
            let current = try found(transaction)
            let author = try actor(campaign.author, transaction)
            let started = try transaction.start(current.key, actor: author, settings: settings, ring: ring)
            try transaction.takeAsSent(started)
            if let end { try transaction.endRun(started, at: end, asStopped: campaign.state == .stopped) }
        }
        guard let end else { return }
        try await write(end) { transaction in
            let current = try found(transaction)
            if campaign.state == .stopped {
                _ = try transaction.markStopped(current, by: try actor(campaign.author, transaction))
            } else {
                _ = try transaction.markFinished(current)
            }
        }
    }

    private struct Resident: Rowed {
        let externalID: String
        let place: TouchPlace

        init(row: Row) throws {
            externalID = try row[0]
            let zone: String? = try row[3]
            place = TouchPlace(person: try row[1], department: try row[2], zone: zone.flatMap { Zone($0) } ?? .utc)
        }
    }

    private func loadTouches(of company: DemoCompany) async throws {
        let history = DemoHistory(of: company)
        let (residents, arms, runs) = try await house.database.read { reader in
            let people = try reader.rows("SELECT external_id, id, department, time_zone FROM person", as: Resident.self)
            var arms: [String: [String: Bool]] = [:]
            var runs: [String: RunKey] = [:]
            for campaign in DemoCampaign.all where campaign.hasRun {
                guard let found = try reader.campaign(campaign.slug) else { continue }
                arms[campaign.slug] = try reader.arms(of: found.key)
                runs[campaign.slug] = try reader.value("SELECT id FROM run WHERE campaign = \(found.key)")
            }
            return (Dictionary(people.map { ($0.externalID, $0.place) }, uniquingKeysWith: { first, _ in first }), arms, runs)
        }
        for offering in DemoOffering.all {
            try await house.database.write { transaction in
                guard let slug = Slug(offering.slug), let key = try transaction.offering(slug)?.key else { return }
                let now = transaction.now
                try transaction.loadTouches { add in
                    try history.eachTouch(
                        of: offering,
                        arm: { campaign, id in arms[campaign]?[id].map { $0 ? .reached : .holdout } ?? .none },
                        { touch in
                            guard let place = residents[touch.externalID], let way = Way(rawValue: touch.way) else { return }
                            let wall = WallTime(day: company.today + -touch.daysAgo, second: touch.secondOfDay)
                            var new = NewTouch(
                                way, of: key, by: place.person, at: min(place.zone.instant(of: wall), now), channel: touch.channel)
                            new.run = touch.campaign.flatMap { runs[$0] }
                            new.source = "demo"
                            try add(new, place)
                        })
                }
                let owners = Dictionary(
                    DemoCampaign.all.map { ($0.offering, $0.author.externalID) }, uniquingKeysWith: { first, _ in first })
                try transaction.loadReviews(
                    history.reviews(of: offering).compactMap { review in
                        guard let place = residents[review.externalID] else { return nil }
                        let at = place.zone.instant(of: WallTime(day: company.today + -review.daysAgo, second: 54_000))
                        return LoadedReview(
                            offering: key, person: place.person, stars: review.stars, text: review.text, language: review.language,
                            at: min(at, now), answer: review.answer,
                            answeredBy: review.answer == nil ? nil : owners[offering.slug].flatMap { residents[$0]?.person })
                    })
            }
        }
        try await house.database.write { try $0.followAsTouched() }
    }
}

extension DemoSeeding {
    fileprivate func recomputeStages() async throws {
        let worker = house.hourglassWorker()
        for demo in DemoOffering.all {
            let key = try await house.database.write { [today = house.today] transaction -> OfferingKey? in
                guard let slug = Slug(demo.slug), let key = try transaction.offering(slug)?.key else { return nil }
                if demo.hasUsageFeed {
                    try transaction.setUsageFeed(key, covering: (today + -190)...(today + -demo.feedCompleteUntilDaysAgo))
                }
                return key
            }
            if let key { try await worker.recompute(key) }
        }
    }
}
