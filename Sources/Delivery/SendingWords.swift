import Audiences
import Campaigns
import Markup
import Web

/// The words of the pages on which a campaign is sent.
struct SendingWords: Words {
    let before: String
    /// Publisher, address.
    let from: @Sendable (String, String) -> String
    let files: String
    let send: @Sendable (String) -> String
    let sendUncounted: String
    /// Of a start that is ahead: the buttons, and what it means before and after.
    let schedule: (add: @Sendable (String) -> String, remove: String, ahead: String, stands: String)
    let people: (one: String, many: String)
    let audience: String
    let holdout: String
    let unreachable: String
    let recipients: String
    let byDepartment: String
    let noDepartment: String
    let department: String
    /// All departments as one, and several small ones: of which unit, and how many.
    let everywhere: String
    let smaller: @Sendable (String?, String) -> String
    let byMessage: String
    let message: String
    let whoDoesNot: String
    let nobodyExcluded: String
    let reason: String
    let reasons: [ExclusionReason: String]
    let badZones: @Sendable (String) -> String
    let when: @Sendable (String, String?) -> String
    let hidden: String
    /// Why figures are rounded, or missing; what stands for the number of those who get a message.
    let behaviour, behaviourOfFew, uncounted: String
    let deliveries: String
    let progress: @Sendable (String, String) -> String
    let states: [DeliveryState: String]
    let channels: [Channel: String]
    /// Before the times at which it began and ended, and of the last one at which it sends.
    let began, ended, sendsUntil: String
    let latestPassed: @Sendable (String) -> String
    /// What waits, for what, and when it is tried.
    let waiting, next: String
    let delay: @Sendable (SendingCourse.Delay) -> String
    let cannotStart, nobodyGetsIt: String
    /// Of a start by itself that did not happen: when, and why after a restore.
    let missedStart: @Sendable (String) -> String
    let startRestored: String
    let pausedBecause: String
    /// Of a run that a restore held.
    let restored: String
    let uncertain: String
    let uncertainIntro: String
    /// Where not all are named.
    let firstNames: @Sendable (String) -> String
    /// What one can do about them: send again, or not.
    let resend: String
    let leave: String
    let failed: String
    let failedIntro: String
    let retry: @Sendable (String) -> String
    let retryAll: String
    let code: String
    let failures: [String: String]
    let newcomers: (title: String, none: String, nobody: String)
    /// The reply of a relay that takes no mail of ours.
    let relayRefuses: @Sendable (String) -> String
    let pause: String
    let resume: String
    let stop: String
    let stopTitle: String
    let dontStop: String
    /// Waiting, taken.
    let stopIntro: @Sendable (String, String) -> String
    let stopUncounted: String
    let notStarted: (title: String, text: String)
    let unsubscribeTitle: @Sendable (String) -> String
    let unsubscribeText: @Sendable (String) -> String
    let unsubscribe: String
    let unsubscribedTitle: String
    let unsubscribedText: @Sendable (String) -> String
    let problem: @Sendable (DeliveryError) -> String

