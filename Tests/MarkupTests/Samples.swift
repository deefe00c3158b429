import Markup

let knownFields = MergeFields(
    [
        "person.first_name", "person.name", "person.title", "person.department", "person.site", "person.country", "person.manager.name",
        "person.shoe_size", "offering.name", "publisher.name",
    ], mayBeEmpty: ["person.shoe_size"])

func message(_ body: String, subject: String = "Hello") throws -> MessageTemplate {
    try MessageTemplate.compile(subject: subject, body: body, fields: knownFields)
}

/// Renders for a person who has every value in `values` and no other; links lead to `https://go.example/INDEX`.
func rendered(
    _ template: MessageTemplate, _ rendition: Rendition, _ values: [String: String] = [:],
    link: (Int) -> String = { "https://go.example/\($0)" }
) throws -> String {
    var out: [UInt8] = []
    try rendition.render(into: &out, values: template.fields.map { values[$0] }, linkURL: link)
    return String(decoding: out, as: UTF8.self)
}

func pageOf(_ body: String, _ values: [String: String] = [:]) throws -> String {
    let template = try message(body)
    return try rendered(template, template.page, values)
}

func plainOf(_ body: String, _ values: [String: String] = [:]) throws -> String {
    let template = try message(body)
    return try rendered(template, template.plain, values)
}

/// What is wrong with a message, or with its `subject` alone.
func problems(_ body: String, subject: String = "Hello") -> [String] {
    do {
        return try message(body, subject: subject).warnings.map(\.description)
    } catch let errors as MarkupErrors {
        return errors.problems.map(\.description)
    } catch {
        return ["\(error)"]
    }
}
