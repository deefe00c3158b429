import Campaigns
import Foundation
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Logging
import Markup
import NIOCore
import Storage
import TestSupport
import Testing
import Web

@testable import Delivery
@testable import Mail

@Suite("Pictures and attachments in mails, read back by an independent strict parser")
struct FilesInMailsTests {
    private struct Answer: Decodable {
        let mail: Parsed?
        let error: String
    }

    private struct Parsed: Decodable {
        struct Part: Decodable { let text: String }
        struct File: Decodable {
            let type: String
            let name: String
            let disposition: String
            let id: String
            let base64: String
        }
        let structure: String
        let parts: [String: Part]
        let files: [File]
    }

    private static let leaflet = Array("%PDF-1.7 leaflet".utf8)

    private static func png(_ size: Int) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 4, 0xB0, 0, 0, 3, 0x20]
            + (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    }

    private func fill(_ world: World) async throws {
        try await world.database.write { transaction in
            let campaign = try #require(try transaction.campaign(World.campaign))
            try transaction.run("UPDATE campaign SET state = 'draft' WHERE id = \(World.campaign)")
            let draft = try #require(try transaction.campaign(World.campaign))
            for (kind, name, bytes) in [
                (CampaignFile.Kind.picture, "desk", Self.png(3000)), (.picture, "unused", Self.png(10)),
                (.attachment, "Prospekt für alle.pdf", Self.leaflet),
            ] { _ = try transaction.putFile(FileDraft(kind, name: name, bytes: bytes), to: draft, by: World.author) }
            try transaction.run("UPDATE campaign SET state = \(campaign.state) WHERE id = \(World.campaign)")
        }
    }

    private var brief: World.Brief {
        var brief = World.Brief()
        brief.onHome = true
        brief.messages = [
            (nil, "Hello {{person.first_name}}", "![A desk & a “chair”](picture:desk)\n\nDear {{person.name}}, [see it](offering).")
        ]
        return brief
    }

    @Test("A picture is where the text shows it, an attachment beside it, both byte for byte", arguments: Engine.allCases)
    func mails(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2)], brief: brief) { world in
            try await TestDatabase.withFolder { folder in
                try await fill(world)
                let (settings, ring, now) = (world.settings, world.ring, world.clock.now)
                let proof = try await world.database.read { reader in
                    let campaign = try #require(try reader.campaign(World.campaign))
                    let text = try #require(try reader.messages(of: World.campaign).first?.content.texts["en"])
                    let template = try MessageTemplate.compile(
                        subject: text.subject, body: text.body, fields: try reader.mergeFields(),
                        pictures: try reader.pictures(of: World.campaign))
                    let person = try #require(try reader.mergePeople([PersonKey(1)], fields: Set(template.fields)).first)
                    let order = ProofOrder(
                        campaign: campaign, person: PersonKey(1), language: "en", template: template,
                        values: try reader.mergeSource(of: campaign).values(for: template.fields, person: person, language: "en"),
                        reader: .en)
                    return try reader.proof(order, settings: settings, ring: ring, now: now)
                }
                try await world.start()
                let worker = DeliveryWorker(
                    database: world.database, settings: world.settings, secrets: world.ring,
                    transport: .folder(MailFolder(path: folder.path)), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                    tuning: .init(beat: .milliseconds(20)))
                try await world.deliver(worker)
                let data = try await Python.run("read_mails.py", [folder.path])
                let answers = try JSONDecoder().decode([String: Answer].self, from: data)
                #expect(answers.count == 2)
                for (file, answer) in answers {
                    #expect(answer.error.isEmpty, "\(file): \(answer.error)")
                    let mail = try #require(answer.mail)
                    #expect(mail.structure == "mixed(alternative(text/plain, related(text/html, image/png)), application/pdf)")
                    let html = try #require(mail.parts["text/html"]).text
                    let picture = try #require(mail.files.first { $0.type == "image/png" })
                    #expect(picture.disposition == "inline" && picture.name == "desk.png")
                    #expect(html.contains("src=\"cid:\(picture.id.dropFirst().dropLast())\" alt=\"A desk &amp; a “chair”\" width=\"536\""))
                    #expect(Data(base64Encoded: picture.base64).map(Array.init) == Self.png(3000))
                    let leaflet = try #require(mail.files.first { $0.type == "application/pdf" })
                    #expect(leaflet.disposition == "attachment" && leaflet.name == "Prospekt für alle.pdf")
                    #expect(Data(base64Encoded: leaflet.base64).map(Array.init) == Self.leaflet)
                    #expect(mail.files.count == 2, "what no text shows stays at home")
                    #expect(try #require(mail.parts["text/plain"]).text.contains("[A desk & a “chair”]"))
                }
                // The author saw it so, with the picture inside, and a size that is right to the kilobyte.
                #expect(
                    String(decoding: proof.html.bytes, as: UTF8.self).contains(
                        "src=\"data:image/png;base64,\(Data(Self.png(3000)).base64EncodedString())\""))
                let sizes = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                    .map { try Data(contentsOf: $0).count }
                #expect(sizes.contains { abs($0 - (proof.mailSize ?? 0)) < 500 }, "\(sizes) \(proof.mailSize ?? 0)")
                #expect(proof.excerpt.hasPrefix("Dear ") && proof.picture?.alt == "A desk & a “chair”")
            }
        }
    }

    @Test("On home the card shows the picture, to those who got the message and nobody else", arguments: Engine.allCases)
    func home(_ engine: Engine) async throws {
        try await World.with(engine, people: [World.Person(1), World.Person(2, department: 12)], brief: brief) { world in
            try await fill(world)
            try await world.change("UPDATE audience SET rule = 'department under \"Sales\"' WHERE id = 200")
            try await world.start()
            let (settings, ring, now) = (world.settings, world.ring, world.clock.now)
            let items = try await world.database.read { try $0.homeItems(for: PersonKey(1), settings: settings, ring: ring, now: now) }
            let picture = try #require(items.first?.picture)
            #expect(picture.alt == "A desk & a “chair”" && picture.address.description.hasPrefix("/pictures/"))
            #expect(items.first?.excerpt.hasPrefix("Dear ") == true)
            for (person, status) in [(Int64(1), 200), (2, 404)] {
                try await world.withJournal { journal in
                    try await world.application(journal, actor: Actor(.person(PersonKey(person)))).test(.router) { client in
                        try await client.execute(uri: picture.address.description, method: .get) { response in
                            #expect(Int(response.status.code) == status)
                            if status == 200 { #expect(Array(response.body.readableBytesView) == Self.png(3000)) }
                        }
                    }
                }
            }
        }
    }

    @Test("The files of a campaign always fit into a mail")
    func limits() { #expect(CampaignFile.largestTotal <= MailFile.largestTotal) }
}
