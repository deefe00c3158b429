import Web

extension CatalogueWords {
    static let de = CatalogueWords(
        kind: {
            switch $0 {
            case .app: "App"
            case .tool: "Werkzeug"
            case .service: "Dienst"
            case .capability: "Fähigkeit"
            case .programme: "Programm"
            case .change: "Veränderung"
            }
        },
        lifecycle: {
            switch $0 {
            case .idea: "Eine Idee"
            case .beta: "Für die Ersten"
            case .live: "Bereit"
            case .sunset: "Läuft aus"
            case .retired: "Nicht mehr da"
            }
        },
        lifecycleNote: {
            switch $0 {
            case .idea: "Bisher ist das eine Idee. Folgen Sie ihr, dann hören Sie, wenn es etwas zu probieren gibt."
            case .beta: "Das ist für die Ersten: Es läuft, es ist nicht fertig, und was Sie dazu sagen, verändert es."
            case .live: nil
            case .sunset: "Das läuft aus. Sie können es noch nutzen; was danach kommt, steht unter Neuigkeiten."
            case .retired: "Das gibt es nicht mehr. Die Seite bleibt, damit Verweise hierher weiter irgendwohin führen."
            }
        },
        way: {
            switch $0 {
            case "shown": "Es stand auf einer Seite, die Sie geöffnet haben"
            case "viewed": "Sie haben die Seite geöffnet"
            case "clicked": "Sie sind einem Verweis gefolgt"
            case "followed": "Sie folgen seitdem"
            case "unfollowed": "Sie folgen nicht mehr"
            case "helped": "Sie sagten, dass es Ihnen hilft"
            case "unhelped": "Sie nahmen zurück, dass es Ihnen hilft"
            case "read-reviews": "Sie haben die Bewertungen gelesen"
            case "reviewed": "Sie haben es bewertet"
            case "asked": "Sie haben etwas gefragt"
            case "requested": "Sie haben um Zugang gebeten"
            case "tried": "Sie haben es ausprobiert"
            case "uses-it": "Sie sagten, dass Sie es nutzen"
            case "used": "Sie haben es genutzt"
            case "testified": "Sie haben dafür gesprochen"
            case "referred": "Sie haben jemanden dazu gebracht"
            case "accepted-invitation": "Sie haben eine Einladung angenommen"
            case "joined-panel": "Sie sind in einer Runde dabei"
            case "checked-in": "Sie waren dabei"
            case "trained": "Sie waren bei einer Schulung"
            case "unsubscribed": "Sie haben Mails abgestellt"
            default: $0
            }
        },
        channel: {
            switch $0 {
            case "web": "auf einer Seite hier"
            case "email": "in einer Mail"
            case "home": "auf Ihrer Startseite"
            case "api": "von einem System gemeldet"
            default: $0
            }
        },
        catalogue: "Katalog", catalogueIntro: "Alles, was Kolleginnen und Kollegen für Sie gemacht haben, und von wem es kommt.",
        search: "Suchen", searchButton: "Suchen", anyKind: "Jede Art", anyTopic: "Jedes Thema", kindLabel: "Art", topicLabel: "Thema",
        newOnly: "Nur Neues", newLabel: "Neu", noneTitle: "Hier ist noch nichts",
        noneText: "Teams stellen hier ihre Apps, Werkzeuge und Dienste vor. Das erste Angebot ist unterwegs.",
        noneFoundTitle: "Nichts passt dazu",
        noneFoundText: "Versuchen Sie weniger Wörter oder eine andere Art, ein anderes Thema.", showAll: "Alles zeigen",
        available: "Das können Sie bekommen",
        unclear: "Fragen Sie den Anbieter, ob Sie das bekommen", newOffering: "Angebot anlegen",
        range: { "\($0) bis \($1) von \($2)" }, only: { "Für \($0)" },
        providedBy: "Angeboten von", facts: "Das Wichtigste", kindName: "Art", state: "Stand", rating: "Bewertung", topics: "Themen",
        getIt: "So bekommen Sie es", mayGet: "Wer es bekommt", needsTitle: "Wobei es hilft", descriptionTitle: "Mehr darüber",
        tipsTitle: "Kniffe und Fallen", newsTitle: "Neuigkeiten", noNews: "Bisher gibt es nichts Neues.", likeYouTitle: "Leute wie Sie",
        reviewsTitle: "Bewertungen", noReviews: "Das hat noch niemand bewertet. Wenn Sie es probiert haben, hilft Ihr Urteil den Nächsten.",
        allReviews: "Alle Bewertungen lesen", alsoBy: "Auch von ihnen", follow: "Folgen", unfollow: "Sie folgen", help: "Das hilft mir",
        unhelp: "Das hilft mir", use: "Ich nutze das", uses: "Sie nutzen das", edit: "Seite bearbeiten",
        followThing: { "\($0) folgen" }, unfollowThing: { "\($0) nicht mehr folgen" }, helpThing: { "\($0) hilft mir" },
        useThing: { "Ich nutze \($0)" }, onlyFor: { "Das ist für \($0). Wenn Sie es trotzdem brauchen, fragen Sie den Anbieter." },
        unclearNotice: "Wer das bekommt, wird gerade geklärt. Fragen Sie den Anbieter.",
        using: { "\($0) Leute in \($1) nutzen es" }, followingCount: { "\($0) Leute in \($1) folgen dem" },
        answeredBy: { "Antwort von \($0)" }, edited: "geändert",
        reviewsOf: { "Bewertungen von \($0)" }, yourReview: "Ihre Bewertung", starsLabel: "Sterne", reviewLabel: "In Ihren Worten",
        reviewHint: "Wofür war es gut, wofür nicht? Ihr Name steht daneben.", saveReview: "Bewertung veröffentlichen",
        changeReview: "Bewertung ändern", answerLabel: "Antwort, die alle lesen", saveAnswer: "Antwort speichern",
        noReviewsText: "Machen Sie den Anfang: Zwei Sätze darüber, was es Ihnen brachte, genügen.",
        followed: { "Sie folgen jetzt \($0). Neuigkeiten erscheinen auf Ihrer ersten Seite." },
        unfollowed: { "Sie folgen \($0) nicht mehr." },
        helped: "Vermerkt: Das hilft Ihnen.", unhelped: "Zurückgenommen.", used: "Vermerkt: Sie nutzen das.",
        reviewed: "Danke, Ihre Bewertung ist da.", answered: "Ihre Antwort ist da.", saved: "Gespeichert.",
        newsAdded: "Veröffentlicht: Wer folgt, sieht es auf der ersten Seite.",
        topicIntro: "Alles aus diesem Gebiet. Folgen Sie ihm, dann erscheint Neues auf Ihrer ersten Seite.",
        topicNone: "Hier ist noch nichts",
        topicNoneText: "Folgen Sie dem Thema, dann hören Sie, wenn etwas kommt.",
        newTitle: "Angebot anlegen", newIntro: "Sagen Sie zuerst, was die Leute davon haben. Alles lässt sich später ändern.",
        owner: "Angeboten von",
        slug: "Kurzname", slugHint: "Für die Adresse: kleine Buchstaben, Ziffern und Bindestriche. Er bleibt für immer.", name: "Name",
        tagline: "Der Nutzen in einer Zeile", taglineHint: "Die Überschrift der Seite: Was wird für die Leser besser?",
        scene: "Eine Szene aus dem Tag der Leser", sceneHint: "Zwei Sätze, die sie aus ihrer eigenen Arbeit kennen.",
        description: "Mehr darüber",
        markdownHint: "Markdown: **fett**, Listen, [Wörter](https://…).", tips: "Kniffe und Fallen", needs: "Wobei es hilft",
        needsHint: "Eines je Zeile, in den Worten derer, die das Problem haben.", links: "Wege dahin",
        linksHint: "Der erste ist der Knopf auf der Seite.", linkLabel: "Wörter auf dem Knopf", linkURL: "Adresse",
        audience: "Wer es bekommt",
        audienceHint: "Andere sehen die Seite und für wen es ist.", everyone: "Alle", usageFeed: "Die Nutzung wird täglich gemeldet",
        usageFeedHint: "Ohne das können Leute „Ich nutze das“ drücken.",
        language: { germanName(of: $0) }, editing: { "Texte auf \(germanName(of: $0))" }, save: "Speichern",
        inLanguage: "Sprache der Texte",
        newsForm: "Sagen, was neu ist", newsText: "Neuigkeit", newsHint: "Markdown. Wer folgt, sieht es auf der ersten Seite.",
        addNews: "Neuigkeit veröffentlichen", view: "Seite ansehen",
        changedMeanwhile: "Jemand hat dieses Angebot inzwischen geändert. Öffnen Sie das Formular neu und ändern Sie es dort.",
        retiredText: "Man kann es lesen, aber nichts mehr damit tun.", retiredTitle: "Das gibt es nicht mehr",
        editTitle: { "\($0) bearbeiten" }, inLine: { "Zeile \($0): \($1)" },
        ownTitle: "Ihre Seite", ownIntro: "Was Rapport über Sie weiß, warum Sie sehen, was Sie sehen, und wie Sie es abstellen.",
        ownFollowing: "Sie folgen", ownFollowingNone: "Sie folgen noch nichts. Themen und Angebote haben einen Knopf dafür.",
        ownReviews: "Ihre Bewertungen", ownReviewsNone: "Sie haben noch nichts bewertet.", known: "Aus dem Verzeichnis der Firma",
        knownIntro: "Falsch? Das Verzeichnis führt Ihre Personalabteilung; Rapport übernimmt, was sie berichtigt.",
        directory: "Verzeichnis",
        notKnown: "nicht bekannt", nameField: "Name", titleField: "Titel", departmentField: "Abteilung", managerField: "Führungskraft",
        countryField: "Land", siteField: "Standort", emailField: "Mailadresse", zoneField: "Zeitzone", languageField: "Sprache",
        hiredField: "Hier seit",
        met: "Was Ihnen begegnet ist",
        metIntro: "Wie oft Rapport vermerkt hat, dass Ihnen ein Angebot begegnet ist. Andere sehen nur Zahlen über Gruppen.",
        metNone: "Bisher ist nichts vermerkt.", offering: "Angebot", times: "Mal", whenHead: "Wann", howHead: "Was geschah",
        whereHead: "Wo",
        password: "Passwort ändern", signOut: "Abmelden", metWith: { "Sie und \($0)" }, since: "seit")
}

private func germanName(of tag: String) -> String {
    switch tag {
    case "en": "Englisch"
    case "de": "Deutsch"
    default: tag
    }
}
