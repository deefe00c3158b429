import Kernel
import Testing

@testable import Web

@Suite("Reading forms")
struct FormTests {
    private func urlEncoded(_ body: String) throws -> [String] {
        try Form(body: Array(body.utf8), contentType: "application/x-www-form-urlencoded; charset=UTF-8").fields.map {
            "\($0.name)=\($0.value)"
        }
    }

    @Test(
        "URL-encoded bodies, well-formed or not",
        arguments: [
            ("a=1&b=2", ["a=1", "b=2"]), ("a=1&a=2", ["a=1", "a=2"]), ("a", ["a="]), ("a=", ["a="]), ("=b", ["=b"]), ("&&", []),
            ("a=b=c", ["a=b=c"]),
            ("a=x+y%2B", ["a=x y+"]), ("a=%C3%A4", ["a=ä"]), ("a=%", ["a=%"]), ("a=%4", ["a=%4"]), ("a=%zz", ["a=%zz"]),
            ("a=%ff", ["a=\u{FFFD}"]),
            ("a=%00x", ["a=x"]), ("a=1%0D%0A2%0D3%0A4", ["a=1\n2\n3\n4"]), ("%61=1", ["a=1"]), ("a=<script>", ["a=<script>"]),
        ])
    func urlEncodedBodies(body: String, fields: [String]) throws {
        #expect(try urlEncoded(body) == fields)
    }

    @Test func tooManyFieldsAreRefused() {
        #expect(throws: Refused.self) { try urlEncoded(String(repeating: "a=1&", count: 3000)) }
    }

    private func multipart(_ body: String, type: String = "multipart/form-data; boundary=XX") throws -> Form {
        try Form(body: Array(body.utf8), contentType: type)
    }

    @Test func multipartFieldsAndFiles() throws {
        let form = try multipart(
            "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n--XX\r\n"
                + "content-disposition: form-data; name=\"f\"; filename=\"C:\\\\x\\\\people;1.csv\"\r\nContent-Type: text/csv\r\n\r\nid\r\n--XY\r\n--XX--\r\n"
        )
        #expect(form.raw("a") == "one\ntwo")
        let file = try #require(form.file("f"))
        #expect(file.fileName == "people;1.csv")
        #expect(file.contentType == "text/csv")
        #expect(String(decoding: file.bytes, as: UTF8.self) == "id\r\n--XY")
    }

    @Test(
        "Broken multipart bodies are refused, not read half",
        arguments: [
            "", "--XX", "--XX\r\n", "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none",
            "--XX\r\nContent-Disposition: form-data\r\n\r\none\r\n--XX--", "--XX\r\n\r\n\r\none\r\n--XX--", "garbage",
            "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--XXjunk",
            "--XX\r\nX: " + String(repeating: "y", count: 5000) + "\r\n\r\none\r\n--XX--",
        ])
    func brokenMultipart(body: String) {
        #expect(throws: Refused.self) { try multipart(body) }
    }

    @Test(
        "Other types are refused",
        arguments: ["", "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary="])
    func otherTypes(type: String) {
        #expect(throws: Refused.self) { try multipart("a=1", type: type) }
    }

    @Test func typedFields() {
        let words = FormWords.en
        var errors = FieldErrors()
        let form = Form(fields: [
            ("name", "  Ada \n"), ("n", "12"), ("big", "1e3"), ("day", "2026-02-30"), ("at", "2026-03-02T09:00"), ("tone", "red"),
            ("long", "abcd"), ("on", "yes"),
        ])
        #expect(form.required("name", words, &errors) == "Ada")
        #expect(form.number("n", in: 1...12, words, &errors) == 12)
        #expect(form.wallTime("at", words, &errors)?.description == "2026-03-02T09:00")
        #expect(form.choice("tone", as: UI.Tone.self, words, &errors) == .red)
        #expect(form.flag("on") && !form.flag("off"))
        #expect(form.number("missing", in: 1...12, words, &errors) == nil)
        #expect(errors.isEmpty)
        #expect(form.required("missing", words, &errors) == nil)
        #expect(form.number("big", in: 1...12, words, &errors) == nil)
        #expect(form.day("day", words, &errors) == nil)
        #expect(form.choice("name", as: UI.Tone.self, words, &errors) == nil)
        #expect(form.optional("long", limit: 3, words, &errors) == nil)
        #expect(errors.entries.map(\.field) == ["missing", "big", "day", "name", "long"])
        #expect(errors["big"] == "Please give a whole number from 1 to 12.")
    }
}
