import Kernel
import Storage
import Web

/// What somebody is writing: the text and the builder's lines, which say the same whenever the page is shown anew.
struct AudienceForm: Sendable {
    /// What a button of the form asks for.
    enum Press: Hashable, Sendable {
        case count, save
        /// Puts a whole rule in place of the text.
        case use(String)
        case addLine(RuleDraft.Path)
        case addGroup(RuleDraft.Path)
        case remove(RuleDraft.Path)
        case mode(RuleOutline.Mode, RuleDraft.Path)
    }

    enum Note: Hashable, Sendable {
        /// Text and lines were both changed; what the lines said.
        case textWins(String)
        /// A button of the builder was pressed after a change of the text.
        case pressAgain
        /// Somebody else saved meanwhile; the rule that is stored.
        case meanwhile(String)
    }

    /// The audience that is changed; `nil` for a new one.
    var slug: Slug?
    var name = ""
    /// The short name of a new one, as typed.
    var wantedSlug = ""
    /// A publisher's key as text; empty for none.
    var owner = ""
    var text = ""
    /// The text that the lines were last in step with.
    var inStep = ""
    /// When the audience was last changed, as this form knows it.
    var seen = ""
    var draft = RuleDraft()

    var press = Press.count
    /// What each group's next line is to be about.
    var wanted: [RuleDraft.Path: String] = [:]
    var note: Note?
    var errors = FieldErrors()
    /// Lines that can't stay as they are.
    var lineErrors: [RuleDraft.Path: RuleError?] = [:]

    /// A form that starts with a rule, in canonical form where it can be read.
    init(slug: Slug? = nil, name: String = "", owner: String = "", rule: String, seen: String = "") {
        (self.slug, self.name, self.owner, self.seen) = (slug, name, owner, seen)
        let read = try? Rule(parsing: rule)
        text = read?.description ?? rule
        inStep = read == nil ? "" : text
        draft = read.map { RuleDraft($0) } ?? RuleDraft()
    }

    init(_ form: Form, slug: Slug?) {
        self.slug = slug
        name = form.text("name") ?? ""
        wantedSlug = form.text("slug") ?? ""
        owner = form.text("owner") ?? ""
        text = form.text("rule") ?? ""
        inStep = form.text("in-step") ?? ""
        seen = form.text("seen") ?? ""
        draft = RuleDraft(form)
        press = form.raw("use").map { .use($0) } ?? Self.press(form.raw("do") ?? "")
        for (name, value) in form.fields where name.hasPrefix("a-") { wanted[RuleDraft.path(name.dropFirst(2)) ?? []] = value }
    }

    private static func press(_ text: String) -> Press {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let path = RuleDraft.path(parts[1]) else { return text == "save" ? .save : .count }
        switch parts[0] {
        case "add": return .addLine(path)
        case "group": return .addGroup(path)
        case "remove": return .remove(path)
        default: return RuleOutline.Mode(rawValue: String(parts[0])).map { .mode($0, path) } ?? .count
        }
    }

    /// Brings text and lines into step: a changed text leads, else the lines do.
    mutating func settle(_ schema: RuleSchema) {
        if case .use(let rule) = press { text = rule }
        guard text != inStep else { return followLines(schema) }
        // An empty box next to lines means that nobody wrote there yet.
        if text.isEmpty, inStep.isEmpty { return followLines(schema) }
        guard let rule = try? Rule(parsing: text.isEmpty ? "everyone" : text) else { return }
        if let said = changedLines(schema), said != rule.description { note = .textWins(said) } else if isOfBuilder { note = .pressAgain }
        draft = RuleDraft(rule)
        text = rule.description
        inStep = text
    }

    private mutating func followLines(_ schema: RuleSchema) {
        let before = draft
        apply(schema)
        do {
            let rule = try draft.rule(in: schema).description
            if draft != before || changedLines(schema) != nil || text.isEmpty { text = rule }
            inStep = text
        } catch {
            lineErrors[error.path] = error.error
        }
        if press == .save {
            for (path, line) in draft.lines where !line.test.isFilledIn(in: schema) { lineErrors[path] = .some(nil) }
        }
    }

    private mutating func apply(_ schema: RuleSchema) {
        switch press {
        case .count, .save, .use: break
        case .addLine(let path):
            if let line = RuleLine.new(about: wanted[path] ?? "", in: schema) { draft.append(.line(.init(test: line)), to: path) }
        case .addGroup(let path):
            if path.count < Rule.depthLimit / 2 { draft.append(.group(.init(mode: .any)), to: path) }
        case .remove(let path): draft.remove(path)
        case .mode(let mode, let path): draft.setMode(mode, at: path)
        }
    }

    private var isOfBuilder: Bool {
        switch press {
        case .count, .save, .use: false
        case .addLine, .addGroup, .remove, .mode: true
        }
    }

    /// What the lines say, if it is something else than when they were last in step.
    private func changedLines(_ schema: RuleSchema) -> String? {
        guard let base = try? Rule(parsing: inStep.isEmpty ? "everyone" : inStep) else { return nil }
        let old = RuleDraft(base)
        guard draft != old, let now = try? draft.rule(in: schema), let was = try? old.rule(in: schema), now != was else { return nil }
        return now.description
    }

    /// Finds the line that a check of the whole rule found wrong.
    mutating func locate(_ reader: Reader, _ terms: TermRegistry, _ schema: RuleSchema) throws {
        guard text == inStep else { return }
        for (path, line) in draft.lines.prefix(100) where line.test.isFilledIn(in: schema) {
            do { _ = try reader.check(line.test.rule(in: schema), terms: terms) } catch let error as RuleError { lineErrors[path] = error }
        }
    }
}
