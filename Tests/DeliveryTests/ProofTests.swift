import Campaigns
import Kernel
import Mail
import Markup
import Storage
import Testing
import Web

@testable import Delivery

@Suite("What an author sees before sending")
struct ProofTests {
    private func order(_ reader: Reader, body: String? = nil) throws -> ProofOrder {
        let campaign = try #require(try reader.campaign(World.campaign))
        let text = try #require(try reader.messages(of: World.campaign).first?.content.texts["en"])
        let template = try MessageTemplate.compile(
            subject: text.subject, body: body ?? text.body, fields: try reader.mergeFields())
        let merged = try #require(try reader.mergePeople([PersonKey(1)], fields: Set(template.fields)).first)
        return ProofOrder(
            campaign: campaign, person: PersonKey(1), language: "en", template: template,
            values: try reader.mergeSource(of: campaign).values(for: template.fields, person: merged, language: "en"), reader: .en)
    }

    @Test("is what that person is sent, but for links that count", arguments: TrackingMode.allCases)
    func same(_ tracking: TrackingMode) async throws {
        try await World.with(.sqlite, people: [World.Person(1), World.Person(2)]) { world in
            var world = world
            world.settings.tracking = tracking
            let (settings, ring, now) = (world.settings, world.ring, world.clock.now)
            let proof = try await world.database.read { try $0.proof(order($0), settings: settings, ring: ring, now: now) }
            let run = try await world.start().run
            let stationery = try await world.database.read { try Stationery(run, $0, settings: settings, ring: ring) }
            let sheet = try #require(stationery.sheets.first)
            let named = try await world.database.read { try $0.mergePeople([PersonKey(1)], fields: ["person.first_name"]) }
            let name = try #require(named.first).name
            let addressee = Addressee(
                person: PersonKey(1), message: sheet.message, attempts: 0, email: "p1@acme.example", name: name, firstName: "First1",
                title: nil,
                department: nil, site: nil, country: nil, managerName: nil, language: "en", allowsPixel: false)
            let own = stationery.tokens.own(of: PersonKey(1), in: run, sheet.message, isNamed: settings.namesPeople)
            let (form, plainForm) = (try #require(sheet.form), try #require(sheet.untrackedForm))
            let sent = try form.words(MailForm.Values(fields: sheet.sources.map { addressee.value($0) }, own: own))
            #expect(proof.subject == sent.subject && proof.sender == "Mobile Work Team" && proof.address == "rapport@mail.acme.example")
            #expect(proof.htmlSize == sent.html.count)
            #expect(proof.mailSize == (try stationery.mail(to: addressee, at: now).bytes.count))
            // With its links put back to where they lead, and the way out to the reader's own page, the one is the other.
            var (html, plain) = (String(decoding: sent.html, as: UTF8.self), String(decoding: sent.plain, as: UTF8.self))
            for (position, target) in sheet.targets.enumerated() {
                let url = form.addresses.links[position].whole(own)
                let plainly = plainForm.addresses.links[position].whole(own)
                if target == Stationery.decoy {
                    html.replace(
                        "<a href=\"\(url)\" aria-hidden=\"true\" tabindex=\"-1\" style=\"display:none;mso-hide:all\"></a>", with: "")
                } else {
                    html.replace("\"\(url)\"", with: "\"\(plainly.replacing("&", with: "&amp;"))\"")
                    plain.replace(url, with: plainly)
                }
            }
            let way = form.addresses.unsubscribe.whole(own)
            #expect(stationery.tokens.readUnsubscribe(way.split(separator: "/").last ?? "")?.person == PersonKey(1))
            html.replace(way, with: "https://rapport.acme.example/me")
            plain.replace(way, with: "https://rapport.acme.example/me")
            #expect(String(decoding: proof.html.bytes, as: UTF8.self) == html)
            // Lines end where the addresses in them let them.
            #expect(proof.plain.split(whereSeparator: \.isWhitespace) == plain.split(whereSeparator: \.isWhitespace))
            #expect(proof.excerpt == "Dear \(name), see it or read.")
            #expect(proof.audience == "All of Acme" && proof.offering == "Field CRM")
        }
    }

    @Test("changes nothing, and needs neither an address nor a run")
    func nothingStored() async throws {
        try await World.with(.sqlite, people: [World.Person(1, hasAddress: false)]) { world in
            let (settings, ring, now) = (world.settings, world.ring, world.clock.now)
            let proof = try await world.database.read {
                try $0.proof(order($0, body: "Write to {{publisher.reply_to}}."), settings: settings, ring: ring, now: now)
            }
            #expect(proof.mailSize == nil && proof.plain.contains("Write to mobility@acme.example."))
            let links = try await world.database.read { try $0.count("SELECT count(*) FROM link") }
            #expect(links == 0)
        }
    }

    @Test("says why a campaign could not be sent")
    func refused() async throws {
        try await World.with(.sqlite, people: [World.Person(1)]) { world in
            try await world.change("UPDATE publisher SET reply_to = 'no address'")
            let (settings, ring, now) = (world.settings, world.ring, world.clock.now)
            await #expect(throws: ProofRefused.self) {
                try await world.database.read { try $0.proof(order($0), settings: settings, ring: ring, now: now) }
            }
        }
    }

    @Test("Every merge field that may be saved can be sent")
    func fields() async throws {
        try await World.with(.sqlite, people: [World.Person(1)]) { world in
            let (saved, sent) = try await world.database.read { reader in
                (try reader.mergeFields(), try FieldCatalogue(reader.brief(World.campaign), reader).fields)
            }
            #expect(Set(saved.names) == Set(sent.names))
        }
    }
}
