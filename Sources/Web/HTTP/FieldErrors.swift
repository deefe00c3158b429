/// What is wrong with a form, field by field, in the order of the form. Throw it from a handler that cannot show the form again (400).
package struct FieldErrors: Error, Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// The name of the form's field; empty for what concerns the form as a whole.
        package let field: String
        /// A sentence that says what to do.
        package let text: String
    }

    package private(set) var entries: [Entry]

    package init() { entries = [] }
    package init(_ field: String, _ text: String) { entries = [Entry(field: field, text: text)] }

    package var isEmpty: Bool { entries.isEmpty }

    /// The first thing that is wrong with `field`.
    package subscript(field: String) -> String? { entries.first { $0.field == field }?.text }

    package mutating func add(_ field: String, _ text: String) { entries.append(Entry(field: field, text: text)) }
}
