import Kernel
import Touches
import Web

/// Who followed links, on the page of a campaign's deliveries; machines apart, with the reason why they are called so.
struct HitPanel {
    let figures: HitFigures
    /// The audience is chosen by what people did, so figures are rounded.
    let isAboutBehaviour: Bool

    func html(_ format: Format) -> HTML? {
        guard !figures.isEmpty, figures.mails > 0 else { return nil }
        let words = HitWords.in(format.language)
        var rows: [UI.Row] = []
        if !figures.byVerdict.isEmpty {
            rows = [
                row(words.people, figures.byVerdict[.human] ?? 0, format), row(words.unsure, figures.byVerdict[.unknown] ?? 0, format),
                row(words.machines, figures.byVerdict[.machine] ?? 0, format),
            ]
            rows += HitVerdict.Reason.allCases.compactMap { reason in
                figures.machineReasons[reason].map { row(words.because(words.reasons[reason] ?? reason.rawValue), $0, format) }
            }
        }
        if !figures.anonymous.isEmpty {
            rows.append(row(words.anonymous, (figures.anonymous[.unknown] ?? 0) + (figures.anonymous[.human] ?? 0), format))
            rows.append(row(words.anonymousMachines, figures.anonymous[.machine] ?? 0, format))
        }
        let columns = [UI.Column(words.who), UI.Column(words.mails, isNumeric: true)]
        return UI.section(
            words.title, id: "links", intro: "\(words.intro)", UI.table(words.title, columns, rows, showsCaption: false))
    }

    private func row(_ label: String, _ count: Int, _ format: Format) -> UI.Row {
        // Hits without a person may be more than mails; whether they may be shown depends on the mails all the same.
        let isShown = Privacy.figure(min(count, figures.mails), of: figures.mails).count != nil
        let text = isShown ? format.number(isAboutBehaviour ? Privacy.rounded(count) : count) : SendingWords.in(format.language).hidden
        return UI.Row([HTML(text: label), HTML(text: text)])
    }
}

/// The words about who followed links, and of what one may choose about it.
struct HitWords: Words {
    let title: String
    let intro: String
    let who: String
    let mails: String
    let people: String
    let unsure: String
    let machines: String
    let because: @Sendable (String) -> String
    let reasons: [HitVerdict.Reason: String]
    let anonymous: String
    let anonymousMachines: String

    let own: String
    let tracking: [TrackingMode: String]
    let refused: String
    let refuse: String
    let allow: String
    let refusedDone: String
    let allowedDone: String
    let pictureAsked: String
    let pictureAllowed: String
    let pictureShared: String
    let allowPictures: String
    let refusePictures: String
    let picturesAllowedDone: String
    let picturesRefusedDone: String
    let turnedOff: String
    let nothingOff: String
    let turnOn: String
    /// The publisher.
    let turnOnMails: @Sendable (String) -> String
    let turnedOn: @Sendable (String) -> String

