import Web

/// Address and password, or a link by mail.
struct SignInPage {
    var next: Address?
    var email: String?
    var errors = FieldErrors()

    static let sample = SignInPage(next: Address(path: "/catalogue"), email: "amara.okafor@northwind.example")

    func page(_ context: WebContext) -> Page {
        let words = IdentityWords.in(context.language)
        let byPassword: HTML = """
            \(UI.text("email", words.email, value: email, kind: .email, errors: errors, isRequired: true, limit: 320, autocomplete: "username"))
            \(UI.text("password", words.password, kind: .password, errors: errors, isRequired: true, autocomplete: "current-password"))
            \(next.map { UI.hidden("next", $0.description) })
            \(UI.actions([UI.submit(words.signIn)]))
            """
        let byLink = UI.form(
            to: Address(path: "/sign-in/link"), csrf: context.csrfToken, language: context.language, id: "by-link",
            """
            <div class="field"><label for="f-link-email">\(words.email)</label>\
            <input id="f-link-email" name="email" type="email" autocomplete="username" required></div>
            \(UI.actions([UI.submit(words.sendLink, .secondary)]))
            """)
        let main: HTML = """
            \(UI.form(to: Address(path: "/sign-in"), csrf: context.csrfToken, errors: errors, language: context.language, byPassword))
            \(UI.section(words.withoutPassword, intro: "\(words.withoutPasswordText)", byLink))
            """
        return Page(words.signInTitle, layout: .bare, main: main)
    }
}

/// A button that spends a sign-in link: opening the link alone, as mail scanners do, spends nothing.
struct PressPage {
    var address: Address

    static let sample = PressPage(address: Address(path: "/sign-in", "abc"))

    func page(_ context: WebContext) -> Page {
        let words = IdentityWords.in(context.language)
        return Page(
            words.almostThere, intro: "\(words.pressToSignIn)", layout: .bare,
            main: UI.post(words.signIn, to: address, csrf: context.csrfToken, .primary))
    }
}

/// The first admin.
struct SetUpPage {
    var address: Address
    var name: String?
    var email: String?
    var errors = FieldErrors()

    static let sample = SetUpPage(address: Address(path: "/set-up", "abc"), name: "Jonas Weber", email: "jonas.weber@northwind.example")

    func page(_ context: WebContext) -> Page {
        let words = IdentityWords.in(context.language)
        let fields: HTML = """
            \(UI.text("name", words.name, value: name, errors: errors, isRequired: true, limit: 200, autocomplete: "name"))
            \(UI.text("email", words.email, value: email, kind: .email, hint: words.emailHint, errors: errors, isRequired: true, limit: 254, autocomplete: "email"))
            \(PasswordPage.newPassword(words, errors))
            \(UI.actions([UI.submit(words.setUp)]))
            """
        return Page(
            words.setUpTitle, intro: "\(words.setUpIntro)", layout: .bare,
            main: UI.form(to: address, csrf: context.csrfToken, errors: errors, language: context.language, fields))
    }
}

/// One's own password.
struct PasswordPage {
    var errors = FieldErrors()

    static let sample = PasswordPage()

    static func newPassword(_ words: IdentityWords, _ errors: FieldErrors) -> HTML {
        """
        \(UI.text("password", words.newPassword, kind: .password, hint: words.passwordHint(Password.lengths.lowerBound), errors: errors, isRequired: true, autocomplete: "new-password"))
        \(UI.text("again", words.again, kind: .password, errors: errors, isRequired: true, autocomplete: "new-password"))
        """
    }

    func page(_ context: WebContext) -> Page {
        let words = IdentityWords.in(context.language)
        let fields: HTML = """
            \(UI.text("old", words.oldPassword, kind: .password, hint: words.oldPasswordHint, errors: errors, autocomplete: "current-password"))
            \(Self.newPassword(words, errors))
            \(UI.actions([UI.submit(words.changePassword)]))
            """
        return Page(
            words.passwordTitle, intro: "\(words.passwordIntro)", layout: .reading,
            main: UI.form(to: Address(path: "/me/password"), csrf: context.csrfToken, errors: errors, language: context.language, fields))
    }
}

/// A page that only says something.
struct NoticePage {
    var title: String
    var text: String

    static let sample = NoticePage(title: "Look at your mail", text: "We have sent you a link.")

    func page(_ context: WebContext) -> Page {
        Page(
            title, intro: "\(text)", layout: .bare,
            main: UI.linkButton(IdentityWords.in(context.language).toSignIn, Address(path: "/sign-in")))
    }
}
