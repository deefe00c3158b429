import Kernel
import Testing

@testable import Demo

let today = Day(year: 2026, month: 3, day: 18) ?? Day(number: 0)

func company(_ people: Int, seed: UInt64 = 42) -> DemoCompany { DemoCompany(seed: seed, people: people, today: today) }

func everyone(_ company: DemoCompany) -> [DemoPerson] {
    var people: [DemoPerson] = []
    company.eachPerson { people.append($0) }
    return people
}

@Suite("Seeded numbers") struct SeededNumbers {
    @Test func theSameSeedGivesTheSameNumbers() {
        // The first outputs for seed 0, as published with the algorithm.
        var zero = SplitMix64(seed: 0)
        #expect([zero.next(), zero.next()] == [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4])
    }

    @Test func numbersAreSpreadEvenly() {
        var random = SplitMix64(seed: 1)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<10_000 { counts[random.below(10)] += 1 }
        #expect(counts.allSatisfy { (880...1120).contains($0) })
    }
}

@Suite("The people of the made-up company") struct People {
    let people = everyone(company(5000))

    @Test(arguments: [20, 21, 50, 300, 5000]) func areAsManyAsWanted(count: Int) {
        let people = everyone(company(count))
        #expect(people.count == count)
        #expect(people.map(\.index) == Array(0..<count))
    }

    @Test func areTheSameForTheSameSeed() {
        var first = "", again = "", other = ""
        company(600).eachCSVLine { first += $0 }
        company(600).eachCSVLine { again += $0 }
        company(600, seed: 43).eachCSVLine { other += $0 }
        #expect(first == again)
        #expect(first != other)
    }

