import Kernel
package import Web

/// All campaigns that the reader may see.
struct CampaignListPage: Sendable {
    static let rowsPerPage = 50

    let campaigns: [CampaignSummary]
    let total: Int
    /// From 1.
    let number: Int
    let state: CampaignState?
    let mayWrite: Bool
    /// The reader may see everyone's and is an author of nobody.
    var isTeamless = false
    let format: Format

    var page: Page {
        let words = CampaignWords.in(format.language)
        let new: HTML? = mayWrite ? UI.linkButton(words.new, CampaignAddress.new, .primary) : nil
        return Page(words.campaigns, intro: HTML(text: words.listIntro), actions: new.map { UI.actions([$0]) }, main: main(words, new))
    }

    private func main(_ words: CampaignWords, _ new: HTML?) -> HTML {
        if total == 0, state == nil {
            let text = mayWrite ? words.emptyText : isTeamless ? words.emptyTeamless : words.emptyReader
            return UI.empty(words.emptyTitle, text, action: new)
        }
        let names = StateWords.in(format.language)
        let options = [UI.Option("", words.anyState)] + CampaignState.allCases.map { UI.Option($0.rawValue, names.name($0)) }
        let filter = UI.filter(
            to: CampaignAddress.list, label: words.filterLabel,
            "\(UI.select("state", words.state, options, value: state?.rawValue ?? ""))\(UI.submit(words.show, .secondary))")
        let rows = campaigns.map { campaign in
            UI.Row(
                [
                    HTML(text: campaign.name), HTML(text: campaign.offering), HTML(text: campaign.audience), HTML(text: campaign.publisher),
                    UI.state(names.name(campaign.state), campaign.state.tone), UI.time(campaign.changedAt, format),
                ], address: CampaignAddress.campaign(campaign.slug))
        }
        let columns = [words.name, words.offering, words.audience, words.publisher, words.state, words.changed].map { UI.Column($0) }
        let none: HTML = UI.empty(words.noneTitle, words.noneText, action: UI.linkButton(words.showAll, CampaignAddress.list))
        return "\(filter)\(UI.table(words.campaigns, columns, rows, empty: none, showsCaption: false))\(pages(words))"
    }

    private func pages(_ words: CampaignWords) -> HTML? {
        let first = (number - 1) * Self.rowsPerPage
        let list = CampaignAddress.list.adding("state", state?.rawValue)
        return UI.pagination(
            previous: number > 1 ? list.adding("page", number - 1) : nil,
            next: first + campaigns.count < total ? list.adding("page", number + 1) : nil,
            summary: words.range(format.number(first + 1), format.number(first + campaigns.count), format.number(total)),
            language: format.language)
    }
}

extension CampaignState {
    /// The colour that repeats the word.
    package var tone: UI.Tone {
        switch self {
        case .draft, .finished: .calm
        case .inReview, .paused: .amber
        case .approved, .scheduled, .running: .good
        case .stopped: .red
        }
    }
}
