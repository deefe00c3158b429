import Kernel
import Testing
import Yams

@testable import Demo

/// All the files read as one document each, their lists joined.
struct Content {
    typealias Entry = [String: Any]
    var lists: [String: [Entry]] = [:]

    init() throws {
        for (name, text) in DemoYAML.files(today: today) {
            let document = try #require(try Yams.load(yaml: text) as? [String: Any], "\(name)")
            for (key, value) in document { lists[key, default: []] += try #require(value as? [Entry], "\(name): \(key)") }
        }
    }

    subscript(_ list: String) -> [Entry] { lists[list] ?? [] }
    func slugs(_ list: String) -> Set<String> { Set(self[list].compactMap { $0["slug"] as? String }) }
}

func texts(_ value: Any?) -> [String] {
    switch value {
    case let text as String: [text]
    case let map as [String: Any]: map.values.flatMap(texts)
    case let list as [Any]: list.flatMap(texts)
    default: []
    }
}

@Suite("The made-up company's files") struct ContentTests {
    let content: Content

    init() throws { content = try Content() }

    @Test func haveOnlyTheKeysThatApplyKnows() {
        let known: [String: Set<String>] = [
            "publishers": ["slug", "name", "department", "reply_to", "members", "may_address"], "departments": ["path", "head"],
            "topics": ["slug", "name"], "audiences": ["slug", "name", "rule"],
            "offerings": ["slug", "name", "kind", "owner", "lifecycle", "tagline", "needs", "topics", "audience", "links", "description"],
            "campaigns": [
                "slug", "name", "publisher", "offering", "audience", "stage", "class", "start", "latest_send", "uncertain", "goal",
                "holdout",
                "channels", "key_messages", "needs", "messages",
            ],
        ]
        #expect(Set(content.lists.keys) == Set(known.keys))
        for (list, entries) in content.lists {
            for entry in entries { #expect(Set(entry.keys).isSubset(of: known[list] ?? []), "\(list): \(entry["slug"] ?? "")") }
            let slugs = entries.compactMap { $0["slug"] as? String }
            #expect(Set(slugs).count == slugs.count && slugs.allSatisfy { Slug($0) != nil }, "\(list)")
        }
        // Offerings and topics share one space of slugs.
        #expect(content.slugs("offerings").isDisjoint(with: content.slugs("topics")))
    }

    @Test func nameOnlyWhatExists() {
        let cast = Set(DemoCast.allCases.map(\.externalID))
        let audiences = content.slugs("audiences")
        for publisher in content["publishers"] {
            #expect(UnitSpec.indexByPath[publisher["department"] as? String ?? ""] != nil)
            let members = publisher["members"] as? [[String: String]] ?? []
            #expect(members.allSatisfy { cast.contains($0["person"] ?? "") })
            #expect(Set(members.compactMap { $0["role"] }) == ["author", "approver"])
        }
        for department in content["departments"] {
            #expect(UnitSpec.indexByPath[department["path"] as? String ?? ""] != nil && cast.contains(department["head"] as? String ?? ""))
        }
        for offering in content["offerings"] {
            #expect(content.slugs("publishers").contains(offering["owner"] as? String ?? ""))
            #expect(texts(offering["topics"]).allSatisfy(content.slugs("topics").contains))
            if let audience = offering["audience"] as? String { #expect(audiences.contains(audience)) }
        }
        for campaign in content["campaigns"] {
            #expect(content.slugs("publishers").contains(campaign["publisher"] as? String ?? ""))
            #expect(content.slugs("offerings").contains(campaign["offering"] as? String ?? ""))
            if let audience = campaign["audience"] as? String { #expect(audiences.contains(audience)) }
        }
    }

    @Test func areRulesOfKnownWords() throws {
        var rules =
            content["audiences"].compactMap { $0["rule"] as? String } + content["publishers"].compactMap { $0["may_address"] as? String }
        for campaign in content["campaigns"] {
            rules += (campaign["messages"] as? [Content.Entry] ?? []).compactMap { $0["audience"] as? String }
        }
        #expect(rules.count >= 15)
        let words: Set<String> = [
            "and", "or", "not", "in", "under", "within", "months", "is", "set", "yes", "no", "reports", "to", "directly", "audience",
            "stage", "everyone", "department", "country", "hired_on", "attr.vehicle", "attr.desk", "try", "know",
        ]
        for rule in rules {
            let pieces = rule.split(separator: "\"", omittingEmptySubsequences: false)
            #expect(pieces.count % 2 == 1, "\(rule)")
            for (index, piece) in pieces.enumerated() {
                if index % 2 == 1 {
                    let before = pieces[index - 1]
                    if before.hasSuffix("audience(") { #expect(content.slugs("audiences").contains(String(piece)), "\(rule)") }
                    if before.hasSuffix("stage(") { #expect(content.slugs("offerings").contains(String(piece)), "\(rule)") }
                    if before.hasSuffix("under ") { #expect(UnitSpec.indexByPath[String(piece)] != nil, "\(piece)") }
                    if before.hasSuffix("reports to ") { #expect(DemoCast(rawValue: String(piece)) != nil, "\(rule)") }
                } else {
                    for word in piece.split(whereSeparator: { !($0.isLetter || $0 == "." || $0 == "_") }) {
                        #expect(words.contains(String(word)), "\(word) in \(rule)")
                    }
                }
            }
        }
    }

    @Test func useOnlyKnownMergeFieldsAndAFallbackForWhatMayBeMissing() {
        let person: Set<String> = ["first_name", "name", "title", "department", "site", "country", "manager.name"]
        var count = 0
        for text in texts(content.lists) where text.contains("{{") {
            for field in text.components(between: "{{", and: "}}") {
                let parts = field.split(separator: "|").map { $0.trimmingSpaces() }
                let known = parts[0].hasPrefix("person.") && person.union(DemoPerson.attributeNames).contains(String(parts[0].dropFirst(7)))
                #expect(known, "\(field)")
                if parts[0] == "person.manager.name" { #expect(parts.count == 2, "\(field)") }
                count += 1
            }
        }
        #expect(count > 30)
    }

    @Test func speakGermanWherePromised() throws {
        var germanDescriptions = 0
        for offering in content["offerings"] {
            let slug = offering["slug"] as? String ?? ""
            for key in ["name", "tagline"] { #expect(Set((offering[key] as? [String: String] ?? [:]).keys) == ["en", "de"], "\(slug)") }
            let needs = try #require(offering["needs"] as? [[String: String]])
            #expect((3...4).contains(needs.count) && needs.allSatisfy { Set($0.keys) == ["en", "de"] }, "\(slug)")
            let description = try #require(offering["description"] as? [String: String])
            if description["de"] != nil { germanDescriptions += 1 }
            for (language, text) in description {
                let words = text.split { $0 == " " || $0 == "\n" }.count
                #expect((250...500).contains(words), "\(slug) \(language): \(words)")
            }
        }
        #expect(content["offerings"].count == 8 && germanDescriptions >= 4)
        for story in DemoStory.all {
            var bilingual = story.tips + story.traps
            bilingual.append(story.scene)
            for news in story.news { bilingual += [news.title, news.text] }
            for text in bilingual { #expect(Set(text.byLanguage.keys) == ["en", "de"]) }
        }
    }

    @Test func sayNothingInTheMarketersOwnTongue() {
        var shown = content["campaigns"].flatMap { texts($0["messages"]) } + content["offerings"].flatMap { texts(Array($0.values)) }
        for story in DemoStory.all {
            var bilingual = story.tips + story.traps
            bilingual.append(story.scene)
            for news in story.news { bilingual += [news.title, news.text] }
            for text in bilingual { shown += Array(text.byLanguage.values) }
            for review in story.reviews { shown += [review.text, review.answer ?? ""] }
            for question in story.questions { shown += [question.text, question.answer ?? ""] }
        }
        for text in shown {
            for word in [
                "funnel", "target", "campaign", "stakeholder", "leverage", "seamless", "empower", "lorem", "kampagne", "zielgruppe",
            ] {
                #expect(!text.folded.contains(word), "\(word): \(text.prefix(80))")
            }
        }
    }

    @Test func agreeWithTheCampaignsOfTheHistory() throws {
        #expect(content.slugs("campaigns") == Set(DemoCampaign.all.map(\.slug)))
        #expect(content.slugs("offerings") == Set(DemoOffering.all.map(\.slug)))
        #expect(content.slugs("offerings") == Set(DemoStory.all.map(\.offering)))
        let members = Dictionary(
            uniqueKeysWithValues: content["publishers"].map { ($0["slug"] as? String ?? "", texts($0["members"])) })
        for campaign in DemoCampaign.all {
            let entry = try #require(content["campaigns"].first { $0["slug"] as? String == campaign.slug })
            let start = try #require(entry["start"] as? String)
            #expect(start.hasPrefix(DemoYAML.workday(campaign.start, from: today).description), "\(campaign.slug)")
            #expect(entry["offering"] as? String == campaign.offering)
            let team = members[entry["publisher"] as? String ?? ""] ?? []
            #expect(team.contains(campaign.author.externalID) && team.contains(campaign.approver.externalID))
            #expect(campaign.author != campaign.approver)
            #expect(campaign.hasRun == (campaign.startsDaysAgo(today: today) > 0))
            #expect((1...3).contains((entry["key_messages"] as? [Any] ?? []).count))
            let messages = try #require(entry["messages"] as? [Content.Entry])
            #expect((1...3).contains(messages.count) && messages.last?["audience"] == nil)
            #expect(messages.dropLast().allSatisfy { $0["audience"] != nil })
            #expect(["news", "invitation", "survey", "must-know"].contains(entry["class"] as? String ?? ""))
            for message in messages {
                let subjects = texts(message["subject"])
                #expect(subjects.count == 2 && subjects.allSatisfy { $0.count <= 78 }, "\(subjects)")
                #expect(texts(message["body"]).allSatisfy { $0.contains("](offering)") })
            }
        }
        #expect(Set(DemoCampaign.all.map(\.state)).count == 6)
    }

    @Test(arguments: 0..<7) func startOnWorkdaysWhateverTodayIs(offset: Int) {
        let day = today + offset
        for campaign in DemoCampaign.all {
            let start = DemoYAML.workday(campaign.start, from: day)
            #expect(start.weekday <= 5 && (start > day) == (campaign.start > 0))
        }
        for (_, text) in DemoYAML.files(today: day) { #expect(!text.contains("DAY(")) }
    }
}

extension String {
    /// What stands between each pair of marks.
    func components(between open: String, and close: String) -> [Substring] {
        var found: [Substring] = []
        var rest = self[...]
        while let start = rest.firstRange(of: open), let end = rest[start.upperBound...].firstRange(of: close) {
            found.append(rest[start.upperBound..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        return found
    }
}
