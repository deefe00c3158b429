package import Kernel

/// All that a rule may ask of one person, as values.
package struct PersonFacts: Sendable, Hashable {
    package var key: PersonKey
    /// The columns of type text, as written; missing ones are left out.
    package var texts: [PersonField: String]
    /// The person's unit and the units that it is in, from the inside out; empty without a unit.
    package var departments: [DepartmentKey]
    /// The full path of the person's unit, as written.
    package var departmentPath: String?
    /// The person's manager, that one's manager and so on, each once.
    package var managers: [PersonKey]
    /// The manager's name and external id, for people to read.
    package var managerName: String?
    package var hiredOn: Day?
    package var active: Bool
    /// By key of the attribute.
    package var attributes: [Int64: AttributeValue]
    /// What the terms found, for each use in the rule that is asked.
    package var terms: [Term.Use: Term.Value]

    package init(
        key: PersonKey, texts: [PersonField: String] = [:], departments: [DepartmentKey] = [], departmentPath: String? = nil,
        managers: [PersonKey] = [], managerName: String? = nil, hiredOn: Day? = nil, active: Bool = true,
        attributes: [Int64: AttributeValue] = [:], terms: [Term.Use: Term.Value] = [:]
    ) {
        self.key = key
        self.texts = texts
        self.departments = departments
        self.departmentPath = departmentPath
        self.managers = managers
        self.managerName = managerName
        self.hiredOn = hiredOn
        self.active = active
        self.attributes = attributes
        self.terms = terms
    }
}

/// The value of a custom attribute.
package enum AttributeValue: Hashable, Sendable {
    /// As written.
    case text(String)
    case number(Double)
    case day(Day)
    case flag(Bool)
}
