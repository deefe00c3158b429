import Kernel
import People
import Storage
import Testing

/// A file, what is reported of it, and how the people are stored.
struct ImportCase: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let problems: [String]
    let people: [String]

    init(_ name: String, _ text: String, problems: [String] = [], people: [String]) {
        (testDescription, self.text, self.problems, self.people) = (name, text, problems, people)
    }
}

private let cases: [ImportCase] = [
    ImportCase(
        "every column is stored",
        """
        external_id,email,name,title,department,manager_id,country,site,time_zone,language,hired_on,active
        E-1,ceo@acme.example,Zoë Adams,Head,Acme,,DE,Berlin,Europe/Berlin,de,2019-02-28,yes
        E-2,,Bo  Lee,,Acme / Sales / DACH,E-1,AT,,,,,no
        """,
        people: [
            "E-1|ceo@acme.example|Zoë Adams|Zoë|Head|Acme|-|DE|Berlin|Europe/Berlin|de|2019-02-28|active",
            "E-2|-|Bo  Lee|Bo|-|Acme / Sales / DACH|E-1|AT|-|-|-|-|left",
        ]),
    ImportCase(
        "semicolons, a byte order mark, CRLF, quoted line ends and first_name",
        "\u{FEFF}External_ID;Name;First_Name;Title\r\nE-1;\"Adams; Zoë\";Zoë;\"Head\r\nof all\"\r\n",
        people: ["E-1|-|Adams; Zoë|Zoë|Head  of all|-|-|-|-|-|-|-|active"]),
    ImportCase(
        "missing and duplicate external ids are refused, the others go on",
        "external_id\tname\n\tNobody\nE-1\tAda\nE-2\tBo\nE-1\tAda again\n",
        problems: [
            "line 2, column external_id: it is empty; row refused",
            "line 5, column external_id: “E-1” is in line 3 already; row refused",
        ],
        people: ["E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active", "E-2|-|Bo|Bo|-|-|-|-|-|-|-|-|active"]),
    ImportCase(
        "a missing name is refused",
        "external_id,name\nE-1,\nE-2, \nE-3,Cy",
        problems: ["line 2, column name: it is empty; row refused", "line 3, column name: it is empty; row refused"],
        people: ["E-3|-|Cy|Cy|-|-|-|-|-|-|-|-|active"]),
    ImportCase(
        "malformed rows are refused with their place",
        "external_id,name,title\nE-1,Ada\nE-2,Bo,\"x\"y\nE-3,Cy,a,b\nE-4,\"Di,x\nE-5,Ed,\n",
        problems: [
            "line 2, column name: the row has 2 fields, the header 3; row refused",
            "line 3, column title (character 11): text after a closing quote (a quote inside a quoted field is written twice); row refused",
            "line 4, column title: the row has 4 fields, the header 3; row refused",
            "line 5, column name (character 5): the quote opened here is not closed; row refused",
        ],
        people: ["E-5|-|Ed|Ed|-|-|-|-|-|-|-|-|active"]),
    ImportCase(
        "a bad mail address, zone, date and activity are left out",
        """
        external_id,name,email,time_zone,hired_on,active
        E-1,Ada,not-an-address,Mars/Olympus,2023-02-29,perhaps
        E-2,Bo,a@b@c.example,EST,28.02.2023,no
        E-3,Cy,.cy@acme.example,UTC,2024-02-29,1
        """,
        problems: [
            "line 2, column email: “not-an-address” is no mail address; stored without it",
            "line 2, column time_zone: “Mars/Olympus” is no time zone (write its IANA name, such as Europe/Berlin); stored without it",
            "line 2, column hired_on: “2023-02-29” is no date (write 2026-03-02); stored without it",
            "line 2, column active: “perhaps” is neither yes nor no; stored without it",
            "line 3, column email: “a@b@c.example” is no mail address; stored without it",
            "line 3, column time_zone: “EST” is no time zone (write its IANA name, such as Europe/Berlin); stored without it",
            "line 3, column hired_on: “28.02.2023” is no date (write 2026-03-02); stored without it",
            "line 4, column email: “.cy@acme.example” is no mail address; stored without it",
        ],
        people: [
            "E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active", "E-2|-|Bo|Bo|-|-|-|-|-|-|-|-|left",
            "E-3|-|Cy|Cy|-|-|-|-|-|UTC|-|2024-02-29|active",
        ]),
    ImportCase(
        "unknown managers are left out; managers may come later in the file",
        "external_id,name,manager_id\nE-1,Ada,E-9\nE-2,Bo,E-3\nE-3,Cy,\nE-4,,\nE-5,Ed,E-4\n",
        problems: [
            "line 5, column name: it is empty; row refused",
            "line 2, column manager_id: “E-9” is nobody in this file or in the directory; stored without it",
            "line 6, column manager_id: “E-4” is nobody in this file or in the directory; stored without it",
        ],
        people: [
            "E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active", "E-2|-|Bo|Bo|-|-|E-3|-|-|-|-|-|active",
            "E-3|-|Cy|Cy|-|-|-|-|-|-|-|-|active", "E-5|-|Ed|Ed|-|-|-|-|-|-|-|-|active",
        ]),
    ImportCase(
        "every link of a circle of managers is left out, and no other",
        "external_id,name,manager_id\nE-1,Ada,E-3\nE-2,Bo,E-1\nE-3,Cy,E-2\nE-4,Di,E-1\nE-5,Ed,E-5\nE-6,Fi,E-4\n",
        problems: [
            "line 2, column manager_id: “E-3” is below “E-1”: these managers form a circle; stored without it",
            "line 3, column manager_id: “E-1” is below “E-2”: these managers form a circle; stored without it",
            "line 4, column manager_id: “E-2” is below “E-3”: these managers form a circle; stored without it",
            "line 6, column manager_id: “E-5” would be their own manager; stored without it",
        ],
        people: [
            "E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active", "E-2|-|Bo|Bo|-|-|-|-|-|-|-|-|active", "E-3|-|Cy|Cy|-|-|-|-|-|-|-|-|active",
            "E-4|-|Di|Di|-|-|E-1|-|-|-|-|-|active", "E-5|-|Ed|Ed|-|-|-|-|-|-|-|-|active", "E-6|-|Fi|Fi|-|-|E-4|-|-|-|-|-|active",
        ]),
    ImportCase(
        "departments with an empty name are left out, a slash without white space is a part of a name",
        "external_id,name,department\nE-1,Ada,Acme /  / X\nE-2,Bo,R&D/IT\nE-3,Cy,Acme/ Sales\nE-4,Di,ACME / sales\n",
        problems: [
            "line 2, column department: “Acme /  / X” is no path of departments (write Company / Sales / DACH); stored without it"
        ],
        people: [
            "E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active", "E-2|-|Bo|Bo|-|R&D/IT|-|-|-|-|-|-|active",
            "E-3|-|Cy|Cy|-|Acme / Sales|-|-|-|-|-|-|active", "E-4|-|Di|Di|-|Acme / Sales|-|-|-|-|-|-|active",
        ]),
    ImportCase(
        "any further column is an attribute, empty where the field is",
        "external_id,name,Cost Centre,Shift\nE-1,Ada,4711,yes\nE-2,Bo,,no\n",
        people: ["E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active|cost_centre=4711|shift=yes", "E-2|-|Bo|Bo|-|-|-|-|-|-|-|-|active|shift=no"]),
    ImportCase(
        "a field that is too long is left out, an external id refuses the row",
        "external_id,name,title\nE-1,Ada,\(String(repeating: "x", count: 401))\n\(String(repeating: "E", count: 201)),Bo,\n",
        problems: [
            "line 2, column title: it is longer than 400 bytes; stored without it",
            "line 3, column external_id: it is longer than 200 bytes; row refused",
        ],
        people: ["E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active"]),
]

