package import Kernel

/// The fields of a form that somebody sent, in the order they came; names may repeat.
package struct Form: Sendable {
    /// A file of a `multipart/form-data` form.
    package struct File: Sendable {
        package let name: String
        /// The file's name as the browser said it, without folders.
        package let fileName: String
        package let contentType: String
        package let bytes: [UInt8]
    }

    package let fields: [(name: String, value: String)]
    package let files: [File]

    package init(fields: [(name: String, value: String)] = [], files: [File] = []) {
        self.fields = fields
        self.files = files
    }

    /// The first value of `name`, without white space at either end; `nil` where the field is missing or empty.
    package func text(_ name: String) -> String? {
        guard let value = raw(name) else { return nil }
        let trimmed = value.trimmed
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The first value of `name` as it was sent.
    package func raw(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All values of `name`, of a list of check boxes.
    package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Whether a check box was ticked.
    package func flag(_ name: String) -> Bool { raw(name) != nil }

    /// The first file of `name` that holds anything.
    package func file(_ name: String) -> File? { files.first { $0.name == name && !$0.bytes.isEmpty } }

    /// A text that must be there, of at most `limit` characters; else an error is added and the answer is `nil`.
    package func required(_ name: String, limit: Int = 10_000, _ words: FormWords, _ errors: inout FieldErrors) -> String? {
        guard let value = text(name) else {
            errors.add(name, words.required)
            return nil
        }
        return within(limit, name, value, words, &errors)
    }

    /// A text that may be missing, of at most `limit` characters.
    package func optional(_ name: String, limit: Int = 10_000, _ words: FormWords, _ errors: inout FieldErrors) -> String? {
        text(name).flatMap { within(limit, name, $0, words, &errors) }
    }

    /// A whole number of `range`; `nil` where it is missing, with an error where it is wrong.
    package func number(_ name: String, in range: ClosedRange<Int>, _ words: FormWords, _ errors: inout FieldErrors) -> Int? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            errors.add(name, words.number(range.lowerBound, range.upperBound))
            return nil
        }
        return value
    }

    /// A day as `<input type="date">` sends it; `nil` where it is missing, with an error where it is wrong.
    package func day(_ name: String, _ words: FormWords, _ errors: inout FieldErrors) -> Day? {
        guard let text = text(name) else { return nil }
        guard let value = Day(text) else {
            errors.add(name, words.date)
            return nil
        }
        return value
    }

    /// A wall clock's time as `<input type="datetime-local">` sends it; `nil` where it is missing, with an error where it is wrong.
    package func wallTime(_ name: String, _ words: FormWords, _ errors: inout FieldErrors) -> WallTime? {
        guard let text = text(name) else { return nil }
        guard let value = WallTime(text) else {
            errors.add(name, words.dateTime)
            return nil
        }
        return value
    }

    /// One of the values that the form offers; an error where it is another one or missing.
    package func choice<Value: RawRepresentable<String>>(
        _ name: String, as type: Value.Type = Value.self, _ words: FormWords, _ errors: inout FieldErrors
    ) -> Value? {
        guard let text = text(name) else {
            errors.add(name, words.choose)
            return nil
        }
        guard let value = Value(rawValue: text) else {
            errors.add(name, words.choose)
            return nil
        }
        return value
    }

    private func within(_ limit: Int, _ name: String, _ value: String, _ words: FormWords, _ errors: inout FieldErrors) -> String? {
        guard value.count <= limit else {
            errors.add(name, words.tooLong(limit))
            return nil
        }
        return value
    }
}

extension String {
    var trimmed: String {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
