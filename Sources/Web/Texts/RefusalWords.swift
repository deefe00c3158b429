/// What error pages say.
struct RefusalWords: Words {
    let title: @Sendable (Refused) -> String
    let advice: @Sendable (Refused, Format) -> String
    let failureTitle: String
    let failureAdvice: String
    let fieldsTitle: String
}

extension RefusalWords {
    static let en = RefusalWords(
        title: { refusal in
            switch refusal {
            case .notFound: "That page is not here"
            case .methodNotAllowed: "This address does not take that"
            case .forbidden: "This is not open to you"
            case .unauthenticated: "Please sign in"
            case .tooLarge: "That is too large"
            case .incomplete: "That did not arrive whole"
            case .badRequest: "Something in the request is not right"
            case .conflict: "This changed in the meantime"
            case .csrf: "The page was open for too long"
            case .unsupportedMediaType: "This form cannot be read"
            case .tooManyRequests: "A little slower, please"
            case .unavailable: "Not just now"
            }
        },
        advice: { refusal, format in
            switch refusal {
            case .notFound: "It may have moved, or the address has a slip in it. The catalogue lists everything that there is."
            case .methodNotAllowed(let methods): "It answers to \(format.list(methods)) only."
            case .forbidden: "Your role does not include it. The team that owns it can change that."
            case .unauthenticated: "This needs to know who you are."
            case .incomplete: "Nothing was saved. Please send it again."
            case .tooLarge(let limit): "The most that can be sent here is \(format.number(limit / 1024)) KB. Nothing was saved."
            case .badRequest(_, let text): text
            case .conflict(let text): text
            case .csrf: "Nothing was changed. Go back, load the page anew and send the form again."
            case .unsupportedMediaType: "Forms come as application/x-www-form-urlencoded or multipart/form-data. Nothing was saved."
            case .tooManyRequests(let seconds): "Please try again in \(format.span(.seconds(seconds)))."
            case .unavailable(let seconds): "Please try again in \(format.span(.seconds(seconds))). Nothing was lost."
            }
        },
        failureTitle: "Something went wrong on our side",
        failureAdvice: "It was not your doing, and it has been noted. Please try again in a minute.",
        fieldsTitle: "Something in the form is not right")
    static let de = RefusalWords(
        title: { refusal in
            switch refusal {
            case .notFound: "Diese Seite gibt es hier nicht"
            case .methodNotAllowed: "So lässt sich diese Adresse nicht ansprechen"
            case .forbidden: "Das ist für Sie nicht zugänglich"
            case .unauthenticated: "Bitte melden Sie sich an"
            case .tooLarge: "Das ist zu groß"
            case .incomplete: "Das kam nicht ganz an"
            case .badRequest: "Etwas an der Anfrage stimmt nicht"
            case .conflict: "Das hat sich inzwischen geändert"
            case .csrf: "Die Seite war zu lange offen"
            case .unsupportedMediaType: "Dieses Formular ist nicht lesbar"
            case .tooManyRequests: "Bitte etwas langsamer"
            case .unavailable: "Gerade nicht"
            }
        },
        advice: { refusal, format in
            switch refusal {
            case .notFound: "Sie ist vielleicht umgezogen, oder die Adresse enthält einen Tippfehler. Im Katalog steht alles, was es gibt."
            case .methodNotAllowed(let methods): "Sie versteht nur \(format.list(methods))."
            case .forbidden: "Ihre Rolle umfasst das nicht. Das zuständige Team kann das ändern."
            case .unauthenticated: "Dafür müssen wir wissen, wer Sie sind."
            case .incomplete: "Es wurde nichts gespeichert. Bitte senden Sie es noch einmal."
            case .tooLarge(let limit): "Höchstens \(format.number(limit / 1024)) KB lassen sich hier senden. Es wurde nichts gespeichert."
            case .badRequest(_, let text): text
            case .conflict(let text): text
            case .csrf: "Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal."
            case .unsupportedMediaType:
                "Formulare kommen als application/x-www-form-urlencoded oder multipart/form-data. Es wurde nichts gespeichert."
            case .tooManyRequests(let seconds): "Bitte versuchen Sie es in \(format.span(.seconds(seconds))) noch einmal."
            case .unavailable(let seconds):
                "Bitte versuchen Sie es in \(format.span(.seconds(seconds))) noch einmal. Es ging nichts verloren."
            }
        },
        failureTitle: "Bei uns ist etwas schiefgegangen",
        failureAdvice: "Es lag nicht an Ihnen und ist vermerkt. Bitte versuchen Sie es in einer Minute noch einmal.",
        fieldsTitle: "Etwas am Formular stimmt nicht")
}