    static let en = HitWords(
        title: "Links followed",
        intro:
            "Programs that check mails follow links too. What shows itself as one is counted apart and proves nothing; a mail may be counted in several lines.",
        who: "By whom", mails: "Mails", people: "People", unsure: "Nobody can tell", machines: "Machines", because: { "of these: \($0)" },
        reasons: [
            .head: "asked for the head only", .prefetch: "fetched ahead by a browser", .noAgent: "without a name",
            .knownAgent: "by a known program's name", .gateway: "from a mail gateway's network", .decoy: "followed the link nobody sees",
            .tooSoon: "before the mail was there", .scan: "all links at once",
        ],
        anonymous: "Clicks, of whom nobody knows", anonymousMachines: "Clicks by machines",
        own: "Your mails",
        tracking: [
            .person: "Links in your mails say which mail they were in, so that following one counts as yours.",
            .message: "Links in your mails say which message they were in, and nothing of you.",
            .none: "Links in your mails lead straight to where they lead; nobody counts them.",
        ],
        refused: "Links in your mails lead straight to where they lead. Those in older mails still work, and nothing is noted of you.",
        refuse: "Don't count my clicks", allow: "Count my clicks again",
        refusedDone: "Your clicks in mails are not counted any more.", allowedDone: "Your clicks in mails are counted again.",
        pictureAsked: "Your mails hold no picture that tells when it is loaded. They would only if you say so.",
        pictureAllowed: "Your mails hold a picture that tells when it is loaded. It never counts as read.",
        pictureShared: "Mails hold a picture that tells that somebody loaded it, and not who.",
        allowPictures: "Allow the picture", refusePictures: "Leave the picture out",
        picturesAllowedDone: "Your next mails hold a picture that tells when it is loaded.",
        picturesRefusedDone: "Your next mails hold no such picture.", turnedOff: "Turned off",
        nothingOff: "You have turned off nobody's mails.", turnOn: "Turn on again", turnOnMails: { "Turn on mails from \($0) again" },
        turnedOn: { "You get mails from \($0) again." })

    static let de = HitWords(
        title: "Aufgerufene Links",
        intro:
            "Auch Programme, die Mails prüfen, rufen Links auf. Was sich als solches zeigt, wird getrennt gezählt und belegt nichts; eine Mail kann in mehreren Zeilen stehen.",
        who: "Von wem", mails: "Mails", people: "Menschen", unsure: "Nicht zu sagen", machines: "Maschinen", because: { "davon: \($0)" },
        reasons: [
            .head: "nur nach dem Kopf gefragt", .prefetch: "vom Browser vorab geladen", .noAgent: "ohne Namen",
            .knownAgent: "mit dem Namen eines bekannten Programms", .gateway: "aus dem Netz eines Mail-Gateways",
            .decoy: "den Link aufgerufen, den niemand sieht", .tooSoon: "bevor die Mail da war", .scan: "alle Links auf einmal",
        ],
        anonymous: "Aufrufe, von wem weiß niemand", anonymousMachines: "Aufrufe von Maschinen",
        own: "Ihre Mails",
        tracking: [
            .person: "Links in Ihren Mails sagen, in welcher Mail sie standen; ein Aufruf zählt darum als Ihrer.",
            .message: "Links in Ihren Mails sagen, in welcher Nachricht sie standen, und nichts über Sie.",
            .none: "Links in Ihren Mails führen geradewegs an ihr Ziel; niemand zählt sie.",
        ],
        refused:
            "Links in Ihren Mails führen geradewegs an ihr Ziel. Die in älteren Mails gehen weiter, und von Ihnen wird nichts vermerkt.",
        refuse: "Meine Aufrufe nicht zählen", allow: "Meine Aufrufe wieder zählen",
        refusedDone: "Ihre Aufrufe aus Mails werden nicht mehr gezählt.", allowedDone: "Ihre Aufrufe aus Mails werden wieder gezählt.",
        pictureAsked: "In Ihren Mails ist kein Bild, das meldet, wann es geladen wird. Nur wenn Sie es erlauben, wäre eines darin.",
        pictureAllowed: "In Ihren Mails ist ein Bild, das meldet, wann es geladen wird. Es gilt nie als gelesen.",
        pictureShared: "In Mails ist ein Bild, das meldet, dass jemand es geladen hat, und nicht wer.",
        allowPictures: "Das Bild erlauben", refusePictures: "Das Bild weglassen",
        picturesAllowedDone: "In Ihren nächsten Mails ist ein Bild, das meldet, wann es geladen wird.",
        picturesRefusedDone: "In Ihren nächsten Mails ist kein solches Bild.", turnedOff: "Abgestellt",
        nothingOff: "Sie haben keine Mails abgestellt.", turnOn: "Wieder anstellen",
        turnOnMails: { "Mails von \($0) wieder anstellen" }, turnedOn: { "Sie bekommen wieder Mails von \($0)." })
}
