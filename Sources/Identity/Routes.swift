package import HTTPTypes
package import Hummingbird
package import Kernel
package import Web

/// The only way to the router: every route names the action that it is, and is refused to whoever may do that on nothing at all before
/// its handler runs. The handler then asks `context.require` with the facts.
package final class Routes {
    /// A registered route, for the test that walks them all.
    package struct Rule: Sendable, Hashable {
        package let method: HTTPRequest.Method
        package let path: String
        package let action: Action
    }

    private let router: Router<WebContext>
    private let isDemo: Bool
    package private(set) var rules: [Rule] = []

    package init(_ router: Router<WebContext>, isDemo: Bool) {
        self.router = router
        self.isDemo = isDemo
    }

    package typealias Handler = @Sendable (Request, WebContext) async throws -> Response

    package func get(_ path: RouterPath, _ action: Action, _ handler: @escaping Handler) { on(path, .get, action, handler) }
    package func post(_ path: RouterPath, _ action: Action, _ handler: @escaping Handler) { on(path, .post, action, handler) }

    package func on(_ path: RouterPath, _ method: HTTPRequest.Method, _ action: Action, _ handler: @escaping Handler) {
        rules.append(Rule(method: method, path: path.description, action: action))
        let isDemo = isDemo
        router.on(path, method: method) { request, context in
            let actor = context.actor
            guard canAtAll(actor, action, isDemo: isDemo) else {
                if actor.isAdmin, action == .writeCampaign || action == .manageOffering { throw Teamless() }
                throw actor.isSignedIn ? Refused.forbidden : Refused.unauthenticated
            }
            return try await handler(request, context)
        }
    }
}

/// An administrator, who can do something about it, is in no publisher.
private struct Teamless: Refusal {
    var status: HTTPResponse.Status { .forbidden }
    func title(_ language: Language) -> String { IdentityWords.in(language).noTeam.title }
    func advice(_ language: Language) -> String { IdentityWords.in(language).noTeam.advice }
}

extension WebContext {
    private enum ActorKey: ContextKey { typealias Value = Actor }

    /// Who asks; `nobody` until the session middleware has found otherwise.
    package var actor: Actor {
        get { self[ActorKey.self] ?? .nobody }
        set { self[ActorKey.self] = newValue }
    }

    /// Goes on only if the one who asks may do this with that.
    /// - Throws: `Refused.forbidden`, or `Refused.unauthenticated` when nobody is signed in.
    package func require(_ action: Action, _ facts: Facts = Facts()) throws {
        guard can(actor, action, facts) else { throw actor.isSignedIn ? Refused.forbidden : Refused.unauthenticated }
    }

    /// The signed-in person.
    /// - Throws: `Refused.unauthenticated`.
    package func person() throws -> PersonKey {
        guard let person = actor.person else { throw Refused.unauthenticated }
        return person
    }

    /// A parameter of the path.
    /// - Throws: `Refused.notFound` where it is no slug.
    package func slug(_ name: String) throws -> Slug {
        guard let text = parameters.get(name), let slug = Slug(text) else { throw Refused.notFound }
        return slug
    }
}
