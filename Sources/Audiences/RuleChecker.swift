import Kernel

/// Looks up every name of a rule and checks the types of its values.
struct RuleChecker {
    /// Tests that a rule may hold with its audiences in their place; engines refuse statements of any size beyond.
    static let sizeLimit = 1000
    /// Values in all its lists; each is a parameter of the statement, of which SQLite takes 32,766.
    static let valueLimit = 20_000
    /// `within` reaches back at most this many days, weeks or months.
    static let windowLimit = 36_500

    let schema: RuleSchema
    /// The audiences that this rule stands in, outermost first.
    private var path: [String] = []
    private var size = 0
    private var values = 0

    init(schema: RuleSchema) { self.schema = schema }

    static func check(_ rule: Rule, inside audience: String? = nil, against schema: RuleSchema) throws(RuleError) -> CheckedRule {
        var checker = RuleChecker(schema: schema)
        if let audience { checker.path.append(audience) }
        let condition = try checker.condition(rule)
        return CheckedRule(rule: rule, condition: condition, terms: schema.terms)
    }

    private mutating func condition(_ rule: Rule) throws(RuleError) -> Condition {
        switch rule {
        case .everyone: return .always(true)
        case .all(let parts): return .all(try conditions(parts))
        case .any(let parts): return .any(try conditions(parts))
        case .not(let part): return .not(try condition(part))
        case .audience(let slug, let spot): return try audience(slug, spot)
        case .test(let name, let test): return try checked(rule, name.spot, kind(name, test))
        case .reportsTo(let id, let directly, let spot):
            guard case .text(let text) = id.kind else { return .always(false) }
            return try checked(rule, spot, .below(person(text, at: id.spot), directly: directly))
        case .term(let call): return try checked(rule, call.spot, .term(use(call)))
        }
    }

    private mutating func conditions(_ rules: [Rule]) throws(RuleError) -> [Condition] {
        var conditions: [Condition] = []
        for rule in rules { conditions.append(try condition(rule)) }
        return conditions
    }

    private mutating func checked(_ rule: Rule, _ spot: Spot, _ kind: Check.Kind) throws(RuleError) -> Condition {
        size += 1
        if case .test(_, let test) = rule, case .among(let literals) = test.kind { values += literals.count }
        guard size <= Self.sizeLimit, values <= Self.valueLimit else {
            throw RuleError(max(1, spot.column), .tooLarge(tests: Self.sizeLimit))
        }
        return .check(Check(source: rule, kind: kind))
    }

    private mutating func audience(_ slug: String, _ spot: Spot) throws(RuleError) -> Condition {
        guard let found = schema.audiences[slug] else {
            throw RuleError(
                spot.column,
                .unknownAudience(slug, suggestions: Suggestions.best(for: slug, among: schema.audiences.keys)))
        }
        if let start = path.firstIndex(of: slug) { throw RuleError(spot.column, .cycle(Array(path[start...]) + [slug])) }
        guard path.count < Rule.depthLimit else { throw RuleError(spot.column, .tooDeep) }
        path.append(slug)
        defer { path.removeLast() }
        do {
            return .audience(found, try condition(Rule(parsing: found.rule)))
        } catch {
            // A cycle, or a rule grown too large, is this rule's own doing; any other error is the audience's.
            switch error.problem {
            case .cycle, .tooLarge, .tooDeep: throw RuleError(spot.column, error.problem)
            default: throw RuleError(spot.column, .insideAudience(slug, error))
            }
        }
    }

    // MARK: Fields

    private func kind(_ name: FieldName, _ test: FieldTest) throws(RuleError) -> Check.Kind {
        switch name.kind {
        case .attribute(let attribute):
            guard let declaration = schema.attribute(attribute) else {
                let suggestions = Suggestions.best(for: attribute, among: schema.attributes.map(\.name))
                throw RuleError(
                    name.spot.column, .unknownAttribute(attribute, suggestions: suggestions.map { RulePrinter.attribute($0) }))
            }
            return try kind(.attribute(declaration), RulePrinter.attribute(declaration.name), declaration.type, test)
        case .column(let column):
            guard let field = PersonField(rawValue: column) else { throw unknownField(column, name.spot) }
            return try kind(.column(field), column, field.type, test)
        }
    }

