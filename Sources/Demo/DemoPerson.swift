package import Kernel

/// One person of the made-up company, as the directory has them.
package struct DemoPerson: Sendable, Hashable {
    /// Running number from 0; managers come before the people who report to them.
    package let index: Int
    package let externalID: String
    /// `nil` for people without a mailbox.
    package let email: String?
    package let name: String
    package let firstName: String
    package let title: String
    /// Full path, `Northwind / Sales / DACH / Field Sales South`.
    package let department: String
    /// The manager's external id; `nil` for the one at the top.
    package let manager: String?
    /// ISO 3166 code of two letters.
    package let country: String
    package let site: String
    /// A name of the IANA time zone database.
    package let timeZone: String
    /// BCP 47 primary tag.
    package let language: String
    package let hiredOn: Day
    package let active: Bool
    /// Values of `attributeNames`, in that order; empty text where there is none.
    package let attributes: [String]

    package static let attributeNames = ["grade", "vehicle", "desk", "phone", "contract"]

    /// The first line of the file that `rapport import people` reads, without a line end.
    package static let csvHeader =
        "external_id,email,name,first_name,title,department,manager_id,country,site,time_zone,language,hired_on,active,"
        + attributeNames.joined(separator: ",")

    /// This person as one line of that file, without a line end (RFC 4180 §2).
    package var csvLine: String {
        var line = ""
        let fields = [
            externalID, email ?? "", name, firstName, title, department, manager ?? "", country, site, timeZone, language,
            hiredOn.description, active ? "yes" : "no",
        ]
        for field in fields { Self.append(field, to: &line) }
        for field in attributes { Self.append(field, to: &line) }
        line.removeLast()
        return line
    }

    private static func append(_ field: String, to line: inout String) {
        let needsQuotes = field.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13 }
        if needsQuotes {
            line += "\""
            for character in field { line += character == "\"" ? "\"\"" : String(character) }
            line += "\","
        } else {
            line += field
            line += ","
        }
    }
}

/// What decides a person's part in the history, without any text: cheap enough to be made again for every offering.
package struct DemoFacts: Sendable {
    enum Level: UInt8, Sendable { case member, lead, head }

    package let index: Int
    let unit: Int
    /// Running number of the manager, or -1.
    let manager: Int
    let level: Level
    let site: Site
    let cast: DemoCast?
    let hiredDaysAgo: Int
    /// How many days ago an inactive person left; `nil` for everyone else.
    let leftDaysAgo: Int?
    let hasMail: Bool
    let desk: Bool
    let vehicle: Bool

    package var active: Bool { leftDaysAgo == nil }
    package var externalID: String { DemoCompany.externalID(index: index, cast: cast) }
    package var department: String { UnitSpec.all[unit].path }
    package var country: String { site.country.rawValue }
    package var timeZone: String { site.timeZone }

    /// True for people of this unit and of every unit within it.
    package func isUnder(_ path: String) -> Bool {
        let own = department.utf8
        return own.starts(with: path.utf8) && (own.count == path.utf8.count || own.dropFirst(path.utf8.count).starts(with: " / ".utf8))
    }
}
