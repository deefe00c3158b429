import Foundation
import Kernel
import Testing

@Suite("Instants, days and zones")
struct TimeTests {
    @Test(
        "read and write RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", Int64(0), "1970-01-01T00:00:00Z"),
            ("2026-03-02T10:00:00+01:00", 1_772_442_000_000_000, "2026-03-02T09:00:00Z"),
            ("2024-02-29T23:59:59.999999Z", 1_709_251_199_999_999, "2024-02-29T23:59:59Z"),
            ("1969-12-31T23:59:59Z", -1_000_000, "1969-12-31T23:59:59Z"),
        ])
    func instants(text: String, microseconds: Int64, written: String) {
        let instant = Instant(text)
        #expect(instant?.microseconds == microseconds)
        #expect(instant?.description == written)
    }

    @Test(
        "refuse what is no time",
        arguments: [
            "", "2026-03-02", "2026-02-30T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T10:00:00", "2026-03-02T10:00:00Zx",
            "2026-3-2T1:0Z",
            "२०२६-03-02T10:00:00Z", "2026-03-02T10:00:61Z", "2026-03-02T10:00:00+25:00", "2026-03-02T10:00:00.Z",
        ])
    func refusals(text: String) { #expect(Instant(text) == nil) }

    @Test("count days as the calendar does")
    func days() {
        #expect(Day("2000-03-01")?.number == 11_017)
        #expect(Day("2026-11-22")?.weekday == 7)
        #expect(Day("1900-02-29") == nil)
        #expect(Day("2026-11-22")?.isoWeek != Day("2026-11-23")?.isoWeek)
        for number in stride(from: -800_000, through: 2_900_000, by: 977) {
            let day = Day(number: Int64(number))
            if day.components.year >= 1, day.components.year <= 9999 { #expect(Day(day.description) == day) }
        }
    }

    @Test(
        "turn wall clocks into instants through changes of clocks",
        arguments: [
            ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59:00Z"),
            // 02:30 does not exist on this day: it is 03:30.
            ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z"),
            ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"),
            // 02:30 comes twice on this day: the first.
            ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"),
            ("Asia/Kolkata", "2026-07-01T09:00", "2026-07-01T03:30:00Z"),
            ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"),
            ("Pacific/Apia", "2026-01-01T00:00", "2025-12-31T11:00:00Z"),
        ])
    func wallClocks(zone: String, wall: String, instant: String) throws {
        let zone = try #require(Zone(zone))
        let wall = try #require(WallTime(wall))
        #expect(zone.instant(of: wall).description == instant)
    }

    @Test("refuse names that are no zone", arguments: ["", "Berlin", "CET", "EST", "Europe/Atlantis", "../etc/passwd", "+01:00"])
    func zones(name: String) { #expect(Zone(name) == nil) }

    @Test("know the local day on both sides of midnight")
    func localDay() throws {
        let pune = try #require(Zone("Asia/Kolkata"))
        #expect(pune.day(at: try #require(Instant("2026-06-30T18:29:59Z"))).description == "2026-06-30")
        #expect(pune.day(at: try #require(Instant("2026-06-30T18:30:00Z"))).description == "2026-07-01")
    }
}

@Suite("Keys")
struct KeyTests {
    @Test("never repeat, even when the clock is set back")
    func monotonous() {
        var sequence = KeySequence(node: 1023, from: 1_800_000_000_000)
        var last: Int64 = 0
        for now in [1_800_000_000_000, 1_800_000_000_000, 1_799_999_000_000, 1_800_000_000_001] as [Int64] {
            for _ in 0..<5000 {
                let key = sequence.make(at: now)
                #expect(key > last)
                last = key
            }
        }
    }

    @Test("hold their node, and one of them is read back from its text")
    func parts() {
        var sequence = KeySequence(node: 5, from: KeySequence.epoch)
        let key = sequence.make(at: KeySequence.epoch + 7)
        #expect(key == 7 << 22 | 5 << 12)
        #expect(PersonKey(String(key))?.raw == key)
        #expect(PersonKey("-1") == nil && PersonKey("x") == nil && PersonKey("") == nil)
    }
}

@Suite("Text")
struct TextTests {
    @Test(
        "folds for comparison",
        arguments: [
            ("  DACH ", "dach"), ("Cafe\u{301}", "café"), ("ÅNGSTRÖM\n", "ångström"), ("", ""), ("İ", "i̇"),
        ])
    func folding(text: String, folded: String) { #expect(Array(text.folded.utf8) == Array(folded.utf8)) }

    @Test("The quick ways of folding give what the tables of Foundation give")
    func quickFolding() throws {
        for value in UInt32(0x20)..<0x600 {
            let scalar = try #require(Unicode.Scalar(value))
            for text in ["\(scalar)", "a\(scalar)Ñ", " É\(scalar)"] {
                let slow = text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased().precomposedStringWithCanonicalMapping
                #expect(Array(text.folded.utf8) == Array(slow.utf8), "U+\(String(value, radix: 16))")
            }
        }
    }

    @Test(
        "knows a slug",
        arguments: [("field-crm", true), ("-a", false), ("a--b", false), ("A", false), ("", false), ("a b", false), ("ü", false)])
    func slugs(text: String, valid: Bool) { #expect((Slug(text) != nil) == valid) }

    @Test(
        "suggests a slug",
        arguments: [
            ("Field CRM, week 1", "field-crm-week-1"), ("Größe & Maß", "grosse-mass"), ("Ünïcödé!", "unicode"),
        ])
    func suggestions(title: String, slug: String) { #expect(Slug(suggestedBy: title)?.description == slug) }

    @Test("has no slug for a title without letters")
    func noSlug() { #expect(Slug(suggestedBy: "株式会社") == nil) }

    @Test(
        "writes Base 32 as RFC 4648 §10 does, and reads only what it writes",
        arguments: [
            ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"), ("fooba", "mzxw6ytb"), ("foobar", "mzxw6ytboi"),
        ])
    func base32(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Array(text.utf8))
        #expect(Base32.decode(encoded + "1") == nil)
        #expect(Base32.decode(encoded.uppercased()) == (encoded.isEmpty ? [] : nil))
    }

    @Test("Base 32 of any length reads back, and takes as many characters as it says")
    func base32Lengths() {
        for length in 0...41 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 199 &+ length) }
            let text = Base32.encode(bytes)
            #expect(text.utf8.count == Base32.count(length))
            #expect(Base32.decode(text) == bytes)
        }
    }
}
