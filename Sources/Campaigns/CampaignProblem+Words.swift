import Audiences
import Markup
package import Web

extension CampaignProblem {
    /// What is wrong and what to do, in a sentence.
    package func message(in language: Language) -> String {
        switch language {
        case .en: english
        case .de: german
        }
    }

    private var english: String {
        switch kind {
        case .required: "Please fill this in."
        case .tooLong(let limit): "Please shorten this to \(limit) characters."
        case .tooMany(let limit): "At most \(limit) of these; leave out what matters least."
        case .notOneLine: "Please write this as one line, without tabs or line breaks."
        case .badSlug(let text): "“\(text)” can't be an address: use a to z, 0 to 9 and single hyphens, at most 64 characters."
        case .slugTaken(let text): "Another campaign is called “\(text)”. Please choose another address."
        case .unknown(let text): "There is no “\(text)” here. Please choose one from the list."
        case .retired: "This offering is retired. Choose one that people can still get."
        case .notOneOf(let words): "Please choose one of \(words.joined(separator: ", "))."
        case .badShare: "Please give a share from 0% to 100%, such as 12% or 2.5%."
        case .badStart: "Please write now, 2026-03-02T09:00:00Z, 2026-03-02T09:00 Europe/Berlin or 2026-03-02T09:00 person."
        case .badZone(let text): "“\(text)” is no time zone. Write one such as Europe/Berlin."
        case .badDay: "Please give a date, such as 2026-03-02."
        case .outOfRange(let low, let high): "Please give a whole number from \(low) to \(high)."
        case .holdoutTooLarge: "At most half of the people can be kept for comparison."
        case .targetNotAbove: "The target must be above where you start from."
        case .noChannel: "Please choose at least one way to reach people."
        case .badLanguage(let text): "“\(text)” is no language. Write its code in lower case, such as en or de."
        case .noDefaultText(let language): "There is no text in “\(language)”, the language for everyone else."
        case .rule(let error): "Column \(error.column): \(error.message(in: "en"))"
        case .markup(let problem): problem.description
        case .noMessages: "There is no message yet. Write at least the one for everyone."
        case .neverReached: "Say whom this message is for: only the last one is for everyone else."
        case .lastHasRule: "The last message is for everyone else, so it has no rule. Without it some people would get nothing."
        case .fileTooLarge(let limit): "This file is larger than \(limit) MB. Make it smaller, or link to it."
        case .filesTooLarge(let limit): "All files of a campaign together can have \(limit) MB; with this one it would be more."
        case .notAPicture: "This is no picture in PNG, JPEG, GIF or WebP of at most 8,000 pixels each way."
        case .notAnAttachment:
            "Attachments can be pictures, PDFs, documents of Word, Excel and PowerPoint without macros, calendar files and plain text."
        case .pictureInUse(let number): "Message \(number) shows this picture. Take it out of the text first."
        }
    }

