import Kernel
import Testing
import Web

@testable import Campaigns

@Suite("Needs and key messages in several languages")
struct BriefLanguageTests {
    private static var stored: CampaignDraft {
        var draft = World.draft
        draft.brief.needs = [Texts("I lose an hour a day"), Texts("I never know who owns it")]
        draft.brief.keyMessages = [Texts("Notes by voice")]
        return draft
    }

    /// What a form makes of the stored brief.
    private func points(
        _ language: String?, _ change: (inout CampaignForm) -> Void
    ) -> (needs: [[String: String]], says: [[String: String]], problems: [CampaignProblem]) {
        var form = CampaignForm(Self.stored, language: language)
        change(&form)
        let (draft, problems) = form.draft(changing: Self.stored, language: "de")
        return (draft.brief.needs.map(\.byLanguage), draft.brief.keyMessages.map(\.byLanguage), problems)
    }

    @Test("Each line of another language is of the point in its place, and an empty one of none")
    func translating() {
        #expect(CampaignForm(Self.stored, language: "de").needs == "\n")
        let found = points("de") { form in
            form.needs = "\n Niemand weiß, wem es gehört \n"
            form.keyMessages = "Notizen mit der Stimme"
        }
        #expect(found.problems.isEmpty)
        #expect(
            found.needs == [
                ["en": "I lose an hour a day"], ["en": "I never know who owns it", "de": "Niemand weiß, wem es gehört"],
            ])
        #expect(found.says == [["en": "Notes by voice", "de": "Notizen mit der Stimme"]])
    }

    @Test("There are no more lines than points to translate")
    func tooMany() {
        #expect(points("de") { $0.keyMessages = "Eins\nZwei" }.problems == [CampaignProblem(.keyMessages, .tooMany(1))])
    }

    @Test("In their own language points come and go, whoever writes, and those that stay keep their translations")
    func own() {
        var draft = Self.stored
        draft.brief.needs = [Texts(["en": "I lose an hour a day", "de": "Ich verliere eine Stunde"], default: "en")].compactMap(\.self)
        var form = CampaignForm(draft)
        #expect(form.language == "en")
        form.needs = "It is slow\nI lose an hour a day"
        let needs = form.draft(changing: draft, language: "de").draft.brief.needs.map(\.byLanguage)
        #expect(needs == [["en": "It is slow"], ["en": "I lose an hour a day", "de": "Ich verliere eine Stunde"]])
    }

    @Test("Nothing is lost by saving the form as it is, in any language", arguments: [nil, "en", "de", "fr"])
    func unchanged(language: String?) {
        let found = points(language) { _ in }
        #expect(found.needs == Self.stored.brief.needs.map(\.byLanguage))
        #expect(found.says == Self.stored.brief.keyMessages.map(\.byLanguage))
    }
}
