/// A message's subject and body, compiled once, so that a recipient costs a copy and not a parse.
package struct MessageTemplate: Sendable {
    /// Where a link of the message leads.
    package enum LinkTarget: Hashable, Sendable {
        /// The offering's central page, written `[see it](offering)`.
        case offering
        /// A checked, percent-encoded absolute http or https URL.
        case url(String)
    }

    /// One link as it stands in the body. Addresses of mail (`mailto:`) are no links in this sense: they are written as they are.
    package struct Link: Hashable, Sendable {
        package let target: LinkTarget
        /// The words of the link, merge fields as `{{person.name}}`, to tell links apart in a report.
        package let label: String
        package let place: SourcePlace
    }

    /// A picture that the body shows by its name.
    package struct Picture: Hashable, Sendable {
        package let name: String
        /// What it shows, where it stands first, without merge fields.
        package let alt: String
    }

    /// The largest body in bytes of UTF-8.
    package static let largestBody = 65_536
    /// The largest subject in bytes of UTF-8.
    package static let largestSubject = 500

    /// Gmail shows no more than so many bytes of a mail's HTML and hides the rest behind a link.
    package static let largestMail = 102_000

    /// The full names of the merge fields that the message uses, each once; `values` of a render stand in this order.
    package let fields: [String]
    /// The links in the order of the text; `linkURL` of a render gets an index into this list.
    package let links: [Link]
    /// In the order of the text, each once.
    package let pictures: [Picture]
    /// What the author should look at, in the order of the text.
    package let warnings: [MarkupProblem]

    /// The subject: one line of text, without any encoding.
    package let subject: Rendition
    /// The body as a fragment of HTML with inline styles, for the mail layout; `MailStyle` names its classes.
    package let mail: Rendition
    /// The body as a fragment of plain semantic HTML, for pages.
    package let page: Rendition
    /// The body as text wrapped at 72 columns, lines ending in a line feed.
    package let plain: Rendition
    /// The body as text without pictures and addresses, for cards that show its beginning.
    package let card: Rendition

    /// Compiles a message or reports everything that is wrong with it.
    ///
    /// - Parameters:
    ///   - fields: the merge fields that may be used.
    ///   - pictures: what the body may show, by name.
    ///   - headingShift: added to the level of headings (`# Title` with 1 is an `h2`); 0 to 5.
    package static func compile(
        subject: String, body: String, fields: MergeFields, pictures: [String: MessagePicture] = [:], headingShift: Int = 1
    ) throws(MarkupErrors) -> MessageTemplate {
        var names = FieldParser(fields)
        var subjectProblems = ProblemList(.subject)
        var bodyProblems = ProblemList(.body)
        let subjectParts = SubjectReader.read(subject, fields: &names, problems: &subjectProblems)
        var document = Document()
        if body.utf8.count > largestBody {
            bodyProblems.error(
                at: SourcePlace(line: 1, column: 1), "This text has \(body.utf8.count) bytes; \(largestBody) are the most. Link to a page.",
                de: "Dieser Text hat \(body.utf8.count) Bytes; höchstens \(largestBody) gehen. Verweisen Sie auf eine Seite.")
        } else {
            let source = MarkdownSource(body, fields: &names, problems: &bodyProblems)
            document = DocumentReader.read(source, rules: .message(pictures), problems: &bodyProblems)
            if document.blocks.isEmpty, !bodyProblems.hasErrors {
                bodyProblems.error(at: SourcePlace(line: 1, column: 1), "A message needs a text.", de: "Eine Nachricht braucht einen Text.")
            }
        }
        let problems = subjectProblems.inOrder + bodyProblems.inOrder
        guard problems.allSatisfy({ $0.severity == .warning }) else { throw MarkupErrors(problems: problems) }
        let mail = HTMLWriter.write(document, tags: .mail, headingShift: headingShift, fields: names.used)
        var warnings = problems
        if mail.likelySize > largestMail {
            warnings.append(
                MarkupProblem(
                    .warning, in: .body, at: SourcePlace(line: 1, column: 1),
                    Advice(
                        "As a mail this text has about \(mail.likelySize / 1000) KB, and Gmail hides what comes after "
                            + "\(largestMail / 1000) KB, the way out included. Say less here, and link to a page.",
                        de: "Als Mail hat dieser Text etwa \(mail.likelySize / 1000) KB, und Gmail verbirgt, was nach "
                            + "\(largestMail / 1000) KB kommt, das Abmelden eingeschlossen. Sagen Sie hier weniger, und verweisen Sie auf eine Seite."
                    )))
        }
        return MessageTemplate(
            fields: names.used, links: document.links, pictures: document.pictures, warnings: warnings,
            subject: SubjectReader.rendition(of: subjectParts, fields: names.used),
            mail: mail,
            page: HTMLWriter.write(document, tags: .page, headingShift: headingShift, fields: names.used),
            plain: PlainWriter.write(document, fields: names.used), card: PlainWriter.write(document.withoutAddresses, fields: names.used))
    }

    /// The names of the fields that `values` leave open and that stand somewhere without a fallback; empty when the message can be sent.
    package func missing(in values: [String?]) -> [String] {
        let required = Set(subject.required + mail.required + page.required + plain.required)
        return required.sorted().filter { values[$0]?.isBlank ?? true }.map { fields[$0] }
    }
}
