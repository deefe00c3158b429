import Kernel
import Web

/// The pictures and attachments of a campaign, below the text of one of its messages.
struct FilesSection: Sendable {
    let campaign: Campaign
    /// From 1; `nil` for a message that is not there yet.
    let number: Int?
    let language: String
    let files: [CampaignFile]
    let errors: FieldErrors
    let mayWrite: Bool
    let csrf: String
    let format: Format

    var html: HTML {
        let words = CampaignWords.in(format.language)
        guard mayWrite || !files.isEmpty else { return .empty }
        let (pictures, attachments) = (files.filter { $0.kind == .picture }, files.filter { $0.kind == .attachment })
        return UI.section(
            words.files, id: "files", intro: HTML(text: words.filesIntro),
            """
            \(part(.picture, words.pictures, pictures, words, upload: pictureForm(words)))\
            \(part(.attachment, words.attachments, attachments, words, upload: attachmentForm(words)))
            """)
    }

    private func part(
        _ kind: CampaignFile.Kind, _ title: String, _ files: [CampaignFile], _ words: CampaignWords, upload: HTML?
    ) -> HTML {
        let items: [HTML] = files.map { file in
            let address = Address(path: "/campaigns", campaign.slug, "files", file.key)
            let remove: HTML? =
                mayWrite
                ? UI.post(
                    words.removeFile(file.name),
                    to: CampaignAddress.fileRemoval(campaign.slug, number, file.key).adding("language", language),
                    csrf: csrf, .quiet) : nil
            let picture: HTML =
                kind == .picture ? "<img src=\"\(address)\" alt=\"\" loading=\"lazy\">" : .empty
            let use: HTML =
                kind == .picture
                ? "<code>\("![\(words.altHint)](picture:\(file.name))")</code>" : "<a href=\"\(address)\">\(file.name)</a>"
            let facts = kind == .picture ? "\(format.number(file.width)) × \(format.number(file.height)), " : ""
            return """
                <li class="\(kind.rawValue)">\(picture)<div>\(use)<p class="quiet-text">\(facts)\(size(file.size))</p></div>\(remove)</li>
                """
        }
        let list: HTML = items.isEmpty ? .empty : "<ul class=\"files\">\(items)</ul>"
        return "<h3>\(title)</h3>\(list)\(upload)"
    }

    private func pictureForm(_ words: CampaignWords) -> HTML? {
        form(
            .picture, words,
            """
            \(UI.file("picture", words.picture, accept: "image/png,image/jpeg,image/gif,image/webp", hint: words.pictureHint(format.number(CampaignFile.largestPicture >> 20)), errors: errors))\
            \(UI.text("name", words.pictureName, hint: words.pictureNameHint, limit: 64, isShort: true))
            """)
    }

    private func attachmentForm(_ words: CampaignWords) -> HTML? {
        form(
            .attachment, words,
            UI.file(
                "attachment", words.attachment,
                hint: words.attachmentHint(
                    format.number(CampaignFile.largestAttachment >> 20), format.number(CampaignFile.largestTotal >> 20)), errors: errors))
    }

    private func form(_ kind: CampaignFile.Kind, _ words: CampaignWords, _ content: HTML) -> HTML? {
        guard mayWrite else { return nil }
        return UI.form(
            to: CampaignAddress.message(campaign.slug, number, "files").adding("language", language), csrf: csrf,
            errors: errors[kind.rawValue] == nil ? FieldErrors() : errors, language: format.language, isUpload: true,
            "\(UI.hidden("kind", kind.rawValue))\(content)\(UI.actions([UI.submit(words.upload, .secondary)]))")
    }

    private func size(_ bytes: Int) -> String { "\(format.number(max(1, (bytes + 500) / 1000))) KB" }
}
