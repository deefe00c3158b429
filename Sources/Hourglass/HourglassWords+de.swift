import Audiences
import Kernel

extension HourglassWords {
    static let de = HourglassWords(
        stage: word,
        term: { comparison, stage, offering in
            switch comparison {
            case .equal: "bei \(offering) auf Stufe „\(stage)“ sind"
            case .notEqual: "bei \(offering) nicht auf Stufe „\(stage)“ sind"
            case .less: "bei \(offering) noch nicht bis „\(stage)“ gekommen sind"
            case .lessOrEqual: "bei \(offering) höchstens bis „\(stage)“ gekommen sind"
            case .greater: "bei \(offering) über „\(stage)“ hinaus sind"
            case .greaterOrEqual: "bei \(offering) bis „\(stage)“ oder weiter gekommen sind"
            }
        },
        title: "Sanduhr",
        intro: "Wie weit die Menschen mit jedem Angebot gekommen sind, vom ersten Hören bis zum Empfehlen.",
        everyone: "allen, für die es da ist", here: "Nur in",
        does: {
            switch $0 {
            case .unaware: "ist ihm nicht begegnet"
            case .know: "kennt es"
            case .like: "mag es"
            case .trust: "vertraut ihm"
            case .try: "hat es ausprobiert"
            case .buy: "nutzt es"
            case .repeat: "bleibt dabei"
            case .refer: "empfiehlt es"
            }
        },
        share: { share in
            switch share {
            case ...0: "niemand"
            case 1...: "jede Person"
            case 0.95...: "fast jede Person"
            case 0.7..<0.8: "drei Viertel"
            case 0.62..<0.7: "zwei Drittel"
            case 0.53..<0.62, 0.8..<0.95: "\(Self.tenths(share)) von zehn"
            case 0.47..<0.53: "die Hälfte"
            case 0.36..<0.47: "vier von zehn"
            default: "jede \(Self.ordinal((1 / share).rounded())) Person"
            }
        },
        truth: { know, group, use in
            "Von \(group) kennt es \(know)" + (use.map { ", \($0) nutzt es." } ?? ".")
        },
        nobodyYet: "Noch ist ihm niemand begegnet.",
        fewPeople: "Hier sind zu wenige Menschen gemeint für eine Zahl, die niemanden erkennbar macht.",
        leakTitle: "Wo es verloren geht",
        leak: { share, from, to in
            "Von denen, die \(from == .unaware ? "könnten" : "bis „\(word(from))“ kamen"), kamen \(share) bis „\(word(to))“."
        },
        advice: {
            switch $0 {
            case .unaware, .know:
                "Sie haben nicht davon gehört: Schreiben Sie denen, die es nicht kennen, und nennen Sie zuerst die Last, die es abnimmt."
            case .like:
                "Sie kennen es und zucken die Schultern: Zeigen Sie, was es am eigenen Tag ändert, erzählt von jemandem aus der Abteilung."
            case .trust: "Sie mögen es und zögern: Beantworten Sie die offenen Fragen und bitten Sie Nutzer um Bewertungen."
            case .try:
                "Sie würden, und haben nicht: Machen Sie den ersten Schritt kleiner. Eine Vorführung, eine Probe, ein Link direkt zum Anfang."
            case .buy:
                "Sie haben es probiert und gelassen: Fragen Sie drei davon, warum, und stellen Sie Tipps für den zweiten Tag auf die Seite."
            case .repeat: "Sie haben es genutzt und aufgehört: Finden Sie heraus, in welcher Woche, und erzählen Sie, was seitdem neu ist."
            case .refer: "Sie nutzen es und schweigen: Bitten Sie die regelmäßigsten um einen Satz, den Sie zitieren dürfen."
            }
        },
        decree: { beyond, liked in
            "\(beyond) Personen kamen bis „mögen“ oder weiter, nur \(liked) davon haben gezeigt, dass sie es mögen: Es wird eher genutzt als gewollt."
        },
        chooseDepartment: "in", chooseSince: "seit", show: "Zeigen", allTime: "Beginn",
        filter: { group, since in "In \(group)" + (since.map { ", seit \($0)" } ?? "") },
        byDepartment: "Nach Abteilung", department: "Abteilung", people: "Personen", overTime: "Im Lauf der Zeit",
        trials: "Haben die Kampagnen jemanden bewegt?",
        trialsIntro: "Jede Kampagne hat einige durch das Los ausgelassen. Was die anderen mehr tun als diese, hat sie bewirkt.",
        reached: "angesprochen", holdout: "ausgelassen", noDifference: "kein Unterschied",
        noTrials:
            "Noch hat keine Kampagne dafür jemanden ausgelassen; so kann niemand sagen, was eine bewirkt hat. Setzen Sie bei der nächsten eine Vergleichsgruppe.",
        byDepartmentSentence: "Wer es ausprobiert hat oder weiter ist, nach Abteilung",
        overTimeSentence: "Personen auf einer Stufe oder weiter, am Ende jeder Woche",
        outcome: {
            switch $0 {
            case .follow: "folgen"
            case .try: "ausprobieren"
            case .buy: "nutzen"
            case .repeat: "dabeibleiben"
            case .refer: "empfehlen"
            }
        },
        worked: { outcome, low, high in "Es hat gewirkt: \(low) bis \(high) mehr der Menschen kamen bis „\(outcome)“." },
        harmed: { outcome in "Es hat geschadet: Von den Angesprochenen kamen weniger bis „\(outcome)“ als von den Ausgelassenen." },
        tooEarly: { outcome in "Für „\(outcome)“ ist es zu früh für ein Urteil: Der Unterschied kann Zufall sein." },
        trialHidden: "Eine der Gruppen ist zu klein, um gezeigt zu werden.",
        dataTo: { "Daten bis \($0)." }, useTo: { "Nutzung gemeldet bis \($0)." },
        weekly: "Kleine Gruppen stehen hier, wie sie am Ende der letzten Woche waren.",
        widened:
            "Die Zielgruppe richtet sich nach dem, was Menschen getan haben. Gezählt sind alle, die ihr angehören könnten, damit keine Zahl verrät, wer es tut.",
        emptyTitle: "Noch keine Angebote",
        emptyText: "Sobald ein Angebot im Katalog steht, bewegt jeder seine Sanduhr, der seine Seite öffnet, ihm folgt oder es nutzt.",
        noTouchesTitle: "Noch ist ihm niemand begegnet",
        noTouchesText: "Wer als Erster seine Seite öffnet, in einer Mail darüber klickt oder es nutzt, zeichnet das erste Band.",
        hidden: {
            switch $0 {
            case .fewPeople: "Weniger als fünf Personen: nicht gezeigt."
            case .noneOrAll: "„Niemand“ oder „alle“ einer kleinen Gruppe wird nicht gezeigt."
            case .difference: "Nicht gezeigt, weil die Zahlen daneben jemanden erkennbar machen würden."
            case .fewUndecided: "Zu wenige entscheiden es: nicht gezeigt."
            }
        },
        open: { "Die Sanduhr von \($0) öffnen" })

    @Sendable private static func word(_ stage: Stage) -> String {
        switch stage {
        case .unaware: "ahnungslos"
        case .know: "kennen"
        case .like: "mögen"
        case .trust: "vertrauen"
        case .try: "ausprobieren"
        case .buy: "nutzen"
        case .repeat: "dabeibleiben"
        case .refer: "empfehlen"
        }
    }

    /// - Parameter share: from 0.5 to 0.95.
    private static func tenths(_ share: Double) -> String {
        ["fünf", "sechs", "sieben", "acht", "neun"][min(max(Int((share * 10).rounded()) - 5, 0), 4)]
    }

    private static func ordinal(_ number: Double) -> String {
        let words = ["zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte"]
        guard number >= 2, number < 1e9 else { return "zweite" }
        return number <= 10 ? words[Int(number) - 2] : "\(Int(number))."
    }
}
