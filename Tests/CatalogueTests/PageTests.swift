import Kernel
import Testing
import Touches
import Web

@testable import Catalogue

@Suite("The catalogue's pages")
struct PageTests {
    @Test(arguments: Language.allCases) func everySampleRenders(language: Language) {
        let pages = PageSamples.pages(language)
        #expect(pages.count == 15)
        for (name, page) in pages {
            #expect(!page.title.isEmpty, "\(name)")
            #expect(!page.main.isEmpty, "\(name)")
        }
    }

    @Test(arguments: Language.allCases) func whatPeopleWriteStaysText(language: Language) {
        let hostile = "\"><script>alert('x')</script>\n</textarea><img src=x onerror=alert(1)>&amp; {{person.name}}"
        for (name, page) in PageSamples.pages(language, name: hostile, hostile: hostile) {
            let text = page.main.string + (page.kicker?.string ?? "") + (page.intro?.string ?? "")
            #expect(!text.contains("<script"), "\(name)")
            #expect(!text.contains("<img"), "\(name)")
        }
    }

    @Test("What somebody met, and where, is said in words", arguments: Language.allCases) func touchesInWords(language: Language) {
        let words = CatalogueWords.in(language)
        for way in Way.allCases where way != .shown { #expect(words.way(way.rawValue) != way.rawValue, "\(way)") }
        for channel in ["web", "email", "home", "api"] { #expect(words.channel(channel) != channel) }
        #expect(words.language("de") != "de" && words.editing("en").hasSuffix(words.language("en")))
    }

    @Test(arguments: Language.allCases) func longNamesFit(language: Language) {
        let name = String(repeating: "Donaudampfschifffahrtsgesellschaft", count: 3)
        for (_, page) in PageSamples.pages(language, name: name) { #expect(!page.title.isEmpty) }
    }

    /// Employees read nothing of marketing's own language (look.md).
    @Test func employeesReadNoJargon() {
        for (name, page) in PageSamples.pages(.en) {
            let text = (page.main.string + page.title + (page.intro?.string ?? "")).lowercased()
            for word in ["campaign", "funnel", "target", "holdout", ">audience"] { #expect(!text.contains(word), "\(name): \(word)") }
        }
    }

    @Test func theBenefitIsTheHeadline() throws {
        let page = try #require(PageSamples.pages(.de).first { $0.name == "offering" }?.page)
        #expect(page.title == "Ihr nächster Besuch, fertig vor dem Parken")
        #expect(page.intro?.string == "Field CRM")
        #expect(page.main.string.contains("<strong>parken</strong>"))
        #expect(page.actions?.string.contains("href=\"https://crm.example/?a=1&amp;b=2\"") == true)
        #expect(page.main.string.contains("12 Leute in Sales DACH nutzen es"))
    }

    @Test("A text in another language than the reader's says which") func languageOfParts() {
        let english = Texts("It **works**.")
        #expect(english.prose(PageSetting(sample: .de)).string.hasPrefix("<div lang=\"en\">"))
        #expect(!english.prose(PageSetting(sample: .en)).string.contains("lang="))
        let reviews = PageSamples.pages(.de).first { $0.name == "reviews" }?.page.main.string
        #expect(reviews?.contains("<div lang=\"en\">") == true)
        #expect(!PageSamples.text("Good", "Gut").prose(PageSetting(sample: .de)).string.contains("lang="))
    }

    @Test func whatIsRetiredCanOnlyBeRead() throws {
        let page = try #require(PageSamples.pages(.en).first { $0.name == "offering, retired" }?.page)
        #expect(page.actions?.string.contains("crm.example") == false)
        #expect(page.actions?.string.contains("/use") == false)
        #expect(page.main.string.contains("no longer there"))
    }

    @Test func paragraphsOfPlainText() {
        #expect(HTML.joined(ReviewItem.paragraphs("a\nb\n\n\n<c>")).string == "<p>a<br>b</p><p>&lt;c&gt;</p>")
        #expect(ReviewItem.paragraphs(" \n ").isEmpty)
    }

    @Test func homeShowsEightAtMostAndEachThingOnce() {
        let items = (0..<30).map { number in
            HomeItem(
                subject: "offering:\(number % 20)", slug: "x", title: "\(number)", why: "", address: Address(path: "/"),
                at: Instant(microseconds: Int64(number)), weight: number == 3 ? 50 : 10)
        }
        let chosen = HomeItem.chosen(from: items)
        #expect(chosen.count == 8)
        #expect(chosen.map(\.title) == ["3", "29", "28", "27", "26", "25", "24", "22"])
        #expect(Set(chosen.map(\.subject)).count == 8)
    }
}
