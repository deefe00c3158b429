import Testing

@testable import Markup

@Suite("A rendition piece by piece")
struct PartsTests {
    /// What a mail is that is put together of the parts.
    private func joined(_ template: MessageTemplate, _ rendition: Rendition, _ values: [String: String], _ link: (Int) -> String) -> String
    {
        let values = template.fields.map { values[$0] }
        let widths = template.links.indices.map { Rendition.columns(of: Array(link($0).utf8)) }
        var out: [UInt8] = []
        for part in rendition.parts(linkWidths: widths) {
            switch part {
            case .bytes(let bytes): out += bytes
            case .field(let index, let fallback): rendition.append(values[index], fallback: fallback, to: &out)
            case .link(let index): rendition.append(link(index), to: &out)
            case .lines(let lines): rendition.append(lines, values: values, to: &out) { $1 += link($0).utf8 }
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    static let bodies =
        PlainTests.table.map(\.0) + [
            "Dear {{person.name}}, the new way to write down what was said at a visit is here: [have a look](offering) today.",
            "> - [one](https://a.example) and [two](offering), {{person.title | colleague}} of {{person.department}}, or not at all if you like",
            "# Hi {{person.name}}\n\n## [There](offering)\n\n|k|v|\n|-|-|\n|x|[y](offering)|\n|{{person.name}}|w|",
            String(repeating: "世界 {{person.name}}。[見る](offering)", count: 20),
            String(repeating: "many [words](https://x.example/1) in a row ", count: 70),
        ]

    @Test("is the rendition, whatever its fields and links are", arguments: bodies)
    func same(body: String) throws {
        let template = try message(body)
        for name in ["Ana", "Ana Maria Dolores de la Fuente y Garcia the Third of Somewhere Else", "世界の果て", "a  b\n<&>"] {
            let values = ["person.name": name, "person.department": "R & D"]
            for link in [{ "https://go.example/\($0)" }, { "https://go.example/" + String(repeating: "ä\($0)", count: 30) }]
                as [(Int) -> String]
            {
                for rendition in [template.mail, template.plain, template.page] {
                    #expect(joined(template, rendition, values, link) == (try rendered(template, rendition, values, link: link)))
                }
            }
        }
    }

    @Test("holds lines only where a field is in them")
    func constants() throws {
        let template = try message("[one](offering) and two\n\nDear {{person.name | you}}\n\n> [three](offering)")
        let parts = template.plain.parts(linkWidths: [80, 80])
        #expect(parts.count { if case .lines = $0 { true } else { false } } == 1)
        #expect(parts.count { if case .link = $0 { true } else { false } } == 2)
        #expect(parts.allSatisfy { if case .field = $0 { false } else { true } })
    }
}
