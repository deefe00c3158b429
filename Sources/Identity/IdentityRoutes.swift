import Hummingbird
import Kernel
import Logging
import Mail
package import Storage
import Web

/// Signing in and out, the first admin, one's own password, and the demo's personas.
package struct IdentityRoutes: Sendable {
    /// A mail that Identity wants sent: to one address, as plain text.
    package struct Letter: Sendable {
        package let to: String
        package let name: String
        package let subject: String
        package let text: String
    }

    /// One of the people that the demo lets a visitor be.
    package struct DemoPersona: Sendable {
        package let id: String
        package let externalID: String
        package init(id: String, externalID: String) {
            self.id = id
            self.externalID = externalID
        }
    }

    private let database: Database
    private let send: @Sendable (Letter) async throws -> Void
    private let personas: [DemoPersona]

    /// - Parameters:
    ///   - send: brings a letter on its way; what it throws is logged and not shown, so that nobody learns who has an address here.
    ///   - personas: empty outside the demo.
    package init(database: Database, personas: [DemoPersona] = [], send: @escaping @Sendable (Letter) async throws -> Void) {
        self.database = database
        self.personas = personas
        self.send = send
    }

    package func register(on routes: Routes) {
        routes.get("/sign-in", .visit) { request, context in
            context.response(SignInPage(next: Self.next(request)).page(context))
        }
        routes.post("/sign-in", .visit, signIn)
        routes.post("/sign-in/link", .visit, askForLink)
        routes.get("/sign-in/:token", .visit, openLink)
        routes.post("/sign-in/:token", .visit, spendLink)
        routes.get("/set-up/:token", .visit, openSetUp)
        routes.post("/set-up/:token", .visit, setUp)
        routes.post("/sign-out", .takePart, signOut)
        routes.get("/me/password", .takePart) { _, context in context.response(PasswordPage().page(context)) }
        routes.post("/me/password", .takePart, changePassword)
        if !personas.isEmpty { routes.post("/personas", .becomePersona, becomePersona) }
    }

    private static func next(_ request: Request) -> Address? {
        request.uri.queryParameters["next"].flatMap { Address.local(String($0)) }
    }

    @Sendable private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let words = IdentityWords.in(context.language)
        let form = try await context.form(request)
        var page = SignInPage(next: form.text("next").flatMap { Address.local($0) })
        page.email = form.text("email")
        guard let email = page.email, let password = form.raw("password"), !password.isEmpty, password.count <= Password.lengths.upperBound
        else {
            page.errors.add(page.email == nil ? "email" : "password", FormWords.in(context.language).required)
            return context.response(page.page(context), status: .unprocessableContent)
        }
        let now = context.now
        let (wait, facts) = try await database.read { reader in
            (try reader.signInWait(email.folded, now: now), try reader.signInFacts(email: email))
        }
        guard wait == 0 else { throw Refused.tooManyRequests(retryAfter: wait) }
        let isRight: Bool
        if let stored = facts?.password {
            isRight = try await Password(stored: stored).matches(password)
        } else {
            try await Password.pretend(password)
            isRight = false
        }
        guard isRight, let person = facts?.person else {
            try await database.write { try $0.noteFailure(email.folded) }
            page.errors.add("email", words.wrongPassword)
            return context.response(page.page(context), status: .unprocessableContent)
        }
        return try await admit(person, request, context, to: page.next) { try $0.forgetFailures(email.folded) }
    }

    /// Signs somebody in with a token of a new session, whatever the browser carried before.
    private func admit(
        _ person: PersonKey, _ request: Request, _ context: WebContext, to next: Address?,
        besides: @escaping @Sendable (Transaction) throws -> Void = { _ in }
    ) async throws -> Response {
        let old = SessionCookie.token(of: request, context.site)
        let token = try await database.write { transaction in
            try besides(transaction)
            if let old { try transaction.closeSession(old) }
            return try transaction.openSession(for: person)
        }
        var response = context.redirect(to: next ?? Address(path: "/"))
        response.headers.append(SessionCookie.set(token, context.site))
        return response
    }

    @Sendable private func askForLink(_ request: Request, _ context: WebContext) async throws -> Response {
        let words = IdentityWords.in(context.language)
        let form = try await context.form(request)
        guard let email = form.text("email"), email.utf8.count <= 320 else {
            var page = SignInPage(next: nil)
            page.errors.add("email", FormWords.in(context.language).required)
            return context.response(page.page(context), status: .unprocessableContent)
        }
        let now = context.now
        let subject = "link:" + email.folded
        let wait = try await database.read { try $0.signInWait(subject, now: now) }
        if wait == 0 {
            let letter = try await database.write { transaction -> Letter? in
                try transaction.noteFailure(subject)
                guard let facts = try transaction.signInFacts(email: email) else { return nil }
                let token = try transaction.issueLink(.signIn, for: facts.person)
                let name: String = try transaction.value("SELECT name FROM person WHERE id = \(facts.person)") ?? ""
                return Letter(
                    to: email, name: name, subject: words.linkSubject,
                    text: words.linkText(context.site.origin + Address(path: "/sign-in", token.text).description))
            }
            if let letter {
                do { try await send(letter) } catch {
                    context.logger.error("a sign-in link could not be sent", metadata: ["error": "\(error)"])
                }
            }
        }
        return context.response(NoticePage(title: words.lookAtMail, text: words.linkSent(email)).page(context))
    }

    @Sendable private func openLink(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try Self.token(context)
        let now = context.now
        guard try await database.read({ try $0.isOpen(token, .signIn, now: now) }) else { return spentPage(context) }
        return context.response(PressPage(address: Address(path: "/sign-in", token.text)).page(context))
    }

    @Sendable private func spendLink(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try Self.token(context)
        do {
            guard let person = try await database.write({ try $0.spendLink(token, .signIn) }) else { return spentPage(context) }
            return try await admit(person, request, context, to: nil)
        } catch OneTimeLink.Problem.spent { return spentPage(context) }
    }

    private func spentPage(_ context: WebContext) -> Response {
        let words = IdentityWords.in(context.language)
        return context.response(NoticePage(title: words.linkSpent, text: words.linkSpentAdvice).page(context), status: .gone)
    }

    private static func token(_ context: WebContext) throws -> Token {
        guard let token = context.parameters.get("token").flatMap({ Token($0) }) else { throw Refused.notFound }
        return token
    }

    @Sendable private func openSetUp(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try Self.token(context)
        let now = context.now
        guard try await database.read({ try $0.isOpen(token, .setUp, now: now) && !$0.hasAdmin() }) else { return spentPage(context) }
        return context.response(SetUpPage(address: Address(path: "/set-up", token.text)).page(context))
    }

    @Sendable private func setUp(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try Self.token(context)
        let form = try await context.form(request)
        let words = FormWords.in(context.language)
        var page = SetUpPage(address: Address(path: "/set-up", token.text))
        (page.name, page.email) = (form.text("name"), form.text("email"))
        let name = form.required("name", limit: 200, words, &page.errors)
        let email = form.required("email", limit: 254, words, &page.errors)
        if let email, (try? MailAddress(email)) == nil { page.errors.add("email", IdentityWords.in(context.language).noAddress) }
        let password = Self.newPassword(form, context.language, &page.errors)
        guard page.errors.isEmpty, let name, let email, let password else {
            return context.response(page.page(context), status: .unprocessableContent)
        }
        let hashed = try await Password.hash(password)
        do {
            let person = try await database.write { transaction in
                _ = try transaction.spendLink(token, .setUp)
                guard try !transaction.hasAdmin() else { throw OneTimeLink.Problem.alreadySetUp }
                return try transaction.makeAdmin(name: name, email: email, password: hashed, actor: .system)
            }
            return try await admit(person, request, context, to: nil)
        } catch is OneTimeLink.Problem { return spentPage(context) }
    }

    private static func newPassword(_ form: Form, _ language: Language, _ errors: inout FieldErrors) -> String? {
        let words = IdentityWords.in(language)
        guard let password = form.raw("password"), Password.lengths.contains(password.count) else {
            errors.add("password", words.passwordLength(Password.lengths.lowerBound, Password.lengths.upperBound))
            return nil
        }
        guard form.raw("again") == password else {
            errors.add("again", words.passwordsDiffer)
            return nil
        }
        return password
    }

    @Sendable private func signOut(_ request: Request, _ context: WebContext) async throws -> Response {
        if let token = SessionCookie.token(of: request, context.site) {
            try await database.write { try $0.closeSession(token) }
        }
        var response = context.redirect(to: Address(path: "/sign-in"), Flash(.done, IdentityWords.in(context.language).signedOut))
        response.headers.append(SessionCookie.set(nil, context.site))
        return response
    }

    @Sendable private func changePassword(_ request: Request, _ context: WebContext) async throws -> Response {
        let person = try context.person()
        let form = try await context.form(request)
        var page = PasswordPage()
        let stored = try await database.read {
            try $0.value("SELECT password FROM account WHERE person = \(person)", as: String?.self) ?? nil
        }
        // Whoever came by a sign-in link has no old password to give.
        if let stored, try await !Password(stored: stored).matches(String((form.raw("old") ?? "").prefix(Password.lengths.upperBound))) {
            page.errors.add("old", IdentityWords.in(context.language).wrongOldPassword)
        }
        guard let password = Self.newPassword(form, context.language, &page.errors), page.errors.isEmpty else {
            return context.response(page.page(context), status: .unprocessableContent)
        }
        let hashed = try await Password.hash(password)
        let token = try await database.write { transaction in
            try transaction.changePassword(of: person, to: hashed)
            return try transaction.openSession(for: person)
        }
        var response = context.redirect(to: Address(path: "/me"), Flash(.done, IdentityWords.in(context.language).passwordChanged))
        response.headers.append(SessionCookie.set(token, context.site))
        return response
    }

    @Sendable private func becomePersona(_ request: Request, _ context: WebContext) async throws -> Response {
        try context.require(.becomePersona, Facts(isDemo: true))
        let form = try await context.form(request)
        guard let persona = personas.first(where: { $0.id == form.raw("persona") }) else {
            throw Refused.badRequest(field: "persona", text: "one of \(personas.map(\.id).joined(separator: ", "))")
        }
        let person = try await database.read {
            try $0.value("SELECT id FROM person WHERE external_id = \(persona.externalID)", as: PersonKey.self)
        }
        guard let person else { throw Refused.unavailable(retryAfter: 5) }
        return try await admit(person, request, context, to: nil)
    }
}