    @Test(arguments: [20, 100, 5000]) func haveIdsAndMailboxesOfTheirOwn(count: Int) {
        let people = everyone(company(count))
        #expect(Set(people.map(\.externalID)).count == count)
        let mails = people.compactMap(\.email)
        #expect(Set(mails.map { $0.folded }).count == mails.count)
        for mail in mails {
            #expect(
                mail.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } && mail.hasSuffix("@northwind.example") && !mail.hasPrefix("@"), "\(mail)")
            #expect(!mail.hasPrefix(".") && !mail.contains("..") && !mail.contains(".@"), "\(mail)")
        }
    }

    @Test(arguments: [20, 33, 100, 1000, 5000]) func reportUpwardsToOneChief(count: Int) {
        let people = everyone(company(count))
        var seen: Set<String> = []
        for person in people {
            // Managers come first, so that there can be no cycle.
            if let manager = person.manager { #expect(seen.contains(manager), "\(person.externalID)") }
            seen.insert(person.externalID)
        }
        #expect(people.filter { $0.manager == nil }.map(\.externalID) == [DemoCast.chief.externalID])
    }

    @Test func haveManagersWithTeamsOfBelievableSize() {
        let spans = Dictionary(grouping: people.compactMap(\.manager), by: { $0 }).mapValues(\.count).values
        #expect(spans.allSatisfy { $0 <= 13 }, "\(spans.max() ?? 0)")
        let usual = spans.count { (5...12).contains($0) }
        #expect(Double(usual) / Double(spans.count) > 0.9, "\(usual) of \(spans.count)")
    }

    @Test func haveOneHeadInEachUnitWhoseManagerIsOutsideIt() {
        let byID = Dictionary(uniqueKeysWithValues: people.map { ($0.externalID, $0) })
        for (path, head) in company(5000).departments {
            let outside = people.filter { person in
                guard person.department == path || person.department.hasPrefix(path + " / ") else { return false }
                guard let manager = person.manager.flatMap({ byID[$0] }) else { return true }
                return !(manager.department == path || manager.department.hasPrefix(path + " / "))
            }
            #expect(outside.map(\.externalID) == [head], "\(path)")
        }
    }

    @Test func workInTwelveCountriesWithKnownClocks() {
        #expect(Set(people.map(\.country)).count == 12)
        for zone in Set(people.map(\.timeZone)) { #expect(Zone(zone) != nil, "\(zone)") }
        #expect(Set(people.map(\.timeZone)).isSuperset(of: ["Asia/Kolkata", "America/Sao_Paulo", "America/Phoenix", "Australia/Adelaide"]))
        let depths = Set(people.map { $0.department.split(separator: "/").count })
        #expect(depths == [1, 2, 3, 4])
    }

    @Test func areProportionedLikeACompanyThatBuildsAndRepairs() {
        func share(_ condition: (DemoPerson) -> Bool) -> Double { Double(people.count(where: condition)) / Double(people.count) }
        #expect((0.065...0.095).contains(share { $0.email == nil }))
        #expect((0.005...0.02).contains(share { !$0.active }))
        #expect((0.2...0.3).contains(share { $0.department.hasPrefix("Northwind / Field Service") }))
        #expect((0.13...0.2).contains(share { $0.department.hasPrefix("Northwind / Sales") }))
        #expect((0.03...0.08).contains(share { $0.department.hasPrefix("Northwind / IT") }))
        #expect((0.02...0.09).contains(share { $0.hiredOn > today + -365 }))
        #expect(share { $0.hiredOn < today + -3650 } > 0.2)
        #expect(people.allSatisfy { $0.hiredOn < today && $0.hiredOn > today + -26 * 366 })
        #expect(Set(people.map(\.name)).count > 4200)
    }

    @Test func bearNamesThatSoftwareLikesToBreak() {
        #expect(people.contains { $0.name.contains("’") })
        #expect(people.contains { !$0.name.contains(" ") })
        #expect(people.contains { $0.name.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) } && $0.email != nil })
        #expect(people.contains { $0.name.utf8.count > 40 })
        #expect(people.allSatisfy { !$0.firstName.isEmpty && !$0.title.isEmpty && !$0.name.contains("_") })
    }

    @Test func becomeLinesThatReadBackAsTheyWere() {
        let header = DemoPerson.csvHeader.split(separator: ",")
        #expect(header.starts(with: ["external_id", "email", "name", "first_name", "title", "department", "manager_id", "country"]))
        for person in people where person.title.contains(",") {
            #expect(person.csvLine.contains("\"\(person.title)\""))
        }
        for person in people where !person.title.contains(",") && !person.department.contains(",") {
            #expect(person.csvLine.split(separator: ",", omittingEmptySubsequences: false).count == header.count, "\(person.csvLine)")
        }
    }

    @Test(arguments: [(20, 1 as UInt64), (5000, 9), (777, 3)]) func alwaysIncludeTheCast(count: Int, seed: UInt64) {
        let byID = Dictionary(uniqueKeysWithValues: everyone(company(count, seed: seed)).map { ($0.externalID, $0) })
        for member in DemoCast.allCases {
            let person = byID[member.externalID]
            #expect(person?.name == member.role.name)
            #expect(person?.department == member.role.unit)
            #expect(person?.site == String(member.role.city))
            #expect(person?.active == true && person?.email != nil)
        }
        let mira = byID[DemoCast.employee.externalID]
        #expect(mira?.email == "mira.okafor@northwind.example")
        #expect(mira.flatMap { $0.hiredOn < today } == true)
        if count >= 1000 { #expect(byID[mira?.manager ?? ""] != nil) }
        #expect(byID[DemoCast.author.externalID]?.manager == DemoCast.approver.externalID)
        #expect(byID[DemoCast.leader.externalID]?.manager == DemoCast.headOfSales.externalID)
    }

    @Test(arguments: [
        ("Jörg Weiß-Süßmilch", "joerg.weiss-suessmilch"), ("Seán Ó Súilleabháin", "sean.o.suilleabhain"), ("Łukasz Żak", "lukasz.zak"),
        ("D’Angelo O’Shaughnessy", "dangelo.oshaughnessy"), ("Kyōko Ōta", "kyoko.ota"), ("Emre Yılmaz", "emre.yilmaz"),
    ]) func getMailNamesInPlainLetters(name: String, mail: String) { #expect(MailName.localPart(of: name) == mail) }
}
