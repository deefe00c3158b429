extension FormatWords {
    static let de = FormatWords(
        and: "und",
        months: [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
        ],
        weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        today: "heute",
        tomorrow: "morgen",
        yesterday: "gestern",
        justNow: "gerade eben",
        inAMoment: "gleich",
        day: "Tag",
        days: "Tage",
        minutesAgo: { $0 == 1 ? "vor 1 Minute" : "vor \($0) Minuten" },
        inMinutes: { $0 == 1 ? "in 1 Minute" : "in \($0) Minuten" },
        daysAgo: { "vor \($0) Tagen" },
        seconds: { $0 == 1 ? "1 Sekunde" : "\($0) Sekunden" },
        minutes: { $0 == 1 ? "1 Minute" : "\($0) Minuten" },
        hours: { $0 == 1 ? "1 Stunde" : "\($0) Stunden" })
}
