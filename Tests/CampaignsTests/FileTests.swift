import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Markup
import NIOCore
import Storage
import Testing
import Web

@testable import Campaigns

@Suite("Pictures and attachments of campaigns")
struct FileTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    private static func big(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }
    private static func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }

    /// A PNG whose head is whole; `fill` tells two of a size apart.
    static func png(_ width: Int = 1200, _ height: Int = 800, fill: UInt8 = 0, size: Int = 40) -> [UInt8] {
        let head = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + bytes("IHDR") + big(width) + big(height)
        return head + Array(repeating: fill, count: max(0, size - head.count))
    }

    private static let rest = [UInt8](repeating: 0, count: 20)
    private static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 11, 8, 0x03, 0x20, 0x04, 0xB0, 3] + rest
    private static func webP(_ kind: String, _ head: [UInt8]) -> [UInt8] {
        bytes("RIFF") + little(100, 4) + bytes("WEBP" + kind) + little(50, 4) + head + rest
    }

    private static let pictures: [(name: String, bytes: [UInt8], read: String?)] = [
        ("PNG", png(), "image/png 1200x800"), ("GIF", bytes("GIF89a") + little(1200, 2) + little(800, 2) + rest, "image/gif 1200x800"),
        ("JPEG", jpeg, "image/jpeg 1200x800"),
        ("lossy WebP", webP("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A] + little(1200, 2) + little(800, 2)), "image/webp 1200x800"),
        ("lossless WebP", webP("VP8L", [0x2F] + little(1199 | 799 << 14, 4)), "image/webp 1200x800"),
        ("extended WebP", webP("VP8X", little(0, 4) + little(1199, 3) + little(799, 3)), "image/webp 1200x800"),
        ("SVG", bytes("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><script>1</script></svg>"), nil),
        ("a page", bytes("<!doctype html>") + rest, nil), ("nothing", [], nil), ("a cut-off PNG", Array(png().prefix(20)), nil),
        ("a PNG without width", png(0, 800), nil), ("a PNG of 9,000 pixels", png(9000, 800), nil),
        ("a JPEG that has no frame", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0] + rest, nil), ("a JPEG that ends early", Array(jpeg.prefix(14)), nil),
        ("a cut-off WebP", Array(webP("VP8X", []).prefix(25)), nil), ("an unknown WebP", webP("VP9 ", rest), nil),
    ]

    @Test("A picture is told by its bytes, with its size", arguments: pictures)
    func sniffed(name: String, bytes: [UInt8], read: String?) {
        let format = FileFormat.picture(bytes)
        #expect(format.map { "\($0.type) \($0.width)x\($0.height)" } == read)
    }

    private static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    private static let attachments: [(name: String, bytes: [UInt8], saved: String?)] = [
        ("Leaflet.PDF", bytes("%PDF-1.7 …"), "Leaflet.PDF application/pdf"),
        ("../../etc/leaflet", bytes("%PDF-1.7"), "leaflet.pdf application/pdf"),
        ("C:\\Users\\x\\a.pdf.exe", bytes("%PDF-1.7"), "a.pdf.exe.pdf application/pdf"), ("", png(), "file.png image/png"),
        ("photo.jpeg", jpeg, "photo.jpeg image/jpeg"), ("\u{202E}fdp.exe", bytes("%PDF-"), "fdp.exe.pdf application/pdf"),
        ("prices.csv", bytes("a;b\r\n1;ü\n"), "prices.csv text/csv"), ("notes.md", bytes("Hello"), "notes.md.txt text/plain"),
        ("dates.ics", bytes("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), "dates.ics text/calendar"),
        (
            "list.xlsx", zip + bytes("[Content_Types].xml xl/workbook.xml"),
            "list.xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ),
        ("list.xlsm", zip + bytes("[Content_Types].xml xl/workbook.xml xl/vbaProject.bin"), nil), ("any.zip", zip + bytes("a.exe"), nil),
        ("page.txt", bytes("  <html><script>1</script>"), nil), ("tool.exe", bytes("MZ") + [0x90, 0, 3], nil),
        ("latin.txt", [0x66, 0xFC], nil),
        ("empty.txt", [], nil),
    ]

    @Test("An attachment is told by its bytes, and its name ends as what it is", arguments: attachments)
    func attached(name: String, bytes: [UInt8], saved: String?) {
        let checked = try? FileDraft(.attachment, name: name, bytes: bytes).checked()
        #expect(checked.map { "\($0.name) \($0.format.type)" } == saved)
    }

    private func text(_ body: String) -> [MessageDraft] { [MessageDraft(texts: ["en": MessageText(subject: "Hello", body: body)])] }

    private func problem(_ body: () async throws -> Void) async -> CampaignProblem.Kind? {
        do { try await body() } catch CampaignError.invalid(let problems) { return problems.first?.kind } catch {}
        return nil
    }

    @Test("A picture is put, shown, replaced, and stays while a message shows it", arguments: Engine.allCases)
    func life(_ engine: Engine) async throws {
        try await World.with(engine) { database in
            let draft = FileDraft(.picture, name: "desk", bytes: Self.png())
            let approved = try await database.write { try World.approved($0) }
            let after = try await database.write { try $0.putFile(draft, to: approved, by: World.author) }
            #expect(after.state == .draft, "what was approved has changed")
            let same = try await database.write { try $0.putFile(draft, to: after, by: World.author) }
            #expect(same.changedAt == after.changedAt)
            _ = try await database.write {
                try $0.setMessages(text("![A desk](picture:desk)"), of: after, terms: World.terms, by: World.author)
            }
            let files = try await database.read { try $0.files(of: after.key) }
            let file = try #require(files.first)
            #expect(files.count == 1 && file.type == "image/png" && file.width == 1200 && file.height == 800 && file.size == 40)
            let stored = try await database.read { try $0.bytes(of: file.key) }
            #expect(stored == Self.png())
            let used = await problem { _ = try await database.write { try $0.removeFile(file.key, of: after, by: World.author) } }
            #expect(used == .pictureInUse(1))
            try await database.write {
                _ = try $0.putFile(FileDraft(.picture, name: "desk", bytes: Self.png(600, 400)), to: after, by: World.author)
            }
            let replaced = try await database.read { try $0.files(of: after.key) }
            #expect(replaced.map(\.width) == [600])
            try await database.write { transaction in
                try transaction.setMessages(text("No picture"), of: after, terms: World.terms, by: World.author)
                try transaction.removeFile(replaced[0].key, of: after, by: World.author)
            }
            let (left, audit) = try await database.read { reader in
                (try reader.files(of: after.key), try reader.audit(of: "campaign:first-week").map(\.action))
            }
            #expect(left.isEmpty)
            #expect(audit.filter { ["attach", "detach"].contains($0) } == ["detach", "attach", "attach"])
        }
    }

    @Test("A text can't be saved that shows what is not there")
    func unknown() async throws {
        try await World.with { database in
            let campaign = try await database.write { try World.campaign($0) }
            let kind = await problem {
                _ = try await database.write {
                    try $0.setMessages(text("![x](picture:desk)"), of: campaign, terms: World.terms, by: World.author)
                }
            }
            guard case .markup(let found) = kind else {
                Issue.record("\(String(describing: kind))")
                return
            }
            #expect(found.sentence.contains("There is no picture “desk”"))
        }
    }

    @Test("The limits are those that are stated")
    func limits() async throws {
        try await World.with { database in
            let campaign = try await database.write { try World.campaign($0) }
            func put(_ kind: CampaignFile.Kind, _ name: String, _ bytes: [UInt8]) async -> CampaignProblem.Kind? {
                await problem {
                    _ = try await database.write {
                        try $0.putFile(FileDraft(kind, name: name, bytes: bytes), to: campaign, by: World.author)
                    }
                }
            }
            #expect(await put(.picture, "a", Self.png(size: (1 << 20) + 1)) == .fileTooLarge(1))
            #expect(await put(.picture, "a", Self.png(size: 1 << 20)) == nil)
            #expect(await put(.picture, "a", []) == .required)
            #expect(await put(.picture, "A b", Self.png()) == .badSlug("A b"))
            #expect(await put(.picture, "b", Self.bytes("<svg/>")) == .notAPicture)
            #expect(await put(.attachment, "a.exe", Self.bytes("MZ\u{0}")) == .notAnAttachment)
            let pdf = Self.bytes("%PDF-1.7") + Array(repeating: 32, count: (5 << 20) - 8)
            #expect(await put(.attachment, "a", pdf + [32]) == .fileTooLarge(5))
            #expect(await put(.attachment, "a", pdf) == nil)
            #expect(await put(.attachment, "b", pdf) == .filesTooLarge(10))
            // In the place of the one of its name, it counts once.
            #expect(await put(.attachment, "a", pdf.dropLast() + [33]) == nil)
            for index in 3...20 { #expect(await put(.picture, "p\(index)", Self.png(index, 1)) == nil) }
            #expect(await put(.picture, "p21", Self.png()) == .tooMany(20))
            let files = try await database.read { try $0.files(of: campaign.key) }
            #expect(files.count == 20 && files.first?.kind == .picture && files.last?.name == "a.pdf")
        }
    }

    @Test("What was sent keeps its files", arguments: Engine.allCases)
    func frozen(_ engine: Engine) async throws {
        try await World.with(engine) { database in
            let campaign = try await database.write { transaction in
                let made = try World.campaign(transaction)
                let with = try transaction.putFile(FileDraft(.picture, name: "desk", bytes: Self.png()), to: made, by: World.author)
                try transaction.run("UPDATE campaign SET state = 'running' WHERE id = \(with.key)")
                return with
            }
            let key = try #require(try await database.read { try $0.files(of: campaign.key) }.first).key
            await #expect(throws: CampaignError.frozen([.picture])) {
                try await database.write {
                    try $0.putFile(FileDraft(.picture, name: "desk", bytes: Self.png(1, 1)), to: campaign, by: World.author)
                }
            }
            await #expect(throws: CampaignError.frozen([.picture])) {
                try await database.write { try $0.removeFile(key, of: campaign, by: World.author) }
            }
        }
    }
}

@Suite("Pictures and attachments in a browser")
struct FilePagesTests {
    private static let who = HTTPField.Name("x-test-who") ?? .accept
    private static let actors = ["author": World.author, "approver": World.approver, "stranger": World.stranger]

    private struct TestSession: RouterMiddleware {
        typealias Context = WebContext
        func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
            var context = context
            if let name = request.headers[FilePagesTests.who], let actor = FilePagesTests.actors[name] {
                context.actor = actor
                context.sessionSecret = Array(name.utf8)
            }
            return try await next(request, context)
        }
    }

    private struct Browser: Sendable {
        let client: any TestClientProtocol

        func get(_ uri: String, as who: String = "author") async throws -> TestResponse {
            try await client.execute(uri: uri, method: .get, headers: [FilePagesTests.who: who, .acceptLanguage: "en"])
        }

        func upload(_ fields: [(String, String)], file: (field: String, name: String, bytes: [UInt8]), as who: String = "author")
            async throws
            -> TestResponse
        {
            let token = String(buffer: try await get("/token", as: who).body)
            var body: [UInt8] = []
            for (name, value) in fields + [("csrf", token)] {
                body += Array("--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
            }
            body += Array(
                "--x\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\nContent-Type: text/html\r\n\r\n"
                    .utf8)
            body += file.bytes + Array("\r\n--x--\r\n".utf8)
            return try await client.execute(
                uri: "/campaigns/first-week/messages/1/files?language=en", method: .post,
                headers: [FilePagesTests.who: who, .contentType: "multipart/form-data; boundary=x", .acceptLanguage: "en"],
                body: ByteBuffer(bytes: body))
        }

        func remove(_ key: CampaignFileKey) async throws -> TestResponse {
            let token = String(buffer: try await get("/token").body)
            return try await client.execute(
                uri: "/campaigns/first-week/messages/1/files/\(key)/removal", method: .post,
                headers: [FilePagesTests.who: "author", .contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "csrf=\(token)"))
        }
    }

    @Test("An author adds a picture and a file, sees what to write, and takes them away again")
    func upload() async throws {
        try await World.with { database in
            let table = RouteTable()
            let site = Site(
                origin: "http://127.0.0.1:8080", keys: [SymmetricKey(data: Array(repeating: 7, count: 32))],
                bodyLimits: CampaignRoutes.bodyLimits, clock: { Instant.now }, furniture: { _ in Furniture() })
            let router = webRouter(site: site, routes: table, session: TestSession())
            router.get("/token") { _, context in
                Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: context.csrfToken)))
            }
            CampaignRoutes(database: database, terms: World.terms, press: World.press, usual: UncertainRule()).register(
                on: Routes(router, isDemo: false))
            table.fill(from: router)
            let campaign = try await database.write { try World.campaign($0) }
            try await Application(router: router).test(.router) { client in
                let browser = Browser(client: client)
                let page = String(buffer: try await browser.get("/campaigns/first-week/messages/1").body)
                #expect(page.contains("enctype=\"multipart/form-data\"") && page.contains("at most 1 MB"))
                let put = try await browser.upload(
                    [("kind", "picture"), ("name", "")], file: ("picture", "C:\\Pictures\\Mein Büro.final.png", FileTests.png()))
                #expect(put.status == .seeOther && put.headers[.location] == "/campaigns/first-week/messages/1?language=en#files")
                let pdf = try await browser.upload(
                    [("kind", "attachment")], file: ("attachment", "Leaflet.pdf", Array("%PDF-1.7 leaflet".utf8)))
                #expect(pdf.status == .seeOther)
                let files = try await database.read { try $0.files(of: campaign.key) }
                #expect(files.map(\.name) == ["mein-buro", "Leaflet.pdf"])
                let after = String(buffer: try await browser.get("/campaigns/first-week/messages/1").body)
                #expect(after.contains("![What it shows](picture:\(files[0].name))") && after.contains("1,200 × 800"))
                #expect(after.contains("Attached: Leaflet.pdf"))
                let shown = try await browser.get("/campaigns/first-week/files/\(files[0].key)")
                #expect(shown.headers[.contentType] == "image/png" && Array(shown.body.readableBytesView) == FileTests.png())
                #expect(shown.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
                #expect(shown.headers[.xContentTypeOptions] == "nosniff")
                let leaflet = try await browser.get("/campaigns/first-week/files/\(files[1].key)", as: "approver")
                #expect(leaflet.headers[.contentType] == "application/pdf" && leaflet.headers[.contentDisposition] == "attachment")
                #expect(try await browser.get("/campaigns/first-week/files/\(files[0].key)", as: "stranger").status == .forbidden)
                #expect(try await browser.get("/campaigns/first-week/files/1").status == .notFound)
                let svg = try await browser.upload(
                    [("kind", "picture")], file: ("picture", "a.png", Array("<svg><script>alert(1)</script></svg>".utf8)))
                #expect(svg.status == .unprocessableContent && String(buffer: svg.body).contains("This is no picture"))
                let none = try await browser.upload([("kind", "picture")], file: ("picture", "", []))
                #expect(none.status == .unprocessableContent)
                let refused = try await browser.upload([("kind", "picture")], file: ("picture", "a.png", FileTests.png()), as: "approver")
                #expect(refused.status == .forbidden)
                let large = try await browser.upload(
                    [("kind", "attachment")], file: ("attachment", "a.pdf", Array("%PDF-".utf8) + Array(repeating: 32, count: 6 << 20)))
                #expect(large.status == .contentTooLarge)
                for file in files { #expect(try await browser.remove(file.key).status == .seeOther) }
                let left = try await database.read { try $0.files(of: campaign.key) }
                #expect(left.isEmpty)
            }
        }
    }
}
