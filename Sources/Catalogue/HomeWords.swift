import Web

/// The texts of the home page.
struct HomeWords: Words {
    let title, allForToday, following, followingNone, emptyTitle, emptyText, lookAround: String
    let newForYou, newForAll: String
    let youFollow: @Sendable (String) -> String
    let newInTopic: @Sendable (String) -> String
    let popular: @Sendable (Int, String) -> String
}

extension HomeWords {
    static let en = HomeWords(
        title: "Today", allForToday: "That is all for today.", following: "You follow",
        followingNone: "Nothing yet. Follow a topic or an offering, and its news comes here.",
        emptyTitle: "Nothing new for you today",
        emptyText:
            "This page gathers what is new in the things you follow and in what is made for you. Follow a topic or two, and it fills by itself.",
        lookAround: "Look around the catalogue", newForYou: "Why you see this: it is new and made for people like you.",
        newForAll: "Why you see this: it is new and open to everyone.",
        youFollow: { "Why you see this: you follow \($0)." },
        newInTopic: { "Why you see this: it is new in \($0), which you follow." },
        popular: { "Why you see this: \($0) people in \($1) follow it." })

    static let de = HomeWords(
        title: "Heute", allForToday: "Das war alles für heute.", following: "Sie folgen",
        followingNone: "Noch nichts. Folgen Sie einem Thema oder Angebot, dann erscheinen Neuigkeiten hier.",
        emptyTitle: "Heute nichts Neues für Sie",
        emptyText:
            "Hier steht, was es Neues gibt bei allem, dem Sie folgen, und bei dem, was für Sie gemacht ist. Folgen Sie ein, zwei Themen, dann füllt sich die Seite von selbst.",
        lookAround: "Im Katalog umsehen", newForYou: "Warum Sie das sehen: Es ist neu und für Leute wie Sie gemacht.",
        newForAll: "Warum Sie das sehen: Es ist neu und für alle da.",
        youFollow: { "Warum Sie das sehen: Sie folgen \($0)." },
        newInTopic: { "Warum Sie das sehen: Es ist neu bei \($0), und dem folgen Sie." },
        popular: { "Warum Sie das sehen: \($0) Leute in \($1) folgen dem." })
}
