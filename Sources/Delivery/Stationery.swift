import Campaigns
import Kernel
import Markup
import Storage

/// Everything of a run that its mails have in common, made once: a recipient then costs a copy.
final class Stationery: Sendable {
    let run: RunKey
    let campaign: CampaignKey
    let offeringSlug: Slug
    let isMustKnow: Bool
    /// What becomes of a mail of which nobody knows whether it was taken.
    let uncertain: UncertainPolicy
    let sheets: [Sheet]
    private let byMessage: [MessageKey: [Sheet]]
    let settings: DeliverySettings
    let tokens: DeliveryTokens
    /// The custom attributes that any text merges.
    let attributes: [Int64]

    /// One message in one language.
    final class Sheet: Sendable {
        let message: MessageKey
        let language: String
        let isDefault: Bool
        let template: MessageTemplate
        /// Where the values of the template's fields come from.
        let sources: [FieldSource]
        /// The targets of its links in their order, then those of the layout's own: the central page, and the link that nobody sees.
        let targets: [String]
        let offeringName: String
        /// How its mails go out; `nil` where none are to be made.
        let form: MailForm?
        /// For those whose links tell nothing.
        let untrackedForm: MailForm?

        fileprivate init(
            _ text: Text, _ template: MessageTemplate, sources: [FieldSource], offeringName: String, form: MailForm?,
            untrackedForm: MailForm?
        ) {
            message = text.message
            language = text.language
            isDefault = text.isDefault
            self.template = template
            self.sources = sources
            targets = Stationery.targets(of: template)
            self.offeringName = offeringName
            self.form = form
            self.untrackedForm = untrackedForm
        }
    }

    /// The target that stands for the offering's central page, whatever its address.
    static let centralPage = "offering"
    /// The target that stands for the link which no person sees, the last of a mail.
    static let decoy = "decoy"

    /// - Parameter withFiles: whether mails are to be made of it, and not only their words.
    /// - Throws: `DeliveryError.badMessage`, `.badSender`.
    init(_ run: RunKey, _ reader: Reader, settings: DeliverySettings, ring: SecretRing, withFiles: Bool = true) throws {
        guard let key: CampaignKey = try reader.value("SELECT campaign FROM run WHERE id = \(run)") else {
            throw DeliveryError.unknownCampaign
        }
        let brief = try reader.brief(key)
        self.run = run
        self.settings = settings
        campaign = brief.campaign
        offeringSlug = brief.offeringSlug
        isMustKnow = brief.isMustKnow
        uncertain = settings.uncertain.policy(of: brief.of.brief)
        let tokens = DeliveryTokens(ring)
        self.tokens = tokens
        let letterhead = try FormMaking.letterhead(brief, settings)
        let catalogue = try FieldCatalogue(brief, reader)
        let pictures = try reader.pictures(of: key)
        let files = try RunFiles(key, reader, isEmpty: !withFiles)
        var links: [String: [LinkKey]] = [:]
        try reader.each("SELECT id, message, language FROM link WHERE run = \(run) ORDER BY message, language, position NULLS FIRST") {
            row in
            let message: MessageKey = try row[1]
            let language: String = try row[2]
            try links["\(message) \(language)", default: []].append(row[0])
        }
        var numbers: [MessageKey: Int] = [:]
        var sheets: [Sheet] = []
        let texts = try reader.rows(
            """
            SELECT r.message, r.language, r.subject, r.body, r.is_default FROM run_message r LEFT JOIN message m ON m.id = r.message
            WHERE r.run = \(run) ORDER BY m.position NULLS FIRST, r.message NULLS FIRST, r.language NULLS FIRST
            """, as: Text.self)
        for text in texts {
            let number = numbers[text.message] ?? numbers.count + 1
            numbers[text.message] = number
            let template: MessageTemplate
            do {
                template = try MessageTemplate.compile(
                    subject: text.subject, body: text.body, fields: catalogue.fields, pictures: pictures)
            } catch {
                let reason = error.problems.first.map { Advice($0.description, de: $0.description(in: "de")) }
                throw DeliveryError.badMessage(number, language: text.language, reason: reason ?? Advice("\(error)"))
            }
            let offeringName = catalogue.offeringName(text.language)
            var (form, untrackedForm): (MailForm?, MailForm?)
            if withFiles {
                let layout = MailLayout(
                    brief, language: text.language, preheader: catalogue.tagline(text.language), offering: offeringName)
                let making = FormMaking(
                    brief: brief, settings: settings, tokens: tokens, run: run, letterhead: letterhead, layout: layout, template: template,
                    pictures: template.pictures.compactMap { files.pictures[$0.name] }, attachments: files.attachments)
                do {
                    form = try making.form(text.message, links["\(text.message) \(text.language)"] ?? [])
                    untrackedForm = try making.untrackedForm()
                } catch { throw DeliveryError.badMessage(number, language: text.language, reason: Advice("\(error)")) }
            }
            sheets.append(
                Sheet(
                    text, template, sources: template.fields.map { catalogue.source($0, language: text.language) },
                    offeringName: offeringName, form: form, untrackedForm: untrackedForm))
        }
        self.sheets = sheets
        byMessage = Dictionary(grouping: sheets, by: \.message)
        attributes = Array(Set(sheets.flatMap { $0.sources.compactMap { if case .attribute(let key) = $0 { key } else { nil } } })).sorted()
    }

