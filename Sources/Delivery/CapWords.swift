import Kernel
import Web

/// How the cap is said.
struct CapWords: Words {
    let mails: (one: String, many: String)
    let hours: (one: String, many: String)
    let days: (one: String, many: String)
    /// A number of mails and a time.
    let rule: @Sendable (String, String) -> String
    /// On the page before sending: the cap, how many people, and until when at most.
    let putOff: @Sendable (String, String, String) -> String
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
        putOff: { "Put off, since nobody gets more than \($0): \($1), as it stands now until \($2) at the latest." },
        putOffUncounted: { "Nobody gets more than \($0): whoever has had that many gets the mail later." },
        own: { "You get at most \($0), whoever sends them; only what everyone must know comes all the same." })

    static let de = CapWords(
        mails: ("Mail", "Mails"), hours: ("Stunde", "Stunden"), days: ("Tag", "Tagen"), rule: { "\($0) in \($1)" },
        putOff: { "Verschoben, weil niemand mehr als \($0) bekommt: \($1), nach jetzigem Stand bis spätestens \($2)." },
        putOffUncounted: { "Niemand bekommt mehr als \($0): wer schon so viele hatte, bekommt die Mail später." },
        own: { "Sie bekommen höchstens \($0), gleich von wem; nur was alle wissen müssen, kommt trotzdem." })
}

/// That some get the mail later, by the rules for figures of what keeps people from getting it.
func putOff(_ preview: Preview, _ cap: MailCap?, _ format: Format, _ people: (one: String, many: String)) -> HTML? {
    guard let cap, let until = preview.putOffUntil else { return nil }
    let words = CapWords.in(format.language)
    let count = Privacy.figure(preview.putOff, of: preview.audience).count
    let text =
        count.map { words.putOff(words.said(cap), format.count($0, people.one, people.many), format.exact(until)) }
        ?? words.putOffUncounted(words.said(cap))
    return "<p>\(text)</p>"
}
