import Kernel
import Testing

@testable import Delivery

@Suite("A cap of mails")
struct MailCapTests {
    @Test(
        "is read from a few characters",
        arguments: [
            ("5/7d", 5, Duration.days(7)), ("1/1h", 1, .hours(1)), ("2/24h", 2, .days(1)), ("999/366d", 999, .days(366)),
            ("10/8784h", 10, .days(366)), ("05/07d", 5, .days(7)),
        ])
    func good(_ text: String, _ limit: Int, _ window: Duration) throws {
        let cap = try MailCap(text)
        #expect(cap.limit == limit && cap.window == window)
    }

    @Test(
        "is refused with what is wrong with it",
        arguments: [
            ("", MailCap.Problem.badForm("")), ("5", .badForm("5")), ("5/7", .badForm("5/7")), ("5/7w", .badForm("5/7w")),
            ("5/7d/1h", .badForm("5/7d/1h")), ("5/", .badForm("5/")), ("5 / 7d ", .badForm("5 / 7d ")), ("0/7d", .badLimit("0")),
            ("-1/7d", .badLimit("-1")), ("/7d", .badLimit("")), ("1000/7d", .badLimit("1000")), ("٣/7d", .badLimit("٣")),
            ("99999999999999999999/7d", .badLimit("99999999999999999999")), ("5/d", .badTime("d")), ("5/0d", .badTime("0d")),
            ("5/367d", .badTime("367d")), ("5/8785h", .badTime("8785h")), ("5/1.5d", .badTime("1.5d")), ("5/+7d", .badTime("+7d")),
        ])
    func bad(_ text: String, _ problem: MailCap.Problem) {
        #expect(throws: problem) { try MailCap(text) }
    }

    @Test(
        "is said in words",
        arguments: [("5/7d", "5 mails in 7 days", "5 Mails in 7 Tagen"), ("1/1h", "1 mail in 1 hour", "1 Mail in 1 Stunde")])
    func words(_ text: String, _ english: String, _ german: String) throws {
        let cap = try MailCap(text)
        #expect(CapWords.en.said(cap).replacing("\u{A0}", with: " ") == english)
        #expect(CapWords.de.said(cap).replacing("\u{A0}", with: " ") == german)
    }

    struct Case: Sendable {
        let name: String
        /// Hours before now; `nil`: not full.
        var filledBy: Int?
        var isFull = false
        /// Seconds from now.
        var due = 0
        /// Seconds from now; `nil`: it may go.
        let until: Int?
    }

    @Test(
        "puts off what would be one too many, until there is room",
        arguments: [
            Case(name: "room", until: nil), Case(name: "filled a day ago", filledBy: 24, until: 6 * 86_400),
            Case(name: "was due before", filledBy: 24, due: -86_400, until: 6 * 86_400),
            Case(name: "leaves in this moment", filledBy: 168, until: nil),
            Case(name: "room before it is due", filledBy: 24, due: 6 * 86_400, until: nil),
            Case(name: "room after it is due", filledBy: 24, due: 6 * 86_400 - 1, until: 6 * 86_400),
            Case(name: "in hand", isFull: true, until: 60), Case(name: "in hand, was due before", isFull: true, due: -5, until: 60),
            Case(name: "in hand, due when that is known", isFull: true, due: 60, until: nil),
            Case(name: "filled by what was accepted, and more in hand", filledBy: 24, isFull: true, until: 6 * 86_400),
        ])
    func judged(_ asked: Case) throws {
        let now = World.morning
        let fill = MailCap.Fill(filledBy: asked.filledBy.map { now - .hours($0) }, isFull: asked.isFull)
        let until = try MailCap("5/7d").putOff(fill, due: now + .seconds(asked.due), now: now)
        #expect(until == asked.until.map { now + .seconds($0) }, "\(asked.name)")
    }
}
