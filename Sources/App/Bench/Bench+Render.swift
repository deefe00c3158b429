import Delivery
import Foundation
import Kernel
import Storage

extension Bench {
    /// Mails made out of the frozen texts of a run, with every link signed, ready for the wire.
    func measureRender() async throws -> BenchReport {
        let people = options.people ?? 20_000
        return try await withHouse([.pixel: "person"]) { house in
            let campaign = try await BenchCampaign(for: people, in: house)
            let (settings, ring, now) = (try house.deliverySettings(), house.installation.secrets, house.database.clock.now())
            let sample = try await house.database.read {
                try MailSample(of: campaign.run, limit: people, $0, settings: settings, ring: ring)
            }
            var bytes = 0
            let made = try await measured {
                try await Meter.measure {
                    bytes = 0
                    for index in 0..<sample.count { bytes += sample.mail(index, at: now)?.count ?? 0 }
                    return sample.count
                }
            }
            let mail = sample.mail(0, at: now) ?? []
            let copied = try await measured {
                try await Meter.measure {
                    var sum = 0
                    for _ in 0..<sample.count {
                        let copy = mail.map { $0 &+ 1 }
                        sum &+= copy.count
                    }
                    return sum / max(1, mail.count)
                }
            }
            var report = BenchReport("render: \(sample.count) mails of \(bytes / max(1, sample.count)) bytes")
            report.rate("made", made, per: "mail")
            report.rate("copying as many bytes, one by one", copied, per: "mail", isLimit: true)
            return report
        }
    }
}