    static let en = SendingWords(
        before: "Before sending",
        from: { "From \($0), \($1)." },
        files: "No mail server is configured: mails are written as files into the outbox folder and reach nobody.",
        send: { "Send to \($0)" }, sendUncounted: "Send",
        schedule: (
            { "Start by itself on \($0)" }, "Do not start by itself",
            "It will start by itself at its time, with those who are in the audience then. The figures are as of now.",
            "It starts by itself at its time, with those who are in the audience then. The figures are as of now."
        ),
        people: ("person", "people"),
        audience: "in the audience", holdout: "held back, to measure what it does", unreachable: "cannot be reached on any channel",
        recipients: "will get it", byDepartment: "By department", noDepartment: "No department", department: "Department",
        everywhere: "All departments", smaller: { unit, count in (unit.map { "\($0): " } ?? "") + "\(count) smaller teams" },
        byMessage: "By message", message: "Message", whoDoesNot: "Who does not get it, and why",
        nobodyExcluded: "Nobody of the audience is left out.", reason: "Reason",
        reasons: [
            .noAddress: "No mail address", .suppressed: "Mails to their address came back",
            .left: "Left the company", .unsubscribed: "Turned your mails off",
            .outsideScope: "Outside what you may address",
            .notEligible: "May not get the offering", .tooLate: "Too late to be of use",
            .capped: "Had enough mail until it was too late",
        ],
        badZones: { "\($0) have no valid time zone: the installation's counts for them." },
        when: { first, last in last.map { "Between \(first) and \($0)." } ?? "\(first)." },
        hidden: "too few to show", behaviour: "This audience is chosen by what people did, so figures are rounded and nobody is named.",
        behaviourOfFew:
            "Who gets this is chosen by what people did, and a figure would tell about few of them. None is shown.",
        uncounted: "chosen by what people did",
        deliveries: "Deliveries", progress: { "\($0) of \($1) are done." },
        states: [
            .planned: "waiting", .excluded: "excluded", .held: "held", .deferred: "put off", .claimed: "being made", .sending: "being sent",
            .accepted: "taken", .failed: "refused", .bounced: "came back", .complained: "complained", .uncertain: "unknown",
            .cancelled: "cancelled",
        ],
        channels: [.email: "Mail", .home: "Home page"], began: "Began", ended: "Ended", sendsUntil: "Latest time to send:",
        latestPassed: { "The latest time to send, \($0), has passed. Whoever still waits will not get it." },
        waiting: "What waits, and for what", next: "Next try",
        delay: {
            switch $0 {
            case .hour: "Their hour has not come yet"
            case .again(.some): "The server asked to come later"
            case .again(nil): "The connection ended before the mail was through"
            case .relay: "No mail relay can take them just now"
            case .cap: "They have had as many mails as one may get"
            }
        },
        cannotStart: "It can’t be started",
        nobodyGetsIt: "Nobody would get it. Change the audience, or look below why each of it is left out.",
        missedStart: { "It did not start by itself on \($0)" },
        startRestored:
            "The database was restored from a backup, and nothing starts by itself after that. Look whether it has been sent already.",
        pausedBecause: "Paused by the program",
        restored:
            "The database was restored from a backup. Mails sent since then are not known here, and would go out again. Look at what people got before you resume, or stop the campaign.",
        uncertain: "Nobody knows whether these arrived",
        uncertainIntro:
            "The connection ended between the mail and the server's answer. They are not sent again by themselves. If you send them again, some may get a second copy.",
        firstNames: { "The first \($0):" }, resend: "Send them again", leave: "Leave them",
        failed: "What was refused, and why", failedIntro: "These will not be tried again by themselves.",
        retry: { "Try \($0) again" }, retryAll: "Try them again", code: "Code",
        failures: [
            "check": "The server cannot take such a mail", "reset": "Refused before the mail", "sender": "Sender refused",
            "recipient": "Recipient refused", "data": "Refused before the text", "content": "Text refused",
            "too_late": "Put off until it was too late to be of use",
            "capped": "Tried once, then had enough mail until it was too late", "refused": "Refused", "message_gone": "The message is gone",
            "no_value": "Nothing known to put in, and no fallback", "malformed": "The mail can’t be written so",
            "not_made": "The mail could not be made",
        ],
        newcomers: (
            "Send to those who joined since", "Nobody new",
            "Nobody has come into the audience since this was sent."
        ),
        relayRefuses: { "The mail relay takes no mail of ours: \($0)" },
        pause: "Pause", resume: "Go on", stop: "Stop", stopTitle: "Stop for good?", dontStop: "Don’t stop",
        stopIntro: {
            "\($0) are still waiting and will not get it. \($1) have got it, and nothing takes that back. A stopped campaign cannot go on."
        },
        stopUncounted:
            "Those who still wait will not get it. Nothing takes back what others have got. A stopped campaign cannot go on.",
        notStarted: ("Nothing has been sent yet", "Once the campaign is started, this page says who got it, who did not and why."),
        unsubscribeTitle: { "Turn off mails from \($0)?" },
        unsubscribeText: { "You will get no more mails from \($0). What everyone must know still comes." }, unsubscribe: "Turn them off",
        unsubscribedTitle: "They are off",
        unsubscribedText: { "You get no more mails from \($0). You can turn them on again on your own page." },
        problem: { error in
            switch error {
            case .unknownCampaign: "There is no such campaign."
            case .wrongState(let state): "The campaign is \(state.rawValue.replacingUnderscores) now, which does not allow this."
            case .tooLate: "The latest time at which it would have been of use has passed. Change the start or the latest time."
            case .badRule(let owner, let reason): "The rule of the \(owner) does not hold any more: \(reason)"
            case .badMessage(let number, let language, let reason):
                "Message \(number) (\(language)) can't be made into a mail: \(reason.english)"
            case .noMessages: "The campaign has no message. Write one first."
            case .loopbackBaseURL(let url): "Links in mails would lead to \(url), which others can't reach. Set RAPPORT_BASE_URL."
            case .badSender(let reason): "The publisher's name or reply address can't stand in a mail: \(reason)"
            case .nobodyJoined: "Nobody has come into the audience since this was sent."
            case .nothingToSend: "There is none of those any more: somebody else was quicker, or they have been sent."
            }
        })

