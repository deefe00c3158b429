import Foundation
import Kernel
import Storage

/// A campaign of about the size that people send: five links, about 5 KB of HTML, what people are called and where they work.
struct BenchCampaign {
    static let slug = "bench"

    static let text = """
        publishers:
          - {slug: bench, name: Mobile Work Team, reply_to: mobility@northwind.example}
        audiences:
          - {slug: bench-everyone, name: Everyone, rule: everyone}
        offerings:
          - slug: bench
            name: Field CRM
            kind: app
            owner: bench
            tagline: Your next visit, ready before you park
            links: [{label: Open, url: 'https://crm.northwind.example/'}]
        campaigns:
          - slug: bench
            name: First week with Field CRM
            publisher: bench
            offering: bench
            audience: bench-everyone
            stage: try
            holdout: 10%
            channels: [email]
            messages:
              - subject: '{{person.first_name}}, your next visit is ready before you park'
                body: |
                  Dear {{person.name | colleague}},

        \(paragraphs)
        """

    private static let paragraphs = (0..<5).map { index in
        """
                  In {{person.department | your team}}, a visit costs an hour of typing in the evening. Since spring, forty of us speak the \
        notes into the phone on the way to the car, and they are where they belong before the engine runs. Nobody misses the hour.

                  [Read how it goes, part \(index + 1)](https://wiki.northwind.example/crm/\(index + 1)), or ask whoever sits next to you.

        """
    }.joined(separator: "\n")

    let run: RunKey
    /// Mails to send.
    let mails: Int

    /// Moves people in and starts the campaign for them.
    init(for people: Int, in house: House) async throws {
        try await Bench.moveIn(people, to: house)
        let file = try ApplyFile(file: "bench.yaml", text: Self.text)
        _ = try await Apply(house.database, terms: house.terms).run([file])
        _ = try await house.step(.start, campaign: Self.slug)
        (run, mails) = try await house.database.read { reader in
            guard let run: RunKey = try reader.value("SELECT id FROM run") else { throw CommandError("the campaign did not start") }
            return (run, try reader.count("SELECT count(*) FROM delivery WHERE channel = 'email' AND state = 'planned'"))
        }
    }
}
