import Audiences
import Kernel
import Web

extension HourglassWords {
    static let en = HourglassWords(
        stage: word,
        term: { comparison, stage, offering in
            switch comparison {
            case .equal: "are at “\(stage)” with \(offering)"
            case .notEqual: "are not at “\(stage)” with \(offering)"
            case .less: "have not come to “\(stage)” with \(offering)"
            case .lessOrEqual: "have come to “\(stage)” at most with \(offering)"
            case .greater: "have come beyond “\(stage)” with \(offering)"
            case .greaterOrEqual: "have come to “\(stage)” or beyond with \(offering)"
            }
        },
        title: "Hourglass",
        intro: "How far people have come with each offering, from hearing of it to recommending it.",
        everyone: "everyone it is for", here: "Only in",
        does: {
            switch $0 {
            case .unaware: "has not met it"
            case .know: "knows it"
            case .like: "likes it"
            case .trust: "trusts it"
            case .try: "has tried it"
            case .buy: "uses it"
            case .repeat: "keeps using it"
            case .refer: "recommends it"
            }
        },
        share: { share in
            switch share {
            case ...0: "nobody"
            case 1...: "all"
            case 0.95...: "nearly all"
            case 0.7..<0.8: "three quarters"
            case 0.62..<0.7: "two thirds"
            case 0.53..<0.62, 0.8..<0.95: "\(Self.small((share * 10).rounded())) in ten"
            case 0.47..<0.53: "half"
            case 0.36..<0.47: "four in ten"
            default: "one in \(Self.small((1 / share).rounded()))"
            }
        },
        truth: { know, group, use in "\(know.capitalisedFirst) of \(group) knows it" + (use.map { ", \($0) uses it." } ?? ".") },
        nobodyYet: "Nobody has met it yet.", fewPeople: "Too few people are meant here for a figure that singles nobody out.",
        leakTitle: "Where it leaks",
        leak: { share, from, to in "Of those who \(from == .unaware ? "could" : "came to “\(word(from))”"), \(share) came to “\(word(to))”."
        },
        advice: {
            switch $0 {
            case .unaware, .know:
                "They have not heard of it: write a campaign to those who do not know it, with the pain it takes away first."
            case .like: "They know it and shrug: show what it does for their own day, in a story by somebody of their department."
            case .trust: "They like it and hesitate: answer the open questions, and ask for reviews from those who use it."
            case .try: "They would, and have not: make the first step smaller. A showcase, a trial, a link straight to the start."
            case .buy: "They tried it and left: ask three of them why, and put the tips for the second day on its page."
            case .repeat: "They used it and stopped: find out which week it was, and tell them what is new since."
            case .refer: "They use it and keep silent: ask the most regular ones for a sentence that you may quote."
            }
        },
        decree: { beyond, liked in
            "\(beyond) people came to “like” or beyond, only \(liked) of them showed that they like it: it is used rather than wanted."
        },
        chooseDepartment: "in", chooseSince: "since", show: "Show", allTime: "the beginning",
        filter: { group, since in "In \(group)" + (since.map { ", since \($0)" } ?? "") },
        byDepartment: "By department", department: "Department", people: "People", overTime: "Over time",
        trials: "Did the campaigns move anybody?",
        trialsIntro: "Each campaign left some people out by lot. What the others do more than these is what it did.",
        reached: "reached", holdout: "left out", noDifference: "no difference",
        noTrials: "No campaign for it has left anybody out yet, so nobody can say what one did. Set a hold-out when you write the next.",
        byDepartmentSentence: "Who has tried it or gone further, by department",
        overTimeSentence: "People at a stage or beyond, at the end of each week",
        outcome: {
            switch $0 {
            case .follow: "follow it"
            case .try: "try it"
            case .buy: "use it"
            case .repeat: "keep using it"
            case .refer: "recommend it"
            }
        },
        worked: { outcome, low, high in "It worked: it brought \(low) to \(high) more of the people to \(outcome)." },
        harmed: { outcome in "It did harm: fewer of those it reached \(outcome) than of those left out." },
        tooEarly: { outcome in "It is too early to say whether it brings people to \(outcome): the difference may be chance." },
        trialHidden: "One of the groups is too small to be shown.",
        dataTo: { "Data to \($0)." }, useTo: { "Use is reported to \($0)." },
        weekly: "Small groups are shown as they were at the end of last week.",
        widened: "Its audience is chosen by what people did. The figures are of everyone who could be in it, so that none says who is.",
        emptyTitle: "No offerings yet",
        emptyText: "Once an offering is in the catalogue, everyone who opens its page, follows it or uses it moves its hourglass.",
        noTouchesTitle: "Nobody has met it yet",
        noTouchesText: "The first one to open its page, click in a mail about it or use it makes the first band.",
        hidden: {
            switch $0 {
            case .fewPeople: "Fewer than five people: not shown."
            case .noneOrAll: "“None” or “all” of a small group is not shown."
            case .difference: "Not shown, since the figures beside it would single somebody out."
            case .fewUndecided: "Too few people decide it: not shown."
            }
        },
        open: { "Open the hourglass of \($0)" })

    @Sendable private static func word(_ stage: Stage) -> String {
        switch stage {
        case .unaware: "unaware"
        case .know: "know"
        case .like: "like"
        case .trust: "trust"
        case .try: "try"
        case .buy: "use"
        case .repeat: "keep using"
        case .refer: "recommend"
        }
    }

    private static func small(_ number: Double) -> String {
        let words = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        guard number >= 2, number < 1e9 else { return "two" }
        return number <= 10 ? words[Int(number) - 2] : String(Int(number))
    }
}
