import Audiences
import Kernel
import Storage

/// A draft whose every slug was found.
struct CheckedDraft {
    let slug: Slug
    let publisher: PublisherKey
    let offering: OfferingKey
    let audience: AudienceKey
    let brief: CampaignBrief
}

extension Reader {
    /// Everything that keeps a brief from being saved, in the order of the form; empty when it may be.
    /// - Parameter existing: the campaign that it is to change; `nil` for a new one.
    package func problems(of draft: CampaignDraft, changing existing: Campaign? = nil) throws -> [CampaignProblem] {
        do {
            _ = try checked(draft, changing: existing)
            return []
        } catch CampaignError.invalid(let problems) { return problems }
    }

    /// - Throws: `CampaignError.invalid` with everything that is wrong.
    func checked(_ draft: CampaignDraft, changing existing: Campaign? = nil) throws -> CheckedDraft {
        var problems = Self.problems(of: draft.brief)
        let slug = Slug(draft.slug)
        if draft.slug.isEmpty {
            problems.append(CampaignProblem(.slug, .required))
        } else if slug == nil {
            problems.append(CampaignProblem(.slug, .badSlug(draft.slug)))
        } else if let slug, slug != existing?.slug, try exists("SELECT 1 FROM campaign WHERE slug = \(slug)") {
            problems.append(CampaignProblem(.slug, .slugTaken(draft.slug)))
        }
        func unknown(_ field: CampaignField, _ slug: String) {
            problems.append(CampaignProblem(field, slug.isEmpty ? .required : .unknown(slug)))
        }
        let publisher: PublisherKey? = try value("SELECT id FROM publisher WHERE slug = \(draft.publisher)")
        if publisher == nil { unknown(.publisher, draft.publisher) }
        let offering: OfferingKey? = try value("SELECT id FROM offering WHERE slug = \(draft.offering)")
        if offering == nil { unknown(.offering, draft.offering) }
        if let offering, existing?.state.hasRun != true,
            try exists("SELECT 1 FROM offering WHERE id = \(offering) AND lifecycle = 'retired'")
        {
            problems.append(CampaignProblem(.offering, .retired))
        }
        let audience: AudienceKey? = try value("SELECT id FROM audience WHERE slug = \(draft.audience)")
        if audience == nil { unknown(.audience, draft.audience) }

        guard problems.isEmpty, let slug, let publisher, let offering, let audience else { throw CampaignError.invalid(problems) }
        return CheckedDraft(slug: slug, publisher: publisher, offering: offering, audience: audience, brief: draft.brief)
    }

    private static func problems(of brief: CampaignBrief) -> [CampaignProblem] {
        var problems = PlainText.problems(brief.name, .name, limit: CampaignBrief.longestName)
        func add(_ field: CampaignField, _ kind: CampaignProblem.Kind) { problems.append(CampaignProblem(field, kind)) }
        let stages = Array(Stage.words.dropFirst())
        if brief.stage == .unaware { add(.stage, .notOneOf(stages)) }
        if !CampaignBrief.latestSendHours.contains(brief.latestSend) {
            add(.latestSend, .outOfRange(CampaignBrief.latestSendHours.lowerBound, CampaignBrief.latestSendHours.upperBound))
        }
        if let goal = brief.goal {
            if goal.stage == .unaware { add(.goalStage, .notOneOf(stages)) }
            if goal.target <= goal.baseline { add(.goalTarget, .targetNotAbove) }
        }
        if brief.holdout.permille > CampaignBrief.holdoutLimit { add(.holdout, .holdoutTooLarge) }
        if brief.channels.isEmpty { add(.channels, .noChannel) }
        if brief.needs.count > CampaignBrief.mostNeeds { add(.needs, .tooMany(CampaignBrief.mostNeeds)) }
        if brief.keyMessages.count > CampaignBrief.mostKeyMessages { add(.keyMessages, .tooMany(CampaignBrief.mostKeyMessages)) }
        for (index, need) in brief.needs.enumerated() { problems += PlainText.problems(need, .need(index + 1)) }
        for (index, message) in brief.keyMessages.enumerated() { problems += PlainText.problems(message, .keyMessage(index + 1)) }
        return problems
    }
}

/// The rules of texts of one line.
enum PlainText {
    static func problems(_ text: String, _ field: CampaignField, limit: Int) -> [CampaignProblem] {
        if text.allSatisfy(\.isWhitespace) { return [CampaignProblem(field, .required)] }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return [CampaignProblem(field, .notOneLine)]
        }
        return text.count > limit ? [CampaignProblem(field, .tooLong(limit))] : []
    }

    static func problems(_ texts: Texts, _ field: CampaignField) -> [CampaignProblem] {
        texts.byLanguage.sorted { $0.key < $1.key }.flatMap { language, text in
            isLanguage(language)
                ? problems(text, field, limit: CampaignBrief.longestPoint) : [CampaignProblem(field, .badLanguage(language))]
        }
    }

    /// A primary language subtag of BCP 47 (RFC 5646 §2.2.1) in lower case.
    static func isLanguage(_ tag: String) -> Bool {
        (2...3).contains(tag.utf8.count) && tag.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
}
