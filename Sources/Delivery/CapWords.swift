import Kernel
import Web

/// How the cap is said.
struct CapWords: Words {
    let mails: (one: String, many: String)
    let hours: (one: String, many: String)
    let days: (one: String, many: String)
    /// A number of mails and a time.
    let rule: @Sendable (String, String) -> String
    /// On the page before sending, after a number of people: the cap, and until when at most.
    let putOff: @Sendable (String, String) -> String
    /// The same where it may not be told how many.
    let putOffUncounted: @Sendable (String) -> String
    /// To the person themselves.
    let own: @Sendable (String) -> String

    /// `5 mails in 7 days`.
    func said(_ cap: MailCap) -> String {
        let unit = cap.unit == .days ? days : hours
        return rule(counted(cap.limit, mails), counted(cap.length, unit))
    }

    /// Neither number needs to be grouped.
    private func counted(_ count: Int, _ noun: (one: String, many: String)) -> String {
        "\(count)\u{A0}\(count == 1 ? noun.one : noun.many)"
    }

    static let en = CapWords(
        mails: ("mail", "mails"), hours: ("hour", "hours"), days: ("day", "days"), rule: { "\($0) in \($1)" },
        putOff: { "of them with the mail put off, as it stands now until \($1) at the latest: nobody gets more than \($0)" },
        putOffUncounted: { "Nobody gets more than \($0): whoever has had that many gets the mail later." },
        own: { "You get at most \($0), from all senders together; only what everyone must know comes all the same." })

    static let de = CapWords(
        mails: ("Mail", "Mails"), hours: ("Stunde", "Stunden"), days: ("Tag", "Tagen"), rule: { "\($0) in \($1)" },
        putOff: { "davon mit verschobener Mail, nach jetzigem Stand bis spätestens \($1): niemand bekommt mehr als \($0)" },
        putOffUncounted: { "Niemand bekommt mehr als \($0): wer schon so viele hatte, bekommt die Mail später." },
        own: { "Sie bekommen höchstens \($0), von allen Absendern zusammen; nur was alle wissen müssen, kommt trotzdem." })
}

/// Whose mail is put off: beside how many get it, by the rules for figures of who does not.
func putOff(_ preview: Preview, _ cap: MailCap?, _ format: Format) -> HTML? {
    guard let cap, let until = preview.putOffUntil else { return nil }
    let words = CapWords.in(format.language)
    let rule = words.said(cap)
    guard let count = Privacy.figure(preview.putOff, of: preview.audience).count else { return "<p>\(words.putOffUncounted(rule))</p>" }
    return UI.stat(format.number(count), words.putOff(rule, format.exact(until)))
}
