/// The parts that pages are made of. Each is a function from values to markup; the texts of the parts themselves come from `UIWords`.
package enum UI {}

extension UI {
    package enum Weight: String, Sendable {
        /// The one thing to do on a page.
        case primary
        case secondary
        /// Beside others, without a frame.
        case quiet
        /// What cannot be undone.
        case danger
    }

    /// A link that looks like a button: it only leads somewhere.
    package static func linkButton(_ label: String, _ address: Address, _ weight: Weight = .secondary) -> HTML {
        "<a class=\"button \(weight.rawValue)\" href=\"\(address)\">\(label)</a>"
    }

    /// The button of a form around it; `name` and `value` tell several apart.
    package static func submit(_ label: String, _ weight: Weight = .primary, name: String? = nil, value: String? = nil) -> HTML {
        "<button class=\"button \(weight.rawValue)\" \(attribute: "name", name)\(attribute: "value", value)>\(label)</button>"
    }

    /// A button that changes something: a whole form that POSTs to `address`, with hidden `fields`. `describes` says for readers of
    /// the page alone what the label leaves out ("Follow" → "Follow Field CRM").
    package static func post(
        _ label: String, to address: Address, csrf: String, _ weight: Weight = .secondary, fields: [(name: String, value: String)] = [],
        describes: String? = nil, isPressed: Bool? = nil
    ) -> HTML {
        """
        <form class="inline" method="post" action="\(address)">\(hidden("csrf", csrf))\(fields.map { hidden($0.name, $0.value) })\
        <button class="button \(weight.rawValue)" \(attribute: "aria-label", describes)\
        \(attribute: "aria-pressed", isPressed.map { $0 ? "true" : "false" })>\(label)</button></form>
        """
    }

    /// Buttons side by side, the first the most important one.
    package static func actions(_ buttons: [HTML]) -> HTML {
        buttons.isEmpty ? .empty : "<div class=\"actions\">\(buttons)</div>"
    }

    /// A field that only the program reads.
    package static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }
}