    static func targets(of template: MessageTemplate) -> [String] {
        template.links.map { link in
            switch link.target {
            case .offering: centralPage
            case .url(let url): url
            }
        } + [centralPage, decoy]
    }

    /// The text for a reader of `language`: the message in it, by its first part, or else in its own default language.
    func sheet(_ message: MessageKey, language: String?) -> Sheet? {
        guard let own = byMessage[message] else { return nil }
        if let language {
            if let exact = own.first(where: { $0.language == language }) { return exact }
            let primary = language.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
            let tag = String(decoding: primary, as: UTF8.self).lowercased()
            if let exact = own.first(where: { $0.language == tag }) { return exact }
        }
        return own.first(where: \.isDefault) ?? own.first
    }

    fileprivate struct Text: Rowed {
        let message: MessageKey
        let language: String
        let subject: String
        let body: String
        let isDefault: Bool

        init(row: Row) throws {
            message = try row[0]
            language = try row[1]
            subject = try row[2]
            body = try row[3]
            isDefault = try row[4]
        }
    }
}

/// Where the value of a merge field comes from.
enum FieldSource: Sendable, Hashable {
    /// The same for everyone.
    case constant(String?)
    case firstName, name, title, department, site, country, managerName
    case attribute(Int64)
}

/// The merge fields of an installation and what they mean in one campaign.
struct FieldCatalogue {
    let fields: MergeFields
    private let attributes: [String: Int64]
    private let publisher: String
    private let replyTo: String?
    private let offering: [String: (name: String, tagline: String)]
    private let defaultLanguage: String

    private static let person: [(name: String, source: FieldSource)] = [
        ("person.first_name", .firstName), ("person.name", .name), ("person.title", .title), ("person.department", .department),
        ("person.site", .site), ("person.country", .country), ("person.manager.name", .managerName),
    ]
    private static let bySource = Dictionary(uniqueKeysWithValues: person.map { ($0.name, $0.source) })

    init(_ brief: Brief, _ reader: Reader) throws {
        var attributes: [String: Int64] = [:]
        try reader.each("SELECT id, name FROM attribute ORDER BY name NULLS FIRST") { try attributes["person.\($0[1] as String)"] = $0[0] }
        var offering: [String: (name: String, tagline: String)] = [:]
        try reader.each("SELECT language, name, tagline FROM offering_text WHERE offering = \(brief.offering)") {
            try offering[$0[0]] = ($0[1], $0[2])
        }
        defaultLanguage = try reader.value("SELECT language FROM offering WHERE id = \(brief.offering)") ?? "en"
        self.attributes = attributes
        self.offering = offering
        publisher = brief.publisherName
        replyTo = brief.replyTo
        fields = MergeFields(
            Self.person.map(\.name) + attributes.keys.sorted() + [
                "offering.name", "offering.tagline", "publisher.name", "publisher.reply_to",
            ],
            mayBeEmpty: Set(Self.person.map(\.name)).subtracting(["person.first_name", "person.name"]).union(attributes.keys).union([
                "publisher.reply_to"
            ]))
    }

    func source(_ field: String, language: String) -> FieldSource {
        switch field {
        case "offering.name": .constant(offeringName(language))
        case "offering.tagline": .constant(tagline(language))
        case "publisher.name": .constant(publisher)
        case "publisher.reply_to": .constant(replyTo)
        default: Self.bySource[field] ?? attributes[field].map { .attribute($0) } ?? .constant(nil)
        }
    }

    func offeringName(_ language: String) -> String { (offering[language] ?? offering[defaultLanguage])?.name ?? "" }
    func tagline(_ language: String) -> String { (offering[language] ?? offering[defaultLanguage])?.tagline ?? "" }
}
