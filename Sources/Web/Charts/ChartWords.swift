/// The words of pictures and of the tables behind them.
struct ChartWords: Words {
    let people: String
    let state: String
    let number: String
    let share: String
    let day: String
    let group: String
    let low: String
    let estimate: String
    let high: String
    let holdout: String
    let stage: String
    let reached: String
    let evidenced: String
    let conversion: String
    let medianDays: String
    let ofPeople: @Sendable (String) -> String
    let goOn: @Sendable (String) -> String
    let after: @Sendable (String) -> String
    let waist: String
    let waistLine: String
    let dataTo: @Sendable (String) -> String
    let legend: String
    let legendHoldout: String
    let whyHidden: String
    let noData: String
}

extension ChartWords {
    static let en = ChartWords(
        people: "People",
        state: "State",
        number: "Number",
        share: "Share",
        day: "Day",
        group: "Group",
        low: "At least",
        estimate: "Estimate",
        high: "At most",
        holdout: "not reached",
        stage: "Stage",
        reached: "Came this far or further",
        evidenced: "Seen at this very stage",
        conversion: "Of the stage before",
        medianDays: "Median days from the stage before",
        ofPeople: { "of \($0) people" },
        goOn: { "\($0) go on" },
        after: { "after \($0)" },
        waist: "Here hearing turns into using",
        waistLine: "The line is where hearing turns into using.",
        dataTo: { "Data to \($0)." },
        legend: "Width: people who came this far or further. Darker: seen at this very stage.",
        legendHoldout: "Dotted: how wide it would be if everyone were like the group that was not reached.",
        whyHidden: "Small groups are not shown, so that nobody can be singled out.",
        noData: "There is nothing to draw yet.")
    static let de = ChartWords(
        people: "Personen",
        state: "Stand",
        number: "Anzahl",
        share: "Anteil",
        day: "Tag",
        group: "Gruppe",
        low: "Mindestens",
        estimate: "Schätzung",
        high: "Höchstens",
        holdout: "nicht angesprochen",
        stage: "Stufe",
        reached: "So weit gekommen oder weiter",
        evidenced: "Auf genau dieser Stufe gesehen",
        conversion: "Von der Stufe davor",
        medianDays: "Tage seit der Stufe davor (Median)",
        ofPeople: { "von \($0) Personen" },
        goOn: { "\($0) weiter" },
        after: { "nach \($0 == "1\u{A0}Tag" ? $0 : $0 + "n")" },
        waist: "Hier wird aus Kennen Nutzen",
        waistLine: "An der Linie wird aus Kennen Nutzen.",
        dataTo: { "Daten bis \($0)." },
        legend: "Breite: Personen, die so weit kamen oder weiter. Dunkler: auf genau dieser Stufe gesehen.",
        legendHoldout: "Gepunktet: die Breite, wenn alle wären wie die Gruppe, die nicht angesprochen wurde.",
        whyHidden: "Kleine Gruppen werden nicht gezeigt, damit niemand zu erkennen ist.",
        noData: "Es gibt noch nichts zu zeichnen.")
}
