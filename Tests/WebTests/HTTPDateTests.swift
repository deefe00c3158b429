import Kernel
import Testing

@testable import Web

@Suite("The date of answers")
struct HTTPDateTests {
    @Test(
        "is RFC 9110's",
        arguments: [
            ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"), ("2024-02-29T23:59:59Z", "Thu, 29 Feb 2024 23:59:59 GMT"),
            ("2026-03-02T09:00:00Z", "Mon, 02 Mar 2026 09:00:00 GMT"), ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("2026-12-31T00:00:01Z", "Thu, 31 Dec 2026 00:00:01 GMT"),
        ])
    func text(_ instant: String, _ expected: String) throws {
        var date = HTTPDate()
        let instant = try #require(Instant(instant))
        #expect(date(instant) == expected)
        #expect(date(instant + .microseconds(999_999)) == expected)
        #expect(date(instant + .seconds(1)) != expected)
        #expect(date(instant) == expected)
    }
}
