import Kernel
import Web

/// The rule as fields: groups of lines, each button of which sends the whole form.
struct RuleBuilder {
    let draft: RuleDraft
    let vocabulary: RuleVocabulary
    let errors: [RuleDraft.Path: RuleError?]
    let language: Language

    private var words: AudienceWords { .in(language) }

    var html: HTML {
        let departments: [HTML] = vocabulary.departments.map { "<option value=\"\($0)\"></option>" }
        return "\(group(draft.root, []))<datalist id=\"rule-departments\">\(departments)</datalist>"
    }

    private func group(_ group: RuleDraft.Group, _ path: RuleDraft.Path) -> HTML {
        let place = RuleDraft.name("", path).dropFirst()
        let modes: [HTML] = [(.all, words.modeAll), (.any, words.modeAny), (.none, words.modeNone)].map {
            (mode: RuleOutline.Mode, label: String) in
            """
            <button name="do" value="\("\(mode.rawValue):\(place)")" aria-pressed="\(group.mode == mode ? "true" : "false")">\(label)</button>
            """
        }
        let parts: [HTML] = group.parts.enumerated().map { index, part in
            switch part {
            case .group(let inner): "<li>\(self.group(inner, path + [index]))</li>"
            case .line(let line): "<li>\(self.line(line, path + [index]))</li>"
            }
        }
        let wanted = RuleDraft.name("a", path)
        return """
            <fieldset class="rule-group"><legend class="unseen">\(words.groupBefore) \(label(group.mode)) \(words.groupAfter)</legend>\
            \(UI.hidden(RuleDraft.name("g", path), group.mode.rawValue))\
            <div class="rule-head"><p>\(words.groupBefore)</p><div class="rule-modes">\(modes)</div><p>\(words.groupAfter)</p></div>\
            <ul class="rule-parts">\(parts)</ul>\
            <div class="rule-add"><label for="\(wanted)">\(words.addAbout)</label>\
            <select id="\(wanted)" name="\(wanted)">\(subjects)</select>\
            \(UI.submit(words.add, .secondary, name: "do", value: "add:\(place)"))\
            \(when: path.count < Rule.depthLimit / 2, UI.submit(words.addGroup, .quiet, name: "do", value: "group:\(place)"))\
            \(when: !path.isEmpty, UI.submit(words.removeGroup, .quiet, name: "do", value: "remove:\(place)"))</div></fieldset>
            """
    }

    private func label(_ mode: RuleOutline.Mode) -> String {
        switch mode {
        case .all: words.modeAll
        case .any: words.modeAny
        case .none: words.modeNone
        }
    }

    private var subjects: [HTML] {
        let fields = vocabulary.schema.fields.map(\.name)
        let groups: [(String, [String])] = [
            (
                words.directory,
                ["department", "country", "site", "title", "language", "manager", "hired_on"]
                    + fields.filter {
                        !$0.hasPrefix("attr.")
                            && !["department", "country", "site", "title", "language", "manager", "hired_on"].contains($0)
                    }
            ),
            (words.attributes, fields.filter { $0.hasPrefix("attr.") }),
            (words.behaviours, vocabulary.schema.terms.names),
            (words.others, ["audience", "reports to", "everyone"]),
        ]
        return groups.filter { !$0.1.isEmpty }.map { label, names in
            let options: [HTML] = names.map { "<option value=\"\($0)\">\(words.subject($0))</option>" }
            return "<optgroup label=\"\(label)\">\(options)</optgroup>"
        }
    }

    private func line(_ line: RuleDraft.Line, _ path: RuleDraft.Path) -> HTML {
        let place = RuleDraft.name("", path).dropFirst()
        let subject = words.subject(line.test.subject)
        let error: HTML? = errors[path].map { problem in
            let text = problem.map { "\($0.message(in: language.tag))." } ?? words.unfinished
            return "<p class=\"error\" id=\"\(RuleDraft.name("e", path))\">\(text.sentenceCased)</p>"
        }
        return """
            <div class="\(error == nil ? "rule-line" : "rule-line wrong")">\(UI.hidden(RuleDraft.name("s", path), line.test.subject))\
            <span class="rule-subject">\(subject)</span>\
            <label class="rule-not"><input type="checkbox" name="\(RuleDraft.name("n", path))" value="yes" \
            \(attribute: "checked", if: line.isNegated)>\(language == .de ? "nicht" : "not")</label>\
            \(operation(line.test, subject, path))\(values(line.test, subject, path))\
            <button class="button quiet" name="do" value="\("remove:\(place)")" aria-label="\(words.removeLine(subject))">\(words.remove)</button>\
            \(error)</div>
            """
    }

    private func operation(_ line: RuleLine, _ subject: String, _ path: RuleDraft.Path) -> HTML? {
        let operations = line.operations(in: vocabulary.schema)
        if operations.isEmpty { return nil }
        let options: [(String, String)] = operations.map { operation in
            let own: String? =
                switch line.subject(in: vocabulary.schema) {
                case .field(.date): words.dayOperations[operation]
                case .term: words.stageOperations[operation]
                default: nil
                }
            return (operation, own ?? words.operations[operation] ?? operation)
        }
        // “Stage with” reads: what, how, which stage; so its comparison stands behind the thing.
        if case .term = line.subject(in: vocabulary.schema) { return nil }
        return select("o", path, "\(subject): \(words.operation)", options, line.operation)
    }

