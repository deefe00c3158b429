package import HTTPTypes
import Kernel
package import Web

extension CampaignError: Refusal {
    package var status: HTTPResponse.Status {
        switch self {
        case .invalid: .unprocessableContent
        case .notNow, .changedMeanwhile, .frozen, .hasHistory: .conflict
        case .ownCampaign: .forbidden
        }
    }

    package func title(_ language: Language) -> String {
        let words = CampaignErrorWords.in(language)
        return switch self {
        case .invalid: words.invalid
        case .notNow: words.notNow
        case .changedMeanwhile: words.changed
        case .frozen: words.frozen
        case .ownCampaign: words.own
        case .hasHistory: words.history
        }
    }

    package func advice(_ language: Language) -> String {
        let words = CampaignErrorWords.in(language)
        return switch self {
        case .invalid(let problems): problems.map { $0.message(in: language) }.joined(separator: " ")
        case .notNow(_, let state): words.notNowAdvice(StateWords.in(language).name(state))
        case .changedMeanwhile(_, let name): words.changedAdvice(name)
        case .frozen: words.frozenAdvice
        case .ownCampaign: words.ownAdvice
        case .hasHistory: words.historyAdvice
        }
    }
}

struct CampaignErrorWords: Words {
    let invalid, notNow, changed, frozen, own, history, frozenAdvice, ownAdvice, historyAdvice: String
    let notNowAdvice: @Sendable (String) -> String
    let changedAdvice: @Sendable (String?) -> String

    static let en = CampaignErrorWords(
        invalid: "Something is missing before this can go on",
        notNow: "This is not possible just now",
        changed: "Somebody changed this while you were at it",
        frozen: "What was sent can't be changed any more",
        own: "Somebody else has to approve this",
        history: "This stays",
        frozenAdvice: "It has been sent, so only its name and its goal can change. For new words, make a new campaign.",
        ownAdvice: "You wrote it or handed it in. An approver of the publisher who did neither can decide.",
        historyAdvice: "It has been handed in before, so it is kept. Leave it as a draft, or use it for something new.",
        notNowAdvice: { "It is “\($0)” at the moment. Go back, load the page anew and look at what it offers." },
        changedAdvice: {
            "\($0 ?? "Somebody") saved another version after you opened the page. Nothing of yours was saved: go back, copy what you wrote, "
                + "load the page anew and put it in again."
        })
    static let de = CampaignErrorWords(
        invalid: "Es fehlt noch etwas, bevor es weitergeht",
        notNow: "Das geht gerade nicht",
        changed: "Jemand hat das inzwischen geändert",
        frozen: "Was verschickt ist, lässt sich nicht mehr ändern",
        own: "Das muss jemand anderes freigeben",
        history: "Das bleibt erhalten",
        frozenAdvice:
            "Sie ist verschickt, deshalb lassen sich nur noch Name und Ziel ändern. Für neue Worte legen Sie eine neue Kampagne an.",
        ownAdvice:
            "Sie haben sie geschrieben oder eingereicht. Entscheiden kann, wer beim Herausgeber freigibt und keines von beidem getan hat.",
        historyAdvice:
            "Sie wurde schon einmal eingereicht und bleibt deshalb. Lassen Sie sie als Entwurf liegen oder nehmen Sie sie für etwas Neues.",
        notNowAdvice: { "Ihr Stand ist gerade „\($0)“. Gehen Sie zurück, laden Sie die Seite neu und sehen Sie, was sie anbietet." },
        changedAdvice: {
            "\($0 ?? "Jemand") hat eine andere Fassung gespeichert, nachdem Sie die Seite geöffnet hatten. Von Ihnen wurde nichts gespeichert: "
                + "Gehen Sie zurück, kopieren Sie Ihren Text, laden Sie die Seite neu und setzen Sie ihn wieder ein."
        })
}

/// The names of states, stages, classes and channels, for authors.
package struct StateWords: Words {
    package let name: @Sendable (CampaignState) -> String
    package let stage: @Sendable (String) -> String
    package let `class`: @Sendable (CampaignClass) -> String
    package let classHint: @Sendable (CampaignClass) -> String
    package let channel: @Sendable (CampaignChannel) -> String
    package let channelHint: @Sendable (CampaignChannel) -> String

    package static let en = StateWords(
        name: {
            switch $0 {
            case .draft: "Draft"
            case .inReview: "In review"
            case .approved: "Approved"
            case .scheduled: "Scheduled"
            case .running: "Running"
            case .paused: "Paused"
            case .finished: "Finished"
            case .stopped: "Stopped"
            }
        },
        stage: {
            switch $0 {
            case "know": "know it"
            case "like": "like it"
            case "trust": "trust it"
            case "try": "try it"
            case "buy": "use it"
            case "repeat": "use it every week"
            case "refer": "recommend it"
            default: "have not heard of it"
            }
        },
        class: {
            switch $0 {
            case .news: "News"
            case .invitation: "Invitation"
            case .survey: "Survey"
            case .mustKnow: "Must know"
            }
        },
        classHint: {
            switch $0 {
            case .news: "Something that is new for these people"
            case .invitation: "To a training, a trial, a showcase"
            case .survey: "A question to them"
            case .mustKnow: "Nobody can turn it off, so it is counted, and rare"
            }
        },
        channel: {
            switch $0 {
            case .email: "Mail"
            case .home: "Home page"
            }
        },
        channelHint: {
            switch $0 {
            case .email: "To everyone who has a mail address"
            case .home: "A card on each person's first page"
            }
        })
    package static let de = StateWords(
        name: {
            switch $0 {
            case .draft: "Entwurf"
            case .inReview: "In Prüfung"
            case .approved: "Freigegeben"
            case .scheduled: "Geplant"
            case .running: "Läuft"
            case .paused: "Angehalten"
            case .finished: "Beendet"
            case .stopped: "Abgebrochen"
            }
        },
        stage: {
            switch $0 {
            case "know": "es kennen"
            case "like": "es mögen"
            case "trust": "ihm vertrauen"
            case "try": "es ausprobieren"
            case "buy": "es nutzen"
            case "repeat": "es jede Woche nutzen"
            case "refer": "es weiterempfehlen"
            default: "noch nichts davon gehört haben"
            }
        },
        class: {
            switch $0 {
            case .news: "Neuigkeit"
            case .invitation: "Einladung"
            case .survey: "Umfrage"
            case .mustKnow: "Pflichtinformation"
            }
        },
        classHint: {
            switch $0 {
            case .news: "Etwas, das für diese Menschen neu ist"
            case .invitation: "Zu einer Schulung, einem Test, einer Vorführung"
            case .survey: "Eine Frage an sie"
            case .mustKnow: "Niemand kann sie abschalten, deshalb wird sie gezählt und bleibt selten"
            }
        },
        channel: {
            switch $0 {
            case .email: "Mail"
            case .home: "Startseite"
            }
        },
        channelHint: {
            switch $0 {
            case .email: "An alle, die eine Mailadresse haben"
            case .home: "Eine Karte auf der ersten Seite jeder Person"
            }
        })
}
