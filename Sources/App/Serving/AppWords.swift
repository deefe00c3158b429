import Web

/// What the house itself says: navigation and notices.
struct AppWords: Words {
    let home, catalogue, campaigns, audiences, hourglass, me, signIn, password, outboxNotice, design: String
    let employee, author, approver, leader, admin: String
    let campaign, offering: String
    /// What stands for something of a publisher that is not to be named.
    let ofPublisher: @Sendable (String) -> String
    /// The team that wrote it, and whom for.
    let sentBy: @Sendable (String, String) -> String

    static let en = AppWords(
        home: "Home", catalogue: "What’s on offer", campaigns: "Campaigns", audiences: "Audiences", hourglass: "Hourglass", me: "My page",
        signIn: "Sign in", password: "Password", outboxNotice: "No mail server is set: mails are written to files.", design: "Design",
        employee: "Employee", author: "Author", approver: "Approver", leader: "Leader", admin: "Admin",
        campaign: "Campaign", offering: "Offering", ofPublisher: { "of \($0)" },
        sentBy: { "From \($0), for \($1)" })

    static let de = AppWords(
        home: "Start", catalogue: "Angebote", campaigns: "Kampagnen", audiences: "Zielgruppen", hourglass: "Sanduhr", me: "Meine Seite",
        signIn: "Anmelden", password: "Passwort", outboxNotice: "Kein Mailserver eingestellt: Mails werden in Dateien geschrieben.",
        design: "Gestaltung", employee: "Beschäftigte", author: "Autorin", approver: "Freigabe", leader: "Leitung", admin: "Verwaltung",
        campaign: "Kampagne", offering: "Angebot", ofPublisher: { "von \($0)" },
        sentBy: { "Von \($0), für \($1)" })
}
