import Web

/// What the pages of audiences say.
struct AudienceWords: Words {
    // The list.
    let title, intro, new, newFirst, emptyTitle, emptyText, name, size, owner, adminsOnly, caption: String
    let range: @Sendable (_ first: String, _ last: String, _ of: String) -> String
    let broken: @Sendable (_ message: String) -> String
    // One audience.
    let change, campaignFor, sizeLabel, ruleLabel, ruleAsText, changed, departments, noDepartment, otherDepartments: String
    let people: @Sendable (_ figure: String, _ isOne: Bool) -> String
    let departmentSentence: @Sendable (_ name: String, _ figure: String) -> String
    let noDepartmentSentence: String
    let directly: @Sendable (_ unit: String) -> String
    let sample, sampleIntro, nobody, behaviourTitle, behaviour: String
    let why, whyLabel, whyHint, search, several, left: String
    let foundNobody: @Sendable (_ text: String) -> String
    let isIn: @Sendable (_ name: String) -> String
    let isNotIn: @Sendable (_ name: String) -> String
    let uses, noUses, audience: String
    let hidden: @Sendable (_ reason: HiddenReason) -> String
    // Why.
    let holds, holdsNot, all, any, none, not, nothingKnown: String
    let found: @Sendable (_ value: String) -> String
    let everyone: String
    // The form.
    let newTitle, changeTitle, nameLabel, nameHint, slugLabel, slugHint, ownerLabel, ownerHint, textLabel, textHint, count, save,
        cancel: String
    let builder, builderHint, groupBefore, groupAfter, modeAll, modeAny, modeNone, addAbout, add, addGroup, remove, removeGroup,
        update: String
    let value, lowest, highest, number, unit, stage, operation, unfinished, chooseOne, yes, no: String
    let removeLine: @Sendable (_ subject: String) -> String
    let textWins, textWinsPress: String
    let badName, badSlug, slugTaken, mayNotOwn, meanwhile: String
    let breaks: @Sendable (_ audience: String, _ message: String) -> String
    let wrongAt: @Sendable (_ column: Int, _ message: String) -> String
    let use: @Sendable (_ suggestion: String) -> String
    let saved: @Sendable (_ name: String) -> String
    // The builder's choices.
    let directory, attributes, behaviours, others: String
    let subjects, operations, dayOperations, stageOperations, units, stages: [String: String]

    /// Why a figure is not shown, without Kernel's enum in the texts' way.
    enum HiddenReason { case fewPeople, noneOrAll, difference, fewUndecided }

    func subject(_ name: String) -> String {
        subjects[name] ?? (name.hasPrefix("attr.") ? String(name.dropFirst(5)).filter { $0 != "\"" } : name)
    }
}
