package import Kernel

/// The people columns that rules know, by the name that rules give them.
package enum PersonField: String, Sendable, Hashable, CaseIterable {
    case externalID = "external_id"
    case email, name
    case firstName = "first_name"
    case title, department, manager, country, site
    case timeZone = "time_zone"
    case language
    case hiredOn = "hired_on"
    case active

    package var type: FieldType {
        switch self {
        case .externalID, .email, .name, .firstName, .title, .country, .site, .timeZone, .language: .text
        case .department: .department
        case .manager: .person
        case .hiredOn: .date
        case .active: .flag
        }
    }
}

/// A custom attribute as it was declared by the import that brought it first.
package struct AttributeDeclaration: Hashable, Sendable {
    package let key: Int64
    package let name: String
    /// One of text, number, date, yes/no.
    package let type: FieldType

    package init(key: Int64, name: String, type: FieldType) {
        self.key = key
        self.name = name
        self.type = type
    }
}

/// A unit of the organisation tree as rules name it.
package struct DepartmentName: Hashable, Sendable {
    package let key: DepartmentKey
    /// As written (`Northwind / Sales`).
    package let path: String
    /// `Self.folded(path)`.
    package let foldedPath: String

    package init(key: DepartmentKey, path: String, foldedPath: String) {
        self.key = key
        self.path = path
        self.foldedPath = foldedPath
    }

    /// The form in which paths compare: every unit folded, with `" / "` between them.
    package static func folded(_ path: String) -> String {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)).folded }.joined(separator: " / ")
    }
}

/// A named audience as `audience("slug")` finds it.
package struct AudienceText: Hashable, Sendable {
    package let slug: String
    package let name: String
    package let rule: String

    package init(slug: String, name: String, rule: String) {
        self.slug = slug
        self.name = name
        self.rule = rule
    }
}

/// All that a rule is checked against, as values: `Reader.ruleSchema` collects them for one rule.
package struct RuleSchema: Sendable {
    package var attributes: [AttributeDeclaration]
    package var departments: [DepartmentName]
    /// The people whose external ids, folded, the rule names; several where ids differ only in case.
    package var people: [String: [PersonName]]
    package var audiences: [String: AudienceText]
    package var terms: TermRegistry
    /// What the terms' own checks said to the calls that the rule makes.
    package var targets: [TermKey: Result<Term.Target, Term.Refusal>]

    package struct PersonName: Hashable, Sendable {
        package let key: PersonKey
        package let externalID: String
        package let name: String

        package init(key: PersonKey, externalID: String, name: String) {
            self.key = key
            self.externalID = externalID
            self.name = name
        }
    }

    /// A term with its arguments, whatever it is compared with.
    package struct TermKey: Hashable, Sendable {
        package let name: String
        package let arguments: [String]

        package init(_ name: String, _ arguments: [String]) {
            self.name = name
            self.arguments = arguments
        }
    }

    package init(
        attributes: [AttributeDeclaration] = [], departments: [DepartmentName] = [], people: [String: [PersonName]] = [:],
        audiences: [String: AudienceText] = [:], terms: TermRegistry = TermRegistry(),
        targets: [TermKey: Result<Term.Target, Term.Refusal>] = [:]
    ) {
        self.attributes = attributes
        self.departments = departments
        self.people = people
        self.audiences = audiences
        self.terms = terms
        self.targets = targets
    }

    /// A field to choose in the builder.
    package struct Field: Hashable, Sendable {
        /// As rules write it.
        package let name: String
        package let type: FieldType
    }

    /// All fields, people columns first.
    package var fields: [Field] {
        PersonField.allCases.map { Field(name: $0.rawValue, type: $0.type) }
            + attributes.sorted { $0.name < $1.name }.map { Field(name: RulePrinter.attribute($0.name), type: $0.type) }
    }
}

extension RuleSchema {
    /// The attribute of this very name, else the only one that differs in case alone.
    func attribute(_ name: String) -> AttributeDeclaration? {
        if let exact = attributes.first(where: { $0.name == name }) { return exact }
        let folded = name.folded
        let alike = attributes.filter { $0.name.folded == folded }
        return alike.count == 1 ? alike[0] : nil
    }

    enum Found<Value> {
        case one(Value)
        case none(suggestions: [String])
        case several([String])
    }

    /// The unit of this full path, else the only one whose path ends so.
    func department(_ path: String) -> Found<DepartmentName> {
        let folded = DepartmentName.folded(path)
        let tail = " / " + folded
        var candidates: [DepartmentName] = []
        for department in departments {
            if department.foldedPath == folded { return .one(department) }
            if department.foldedPath.hasByteSuffix(tail) { candidates.append(department) }
        }
        switch candidates.count {
        case 1: return .one(candidates[0])
        case 0:
            let last = String(folded.utf8.split(separator: UInt8(ascii: "/")).last.map { Substring($0) } ?? "").folded
            return .none(
                suggestions: Suggestions.best(
                    for: last, among: departments.map { (name: String($0.foldedPath.utf8.lastUnit), offer: $0.path) }))
        default: return .several(candidates.map(\.path).sorted())
        }
    }

    /// The person of this very external id, else the only one whose id differs in case alone.
    func person(_ id: String) -> Found<PersonName> {
        let candidates = people[id.folded] ?? []
        if let exact = candidates.first(where: { $0.externalID == id }) { return .one(exact) }
        switch candidates.count {
        case 0: return .none(suggestions: [])
        case 1: return .one(candidates[0])
        default: return .several(candidates.map(\.externalID).sorted())
        }
    }
}

extension String {
    func hasByteSuffix(_ suffix: String) -> Bool {
        let bytes = utf8
        let end = suffix.utf8
        return bytes.count >= end.count && bytes.suffix(end.count).elementsEqual(end)
    }

    func hasBytePrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    /// Whether it holds `part`, byte for byte.
    func containsBytes(_ part: String) -> Bool {
        let whole = Array(utf8)
        let part = Array(part.utf8)
        guard part.count <= whole.count else { return false }
        return (0...(whole.count - part.count)).contains { whole[$0..<($0 + part.count)].elementsEqual(part) }
    }
}

extension String.UTF8View {
    /// The name of the last unit of a folded path.
    fileprivate var lastUnit: Substring {
        guard let slash = lastIndex(of: UInt8(ascii: "/")) else { return Substring(self[...]) }
        return Substring(self[index(after: slash)...]).drop { $0 == " " }
    }
}
