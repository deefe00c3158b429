/// Six months of Northwind: who met which offering when, and what came of it. Follows from the company alone, and from the arms.
package struct DemoHistory: Sendable {
    package let company: DemoCompany
    private let calendar: WorkCalendar

    package init(of company: DemoCompany) {
        self.company = company
        calendar = WorkCalendar(today: company.today)
    }

    /// Calls `body` with every touch of an offering: person by person, each one's in the order in which they happened.
    /// - Parameter arm: what the campaign of this slug had in mind for the person of this external id; asked only for campaigns that
    ///   have been sent.
    package func eachTouch(
        of offering: DemoOffering, arm: (_ campaign: String, _ externalID: String) -> DemoArm, _ body: (DemoTouch) throws -> Void
    ) rethrows {
        let reviews = Dictionary(reviews(of: offering).map { ($0.person, $0) }, uniquingKeysWith: { first, _ in first })
        let campaigns = DemoCampaign.all.filter { $0.offering == offering.slug && $0.hasRun }
        let affinities = UnitSpec.all.map { offering.affinity(unit: $0) }
        let number = UInt64(DemoOffering.all.firstIndex { $0.slug == offering.slug } ?? 0)
        try company.eachFacts { person in
            guard offering.isFor(person) else { return }
            let id = person.externalID
            var contacts: [Contact] = []
            for campaign in campaigns {
                let daysAgo = campaign.startsDaysAgo(today: company.today)
                if person.leftDaysAgo ?? 0 < daysAgo, arm(campaign.slug, id) == .reached {
                    contacts.append(Contact(campaign: campaign, daysAgo: daysAgo))
                }
            }
            var journey = Journey(
                person: person, offering: offering, affinity: affinities[person.unit], seed: company.seed, number: number,
                days: calendar.days(of: person, seed: company.seed))
            journey.walk(contacts: contacts, review: reviews[person.index])
            for step in journey.inOrder {
                try body(
                    DemoTouch(
                        person: person.index, externalID: id, offering: offering.slug, way: step.way, channel: step.channel,
                        daysAgo: step.daysAgo, secondOfDay: step.second, campaign: step.campaign))
            }
        }
    }

    /// The reviews of an offering with their authors: people it is for, who read in the review's language. Newest first.
    package func reviews(of offering: DemoOffering) -> [DemoReview] {
        guard let story = DemoStory.all.first(where: { $0.offering == offering.slug }) else { return [] }
        let number = UInt64(DemoOffering.all.firstIndex { $0.slug == offering.slug } ?? 0)
        // The few people whose number drawn for a review is lowest are its candidates.
        var candidates = story.reviews.map { _ in [(draw: UInt64, person: DemoFacts)]() }
        company.eachFacts { person in
            guard person.active, person.cast == nil, person.hiredDaysAgo > 200, offering.isFor(person) else { return }
            let language = company.language(of: person)
            for (index, review) in story.reviews.enumerated() where review.language == language && person.isUnder(review.unit) {
                var random = SplitMix64(seed: company.seed, stream: 500 + number * 32 + UInt64(index), item: person.index)
                let draw = random.next()
                if let last = candidates[index].last, candidates[index].count == 6, last.draw < draw { continue }
                candidates[index].append((draw, person))
                candidates[index].sort { $0.draw < $1.draw }
                if candidates[index].count > 6 { candidates[index].removeLast() }
            }
        }
        var taken: Set<Int> = []
        var reviews: [DemoReview] = []
        let newest = 2
        let oldest = offering.opened - offering.opened / 4
        for (index, review) in story.reviews.enumerated() {
            guard let author = candidates[index].first(where: { !taken.contains($0.person.index) }) else { continue }
            taken.insert(author.person.index)
            let wanted = newest + Int(author.draw % UInt64(max(oldest - newest, 1)))
            guard let daysAgo = calendar.days(of: author.person, seed: company.seed).onOrAfter(wanted) else { continue }
            reviews.append(
                DemoReview(
                    person: author.person.index, externalID: author.person.externalID, offering: offering.slug, daysAgo: daysAgo,
                    stars: review.stars, language: review.language, text: review.text, answer: review.answer))
        }
        return reviews.sorted { ($0.daysAgo, $0.person) < ($1.daysAgo, $1.person) }
    }

    /// The questions of an offering's page with the people who asked them, where the company is large enough to have them.
    package func questions(of offering: DemoOffering) -> [(externalID: String, question: DemoQuestion)] {
        guard let story = DemoStory.all.first(where: { $0.offering == offering.slug }) else { return [] }
        var askers = [DemoFacts?](repeating: nil, count: story.questions.count)
        let reviewers = Set(reviews(of: offering).map(\.person))
        company.eachFacts { person in
            guard person.active, person.cast == nil, person.hiredDaysAgo > 200, offering.isFor(person), !reviewers.contains(person.index)
            else { return }
            let language = company.language(of: person)
            for (index, question) in story.questions.enumerated() where question.language == language {
                var random = SplitMix64(seed: company.seed, stream: 900 + UInt64(index), item: person.index)
                if askers[index] == nil || random.chance(0.02) {
                    askers[index] = person
                    break
                }
            }
        }
        return zip(askers, story.questions).compactMap { asker, question in asker.map { ($0.externalID, question) } }
    }
}

/// A campaign that reached a person.
struct Contact {
    let campaign: DemoCampaign
    let daysAgo: Int
}