    private func unknownField(_ name: String, _ spot: Spot) -> RuleError {
        // An attribute without its prefix, and a term without its arguments, are near misses too.
        var names = PersonField.allCases.map { (name: $0.rawValue, offer: $0.rawValue) }
        names += schema.attributes.map { (name: $0.name, offer: RulePrinter.attribute($0.name)) }
        names += schema.terms.names.map { (name: $0, offer: "\($0)(…)") }
        names += ["everyone", "audience(…)", "reports to"].map { (name: $0, offer: $0) }
        return RuleError(spot.column, .unknownField(name, suggestions: Suggestions.best(for: name, among: names)))
    }

    private func kind(_ field: Check.Field, _ name: String, _ type: FieldType, _ test: FieldTest) throws(RuleError) -> Check.Kind {
        guard type.operations.contains(test.operation) else {
            throw RuleError(
                test.spot.column, .operatorNotAllowed(field: name, type: type, found: test.operation, allowed: type.operations))
        }
        switch type {
        case .text:
            switch test.kind {
            case .contains(let literal): return .text(field, .contains(try text(literal, name)))
            case .starts(let literal): return .text(field, .starts(try text(literal, name)))
            default: return .text(field, .value(try values(test) { literal throws(RuleError) in try text(literal, name) }))
            }
        case .number: return .number(field, try values(test) { literal throws(RuleError) in try number(literal, name) })
        case .date:
            if case .within(let count, let unit) = test.kind {
                guard count <= Self.windowLimit else { throw RuleError(test.spot.column, .windowTooLong(limit: Self.windowLimit)) }
                return .day(field, .within(count, unit))
            }
            return .day(field, .value(try values(test) { literal throws(RuleError) in try day(literal, name) }))
        case .flag:
            guard case .compare(let comparison, let literal) = test.kind else { return .flag(field, .isSet) }
            let flag = try flag(literal, name)
            return .flag(field, .equal(comparison == .equal ? flag : !flag))
        case .department: return .department(try departmentTest(test, name))
        case .person: return .manager(try managerTest(test, name))
        }
    }

    private func values<Value>(
        _ test: FieldTest, _ value: (Literal) throws(RuleError) -> Value
    ) throws(RuleError) -> Check.ValueTest<Value> {
        switch test.kind {
        case .compare(let comparison, let literal): return .compare(comparison, try value(literal))
        case .among(let literals):
            var values: [Value] = []
            for literal in literals { values.append(try value(literal)) }
            return .among(values)
        case .between(let low, let high):
            let (from, to) = (try value(low), try value(high))
            guard from <= to else {
                throw RuleError(low.spot.column, .reversed(RulePrinter.text(low), RulePrinter.text(high)))
            }
            return .between(from, to)
        default: return .isSet
        }
    }

    private func departmentTest(_ test: FieldTest, _ name: String) throws(RuleError) -> Check.DepartmentTest {
        switch test.kind {
        case .under(let literal): return .under(try department(literal, name))
        case .compare(let comparison, let literal):
            let department = try department(literal, name)
            return comparison == .equal ? .among([department]) : .other(department)
        case .among(let literals):
            var departments: [DepartmentName] = []
            for literal in literals { departments.append(try department(literal, name)) }
            return .among(departments)
        case .contains(let literal): return .pathContains(try text(literal, name, type: .department))
        case .starts(let literal): return .pathStarts(try text(literal, name, type: .department))
        default: return .isSet
        }
    }

    private func managerTest(_ test: FieldTest, _ name: String) throws(RuleError) -> Check.ManagerTest {
        switch test.kind {
        case .compare(let comparison, let literal):
            let person = try person(raw(literal, name, type: .person), at: literal.spot)
            return comparison == .equal ? .among([person]) : .other(person)
        case .among(let literals):
            var people: [RuleSchema.PersonName] = []
            for literal in literals { people.append(try person(raw(literal, name, type: .person), at: literal.spot)) }
            return .among(people)
        default: return .isSet
        }
    }

    // MARK: Values

    private func raw(_ literal: Literal, _ field: String, type: FieldType) throws(RuleError) -> String {
        guard case .text(let text) = literal.kind else {
            throw RuleError(literal.spot.column, .wrongValue(field: field, type: type, found: literal.kind))
        }
        guard !text.folded.isEmpty else { throw RuleError(literal.spot.column, .emptyText) }
        return text
    }

    private func text(_ literal: Literal, _ field: String, type: FieldType = .text) throws(RuleError) -> FoldedText {
        FoldedText(try raw(literal, field, type: type))
    }

