import Web

/// What systems that report read where a request is refused as a whole.
struct FeedWords: Words {
    let title: @Sendable (FeedRefusal) -> String
    let advice: @Sendable (FeedRefusal) -> String

    static let en = FeedWords(
        title: { refusal in
            switch refusal {
            case .token: "No feed has this token"
            case .mediaType: "This type of body is not taken"
            case .tooMany: "Too many events at once"
            case .unreadable: "The body can’t be read"
            }
        },
        advice: { refusal in
            switch refusal {
            case .token: "Send “Authorization: Bearer TOKEN” with the token that rapport feed create or rapport feed renew printed."
            case .mediaType: "Send application/json, or application/x-ndjson with one event per line."
            case .tooMany: "A request holds at most \(FeedBatch.mostEvents) events. Nothing of it was stored."
            case .unreadable:
                "Send {\"events\": […]} as JSON, or one event per line as application/x-ndjson. Nothing of it was stored."
            }
        })

    static let de = FeedWords(
        title: { refusal in
            switch refusal {
            case .token: "Kein Datenstrom hat dieses Token"
            case .mediaType: "Diese Art von Inhalt wird nicht angenommen"
            case .tooMany: "Zu viele Ereignisse auf einmal"
            case .unreadable: "Der Inhalt ist nicht lesbar"
            }
        },
        advice: { refusal in
            switch refusal {
            case .token: "Senden Sie „Authorization: Bearer TOKEN“ mit dem Token, das rapport feed create oder rapport feed renew ausgab."
            case .mediaType: "Senden Sie application/json oder application/x-ndjson mit einem Ereignis je Zeile."
            case .tooMany: "Eine Anfrage enthält höchstens \(FeedBatch.mostEvents) Ereignisse. Es wurde nichts davon gespeichert."
            case .unreadable:
                "Senden Sie {\"events\": […]} als JSON oder ein Ereignis je Zeile als application/x-ndjson. Es wurde nichts gespeichert."
            }
        })
}
