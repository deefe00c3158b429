extension UI {
    /// A form that POSTs to `address`, with the CSRF token and, where there are errors, their list on top with a link to each field.
    package static func form(
        to address: Address, csrf: String, errors: FieldErrors = FieldErrors(), language: Language, isUpload: Bool = false,
        id: String? = nil, _ content: HTML
    ) -> HTML {
        """
        <form class="form" method="post" action="\(address)" \(attribute: "id", id)\
        \(attribute: "enctype", isUpload ? "multipart/form-data" : nil) novalidate>\
        \(hidden("csrf", csrf))\(errorSummary(errors, language))\(content)</form>
        """
    }

    /// A form that only asks (GET): filters and searches.
    package static func filter(to address: Address, label: String, _ content: HTML) -> HTML {
        "<form class=\"filter\" method=\"get\" action=\"\(address)\" role=\"search\" aria-label=\"\(label)\">\(content)</form>"
    }

    /// What is wrong with the form, on top of it, each a link to its field.
    package static func errorSummary(_ errors: FieldErrors, _ language: Language) -> HTML? {
        if errors.isEmpty { return nil }
        let items: [HTML] = errors.entries.map { entry in
            entry.field.isEmpty
                ? "<li>\(entry.text)</li>" : "<li><a href=\"\(Address(fragment: fieldID(entry.field)))\">\(entry.text)</a></li>"
        }
        return """
            <div class="errors" role="alert" tabindex="-1" data-focus><h2>\(FormWords.in(language).summary(errors.entries.count))</h2>\
            <ul>\(items)</ul></div>
            """
    }

    package enum TextKind: String, Sendable {
        case text
        case email
        case password
        case search
        case number
        case date
        case url
        case tel
        /// Date and time of a wall clock, without a zone.
        case dateTime = "datetime-local"
    }

    /// One line of text, a number, a date, a time or a password. `live` is where a script POSTs the field as it changes.
    package static func text(
        _ name: String, _ label: String, value: String? = nil, kind: TextKind = .text, hint: String? = nil,
        errors: FieldErrors = FieldErrors(), isRequired: Bool = false, limit: Int? = nil, autocomplete: String? = nil,
        placeholder: String? = nil, isShort: Bool = false, live: Address? = nil
    ) -> HTML {
        field(name, label, hint: hint, error: errors[name]) { described in
            """
            <input id="\(fieldID(name))" name="\(name)" type="\(kind.rawValue)" value="\(kind == .password ? "" : value ?? "")" \
            \(attribute: "class", isShort ? "short" : nil)\(attribute: "required", if: isRequired)\(attribute: "maxlength", limit)\
            \(attribute: "autocomplete", autocomplete)\(attribute: "placeholder", placeholder)\(attribute: "data-live", live)\
            \(attribute: "aria-describedby", described)\(attribute: "aria-invalid", errors[name] == nil ? nil : "true")>
            """
        }
    }

    /// Several lines of text; `isCode` sets it in the monospaced face, for rules and Markdown. `live` is where a script
    /// POSTs the field, as it changes, for the markup that takes the place of `liveContent` under it; the page works without.
    package static func area(
        _ name: String, _ label: String, value: String? = nil, hint: String? = nil, errors: FieldErrors = FieldErrors(),
        isRequired: Bool = false, limit: Int? = nil, rows: Int = 4, isCode: Bool = false, live: Address? = nil,
        liveContent: HTML = .empty
    ) -> HTML {
        field(name, label, hint: hint, error: errors[name]) { described in
            """
            <textarea id="\(fieldID(name))" name="\(name)" rows="\(rows)" \(attribute: "class", isCode ? "code" : nil)\
            \(attribute: "spellcheck", isCode ? "false" : nil)\(attribute: "required", if: isRequired)\(attribute: "maxlength", limit)\
            \(attribute: "data-live", live)\(attribute: "aria-describedby", described)\
            \(attribute: "aria-invalid", errors[name] == nil ? nil : "true")>\("\n" + (value ?? ""))</textarea>\
            \(when: live != nil, "<div class=\"live\" id=\"\(fieldID(name))-live\" aria-live=\"polite\">\(liveContent)</div>")
            """
        }
    }

    /// One thing to choose from.
    package struct Option: Sendable {
        package let value: String
        package let label: String
        /// A line under the label, in lists of radio buttons and check boxes.
        package let hint: String?

        package init(_ value: String, _ label: String, hint: String? = nil) {
            self.value = value
            self.label = label
            self.hint = hint
        }
    }

    /// One of many, from a menu.
    package static func select(
        _ name: String, _ label: String, _ options: [Option], value: String? = nil, hint: String? = nil,
        errors: FieldErrors = FieldErrors(), isRequired: Bool = false
    ) -> HTML {
        field(name, label, hint: hint, error: errors[name]) { described in
            let items: [HTML] = options.map {
                "<option value=\"\($0.value)\" \(attribute: "selected", if: $0.value == value)>\($0.label)</option>"
            }
            return """
                <select id="\(fieldID(name))" name="\(name)" \(attribute: "required", if: isRequired)\
                \(attribute: "aria-describedby", described)\(attribute: "aria-invalid", errors[name] == nil ? nil : "true")>\
                \(items)</select>
                """
        }
    }

    /// One of a few, all of them in sight.
    package static func radios(
        _ name: String, _ label: String, _ options: [Option], value: String? = nil, hint: String? = nil,
        errors: FieldErrors = FieldErrors()
    ) -> HTML {
        choices(name, label, options, values: value.map { [$0] } ?? [], kind: "radio", hint: hint, error: errors[name])
    }

    /// Any of a few.
    package static func checks(
        _ name: String, _ label: String, _ options: [Option], values: Set<String> = [], hint: String? = nil,
        errors: FieldErrors = FieldErrors()
    ) -> HTML {
        choices(name, label, options, values: values, kind: "checkbox", hint: hint, error: errors[name])
    }

    /// Yes or no.
    package static func check(_ name: String, _ label: String, isOn: Bool, hint: String? = nil) -> HTML {
        """
        <div class="field"><label class="choice"><input type="checkbox" name="\(name)" value="yes" \(attribute: "checked", if: isOn)>\
        <span>\(label)\(hint.map { "<span class=\"hint\">\($0)</span>" as HTML })</span></label></div>
        """
    }

    /// A file; the form around it must be an upload.
    package static func file(
        _ name: String, _ label: String, accept: String? = nil, hint: String? = nil, errors: FieldErrors = FieldErrors()
    ) -> HTML {
        field(name, label, hint: hint, error: errors[name]) { described in
            """
            <input id="\(fieldID(name))" name="\(name)" type="file" \(attribute: "accept", accept)\
            \(attribute: "aria-describedby", described)\(attribute: "aria-invalid", errors[name] == nil ? nil : "true")>
            """
        }
    }

    /// A part of a long form, with a headline.
    package static func fieldset(_ legend: String, hint: String? = nil, _ content: HTML) -> HTML {
        """
        <fieldset class="part"><legend>\(legend)</legend>\(hint.map { "<p class=\"hint\">\($0)</p>" as HTML })\(content)</fieldset>
        """
    }

    /// The id of a field, which the list of errors links to.
    package static func fieldID(_ name: String) -> String { "f-" + name }

    private static func field(_ name: String, _ label: String, hint: String?, error: String?, control: (String?) -> HTML) -> HTML {
        let id = fieldID(name)
        let described = [hint.map { _ in id + "-hint" }, error.map { _ in id + "-error" }].compactMap { $0 }.joined(separator: " ")
        return """
            <div class="\(error == nil ? "field" : "field wrong")"><label for="\(id)">\(label)</label>\
            \(hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" as HTML })\
            \(error.map { "<p class=\"error\" id=\"\(id)-error\">\($0)</p>" as HTML })\
            \(control(described.isEmpty ? nil : described))</div>
            """
    }

    private static func choices(
        _ name: String, _ label: String, _ options: [Option], values: Set<String>, kind: String, hint: String?, error: String?
    ) -> HTML {
        let id = fieldID(name)
        let described = [hint.map { _ in id + "-hint" }, error.map { _ in id + "-error" }].compactMap { $0 }.joined(separator: " ")
        let items: [HTML] = options.map { option in
            """
            <label class="choice"><input type="\(kind)" name="\(name)" value="\(option.value)" \
            \(attribute: "checked", if: values.contains(option.value))><span>\(option.label)\
            \(option.hint.map { "<span class=\"hint\">\($0)</span>" as HTML })</span></label>
            """
        }
        return """
            <fieldset class="\(error == nil ? "field" : "field wrong")" id="\(id)" tabindex="-1" \
            \(attribute: "aria-describedby", described.isEmpty ? nil : described)><legend>\(label)</legend>\
            \(hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" as HTML })\
            \(error.map { "<p class=\"error\" id=\"\(id)-error\">\($0)</p>" as HTML })\(items)</fieldset>
            """
    }
}