    private func values(_ line: RuleLine, _ subject: String, _ path: RuleDraft.Path) -> HTML {
        func value(_ index: Int) -> String { line.values.indices.contains(index) ? line.values[index] : "" }
        let label = "\(subject): \(words.value)"
        switch line.subject(in: vocabulary.schema) {
        case .everyone: return .empty
        case .audience:
            let choices = vocabulary.schema.audiences.values.sorted { $0.name.folded < $1.name.folded }.map { ($0.slug, $0.name) }
            return choice("v", path, label, choices, value(0))
        case .reportsTo: return input(path, label, value(0), placeholder: "E-1001")
        case .term(let arguments, let isStage):
            let things = vocabulary.choices[line.subject] ?? []
            let named: [HTML] = (0..<max(0, arguments)).map { index in
                index == 0 && !things.isEmpty
                    ? choice(
                        "v", path, label, things.map { ($0.value, $0.label == $0.value ? $0.value : "\($0.label) (\($0.value))") }, value(0)
                    )
                    : input(path, label, value(index))
            }
            guard isStage else { return HTML.joined(named) }
            let comparisons = line.operations(in: vocabulary.schema).map { ($0, words.stageOperations[$0] ?? words.operations[$0] ?? $0) }
            let stages = Stage.words.map { ($0, words.stages[$0] ?? $0) }
            return """
                \(named)\(select("o", path, "\(subject): \(words.operation)", comparisons, line.operation))\
                \(choice("v", path, "\(subject): \(words.stage)", stages, value(arguments)))
                """
        case .field(let type): return values(line, type, subject, path)
        }
    }

    private func values(_ line: RuleLine, _ type: FieldType, _ subject: String, _ path: RuleDraft.Path) -> HTML {
        func value(_ index: Int) -> String { line.values.indices.contains(index) ? line.values[index] : "" }
        func one(_ label: String, _ index: Int) -> HTML { input(path, "\(subject): \(label)", value(index), type: type) }
        switch line.operation {
        case "is set": return .empty
        case "between": return "\(one(words.lowest, 0))<span>\(language == .de ? "und" : "and")</span>\(one(words.highest, 1))"
        case "within":
            let units = TimeUnit.allCases.map { ($0.rawValue, words.units[$0.rawValue] ?? $0.rawValue) }
            return """
                \(input(path, "\(subject): \(words.number)", value(0), kind: "number"))\
                \(select("v", path, "\(subject): \(words.unit)", units, value(1).isEmpty ? "days" : value(1)))
                """
        case "in": return HTML.joined((0...line.values.count).map { one(words.value, $0) })
        default:
            guard type == .flag else { return one(words.value, 0) }
            return choice("v", path, "\(subject): \(words.value)", [("yes", words.yes), ("no", words.no)], value(0))
        }
    }

    private func input(
        _ path: RuleDraft.Path, _ label: String, _ value: String, type: FieldType = .text, kind: String = "text", placeholder: String? = nil
    ) -> HTML {
        // A value that a field for days or numbers would drop is shown as the text that it is.
        let kind =
            type == .date && (value.isEmpty || Day(value) != nil)
            ? "date" : kind == "number" && Int(value) == nil && !value.isEmpty ? "text" : kind
        return """
            <input type="\(kind)" name="\(RuleDraft.name("v", path))" value="\(value)" aria-label="\(label)" \
            \(attribute: "list", type == .department ? "rule-departments" : nil)\
            \(attribute: "inputmode", type == .number ? "decimal" : nil)\
            \(attribute: "placeholder", placeholder ?? (type == .person ? "E-1001" : nil))\
            \(attribute: "aria-describedby", errors[path] == nil ? nil : RuleDraft.name("e", path))\
            \(attribute: "aria-invalid", errors[path] == nil ? nil : "true") autocomplete="off">
            """
    }

    /// A menu that keeps a value which it does not offer.
    private func choice(
        _ kind: StaticString, _ path: RuleDraft.Path, _ label: String, _ options: [(String, String)], _ value: String
    ) -> HTML {
        var options = options
        if value.isEmpty {
            options.insert(("", words.chooseOne), at: 0)
        } else if !options.contains(where: { $0.0 == value }) {
            options.append((value, value))
        }
        return select(kind, path, label, options, value)
    }

    private func select(
        _ kind: StaticString, _ path: RuleDraft.Path, _ label: String, _ options: [(String, String)], _ value: String
    ) -> HTML {
        let items: [HTML] = options.map { "<option value=\"\($0.0)\" \(attribute: "selected", if: $0.0 == value)>\($0.1)</option>" }
        return "<select name=\"\(RuleDraft.name(kind, path))\" aria-label=\"\(label)\">\(items)</select>"
    }
}

extension String {
    /// With a capital letter first.
    var sentenceCased: String { prefix(1).uppercased() + dropFirst() }
}
