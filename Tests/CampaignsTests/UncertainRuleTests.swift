import Testing

@testable import Campaigns

@Suite("What is done in each class about mails of which nobody knows")
struct UncertainRuleTests {
    @Test(
        "The setting names the classes, in any order",
        arguments: [
            ("none", []), (" none\n", []), ("must-know", [.mustKnow]), ("must-know  invitation", [.mustKnow, .invitation]),
            ("survey news invitation must-know news", Set(CampaignClass.allCases)),
        ] as [(String, Set<CampaignClass>)])
    func reads(_ text: String, _ classes: Set<CampaignClass>) throws {
        #expect(try UncertainRule(text).resent == classes)
    }

    @Test(
        "What is no class is named",
        arguments: [
            ("", UncertainRule.Problem.empty), (" \t", .empty), ("all", .noClass("all")),
            ("must-know,invitation", .noClass("must-know,invitation")),
            ("News", .noClass("News")), ("news none", .noClass("none")), ("mustKnow", .noClass("mustKnow")),
        ])
    func refuses(_ text: String, _ problem: UncertainRule.Problem) {
        #expect(throws: problem) { try UncertainRule(text) }
        #expect(problem.description.hasSuffix("write one or more of news, invitation, survey, must-know with spaces between, or none"))
    }

    @Test("A campaign's own word counts before that of its class", arguments: CampaignClass.allCases)
    func policy(_ kind: CampaignClass) {
        let others = Set(CampaignClass.allCases).subtracting([kind])
        for (rule, usual) in [
            (UncertainRule(resent: [kind]), UncertainPolicy.resend), (UncertainRule(resent: others), .keep), (.init(), .keep),
        ] {
            let expected: [UncertainChoice: UncertainPolicy] = [.asClass: usual, .keep: .keep, .resend: .resend]
            for choice in UncertainChoice.allCases {
                #expect(rule.policy(of: CampaignBrief(name: "x", class: kind, uncertain: choice)) == expected[choice])
            }
        }
        #expect(CampaignBrief(name: "x", class: kind).uncertain == .asClass)
    }
}
