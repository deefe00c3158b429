import Testing

@testable import Markup

@Suite("Pictures that messages show by name")
struct PictureTests {
    private static let pictures = [
        "desk": MessagePicture(source: "cid:abc@picture.rapport", width: 1200),
        "icon": MessagePicture(source: "cid:def@picture.rapport", width: 64),
    ]

    private func compiled(_ body: String) throws -> MessageTemplate {
        try MessageTemplate.compile(subject: "Hello", body: body, fields: knownFields, pictures: Self.pictures)
    }

    @Test("A card shows words, neither pictures nor addresses")
    func card() throws {
        let template = try compiled(
            "![A desk](picture:desk)\n\nSee [the **guide**](https://x.example/a). > [Here](offering), {{person.name}}!")
        #expect(try rendered(template, template.card, ["person.name": "Ada"]).contains("See the *guide*. > Here, Ada!"))
    }

    @Test("In a mail it is the mail's own, no wider than the text, and its words are in the plain part")
    func mail() throws {
        let template = try compiled(
            "![A desk of {{person.first_name}}](picture:desk \"Mine\") and ![A star](picture:icon)![Again](picture:desk)")
        let html = try rendered(template, template.mail, ["person.first_name": "Ada"])
        #expect(html.contains("src=\"cid:abc@picture.rapport\" alt=\"A desk of Ada\" width=\"536\""))
        #expect(html.contains("src=\"cid:def@picture.rapport\" alt=\"A star\" width=\"64\""))
        #expect(try rendered(template, template.plain, ["person.first_name": "Ada"]).contains("[A desk of Ada]"))
        #expect(template.pictures == [.init(name: "desk", alt: "A desk of"), .init(name: "icon", alt: "A star")])
        #expect(template.links.isEmpty)
    }

    @Test(
        "What can't be shown is a mistake with its place",
        arguments: [
            ("Look:\n![A chair](picture:chair)", "2:1", "There is no picture “chair”. There are “desk”, “icon”."),
            ("![](picture:desk)", "1:1", "This picture has no words"), ("![x](picture:)", "1:1", "There is no picture"),
            ("![x](picture:{{person.name}})", "1:14", "can't stand in the address"),
            ("[x](picture:desk)", "1:1", "A link can't start with"),
        ])
    func mistakes(body: String, place: String, sentence: String) {
        do throws(MarkupErrors) {
            _ = try MessageTemplate.compile(subject: "Hello", body: body, fields: knownFields, pictures: Self.pictures)
            Issue.record("\(body) was taken")
        } catch {
            let found = error.errors.first
            #expect(found.map { "\($0.place.line):\($0.place.column)" } == place)
            #expect(found?.sentence.contains(sentence) == true, "\(found?.sentence ?? "")")
        }
    }

    @Test("Without any picture, the way to one is said; elsewhere than in messages there are none")
    func none() throws {
        do throws(MarkupErrors) {
            _ = try MessageTemplate.compile(subject: "Hello", body: "![x](picture:desk)", fields: knownFields)
            Issue.record("it was taken")
        } catch { #expect(error.errors.first?.sentence.contains("Add it below the text first") == true) }
        #expect(throws: MarkupErrors.self) { try Markdown.page("![x](picture:desk)") }
    }
}
