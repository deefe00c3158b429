import Markup
import Testing

@Suite("The beginning of a text")
struct ExcerptTests {
    static let table: [(String, Int, String)] = [
        ("# Title\n\nYour *next* visit, [ready](https://x.example).", 80, "Your next visit, ready."),
        ("One two three. Four five six. Seven eight.", 32, "One two three. Four five six."),
        ("One. Two three four five six seven", 20, "One. Two three four…"),
        ("For e.g. people who, drive a car", 22, "For e.g. people who…"),
        ("abcdefghij", 5, "abcd…"),
        ("世界世界。世界世界世界", 6, "世界世界。"),
        ("a\n\n- b\n- c\n\n> d\n\n```\nx\n```\n\n|t|\n|-|\n|u|\n\n![p](https://x.example/p) e", 80, "a b c d e"),
        ("a <b>b</b> [c](javascript:x)", 80, "a b c"),
        ("", 10, ""), ("abc", 0, ""), ("abc", 3, "abc"),
    ]

    @Test("Whole sentences, then whole words", arguments: table)
    func excerpts(text: String, length: Int, expected: String) {
        let excerpt = Markdown.excerpt(text, maxLength: length)
        #expect(excerpt == expected)
        #expect(excerpt.count <= length)
    }
}
