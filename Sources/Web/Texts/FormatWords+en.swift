extension FormatWords {
    static let en = FormatWords(
        and: "and",
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ],
        weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        today: "today",
        tomorrow: "tomorrow",
        yesterday: "yesterday",
        justNow: "just now",
        inAMoment: "in a moment",
        day: "day",
        days: "days",
        minutesAgo: { $0 == 1 ? "1 minute ago" : "\($0) minutes ago" },
        inMinutes: { $0 == 1 ? "in 1 minute" : "in \($0) minutes" },
        daysAgo: { "\($0) days ago" },
        seconds: { $0 == 1 ? "1 second" : "\($0) seconds" },
        minutes: { $0 == 1 ? "1 minute" : "\($0) minutes" },
        hours: { $0 == 1 ? "1 hour" : "\($0) hours" })
}