    private func number(_ literal: Literal, _ field: String) throws(RuleError) -> Double {
        guard case .number(let number) = literal.kind else {
            throw RuleError(literal.spot.column, .wrongValue(field: field, type: .number, found: literal.kind))
        }
        return number.value
    }

    /// A day, in quotes or without.
    private func day(_ literal: Literal, _ field: String) throws(RuleError) -> Day {
        switch literal.kind {
        case .date(let day): return day
        case .text(let text):
            guard let day = Day(text) else { throw RuleError(literal.spot.column, .badDate(text)) }
            return day
        default: throw RuleError(literal.spot.column, .wrongValue(field: field, type: .date, found: literal.kind))
        }
    }

    private func flag(_ literal: Literal, _ field: String) throws(RuleError) -> Bool {
        guard case .flag(let flag) = literal.kind else {
            throw RuleError(literal.spot.column, .wrongValue(field: field, type: .flag, found: literal.kind))
        }
        return flag
    }

    private func department(_ literal: Literal, _ field: String) throws(RuleError) -> DepartmentName {
        let path = try raw(literal, field, type: .department)
        switch schema.department(path) {
        case .one(let department): return department
        case .none(let suggestions): throw RuleError(literal.spot.column, .unknownDepartment(path, suggestions: suggestions))
        case .several(let candidates): throw RuleError(literal.spot.column, .ambiguousDepartment(path, candidates: candidates))
        }
    }

    private func person(_ id: String, at spot: Spot) throws(RuleError) -> RuleSchema.PersonName {
        switch schema.person(id) {
        case .one(let person): return person
        case .none: throw RuleError(spot.column, .unknownPerson(id))
        case .several(let candidates): throw RuleError(spot.column, .ambiguousPerson(id, candidates: candidates))
        }
    }

    // MARK: Terms

    private func use(_ call: TermCall) throws(RuleError) -> Term.Use {
        guard let term = schema.terms[call.name] else {
            let suggestions = Suggestions.best(for: call.name, among: schema.terms.names + ["audience"])
            throw RuleError(call.spot.column, .unknownTerm(call.name, suggestions: suggestions))
        }
        guard call.arguments.count == term.arguments.count else {
            throw RuleError(call.spot.column, .argumentCount(term: call.name, expected: term.arguments, found: call.arguments.count))
        }
        var arguments: [String] = []
        for argument in call.arguments {
            guard case .text(let text) = argument.kind else {
                throw RuleError(argument.spot.column, .argumentNotText(term: call.name))
            }
            arguments.append(text)
        }
        let stage = try stage(call, term)
        switch schema.targets[RuleSchema.TermKey(call.name, arguments)] {
        case .success(let target):
            return Term.Use(
                term: call.name, arguments: arguments, target: target, comparison: call.stage?.comparison, stage: stage,
                isBehaviour: term.isBehaviour)
        case .failure(let refusal):
            let spot = call.arguments.first?.spot ?? call.spot
            throw RuleError(
                spot.column,
                .badArgument(term: call.name, message: refusal.message, german: refusal.german, suggestions: refusal.suggestions))
        case nil:
            throw RuleError(
                call.spot.column,
                .badArgument(term: call.name, message: "it was not looked up", german: "Das wurde nicht nachgesehen", suggestions: []))
        }
    }

    private func stage(_ call: TermCall, _ term: Term) throws(RuleError) -> Stage? {
        switch (term.kind, call.stage) {
        case (.truth, nil): return nil
        case (.truth, let test?): throw RuleError(test.spot.column, .stageNotAllowed(term: call.name))
        case (.stage, nil): throw RuleError(call.spot.column, .stageMissing(term: call.name))
        case (.stage, let test?):
            guard let stage = Stage(word: test.stage) else {
                throw RuleError(
                    test.spot.column, .unknownStage(test.stage, suggestions: Suggestions.best(for: test.stage, among: Stage.words)))
            }
            return stage
        }
    }
}

extension FieldTest {
    /// The operator as written.
    package var operation: String {
        switch kind {
        case .compare(let comparison, _): comparison.rawValue
        case .among: "in"
        case .contains: "contains"
        case .starts: "starts with"
        case .under: "under"
        case .between: "between"
        case .within: "within"
        case .isSet: "is set"
        }
    }
}

extension Rule {
    /// Looks up every name and checks every value.
    /// - Throws: `RuleError` at the column of what is wrong.
    package func checked(against schema: RuleSchema) throws(RuleError) -> CheckedRule { try RuleChecker.check(self, against: schema) }
}