    private var german: String {
        switch kind {
        case .required: "Bitte füllen Sie dieses Feld aus."
        case .tooLong(let limit): "Bitte kürzen Sie dies auf \(limit) Zeichen."
        case .tooMany(let limit): "Höchstens \(limit) davon; lassen Sie weg, was am wenigsten zählt."
        case .notOneLine: "Bitte in einer Zeile schreiben, ohne Tabulator und Umbruch."
        case .badSlug(let text): "„\(text)“ kann keine Adresse sein: a bis z, 0 bis 9 und einzelne Bindestriche, höchstens 64 Zeichen."
        case .slugTaken(let text): "Eine andere Kampagne heißt schon „\(text)“. Bitte wählen Sie eine andere Adresse."
        case .unknown(let text): "„\(text)“ gibt es hier nicht. Bitte wählen Sie aus der Liste."
        case .retired: "Dieses Angebot ist eingestellt. Wählen Sie eines, das man noch bekommen kann."
        case .notOneOf(let words): "Bitte wählen Sie eines von \(words.joined(separator: ", "))."
        case .badShare: "Bitte geben Sie einen Anteil von 0 % bis 100 % an, etwa 12 % oder 2,5 %."
        case .badStart: "Bitte schreiben Sie now, 2026-03-02T09:00:00Z, 2026-03-02T09:00 Europe/Berlin oder 2026-03-02T09:00 person."
        case .badZone(let text): "„\(text)“ ist keine Zeitzone. Schreiben Sie eine wie Europe/Berlin."
        case .badDay: "Bitte geben Sie ein Datum an, etwa 2026-03-02."
        case .outOfRange(let low, let high): "Bitte geben Sie eine ganze Zahl von \(low) bis \(high) an."
        case .holdoutTooLarge: "Höchstens die Hälfte der Personen kann zum Vergleich dienen."
        case .targetNotAbove: "Das Ziel muss über dem Ausgangswert liegen."
        case .noChannel: "Bitte wählen Sie mindestens einen Weg zu den Menschen."
        case .badLanguage(let text): "„\(text)“ ist keine Sprache. Schreiben Sie ihr Kürzel klein, etwa en oder de."
        case .noDefaultText(let language): "In „\(language)“, der Sprache für alle Übrigen, fehlt der Text."
        case .rule(let error): "Spalte \(error.column): \(error.message(in: "de"))"
        case .markup(let problem): problem.description(in: "de")
        case .noMessages: "Es gibt noch keine Nachricht. Schreiben Sie mindestens die für alle."
        case .neverReached: "Sagen Sie, für wen diese Nachricht ist: Nur die letzte ist für alle Übrigen."
        case .lastHasRule: "Die letzte Nachricht ist für alle Übrigen und hat deshalb keine Regel. Sonst bekämen manche nichts."
        case .fileTooLarge(let limit): "Diese Datei hat mehr als \(limit) MB. Verkleinern Sie sie oder verlinken Sie sie."
        case .filesTooLarge(let limit): "Alle Dateien einer Kampagne zusammen dürfen \(limit) MB haben; mit dieser wäre es mehr."
        case .notAPicture: "Das ist kein Bild in PNG, JPEG, GIF oder WebP mit höchstens 8.000 Pixeln je Seite."
        case .notAnAttachment:
            "Anhängen lassen sich Bilder, PDFs, Dokumente aus Word, Excel und PowerPoint ohne Makros, Kalenderdateien und reiner Text."
        case .pictureInUse(let number): "Nachricht \(number) zeigt dieses Bild. Nehmen Sie es zuerst aus dem Text."
        }
    }
}

extension CampaignField {
    /// The field's name in forms, as `FieldErrors` has it.
    package var formName: String {
        switch self {
        case .slug: "slug"
        case .name: "name"
        case .publisher: "publisher"
        case .offering: "offering"
        case .audience: "audience"
        case .stage: "stage"
        case .class: "class"
        case .start: "start"
        case .latestSend: "latest_send"
        case .uncertain: "uncertain"
        case .goal, .goalStage: "goal_stage"
        case .goalBaseline: "goal_baseline"
        case .goalTarget: "goal_target"
        case .goalBy: "goal_by"
        case .holdout: "holdout"
        case .channels: "channels"
        case .needs, .need: "needs"
        case .keyMessages, .keyMessage: "key_messages"
        case .messages: ""
        case .note: "note"
        case .picture: "picture"
        case .attachment: "attachment"
        case .message(_, .angle): "angle"
        case .message(_, .rule): "rule"
        case .message(_, .language): "language"
        case .message(_, .subject): "subject"
        case .message(_, .body): "body"
        }
    }
}

extension FieldErrors {
    /// The problems as a form shows them.
    package init(_ problems: [CampaignProblem], language: Language) {
        self.init()
        for problem in problems {
            let message = problem.message(in: language)
            switch problem.field {
            case .need(let number), .keyMessage(let number): add(problem.field.formName, "\(number). \(message)")
            default: add(problem.field.formName, message)
            }
        }
    }

    /// The problems as the editor of one message in one language shows them: those of others have no field there.
    init(_ problems: [CampaignProblem], message number: Int, in textLanguage: String, language: Language) {
        self.init()
        for problem in problems {
            let text = problem.message(in: language)
            switch problem.field {
            case .message(number, .subject(let other)) where other != textLanguage,
                .message(number, .body(let other)) where other != textLanguage:
                add("", "\(other): \(text)")
            case .message(number, _): add(problem.field.formName, text)
            case .message(let other, _): add("", "\(CampaignWords.in(language).messageNumber(other)): \(text)")
            default: add("", text)
            }
        }
    }
}
