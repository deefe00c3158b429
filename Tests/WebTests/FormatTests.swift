import Kernel
import Testing

@testable import Web

@Suite("Figures and times as they are read")
struct FormatTests {
    static func format(_ language: Language) -> Format {
        Format(language, zone: Zone("Europe/Berlin") ?? .utc, now: Instant("2026-03-04T11:00:00Z") ?? Instant(microseconds: 0))
    }

    @Test(
        "Whole numbers",
        arguments: [
            (0, "0", "0"), (7, "7", "7"), (999, "999", "999"), (1000, "1,000", "1.000"), (1_234_567, "1,234,567", "1.234.567"),
            (-1240, "−1,240", "−1.240"),
            (Int.min, "−9,223,372,036,854,775,808", "−9.223.372.036.854.775.808"),
        ])
    func numbers(value: Int, english: String, german: String) {
        #expect(Self.format(.en).number(value) == english)
        #expect(Self.format(.de).number(value) == german)
    }

    @Test(
        "Decimals",
        arguments: [
            (2.5, 1, "2.5", "2,5"), (2.0, 1, "2", "2"), (2.04, 1, "2", "2"), (2.05, 2, "2.05", "2,05"), (1234.56, 1, "1,234.6", "1.234,6"),
            (-0.04, 1, "0", "0"),
            (-1.25, 1, "−1.3", "−1,3"), (.nan, 1, "–", "–"), (.infinity, 1, "–", "–"), (0.999, 1, "1", "1"),
            (1e14, 9, "100,000,000,000,000", "100.000.000.000.000"),
        ])
    func decimals(value: Double, places: Int, english: String, german: String) {
        #expect(Self.format(.en).decimal(value, places: places) == english)
        #expect(Self.format(.de).decimal(value, places: places) == german)
    }

    @Test(
        "Shares",
        arguments: [
            (0.0, "0%", "0\u{A0}%"), (0.001, "<1%", "<1\u{A0}%"), (0.126, "13%", "13\u{A0}%"), (1.0, "100%", "100\u{A0}%"),
            (-0.02, "−2%", "−2\u{A0}%"),
        ])
    func percents(value: Double, english: String, german: String) {
        #expect(Self.format(.en).percent(value) == english)
        #expect(Self.format(.de).percent(value) == german)
    }

    @Test(
        "Times near: it is Wednesday, 4 March 2026, 12:00 in Berlin",
        arguments: [
            ("2026-03-04T11:00:00Z", "just now", "gerade eben"), ("2026-03-04T10:59:20Z", "just now", "gerade eben"),
            ("2026-03-04T11:00:30Z", "in a moment", "gleich"), ("2026-03-04T10:58:59Z", "1 minute ago", "vor 1 Minute"),
            ("2026-03-04T10:48:00Z", "12 minutes ago", "vor 12 Minuten"), ("2026-03-04T11:12:00Z", "in 12 minutes", "in 12 Minuten"),
            ("2026-03-04T08:05:00Z", "today 9:05", "heute 9:05"), ("2026-03-04T22:59:00Z", "today 23:59", "heute 23:59"),
            ("2026-03-04T23:00:00Z", "tomorrow 0:00", "morgen 0:00"), ("2026-03-05T08:00:00Z", "tomorrow 9:00", "morgen 9:00"),
            ("2026-03-03T08:00:00Z", "yesterday 9:00", "gestern 9:00"), ("2026-03-06T08:00:00Z", "Friday 9:00", "Freitag 9:00"),
            ("2026-03-10T08:00:00Z", "Tuesday 9:00", "Dienstag 9:00"), ("2026-03-02T08:00:00Z", "2 days ago", "vor 2 Tagen"),
            ("2026-02-26T08:00:00Z", "6 days ago", "vor 6 Tagen"), ("2026-02-25T08:00:00Z", "25 February", "25. Februar"),
            ("2026-03-11T08:00:00Z", "11 March, 9:00", "11. März, 9:00"), ("2025-12-31T22:59:00Z", "31 December 2025", "31. Dezember 2025"),
            ("2025-12-31T23:00:00Z", "1 January", "1. Januar"), ("2027-07-01T07:00:00Z", "1 July 2027, 9:00", "1. Juli 2027, 9:00"),
        ])
    func near(time: String, english: String, german: String) throws {
        let instant = try #require(Instant(time))
        #expect(Self.format(.en).near(instant) == english)
        #expect(Self.format(.de).near(instant) == german)
    }

