import Storage

/// What becomes of a mail of which nobody knows whether it was accepted.
package enum UncertainPolicy: String, Sendable, Hashable, CaseIterable {
    /// It stays as it is: perhaps nobody got it.
    case keep
    /// It is sent once more: perhaps somebody gets it twice.
    case resend
}

/// What a brief says of such mails.
package enum UncertainChoice: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// As is usual for its class, when the question comes up: see `UncertainRule`.
    case asClass = "class"
    case keep, resend
}

/// What is usual for each class in this installation (`RAPPORT_RESEND_CLASSES`).
package struct UncertainRule: Sendable, Hashable {
    /// The classes whose mails are sent once more; those of the others stay as they are.
    package let resent: Set<CampaignClass>

    package init(resent: Set<CampaignClass> = []) { self.resent = resent }

    /// - Parameter text: classes with spaces between, or `none`.
    /// - Throws: `Problem` for anything else.
    package init(_ text: String) throws {
        let words = text.split(whereSeparator: \.isWhitespace).map { String($0) }
        if words == ["none"] {
            resent = []
            return
        }
        guard !words.isEmpty else { throw Problem.empty }
        resent = Set(
            try words.map { word in
                guard let found = CampaignClass(rawValue: word) else { throw Problem.noClass(word) }
                return found
            })
    }

    package enum Problem: Error, Hashable, CustomStringConvertible {
        case empty
        case noClass(String)

        package var description: String {
            let all = CampaignClass.allCases.map(\.rawValue).joined(separator: ", ")
            let advice = "write one or more of \(all) with spaces between, or none"
            switch self {
            case .empty: return advice
            case .noClass(let word): return "“\(word)” is no class of campaigns: \(advice)"
            }
        }
    }

    package func policy(of class: CampaignClass) -> UncertainPolicy { resent.contains(`class`) ? .resend : .keep }

    /// What holds for a campaign: its own word, else what is usual for its class.
    package func policy(of class: CampaignClass, _ choice: UncertainChoice) -> UncertainPolicy {
        switch choice {
        case .asClass: policy(of: `class`)
        case .keep: .keep
        case .resend: .resend
        }
    }

    package func policy(of brief: CampaignBrief) -> UncertainPolicy { policy(of: brief.class, brief.uncertain) }
}
