import Markup
import Web

/// What is said about a field that can't stay as it is.
struct ProblemWords: Words {
    let text: @Sendable (CatalogueProblem.Kind) -> String
}

extension ProblemWords {
    static let en = ProblemWords { kind in
        switch kind {
        case .missing: "Please fill this in."
        case .tooLong(let limit): "Please shorten this to \(limit) characters."
        case .tooMany(let limit): "At most \(limit) fit here. Please take some out."
        case .missingIn(let language): "There is no text in “\(language)”, the offering's own language. Please add it."
        case .badLanguage(let tag): "“\(tag)” is no language. Write two or three letters, such as en or de."
        case .markdown(let problem): problem.description
        case .badAddress(let address): "“\(address)” is no full address. Write https://…, http://… or mailto: and a mail address."
        case .controlCharacter: "This is one line. Please take out line breaks and other invisible characters."
        case .slugTaken(let kind):
            kind == "topic"
                ? "A topic has this short name already. Please choose another."
                : "An offering has this short name already. Please choose another."
        case .notThere: "This is not there, or not any more. Please choose another."
        case .badStars: "Please give one to five stars."
        }
    }

    static let de = ProblemWords { kind in
        switch kind {
        case .missing: "Bitte füllen Sie dieses Feld aus."
        case .tooLong(let limit): "Bitte kürzen Sie dies auf \(limit) Zeichen."
        case .tooMany(let limit): "Hier passen höchstens \(limit) hinein. Bitte nehmen Sie einige heraus."
        case .missingIn(let language): "Es fehlt der Text in „\(language)“, der eigenen Sprache des Angebots. Bitte ergänzen Sie ihn."
        case .badLanguage(let tag): "„\(tag)“ ist keine Sprache. Schreiben Sie zwei oder drei Buchstaben, etwa en oder de."
        case .markdown(let problem): problem.description(in: "de")
        case .badAddress(let address):
            "„\(address)“ ist keine vollständige Adresse. Schreiben Sie https://…, http://… oder mailto: und eine Mailadresse."
        case .controlCharacter: "Dies ist eine Zeile. Bitte nehmen Sie Zeilenumbrüche und andere unsichtbare Zeichen heraus."
        case .slugTaken(let kind):
            kind == "topic"
                ? "Ein Thema heißt schon so. Bitte wählen Sie einen anderen Kurznamen."
                : "Ein Angebot heißt schon so. Bitte wählen Sie einen anderen Kurznamen."
        case .notThere: "Das gibt es nicht oder nicht mehr. Bitte wählen Sie etwas anderes."
        case .badStars: "Bitte geben Sie einen bis fünf Sterne."
        }
    }
}
