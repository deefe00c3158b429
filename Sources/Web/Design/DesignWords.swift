/// The content of the gallery.
struct DesignWords: Words {
    struct Item: Sendable {
        let slug: String
        let title: String
        let kicker: String
        let text: String
        let stars: Double
        let reviews: Int
    }

    let title, intro, day, night, seeCatalogue: String
    let readingTitle, owner, ownerTeam, lifecycle, live, rating, since, next, factsLabel: String
    let leadTitle, leadText, leadWhy, prose1, quote, prose2: String
    let listsTitle, pageSummary, tableCaption, department, people, reached, stateHead, running, waiting, stopped, draft: String
    let items: [Item]
    let departments: [String]
    let controlsTitle, preview, follow, followLong, later, stop, viewsLabel, stepsLabel, stepNote, mailSubject, mailText: String
    let views: [String]
    let steps: [String]
    let send: @Sendable (String) -> String
    let formsTitle, nameLabel, nameValue, nameHint, ruleLabel, ruleCount, audienceLabel, audienceValue, startLabel, atLabel: String
    let stageLabel, stageHint, channelsLegend, channelsLabel, email, emailHint, home, digest, digestHint, starsLabel: String
    let fileLabel, fileHint, save, searchLabel: String
    let stages: [String]
    let statesTitle, statSentence, noticeCalm, noticeGood, noticeAmberTitle, noticeAmber, noticeRed, detailsLabel: String
    let topics: [String]
    let emptyTitle, emptyText: String
    let chartsTitle, hourglassSentence, hiddenSentence, barsSentence, linesSentence, reachedArm, holdoutArm: String
    let intervalsSentence, liftSentence, lift, noDifference, accepted, deferred, failed: String
    let progressSentence: @Sendable (String) -> String
}
