package import Kernel
package import Markup
package import Storage

/// A person as merge fields see them.
package struct MergePerson: Sendable, Hashable {
    package let key: PersonKey
    package let name: String
    /// The person's own language, as the directory has it (a BCP 47 tag).
    package let language: String?
    /// By the field's name without `person.`; what the directory does not know is missing.
    let values: [String: String]

    /// The primary tag of the language in lower case: what texts are looked up by.
    package var primaryLanguage: String? {
        language.map { String(decoding: $0.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }, as: UTF8.self).lowercased() }
    }
}

/// What the merge fields of one campaign are filled with, apart from the person.
package struct MergeSource: Sendable {
    let offering: [String: Texts]
    let publisher: [String: String]

    /// One value per field, for `Rendition.render`; `nil` where there is none.
    package func values(for fields: [String], person: MergePerson, language: String) -> [String?] {
        fields.map { value(of: $0, person: person, language: language) }
    }

    private func value(of field: String, person: MergePerson, language: String) -> String? {
        guard let point = field.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let name = String(field[field.index(after: point)...])
        switch field[..<point] {
        case "person": return person.values[name]
        case "offering": return offering[name]?.in(language)
        case "publisher": return publisher[name]
        default: return nil
        }
    }
}

/// The fields that are no custom attributes.
enum KnownFields {
    static let person = ["first_name", "name", "title", "department", "site", "country", "manager.name"]
    static let optional = ["title", "department", "site", "country", "manager.name"]
    static let offering = ["name", "tagline"]
    static let publisher = ["name", "reply_to"]
}

extension Reader {
    /// The merge fields that a message may use, custom attributes of the directory among them.
    package func mergeFields() throws -> MergeFields {
        let attributes = try values("SELECT name FROM attribute ORDER BY name NULLS FIRST", as: String.self)
            .filter { !KnownFields.person.contains($0) }
        let names =
            (KnownFields.person + attributes).map { "person.\($0)" } + KnownFields.offering.map { "offering.\($0)" }
            + KnownFields.publisher.map { "publisher.\($0)" }
        return MergeFields(names, mayBeEmpty: Set((KnownFields.optional + attributes).map { "person.\($0)" } + ["publisher.reply_to"]))
    }

    /// What the fields `offering.…` and `publisher.…` of a campaign stand for.
    package func mergeSource(of campaign: Campaign) throws -> MergeSource {
        var names: [String: String] = [:]
        var taglines: [String: String] = [:]
        try each("SELECT language, name, tagline FROM offering_text WHERE offering = \(campaign.offering)") { row in
            let language: String = try row[0]
            names[language] = try row[1]
            taglines[language] = try row[2]
        }
        let language: String = try value("SELECT language FROM offering WHERE id = \(campaign.offering)") ?? "en"
        var offering: [String: Texts] = [:]
        offering["name"] = Texts(names, default: language)
        offering["tagline"] = Texts(taglines, default: language)
        var publisher: [String: String] = [:]
        try each("SELECT name, reply_to FROM publisher WHERE id = \(campaign.publisher)") { row in
            publisher["name"] = try row[0]
            publisher["reply_to"] = try row[1] as String?
        }
        return MergeSource(offering: offering, publisher: publisher)
    }

    /// The people of these keys with what `fields` need, in no particular order; one statement for all of them, and one more where
    /// custom attributes are used.
    /// - Parameter fields: full names, as a template lists them.
    package func mergePeople(_ keys: [PersonKey], fields: Set<String>) throws -> [MergePerson] {
        let custom = fields.filter { $0.hasPrefix("person.") }.map { String($0.dropFirst("person.".count)) }
            .filter { !KnownFields.person.contains($0) }
        var attributes: [PersonKey: [String: String]] = [:]
        if !custom.isEmpty {
            try each(
                """
                SELECT v.person, a.name, v.value FROM attribute a CROSS JOIN person_attribute v
                WHERE v.attribute = a.id AND v.person IN \(list: keys) AND a.name IN \(list: custom.sorted())
                """
            ) { attributes[try $0[0], default: [:]][try $0[1]] = try $0[2] as String }
        }
        var people: [MergePerson] = []
        try each(
            """
            SELECT p.id, p.language, p.first_name, p.name, p.title, d.name, p.site, p.country, m.name FROM person p
            LEFT JOIN department d ON d.id = p.department LEFT JOIN person m ON m.id = p.manager WHERE p.id IN \(list: keys)
            """
        ) { row in
            let key: PersonKey = try row[0]
            var values = attributes[key] ?? [:]
            for (index, field) in KnownFields.person.enumerated() { values[field] = try row[index + 2] as String? }
            people.append(MergePerson(key: key, name: try row[3], language: try row[1], values: values))
        }
        return people
    }
}
