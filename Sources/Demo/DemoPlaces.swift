/// The twelve countries in which Northwind works.
enum Country: String, CaseIterable, Sendable {
    case germany = "DE"
    case austria = "AT"
    case switzerland = "CH"
    case france = "FR"
    case unitedKingdom = "GB"
    case poland = "PL"
    case greece = "GR"
    case unitedStates = "US"
    case brazil = "BR"
    case india = "IN"
    case japan = "JP"
    case australia = "AU"

    /// What most people there read in.
    var language: String {
        switch self {
        case .germany, .austria, .switzerland: "de"
        case .france: "fr"
        case .unitedKingdom, .unitedStates, .australia, .india: "en"
        case .poland: "pl"
        case .greece: "el"
        case .brazil: "pt"
        case .japan: "ja"
        }
    }
}

/// A place of work: its city, country and zone of the IANA database.
struct Site: Hashable, Sendable {
    let city: String
    let country: Country
    let timeZone: String
    /// What people at this very site mostly read in.
    let language: String

    private init(_ city: String, _ country: Country, _ timeZone: String, language: String? = nil) {
        self.city = city
        self.country = country
        self.timeZone = timeZone
        self.language = language ?? country.language
    }

    /// Among them clocks that never change (Phoenix, Brisbane), that no longer change (São Paulo, Recife), that are half an hour off
    /// (Pune, Chennai) and that do both (Adelaide).
    static let all = [
        Site("Augsburg", .germany, "Europe/Berlin"), Site("Munich", .germany, "Europe/Berlin"), Site("Hamburg", .germany, "Europe/Berlin"),
        Site("Leipzig", .germany, "Europe/Berlin"), Site("Cologne", .germany, "Europe/Berlin"),
        Site("Linz", .austria, "Europe/Vienna"), Site("Vienna", .austria, "Europe/Vienna"),
        Site("Zürich", .switzerland, "Europe/Zurich"), Site("Lausanne", .switzerland, "Europe/Zurich", language: "fr"),
        Site("Lyon", .france, "Europe/Paris"), Site("Lille", .france, "Europe/Paris"),
        Site("Birmingham", .unitedKingdom, "Europe/London"), Site("Manchester", .unitedKingdom, "Europe/London"),
        Site("Wrocław", .poland, "Europe/Warsaw"), Site("Poznań", .poland, "Europe/Warsaw"),
        Site("Thessaloniki", .greece, "Europe/Athens"), Site("Athens", .greece, "Europe/Athens"),
        Site("Chicago", .unitedStates, "America/Chicago"), Site("Memphis", .unitedStates, "America/Chicago"),
        Site("Phoenix", .unitedStates, "America/Phoenix"), Site("Newark", .unitedStates, "America/New_York"),
        Site("Portland", .unitedStates, "America/Los_Angeles"),
        Site("São Paulo", .brazil, "America/Sao_Paulo"), Site("Recife", .brazil, "America/Recife"),
        Site("Pune", .india, "Asia/Kolkata"), Site("Chennai", .india, "Asia/Kolkata"),
        Site("Osaka", .japan, "Asia/Tokyo"), Site("Nagoya", .japan, "Asia/Tokyo"),
        Site("Adelaide", .australia, "Australia/Adelaide"), Site("Brisbane", .australia, "Australia/Brisbane"),
    ]

    static func named(_ city: Substring) -> Site {
        guard let site = all.first(where: { $0.city == city }) else { preconditionFailure("no site \(city)") }
        return site
    }
}
