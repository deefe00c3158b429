import Web

extension CatalogueWords {
    static let en = CatalogueWords(
        kind: {
            switch $0 {
            case .app: "App"
            case .tool: "Tool"
            case .service: "Service"
            case .capability: "Skill"
            case .programme: "Programme"
            case .change: "Change"
            }
        },
        lifecycle: {
            switch $0 {
            case .idea: "An idea"
            case .beta: "For first users"
            case .live: "Ready to use"
            case .sunset: "Going away"
            case .retired: "No longer there"
            }
        },
        lifecycleNote: {
            switch $0 {
            case .idea: "This is an idea so far. Follow it, and you hear when there is something to try."
            case .beta: "This is for first users: it works, it is not finished, and what you say about it changes it."
            case .live: nil
            case .sunset: "This is going away. You can still use it; look for what comes instead under What's new."
            case .retired: "This is no longer there. The page stays, so that links to it still lead somewhere."
            }
        },
        way: {
            switch $0 {
            case "shown": "It stood on a page that you opened"
            case "viewed": "You opened its page"
            case "clicked": "You followed a link"
            case "followed": "You followed it"
            case "unfollowed": "You stopped following it"
            case "helped": "You said that it helps you"
            case "unhelped": "You took back that it helps you"
            case "read-reviews": "You read its reviews"
            case "reviewed": "You reviewed it"
            case "asked": "You asked a question"
            case "requested": "You asked for access"
            case "tried": "You tried it"
            case "uses-it": "You said that you use it"
            case "used": "You used it"
            case "testified": "You spoke for it"
            case "referred": "You brought somebody to it"
            case "accepted-invitation": "You accepted an invitation"
            case "joined-panel": "You joined a panel"
            case "checked-in": "You were there"
            case "trained": "You were at a training"
            case "unsubscribed": "You turned mails off"
            default: $0
            }
        },
        channel: {
            switch $0 {
            case "web": "on a page here"
            case "email": "in a mail"
            case "home": "on your home page"
            case "api": "reported by a system"
            default: $0
            }
        },
        catalogue: "Catalogue", catalogueIntro: "Everything that colleagues have made for you to use, and who provides it.",
        search: "Search", searchButton: "Search", anyKind: "Every kind", anyTopic: "Every topic", kindLabel: "Kind", topicLabel: "Topic",
        newOnly: "Only what is new", newLabel: "New", noneTitle: "Nothing here yet",
        noneText: "Teams put their apps, tools and services here. The first one is on its way.", noneFoundTitle: "Nothing matches",
        noneFoundText: "Try fewer words, or another kind or topic.", showAll: "Show everything", available: "You can get this",
        unclear: "Ask the provider whether you can get this", newOffering: "Add an offering",
        range: { "\($0) to \($1) of \($2)" }, only: { "For \($0)" },
        providedBy: "Provided by", facts: "The facts", kindName: "Kind", state: "State", rating: "Rating", topics: "Topics",
        getIt: "Get it", mayGet: "Who can get it", needsTitle: "What it helps with", descriptionTitle: "More about it",
        tipsTitle: "Tips and traps", newsTitle: "What's new", noNews: "Nothing new has been said yet.", likeYouTitle: "People like you",
        reviewsTitle: "Reviews", noReviews: "Nobody has reviewed this yet. If you have tried it, yours helps the next person.",
        allReviews: "Read all reviews", alsoBy: "Also from them", follow: "Follow", unfollow: "Following", help: "This helps me",
        unhelp: "This helps me", use: "I use this", uses: "You use this", edit: "Edit this page",
        followThing: { "Follow \($0)" }, unfollowThing: { "Stop following \($0)" }, helpThing: { "\($0) helps me" },
        useThing: { "I use \($0)" }, onlyFor: { "This is for \($0). If you need it all the same, ask the provider." },
        unclearNotice: "Who can get this is being sorted out. Ask the provider.",
        using: { "\($0) people in \($1) use it" }, followingCount: { "\($0) people in \($1) follow it" },
        answeredBy: { "Answer from \($0)" }, edited: "changed",
        reviewsOf: { "Reviews of \($0)" }, yourReview: "Your review", starsLabel: "Stars", reviewLabel: "In your words",
        reviewHint: "What was it good for, what not? Your name stands beside it.", saveReview: "Publish review",
        changeReview: "Change review",
        answerLabel: "Answer for everyone to read", saveAnswer: "Save answer",
        noReviewsText: "Be the first: two sentences about what it did for you are enough.",
        followed: { "You follow \($0) now. Its news comes to your first page." }, unfollowed: { "You no longer follow \($0)." },
        helped: "Noted: this helps you.", unhelped: "Taken back.", used: "Noted: you use this.",
        reviewed: "Thank you, your review is there.",
        answered: "Your answer is there.", saved: "Saved.", newsAdded: "The news is out: followers see it on their first page.",
        topicIntro: "Everything in this area. Follow it, and what is new here comes to your first page.", topicNone: "Nothing here yet",
        topicNoneText: "Follow the topic, and you hear when something comes.",
        newTitle: "Add an offering", newIntro: "Say first what people get out of it. Everything can be changed later.",
        owner: "Provided by",
        slug: "Short name", slugHint: "For the address: small letters, digits and hyphens. It stays for good.", name: "Name",
        tagline: "The benefit in one line",
        taglineHint: "The headline of the page: what gets better for the reader?", scene: "A scene from the reader's day",
        sceneHint: "Two sentences that they know from their own work.", description: "More about it",
        markdownHint: "Markdown: **bold**, lists, [words](https://…).", tips: "Tips and traps", needs: "What it helps with",
        needsHint: "One per line, in the words of those who have the problem.", links: "Ways to get it",
        linksHint: "The first one is the button on the page.", linkLabel: "Words on the button", linkURL: "Address",
        audience: "Who can get it",
        audienceHint: "Others see the page and for whom it is.", everyone: "Everyone", usageFeed: "Its use is reported day by day",
        usageFeedHint: "Without that, people can press “I use this”.",
        language: { englishName(of: $0) }, editing: { "Texts in \(englishName(of: $0))" }, save: "Save",
        inLanguage: "Language of the texts",
        newsForm: "Say what is new", newsText: "News", newsHint: "Markdown. Followers see it on their first page.", addNews: "Publish news",
        view: "See the page", changedMeanwhile: "Somebody changed this offering meanwhile. Open the form again and make your change there.",
        retiredText: "It can be read, but nothing can be done with it any more.", retiredTitle: "This is no longer there",
        editTitle: { "Edit \($0)" }, inLine: { "Line \($0): \($1)" },
        ownTitle: "Your page", ownIntro: "What Rapport knows about you, why you see what you see, and how to turn it off.",
        ownFollowing: "You follow", ownFollowingNone: "You follow nothing yet. Topics and offerings have a button for it.",
        ownReviews: "Your reviews", ownReviewsNone: "You have reviewed nothing yet.", known: "From the company's directory",
        knownIntro: "Wrong? The directory is kept by your HR team; Rapport takes over what they correct.", directory: "Directory",
        notKnown: "not known",
        nameField: "Name", titleField: "Title", departmentField: "Department", managerField: "Manager", countryField: "Country",
        siteField: "Site",
        emailField: "Mail address", zoneField: "Time zone", languageField: "Language", hiredField: "Here since",
        met: "What you came across", metIntro: "How often Rapport noted that you met an offering. Others see only figures about groups.",
        metNone: "Nothing is noted yet.", offering: "Offering", times: "Times", whenHead: "When", howHead: "What happened",
        whereHead: "Where",
        password: "Change your password", signOut: "Sign out", metWith: { "You and \($0)" }, since: "since")
}

private func englishName(of tag: String) -> String {
    switch tag {
    case "en": "English"
    case "de": "German"
    default: tag
    }
}
