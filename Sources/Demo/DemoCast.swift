/// The people who are always there, whatever the seed and the number of people.
package enum DemoCast: String, CaseIterable, Sendable {
    case chief = "E-1001"
    case headOfSales = "E-1002"
    /// The persona `leader`: head of Sales DACH.
    case leader = "E-1003"
    case headOfIT = "E-1004"
    /// The persona `admin`.
    case admin = "E-1005"
    /// The persona `author`, of the Mobile Work Team.
    case author = "E-1006"
    /// The persona `approver`, of the Mobile Work Team; the author's manager.
    case approver = "E-1007"
    /// The persona `employee`: Mira Okafor, who sells lift trucks from her car.
    case employee = "E-1008"
    case employeesManager = "E-1009"
    case championNorth = "E-1010"
    case championZurich = "E-1011"
    case championLyon = "E-1012"
    case championChicago = "E-1013"
    case workplaceAuthor = "E-1014"
    case workplaceApprover = "E-1015"
    case securityAuthor = "E-1016"
    case securityApprover = "E-1017"
    case learningAuthor = "E-1018"
    case learningApprover = "E-1019"
    case dataAuthor = "E-1020"

    package var externalID: String { rawValue }
    package var name: String { role.name }

    /// The persona bar's `data-persona` values, in its order.
    package static let personas: [(persona: String, member: DemoCast)] = [
        ("employee", .employee), ("author", .author), ("approver", .approver), ("leader", .leader), ("admin", .admin),
    ]

    /// Champions and what each of them stands up for.
    package static let champions: [(member: DemoCast, offering: String)] = [
        (.championNorth, "field-crm"), (.championZurich, "field-crm"), (.championLyon, "waypoint"), (.championChicago, "app-shelf"),
        (.workplaceAuthor, "handbook"),
    ]

    struct Role: Sendable {
        let name: String
        let first: String
        let mail: String
        let title: String
        let unit: String
        let city: Substring
        let language: String
        let hiredYearsAgo: Int
        let isHead: Bool
    }

    private static func role(
        _ name: String, _ title: String, _ unit: String, _ city: Substring, _ language: String, years: Int, head: Bool = false
    ) -> Role {
        Role(
            name: name, first: String(name.prefix { $0 != " " }), mail: MailName.localPart(of: name), title: title, unit: unit, city: city,
            language: language, hiredYearsAgo: years, isHead: head)
    }

    static let roles: [DemoCast: Role] = [
        .chief: role("Henrike Sommerfeld", "Chief Executive Officer", "Northwind", "Augsburg", "de", years: 14, head: true),
        .headOfSales: role("Olivier Marchand", "Chief Sales Officer", "Northwind / Sales", "Augsburg", "en", years: 9, head: true),
        .leader: role("Dorothea Lindner", "Head of Sales DACH", "Northwind / Sales / DACH", "Munich", "en", years: 12, head: true),
        .headOfIT: role("Rajiv Menon", "Chief Information Officer", "Northwind / IT", "Augsburg", "en", years: 6, head: true),
        .admin: role(
            "Paweł Zawadzki", "Workplace Platform Engineer", "Northwind / IT / Digital Workplace", "Wrocław", "en", years: 7),
        .author: role("Jana Reuter", "Product Owner, Mobile Work", "Northwind / IT / Mobile Work", "Augsburg", "en", years: 5),
        .approver: role(
            "Samuel Adeyemi", "Head of Mobile Work", "Northwind / IT / Mobile Work", "Augsburg", "en", years: 8, head: true),
        .employee: role(
            "Mira Okafor", "Sales Engineer, Lift Trucks", "Northwind / Sales / DACH / Field Sales South", "Munich", "en", years: 3),
        .employeesManager: role(
            "Florian Aschenbrenner", "Manager, Field Sales South", "Northwind / Sales / DACH / Field Sales South", "Munich", "de",
            years: 15, head: true),
        .championNorth: role(
            "Selin Kaya", "Sales Engineer, Conveyors", "Northwind / Sales / DACH / Field Sales North", "Hamburg", "de", years: 6),
        .championZurich: role(
            "Urs Caduff", "Senior Sales Engineer", "Northwind / Sales / DACH / Field Sales South", "Zürich", "de", years: 19),
        .championLyon: role(
            "Isabelle Fournier", "Account Manager", "Northwind / Sales / Europe / Field Sales France", "Lyon", "fr", years: 10),
        .championChicago: role(
            "DeShawn Carter", "Service Engineer, Sorters", "Northwind / Field Service / Americas / Service North America", "Chicago",
            "en", years: 8),
        .workplaceAuthor: role(
            "Ewa Lis", "Handbook Editor", "Northwind / IT / Digital Workplace", "Wrocław", "pl", years: 4),
        .workplaceApprover: role(
            "Ansgar Holt", "Head of Digital Workplace", "Northwind / IT / Digital Workplace", "Augsburg", "de", years: 11, head: true),
        .securityAuthor: role(
            "Ladina Caflisch", "Security Awareness Lead", "Northwind / IT / Security", "Zürich", "de", years: 5),
        .securityApprover: role("Bastian Krol", "Head of Security", "Northwind / IT / Security", "Augsburg", "de", years: 9, head: true),
        .learningAuthor: role("Hélène Garnier", "Learning Designer", "Northwind / HR / Learning", "Lyon", "fr", years: 7),
        .learningApprover: role("Margarete Voss", "Head of Learning", "Northwind / HR / Learning", "Augsburg", "de", years: 16, head: true),
        .dataAuthor: role("Nikhil Rao", "Analytics Product Lead", "Northwind / IT / Data and Analytics", "Pune", "en", years: 4),
    ]

    var role: Role {
        guard let role = Self.roles[self] else { preconditionFailure("no role for \(rawValue)") }
        return role
    }
}
