/// A made-up directory as CSV, the same for the same number of people, for benchmarks and tests.
package struct PeopleSample: Sendable {
    package let people: Int
    /// Gives every n-th person another title and manager than the sample without it, for imports over an existing directory; 0 for none.
    package let changedEvery: Int
    private var next = 0
    private var pending: [UInt8] = []
    private var used = 0

    package init(people: Int, changedEvery: Int = 0) {
        self.people = people
        self.changedEvery = changedEvery
        pending = Array(
            "external_id,email,name,title,department,manager_id,country,site,time_zone,language,hired_on,active,cost_centre,shift\r\n".utf8)
    }

    /// Fills the beginning of the buffer, as `CSVReader.Source` does; 0 at the end.
    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if used == pending.count {
            pending.removeAll(keepingCapacity: true)
            used = 0
            while pending.count < 64 << 10, next < people {
                append(next)
                next += 1
            }
        }
        let count = min(buffer.count, pending.count - used)
        buffer.copyBytes(from: pending[used..<(used + count)])
        used += count
        return count
    }

    private static let firstNames = [
        "Anna", "Björn", "Chiara", "David", "Élodie", "Farid", "Grace", "Hiroshi", "Ines", "João", "Katarzyna", "Liam", "Mei", "Noor",
        "Olu",
        "Petra", "Quentin", "Ravi", "Sofía", "Tomáš",
    ]
    private static let lastNames = [
        "Abe", "Bauer", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ivanova", "Jansen", "Kowalska", "Lindqvist", "Müller",
        "Nakamura", "Okafor", "Pérez", "Quinn", "Rossi", "Schmidt", "Tanaka", "Ünal", "Varga", "Weiß", "Young", "Zhang",
    ]
    private static let places: [(country: String, site: String, zone: String, language: String)] = [
        ("DE", "Berlin", "Europe/Berlin", "de"), ("AT", "Wien", "Europe/Vienna", "de"), ("FR", "Lyon", "Europe/Paris", "fr"),
        ("US", "Austin", "America/Chicago", "en"), ("JP", "Ōsaka", "Asia/Tokyo", "ja"), ("BR", "Recife", "America/Recife", "pt"),
    ]
    private static let titles = ["Engineer", "Analyst", "Technician", "Account manager", "Nurse", "Driver", "Buyer", "Designer"]

    private mutating func append(_ index: Int) {
        // A multiplicative hash spreads the choices without a generator's state.
        let random = Int(truncatingIfNeeded: (UInt64(index) &+ 1) &* 0x9E37_79B9_7F4A_7C15 >> 17) & 0xFFFF_FFFF
        let first = Self.firstNames[random % 20]
        let last = Self.lastNames[random / 20 % 25]
        let place = Self.places[random / 500 % 6]
        let changed = changedEvery > 0 && index % changedEvery == 0
        let unit = index == 0 ? "Northwind" : "Northwind / Division \(random % 12) / Team \(random % 1200)"
        // Everyone reports to one of those before, a tenth as far down the file.
        let manager = index == 0 ? "" : "E-\(max(0, index / 10 - (changed && index > 20 ? 1 : 0)))"
        let email = index % 10 == 9 ? "" : "p\(random % 1_000_000).\(index)@northwind.example"
        let title = Self.titles[random % 8] + (changed ? ", senior" : "")
        pending += Array("E-\(index),\(email),\(first) \(last),".utf8)
        pending += Array("\"\(title)\",\(unit),\(manager),\(place.country),\(place.site),\(place.zone),\(place.language),".utf8)
        pending += Array(
            "20\(10 + random % 15)-0\(1 + random % 9)-1\(random % 10),yes,\(1000 + random % 300),\(index % 3 == 0 ? "yes" : "no")\r\n".utf8)
    }
}
