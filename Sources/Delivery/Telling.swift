import Audiences
import Kernel
import Storage

/// What the pages on which a campaign is sent may tell of its people. Where a rule asks what they did, sizes are all, and those only where
/// an audience of that rule may be counted (docs/privacy.md).
struct Telling: Hashable {
    enum Sizes: Hashable {
        case exact, rounded, none
    }

    var sizes = Sizes.exact
    /// A rule that does not hold any more: then nobody knows what it asked, and nothing is told.
    var problem: DeliveryError?

    /// Whether all figures may be told, each as the privacy function sees it.
    var isExact: Bool { sizes == .exact }

    func size(_ count: Int) -> Int? {
        switch sizes {
        case .exact: count
        case .rounded: Privacy.rounded(count)
        case .none: nil
        }
    }

    func text(_ count: Int, _ format: (Int) -> String) -> String { size(count).map(format) ?? "–" }
}

extension Reader {
    func telling(of brief: Brief, _ group: Timing.Group = .audience, terms: TermRegistry, today: Day) throws -> Telling {
        do { return try told(of: brief, group, terms: terms, today: today) } catch let error as DeliveryError {
            return Telling(sizes: .none, problem: error)
        }
    }

    private func told(of brief: Brief, _ group: Timing.Group, terms: TermRegistry, today: Day) throws -> Telling {
        let audience = try checked(brief.audienceRule, of: "audience", terms: terms)
        // Who is left out by these is counted as well.
        let others = try [
            brief.mayAddress.map { try checked($0, of: "may_address", terms: terms) },
            brief.offeringRule.map { try checked($0, of: "offering", terms: terms) },
        ].compactMap { $0 }
        var telling = Telling()
        let reached = audience.and(others)
        if reached.isAboutBehaviour {
            // How many have come since says of each of them that they did it lately.
            let isKnown =
                try group == .audience
                && figure(of: audience, today: today).count != nil && figure(of: reached, today: today).count != nil
            telling.sizes = isKnown ? .rounded : .none
        }
        return telling
    }
}