    @Test func exactly() throws {
        let instant = try #require(Instant("2026-03-02T08:00:00Z"))
        #expect(Self.format(.en).exact(instant) == "Monday, 2 March 2026, 9:00 (Europe/Berlin)")
        #expect(Self.format(.de).exact(instant) == "Montag, 2. März 2026, 9:00 (Europe/Berlin)")
        #expect(Self.format(.de).dateline(try #require(Day("2026-03-02"))) == "Montag, 2. März")
        #expect(
            UI.time(instant, Self.format(.en)).string.contains(
                "<time datetime=\"2026-03-02T08:00:00Z\" title=\"Monday, 2 March 2026, 9:00 (Europe/Berlin)\">2 days ago"))
    }

    @Test(
        "Days near",
        arguments: [
            ("2026-03-04", "today", "heute"), ("2026-03-05", "tomorrow", "morgen"), ("2026-03-03", "yesterday", "gestern"),
            ("2026-03-07", "Saturday", "Samstag"),
            ("2026-03-01", "3 days ago", "vor 3 Tagen"), ("2026-05-01", "1 May", "1. Mai"),
            ("2024-02-29", "29 February 2024", "29. Februar 2024"),
        ])
    func nearDays(text: String, english: String, german: String) throws {
        let day = try #require(Day(text))
        #expect(Self.format(.en).near(day) == english)
        #expect(Self.format(.de).near(day) == german)
    }

    @Test func spansCountsAndLists() {
        let format = Self.format(.en)
        #expect(format.span(.seconds(40)) == "40 seconds")
        #expect(format.span(.minutes(12)) == "12 minutes")
        #expect(format.span(.hours(5)) == "5 hours")
        #expect(format.span(.hours(60)) == "2.5\u{A0}days")
        #expect(format.days(1) == "1\u{A0}day")
        #expect(Self.format(.de).span(.days(3)) == "3\u{A0}Tage")
        #expect(format.count(1, "person", "people") == "1\u{A0}person")
        #expect(format.count(1240, "person", "people") == "1,240\u{A0}people")
        #expect(format.list([]) == "")
        #expect(format.list(["a"]) == "a")
        #expect(Self.format(.de).list(["a", "b", "c"]) == "a, b und c")
    }

    @Test(
        "The language is the person's, else the browser's",
        arguments: [
            ("de-AT", "en", Language.de), (nil, "de", .de), (nil, "fr, de;q=0.5, en;q=0.4", .de), (nil, "en;q=0.3,de;q=0.7", .de),
            (nil, "de;q=0, en;q=0.1", .en),
            (nil, "fr", .en), ("fr", "de", .de), (nil, nil, .en), (nil, ";;;,=,q=", .en), ("DE", nil, .de), (nil, "de;q=9", .en),
        ] as [(String?, String?, Language)])
    func negotiation(person: String?, header: String?, language: Language) {
        #expect(Language.negotiate(person: person, acceptLanguage: header) == language)
    }

    @Test(
        "Initials",
        arguments: [("Amara Okafor", "AO"), ("Jean-Luc van der Berg", "JB"), ("Cher", "C"), ("  ", "?"), ("élodie", "É"), ("李 小龍", "李小")])
    func initials(name: String, initials: String) {
        #expect(Initials.of(name) == initials)
    }
}
