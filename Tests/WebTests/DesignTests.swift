import Foundation
import Kernel
import Testing

@testable import Web

@Suite("The gallery of components")
struct DesignTests {
    static func document(_ language: Language) -> HTML {
        let furniture = Furniture(
            brand: "Northwind",
            navigation: [
                Link("Home", Address(path: "/")), Link("Catalogue", Address(path: "/catalogue"), isCurrent: true),
                Link("Following", Address(path: "/following")),
            ],
            areas: [
                Link("Campaigns", Address(path: "/campaigns")), Link("Audiences", Address(path: "/audiences")),
                Link("People", Address(path: "/people")),
            ],
            personas: [
                Persona(id: "employee", label: "Employee", name: "Priya Nair"),
                Persona(id: "author", label: "Author", name: "Amara Okafor", isCurrent: true),
                Persona(id: "approver", label: "Approver", name: "Ben Sommer"),
            ], notice: "Mail is written to files", footer: [Link("How Rapport looks", Address(path: "/design"))])
        let chrome = Chrome(
            language: language, viewer: Viewer(person: PersonKey(1), name: "Amara Okafor"), furniture: furniture,
            flashes: [Flash(.done, "The brief is saved.")], csrf: "token", path: "/design")
        return Shell.document(DesignPage.sample(language).page, chrome)
    }

    /// Rendering alone runs every literal past the tokenizer.
    @Test("Every component renders, whole and within the policy", arguments: Language.allCases)
    func renders(language: Language) throws {
        let page = Self.document(language).string
        #expect(page.split(separator: "<h1").count == 2)
        #expect(!page.contains(" style=\"") && !page.contains("<style") && !page.contains(" onclick"))
        let ids = page.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(ids.count > 20)
        #expect(Set(ids).count == ids.count)
        for name in ["f-name-day", "f-start-night-error"] { #expect(ids.contains { $0 == name }) }
    }

    @Test func germanSharesNoSentenceWithEnglish() {
        let (english, german) = (DesignWords.en, DesignWords.de)
        #expect(english.intro != german.intro && english.emptyText != german.emptyText)
        #expect(english.items.map(\.slug) == german.items.map(\.slug))
        #expect(english.stages.count == 7 && german.stages.count == 7)
        #expect(FormatWords.de.months.count == 12 && FormatWords.de.weekdays.count == 7)
    }

    /// For eyes: `RAPPORT_GALLERY=FOLDER` writes the pages and their assets as files.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["RAPPORT_GALLERY"] != nil))
    func writesItselfToAFolder() throws {
        let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["RAPPORT_GALLERY"]))
        try FileManager.default.createDirectory(at: folder.appending(path: "assets"), withIntermediateDirectories: true)
        for language in Language.allCases {
            try Data(Self.document(language).bytes).write(to: folder.appending(path: "design-\(language.tag).html"))
            let problem = ErrorPage(advice: Refused.notFound.advice(language), requestID: "a1b2").html(language)
            let chrome = Chrome(language: language, furniture: Furniture(brand: "Northwind"), csrf: "token", path: "/x")
            try Data(Shell.document(Page(Refused.notFound.title(language), layout: .bare, main: problem), chrome).bytes)
                .write(to: folder.appending(path: "error-\(language.tag).html"))
        }
        for asset in Asset.all {
            let body = asset.body.withUTF8Buffer { Data($0) }
            try body.write(to: folder.appending(path: String(asset.address.description.dropFirst())))
        }
    }
}
