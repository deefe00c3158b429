import Glibc
import Markup
import Testing

/// SplitMix64 (Steele, Lea, Flood 2014), so that a failure can be repeated.
struct SeededBytes: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

@Suite("Hostile texts")
struct HostileTextTests {
    static let openings = [
        "[", "*", ">", "> ", "- ", "_", "`", "<", "![[]()", "[a](", "[a](b", "![l", "<?", "<!A ", "<![CDATA[", "<!--", "a@", "a@b.c_",
        "~~a", "*a_ ",
        "a**b ", "|", "|\n", "a|\n|-|\n", "&", "\\", "{{", "{{a}}", "{{person.name}} ", "{{person.nam}}", "1) ", "# \n", "[a]: b\n", "](",
        "[a]\n",
        "www.", "http://a ", "<b>", "<b", "\n", "(", "a\u{301}", "世", "\u{F0000}", "**a** ", "`a``", "***a",
    ]

    /// Reading time grows with the text, not with its square: four times the text costs four times the processor, sixteen times if every
    /// opening looked through all others. The processor's time of this thread counts, so that other work on the machine changes nothing.
    @Test("The cost of many openings grows with their number, or they are refused", arguments: openings)
    func repetition(opening: String) {
        let (small, large) = (cost(of: opening, bytes: 16_384), cost(of: opening, bytes: 65_536))
        #expect(large < 10 * max(small, 2_000_000), "\(small) ns for 16 KB, \(large) ns for 64 KB")
    }

    /// - Returns: nanoseconds of the processor, the least of three times.
    private func cost(of opening: String, bytes: Int) -> UInt64 {
        let text = String(repeating: opening, count: bytes / opening.utf8.count)
        return (0..<3).map { _ in
            let begun = processorTime()
            _ = problems(text)
            _ = problems("a " + text)
            _ = Markdown.validate(text)
            return processorTime() - begun
        }.min() ?? 0
    }

    private func processorTime() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    @Test("What multiplies is refused")
    func multiplication() {
        let columns =
            String(repeating: "|a", count: 300) + "|\n" + String(repeating: "|-", count: 300) + "|\n"
            + String(repeating: "|a\n", count: 3000)
        #expect(problems(columns).first?.contains("A table can have 40 columns") == true)
        let definition = "[a]: https://x.example/" + String(repeating: "u", count: 30_000) + "\n\n" + String(repeating: "[a] ", count: 1500)
        #expect(problems(definition).first?.contains("names the address of a link") == true)
        #expect(problems(String(repeating: "> ", count: 17) + "a").first?.contains("nested too deep") == true)
        #expect(problems((0..<20).map { String(repeating: "  ", count: $0) + "- a\n" }.joined()).first?.contains("nested too deep") == true)
        #expect(
            problems(String(repeating: "*a **b ", count: 20) + "c" + String(repeating: "** d*", count: 20)).first?.contains(
                "nested too deep") == true)
        #expect(problems(String(repeating: "* ", count: 40)) == [])
        #expect(
            problems(String(repeating: "a", count: 65_537)) == [
                "Line 1, column 1: This text has 65537 bytes; 65536 are the most. Link to a page."
            ])
        #expect(problems(String(repeating: "a\n\n", count: 2001)).first?.contains("4000 lines") == true)
        #expect(
            problems(String(repeating: "<b> ", count: 200)).last?.hasSuffix("There is more to correct after this; these 100 come first.")
                == true)
    }

    private static let parts = [
        "<script>", "</p>", "<", ">", "&", "\"", "'", "[a](", ")", "https://x.example/", "javascript:", "offering", "![", "](", "**", "_",
        "`", "```\n", "\n",
        "\n\n", "> ", "- ", "1. ", "# ", "|a|b|\n|-|-|\n", "|", "{{", "}}", "{{person.name}}", "{{offering.name | <b>}}", "\\", "&lt;",
        "&#60;", "&#x3c;",
        "<!--", "-->", "~~", "www.x.example", "a@b.example", "世界", "\u{202E}", "\u{0}", "\u{7}", "é", "    ", "\t", "word ",
        "[r]: https://y.example\n", "[r]",
        "mailto:a@b.example", "\"onclick=\"x", "\u{F0001}", "<https://x.example>", "---\n",
    ]

    @Test("Random pieces of Markdown and HTML never get a tag of their own into the output", arguments: 0..<8)
    func mixture(seed: Int) throws {
        var random = SeededBytes(state: UInt64(seed))
        var accepted = 0
        for _ in 0..<400 {
            let text = (0..<Int.random(in: 1...14, using: &random)).compactMap { _ in Self.parts.randomElement(using: &random) }.joined()
            if let page = try? Markdown.page(text) {
                #expect(faultInHTML(String(decoding: page, as: UTF8.self)) == nil, "\(text.debugDescription)")
            }
            let excerpt = Markdown.excerpt(text, maxLength: 20)
            #expect(excerpt.count <= 20, "\(text.debugDescription)")
            guard let template = try? message(text) else { continue }
            accepted += 1
            let values = ["person.name": "\"><script>'&\n](javascript:x)", "offering.name": "<img src=x onerror=y>"]
            for rendition in [template.page, template.mail] {
                #expect(faultInHTML(try rendered(template, rendition, values)) == nil, "\(text.debugDescription)")
            }
            let plain = try rendered(template, template.plain, values)
            #expect(plain.hasSuffix("\n"), "\(text.debugDescription)")
        }
        #expect(accepted > 20)
    }

    @Test("Random bytes never break anything", arguments: 0..<8)
    func noise(seed: Int) throws {
        var random = SeededBytes(state: UInt64(seed) &+ 1000)
        for _ in 0..<150 {
            let signs = Array("<>&[]()*_`~#|-+!\\{}:/\n\r\t \"'a1.@\u{0}".utf8)
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                Bool.random(using: &random) ? signs.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            _ = problems(text, subject: text)
            if let page = try? Markdown.page(text) {
                #expect(faultInHTML(String(decoding: page, as: UTF8.self)) == nil, "\(bytes)")
            }
        }
    }
}