    static let de = SendingWords(
        before: "Vor dem Senden",
        from: { "Von \($0), \($1)." },
        files: "Es ist kein Mailserver eingerichtet: Mails werden als Dateien in den Ordner outbox geschrieben und erreichen niemanden.",
        send: { "An \($0) senden" }, sendUncounted: "Senden",
        schedule: (
            { "Von selbst beginnen: \($0)" }, "Nicht von selbst beginnen",
            "Sie wird zu ihrer Zeit von selbst beginnen, mit denen, die dann in der Zielgruppe sind. Die Zahlen sind von jetzt.",
            "Sie beginnt zu ihrer Zeit von selbst, mit denen, die dann in der Zielgruppe sind. Die Zahlen sind von jetzt."
        ),
        people: ("Person", "Personen"),
        audience: "in der Zielgruppe", holdout: "zurückgehalten, um die Wirkung zu messen", unreachable: "auf keinem Weg erreichbar",
        recipients: "bekommen es", byDepartment: "Nach Abteilung", noDepartment: "Ohne Abteilung", department: "Abteilung",
        everywhere: "Alle Abteilungen", smaller: { unit, count in (unit.map { "\($0): " } ?? "") + "\(count) kleinere Teams" },
        byMessage: "Nach Nachricht", message: "Nachricht", whoDoesNot: "Wer es nicht bekommt, und warum",
        nobodyExcluded: "Niemand der Zielgruppe bleibt außen vor.", reason: "Grund",
        reasons: [
            .noAddress: "Keine Mailadresse", .suppressed: "Mails an die Adresse kamen zurück", .left: "Nicht mehr im Unternehmen",
            .unsubscribed: "Hat Ihre Mails abgestellt",
            .outsideScope: "Außerhalb Ihres Bereichs", .notEligible: "Darf das Angebot nicht nutzen", .tooLate: "Zu spät, um zu nützen",
            .capped: "Hatte genug Mails, bis es zu spät war",
        ],
        badZones: { "\($0) haben keine gültige Zeitzone: für sie gilt die der Installation." },
        when: { first, last in last.map { "Zwischen \(first) und \($0)." } ?? "\(first)." },
        hidden: "zu wenige, um es zu zeigen",
        behaviour:
            "Diese Zielgruppe richtet sich nach dem, was Menschen getan haben; darum sind Zahlen gerundet, und niemand wird genannt.",
        behaviourOfFew:
            "Wer dies bekommt, richtet sich nach dem, was Menschen getan haben, und eine Zahl würde über wenige etwas verraten. Darum steht hier keine.",
        uncounted: "nach dem gewählt, was Menschen taten",
        deliveries: "Zustellungen", progress: { "\($0) von \($1) sind erledigt." },
        states: [
            .planned: "warten", .excluded: "ausgeschlossen", .held: "angehalten", .deferred: "verschoben", .claimed: "in Arbeit",
            .sending: "werden gesendet", .accepted: "angenommen", .failed: "abgelehnt", .bounced: "zurückgekommen",
            .complained: "beanstandet",
            .uncertain: "ungewiss", .cancelled: "abgebrochen",
        ],
        channels: [.email: "Mail", .home: "Startseite"], began: "Begonnen", ended: "Beendet", sendsUntil: "Spätester Zeitpunkt zum Senden:",
        latestPassed: { "Der späteste Zeitpunkt zum Senden, \($0), ist vorbei. Wer noch wartet, bekommt es nicht." },
        waiting: "Was wartet, und worauf", next: "Nächster Versuch",
        delay: {
            switch $0 {
            case .hour: "Ihre Stunde ist noch nicht gekommen"
            case .again(.some): "Der Server bat, später zu kommen"
            case .again(nil): "Die Verbindung endete, ehe die Mail durch war"
            case .relay: "Gerade nimmt kein Mailserver sie an"
            case .cap: "Sie hatten schon so viele Mails, wie man höchstens bekommt"
            }
        },
        cannotStart: "So kann sie nicht beginnen",
        nobodyGetsIt: "Niemand bekäme sie. Ändern Sie die Zielgruppe, oder sehen Sie unten, warum alle außen vor bleiben.",
        missedStart: { "Sie hat nicht von selbst begonnen: \($0)" },
        startRestored:
            "Die Datenbank wurde aus einer Sicherung zurückgeholt; danach beginnt nichts von selbst. Sehen Sie nach, ob sie schon gesendet wurde.",
        pausedBecause: "Vom Programm angehalten",
        restored:
            "Die Datenbank wurde aus einer Sicherung zurückgeholt. Von E-Mails, die seither hinausgingen, weiß sie nichts; sie gingen noch einmal hinaus. Sehen Sie nach, was die Leute bekommen haben, bevor Sie fortsetzen, oder beenden Sie die Kampagne.",
        uncertain: "Ob diese ankamen, weiß niemand",
        uncertainIntro:
            "Die Verbindung endete zwischen der Mail und der Antwort des Servers. Von selbst werden sie nicht noch einmal gesendet. Senden Sie sie noch einmal, bekommen manche sie vielleicht doppelt.",
        firstNames: { "Die ersten \($0):" }, resend: "Noch einmal senden", leave: "So lassen",
        failed: "Was abgelehnt wurde, und warum", failedIntro: "Von selbst wird es hier nicht noch einmal versucht.",
        retry: { "\($0) noch einmal versuchen" }, retryAll: "Noch einmal versuchen", code: "Code",
        failures: [
            "check": "Der Server kann eine solche Mail nicht annehmen", "reset": "Vor der Mail abgelehnt", "sender": "Absender abgelehnt",
            "recipient": "Empfänger abgelehnt", "data": "Vor dem Text abgelehnt", "content": "Text abgelehnt",
            "too_late": "Verschoben, bis es zu spät war, um zu nützen",
            "capped": "Schon versucht, dann genug Mails, bis es zu spät war", "refused": "Abgelehnt",
            "message_gone": "Die Nachricht gibt es nicht mehr", "no_value": "Nichts zum Einsetzen bekannt und kein Ersatz",
            "malformed": "Die Mail lässt sich so nicht schreiben", "not_made": "Die Mail konnte nicht erstellt werden",
        ],
        newcomers: (
            "An seither Dazugekommene senden", "Niemand ist neu",
            "Seit dem Versand ist niemand zur Zielgruppe dazugekommen."
        ),
        relayRefuses: { "Der Mailserver nimmt von uns keine Mails an: \($0)" },
        pause: "Anhalten", resume: "Fortsetzen", stop: "Beenden", stopTitle: "Endgültig beenden?", dontStop: "Nicht beenden",
        stopIntro: {
            "\($0) warten noch und bekommen es nicht. \($1) haben es bekommen, das lässt sich nicht zurücknehmen. Eine beendete Kampagne kann nicht weitergehen."
        },
        stopUncounted:
            "Wer noch wartet, bekommt es nicht. Was andere bekommen haben, lässt sich nicht zurücknehmen. Eine beendete Kampagne kann nicht weitergehen.",
        notStarted: ("Noch ist nichts gesendet", "Sobald die Kampagne gestartet ist, steht hier, wer sie bekam, wer nicht und warum."),
        unsubscribeTitle: { "Mails von \($0) abstellen?" },
        unsubscribeText: { "Sie bekommen keine Mails von \($0) mehr. Was alle wissen müssen, kommt weiterhin." }, unsubscribe: "Abstellen",
        unsubscribedTitle: "Sie sind abgestellt",
        unsubscribedText: { "Sie bekommen keine Mails von \($0) mehr. Auf Ihrer eigenen Seite können Sie sie wieder anstellen." },
        problem: { error in
            switch error {
            case .unknownCampaign: "Diese Kampagne gibt es nicht."
            case .wrongState(let state): "Der Stand der Kampagne (\(StateWords.de.name(state))) lässt das nicht zu."
            case .tooLate: "Die späteste Zeit, zu der sie genützt hätte, ist vorbei. Ändern Sie den Beginn oder die späteste Zeit."
            case .badRule(let owner, let reason):
                "Die Regel (\(owner)) gilt nicht mehr: Spalte \(reason.column), \(reason.message(in: "de"))"
            case .badMessage(let number, let language, let reason):
                "Aus Nachricht \(number) (\(language)) wird keine Mail: \(reason.german)"
            case .noMessages: "Die Kampagne hat keine Nachricht. Schreiben Sie zuerst eine."
            case .loopbackBaseURL(let url):
                "Links in Mails würden zu \(url) führen, was andere nicht erreichen. Setzen Sie RAPPORT_BASE_URL."
            case .badSender(let reason): "Name oder Antwortadresse des Absenders können nicht in einer Mail stehen: \(reason)"
            case .nobodyJoined: "Seit dem Versand ist niemand zur Zielgruppe dazugekommen."
            case .nothingToSend: "Davon gibt es keine mehr: Jemand war schneller, oder sie sind gesendet."
            }
        })

    /// Why a mail was not taken, or could not be made: what is stored is a word, and after a colon what it is about.
    func failure(_ reason: String) -> String {
        guard let colon = reason.firstIndex(of: ":"), let words = failures[String(reason[..<colon])] else {
            return failures[reason] ?? reason
        }
        return words + String(reason[colon...])
    }
}

extension String {
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