@Suite("Importing people, rule by rule", .serialized)
struct ImportRuleTests {
    @Test("stores what it can and reports the rest", arguments: cases, Engine.allCases)
    func rule(rule: ImportCase, engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            let first = try await acme.take(rule.text)
            #expect(first.problems == rule.problems)
            #expect(try await acme.dump() == rule.people)
            #expect(first.outcome.new == rule.people.count)
            try await acme.checkInvariants()
            let again = try await acme.take(rule.text)
            #expect(again.problems == rule.problems)
            #expect(try await acme.dump() == rule.people)
            #expect(again.outcome.changed == 0)
            #expect(again.outcome.unchanged == rule.people.count)
            if !rule.problems.isEmpty {
                await #expect(throws: ImportError.self) { try await acme.take(rule.text) { $0.strict = true } }
            }
        }
    }

    @Test(
        "A header that can't be used ends the import before anything is stored",
        arguments: [
            ("name,email\nAda,x@acme.example\n", "there is no column external_id"),
            ("external_id,email\nE-1,x@acme.example\n", "there is no column name"),
            ("external_id|name\nE-1|Ada\n", "separated by commas, semicolons or tabs"),
            ("external_id,name,Name\nE-1,Ada,Ada\n", "columns 2 and 3 are both named “name”"),
            ("external_id,name,cost centre,cost_centre\nE-1,Ada,1,2\n", "columns 3 and 4 are both named “cost_centre”"),
            ("external_id,name,\nE-1,Ada,1\n", "column 3 has no name"),
            ("external_id,name;x\nE-1,Ada\n", "the separator can't be told"),
            ("", "the file is empty"),
            ("external_id,\"name\nE-1,Ada\n", "the quote opened here is not closed"),
        ])
    func headers(text: String, reason: String) async throws {
        try await Acme.with(.sqlite) { (acme: Acme) async throws in
            let error = await #expect(throws: ImportError.self) { try await acme.take(text) }
            #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
            let stored = try await acme.dump()
            #expect(stored.isEmpty)
        }
    }

    @Test(
        "The type of an attribute is what all values are at the first import",
        arguments: [
            (["1", "-2.5", "0"], AttributeType.number), (["2024-01-05", "1999-12-31"], .date), (["yes", "No", "TRUE", "false"], .yesNo),
            (["1", "yes"], .text), (["007"], .text), (["1e3"], .text), (["1,5"], .text), (["2024-13-05"], .text),
            (["1", "2024-01-05"], .text),
            (["12345678901234567"], .text), (["x"], .text),
        ] as [([String], AttributeType)], Engine.allCases)
    func types(case: ([String], AttributeType), engine: Engine) async throws {
        let (values, type) = `case`
        try await Acme.with(engine) { (acme: Acme) async throws in
            let rows = values.enumerated().map { "E-\($0.offset);Ada;\($0.element)\n" }.joined()
            try await acme.take("external_id;name;a\n" + rows)
            #expect(try await acme.database.read { try $0.attributes().map(\.type) } == [type])
            let numbers = try await acme.database.read { reader in
                try reader.values("SELECT number FROM person_attribute ORDER BY number NULLS FIRST", as: Double?.self)
            }
            switch type {
            case .number: #expect(numbers == [-2.5, 0, 1])
            case .date: #expect(numbers == [10_956, 19_727])
            case .yesNo: #expect(numbers == [0, 0, 1, 1])
            case .text: #expect(numbers.allSatisfy { $0 == nil })
            }
            let folded = try await acme.database.read { try $0.count("SELECT count(*) FROM person_attribute WHERE folded IS NOT NULL") }
            #expect(folded == (type == .text ? values.count : 0))
        }
    }

    @Test("A later value that does not fit an attribute's type is left out", arguments: Engine.allCases)
    func laterValues(engine: Engine) async throws {
        try await Acme.with(engine) { (acme: Acme) async throws in
            try await acme.take("external_id,name,grade,remote,since\nE-1,Ada,3,yes,2020-01-01\n")
            let later = try await acme.take("external_id,name,grade,remote,since\nE-1,Ada,high,1,soon\nE-2,Bo,4,0,\n")
            #expect(
                later.problems == [
                    "line 2, column grade: “high” does not fit the attribute’s type, number; stored without it",
                    "line 2, column since: “soon” does not fit the attribute’s type, date; stored without it",
                ])
            #expect(
                try await acme.dump() == [
                    "E-1|-|Ada|Ada|-|-|-|-|-|-|-|-|active|remote=1", "E-2|-|Bo|Bo|-|-|-|-|-|-|-|-|active|grade=4|remote=0",
                ])
            #expect(later.outcome.warned == 1)
        }
    }
}
