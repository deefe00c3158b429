import Kernel
import Web

/// The form of a message in one language, as it was typed.
struct MessageForm: Sendable {
    let angle, rule, subject, body, language: String

    init(_ form: Form) {
        angle = form.text("angle") ?? ""
        rule = form.text("rule") ?? ""
        subject = form.text("subject") ?? ""
        body = form.raw("body") ?? ""
        language = form.text("language") ?? ""
    }

    var isEmpty: Bool { subject.isEmpty && body.allSatisfy(\.isWhitespace) }

    /// All messages with this one put in.
    /// - Parameter number: from 1; `nil` puts a new one before the last, which is for everyone else.
    func messages(changing number: Int?, of all: [MessageDraft]) -> (messages: [MessageDraft], number: Int) {
        let text = MessageText(subject: subject, body: body)
        var all = all
        guard let number else {
            let new = MessageDraft(
                angle: angle, rule: all.isEmpty ? nil : rule, texts: [language: text], language: language)
            let place = max(0, all.count - 1)
            all.insert(new, at: place)
            return (all, place + 1)
        }
        var message = all[number - 1]
        if number < all.count {
            message.angle = angle
            message.rule = rule
        }
        // Without any words, a language other than the default one goes.
        message.texts[language] = isEmpty && language != message.language ? nil : text
        all[number - 1] = message
        return (all, number)
    }
}
