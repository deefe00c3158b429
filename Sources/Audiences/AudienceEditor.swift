import Identity
import Kernel
import Storage
import Web

/// Takes a form through one read or one transaction.
struct AudienceEditor: Sendable {
    let actor: Actor
    let terms: TermRegistry
    let language: Language
    let today: Day

    enum Outcome: Sendable {
        case saved(Audience)
        case again(AudienceFormPage)
    }

    /// The form as it stands after the press.
    func page(_ form: AudienceForm, _ reader: Reader) throws -> AudienceFormPage {
        var form = form
        let vocabulary = try reader.vocabulary(terms: terms)
        form.settle(vocabulary.schema)
        let reading = try reader.reading(of: form.text.isEmpty ? "everyone" : form.text, terms: terms, language: language.tag, today: today)
        if case .wrong = reading { try form.locate(reader, terms, vocabulary.schema) }
        return AudienceFormPage(form: form, reading: reading, vocabulary: vocabulary, owners: try owners(form, reader))
    }

    /// - Throws: `Refused.notFound`, or `.forbidden` where the actor may not change the audience as it is stored.
    func mayChange(_ form: AudienceForm, _ reader: Reader) throws {
        guard let slug = form.slug else { return }
        guard let audience = try reader.audience(slug.description) else { throw Refused.notFound }
        guard can(actor, .changeAudience, Facts(publisher: audience.owner)) else { throw Refused.forbidden }
    }

    /// - Throws: `AudienceError`; then nothing was stored.
    func save(_ form: AudienceForm, in transaction: Transaction) throws -> Outcome {
        try mayChange(form, transaction)
        let words = AudienceWords.in(language)
        var page = try page(form, transaction)
        let stored = try form.slug.flatMap { try transaction.audience($0.description) }
        let slug = form.slug ?? (form.wantedSlug.isEmpty ? Slug(suggestedBy: form.name) : Slug(form.wantedSlug))
        let owner = PublisherKey(form.owner)
        if !(1...200).contains(form.name.count) { page.form.errors.add("name", words.badName) }
        if let slug {
            let isTaken =
                try form.slug == nil && (["new", "count"].contains(slug.description) || transaction.audience(slug.description) != nil)
            if isTaken { page.form.errors.add("slug", words.slugTaken) }
        } else if !form.wantedSlug.isEmpty || !form.name.isEmpty {
            page.form.errors.add("slug", words.badSlug)
        }
        let isKnown = try owner.map { try transaction.publisher($0) != nil } ?? form.owner.isEmpty
        if !isKnown || !can(actor, .changeAudience, Facts(publisher: owner)) { page.form.errors.add("owner", words.mayNotOwn) }
        if case .wrong(let wrong) = page.reading { page.form.refuse(.rule(wrong.error), words, language) }
        if let stored, form.seen != stored.seen {
            page.form.note = .meanwhile(stored.rule)
            page.form.seen = stored.seen
            return .again(page)
        }
        guard page.form.errors.isEmpty, page.form.lineErrors.isEmpty, page.form.note == nil, let slug else { return .again(page) }
        return .saved(
            try transaction.saveAudience(
                slug: slug.description, name: form.name, rule: page.form.text.isEmpty ? "everyone" : page.form.text, owner: owner,
                terms: terms,
                actor: actor.auditName))
    }

    private func owners(_ form: AudienceForm, _ reader: Reader) throws -> [UI.Option] {
        let own = try reader.publishers().filter { can(actor, .changeAudience, Facts(publisher: $0.key)) }
        let admins = can(actor, .changeAudience, Facts()) ? [UI.Option("", AudienceWords.in(language).adminsOnly)] : []
        return own.map { UI.Option("\($0.key)", $0.name) } + admins
    }
}

extension AudienceForm {
    init(_ audience: Audience) {
        self.init(
            slug: audience.slug, name: audience.name, owner: audience.owner.map { "\($0)" } ?? "", rule: audience.rule, seen: audience.seen)
    }

    mutating func refuse(_ error: AudienceError, _ words: AudienceWords, _ language: Language) {
        switch error {
        case .badName: errors.add("name", words.badName)
        case .badSlug: errors.add("slug", words.badSlug)
        case .rule(let error): errors.add("rule", words.wrongAt(error.column, error.message(in: language.tag)))
        case .breaks(let audience, let error): errors.add("rule", words.breaks(audience, error.message(in: language.tag)))
        }
    }
}

extension Audience {
    /// Which version a form was made from.
    fileprivate var seen: String { "\(changedAt.microseconds)" }
}
