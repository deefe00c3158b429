/// What kind of work a unit does: it decides titles, desks, vehicles and mailboxes.
enum Family: String, Sendable {
    case board, service, plant, fieldSales, insideSales, keyAccounts, warehouse, planning, engineering, software, it, security, data
    case finance, people, learning, marketing, legal, rental
}

/// A unit of the organisation as the list below has it.
struct UnitSpec: Sendable {
    let path: String
    /// Share of all people who work in this very unit, in thousandths.
    let weight: Int
    let family: Family
    /// Sites with their weights.
    let sites: [(site: Site, weight: Int)]
    let parent: Int?

    var depth: Int { path.split(separator: "/").count }

    static let all: [UnitSpec] = {
        var units: [UnitSpec] = []
        var indexes: [String: Int] = [:]
        for line in list.split(separator: "\n") {
            let columns = line.split(separator: "|").map { $0.trimmingSpaces() }
            let path = String(columns[0])
            guard columns.count == 4, let weight = Int(columns[1]), let family = Family(rawValue: String(columns[2])) else {
                preconditionFailure("bad unit: \(line)")
            }
            let sites = columns[3].split(separator: ",").map { part in
                let pair = part.split(separator: ":")
                return (Site.named(pair[0].trimmingSpaces()), pair.count > 1 ? Int(pair[1]) ?? 1 : 1)
            }
            let parts = path.split(separator: "/").map { $0.trimmingSpaces() }
            indexes[path] = units.count
            units.append(
                UnitSpec(
                    path: path, weight: weight, family: family, sites: sites,
                    parent: parts.count == 1 ? nil : indexes[parts.dropLast().joined(separator: " / ")]))
        }
        return units
    }()

    static let indexByPath = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.path, $0) })

    /// A parent stands above its units. Northwind builds lift trucks, conveyors and sorters, and keeps them running at its customers'.
    private static let list = """
        Northwind                                               |   1 | board       | Augsburg
        Northwind / Field Service                               |   1 | service     | Augsburg
        Northwind / Field Service / DACH                        |   1 | service     | Munich
        Northwind / Field Service / DACH / Service South        |  28 | service     | Munich:5,Augsburg:3,Linz:2,Zürich:2
        Northwind / Field Service / DACH / Service North        |  24 | service     | Hamburg:4,Cologne:3
        Northwind / Field Service / DACH / Service East         |  16 | service     | Leipzig:3,Vienna:2
        Northwind / Field Service / Western Europe              |   1 | service     | Lyon
        Northwind / Field Service / Western Europe / Service France         |  20 | service | Lyon:3,Lille:2,Lausanne:1
        Northwind / Field Service / Western Europe / Service United Kingdom |  20 | service | Birmingham:3,Manchester:2
        Northwind / Field Service / Eastern Europe              |   1 | service     | Wrocław
        Northwind / Field Service / Eastern Europe / Service Poland         |  18 | service | Wrocław:2,Poznań:3
        Northwind / Field Service / Eastern Europe / Service Greece         |  10 | service | Thessaloniki:3,Athens:2
        Northwind / Field Service / Americas                    |   1 | service     | Chicago
        Northwind / Field Service / Americas / Service North America        |  34 | service | Chicago:4,Memphis:2,Phoenix:3,Newark:3,Portland:2
        Northwind / Field Service / Americas / Service Brazil   |  18 | service     | São Paulo:4,Recife:2
        Northwind / Field Service / Asia Pacific                |   1 | service     | Pune
        Northwind / Field Service / Asia Pacific / Service India            |  24 | service | Pune:3,Chennai:3
        Northwind / Field Service / Asia Pacific / Service Japan            |  12 | service | Osaka:3,Nagoya:2
        Northwind / Field Service / Asia Pacific / Service Australia        |  10 | service | Adelaide:2,Brisbane:3
        Northwind / Manufacturing                               |   1 | plant       | Augsburg
        Northwind / Manufacturing / Plant Augsburg              |   1 | plant       | Augsburg
        Northwind / Manufacturing / Plant Augsburg / Truck Assembly         |  48 | plant | Augsburg
        Northwind / Manufacturing / Plant Augsburg / Welding and Paint      |  24 | plant | Augsburg
        Northwind / Manufacturing / Plant Augsburg / Quality    |  12 | plant       | Augsburg
        Northwind / Manufacturing / Plant Wrocław               |   1 | plant       | Wrocław
        Northwind / Manufacturing / Plant Wrocław / Conveyor Assembly       |  42 | plant | Wrocław
        Northwind / Manufacturing / Plant Wrocław / Electrical Cabinets     |  20 | plant | Wrocław
        Northwind / Manufacturing / Plant Pune                  |   1 | plant       | Pune
        Northwind / Manufacturing / Plant Pune / Truck Assembly |  38 | plant       | Pune
        Northwind / Manufacturing / Plant Pune / Quality        |  10 | plant       | Pune
        Northwind / Manufacturing / Plant Memphis               |   1 | plant       | Memphis
        Northwind / Manufacturing / Plant Memphis / Sorter Assembly         |  26 | plant | Memphis
        Northwind / Sales                                       |   1 | insideSales | Augsburg
        Northwind / Sales / DACH                                |   1 | insideSales | Munich
        Northwind / Sales / DACH / Field Sales South            |  18 | fieldSales  | Munich:4,Augsburg:2,Linz:2,Zürich:2
        Northwind / Sales / DACH / Field Sales North            |  16 | fieldSales  | Hamburg:3,Cologne:3,Leipzig:2
        Northwind / Sales / DACH / Inside Sales                 |  12 | insideSales | Munich:3,Vienna:1
        Northwind / Sales / Europe                              |   1 | insideSales | Lyon
        Northwind / Sales / Europe / Field Sales France         |  14 | fieldSales  | Lyon:3,Lille:2,Lausanne:1
        Northwind / Sales / Europe / Field Sales United Kingdom |  13 | fieldSales  | Birmingham:2,Manchester:2
        Northwind / Sales / Europe / Field Sales East           |  12 | fieldSales  | Wrocław:2,Poznań:1,Athens:2
        Northwind / Sales / Americas                            |   1 | insideSales | Chicago
        Northwind / Sales / Americas / Field Sales North America |  22 | fieldSales | Chicago:4,Newark:3,Phoenix:2,Portland:2
        Northwind / Sales / Americas / Field Sales Brazil       |  10 | fieldSales  | São Paulo:4,Recife:1
        Northwind / Sales / Americas / Inside Sales             |   8 | insideSales | Chicago
        Northwind / Sales / Asia Pacific                        |   1 | insideSales | Pune
        Northwind / Sales / Asia Pacific / Field Sales India    |  10 | fieldSales  | Pune,Chennai
        Northwind / Sales / Asia Pacific / Field Sales Japan    |   6 | fieldSales  | Osaka:2,Nagoya:1
        Northwind / Sales / Asia Pacific / Field Sales Australia |  5 | fieldSales  | Brisbane:2,Adelaide:1
        Northwind / Sales / Key Accounts                        |  12 | keyAccounts | Munich:3,Lyon:1,Birmingham:1,Chicago:2,Osaka:1
        Northwind / Logistics                                   |   1 | planning    | Augsburg
        Northwind / Logistics / Parts Distribution              |   1 | warehouse   | Leipzig
        Northwind / Logistics / Parts Distribution / Parts Centre Leipzig   |  32 | warehouse | Leipzig
        Northwind / Logistics / Parts Distribution / Parts Centre Memphis   |  18 | warehouse | Memphis
        Northwind / Logistics / Parts Distribution / Parts Centre Chennai   |  14 | warehouse | Chennai
        Northwind / Logistics / Transport Planning              |  14 | planning    | Leipzig:3,Wrocław:2,Memphis:1
        Northwind / Logistics / Customs and Trade               |   6 | planning    | Hamburg:2,Newark:1
        Northwind / Engineering                                 |   1 | engineering | Augsburg
        Northwind / Engineering / Lift Trucks                   |  24 | engineering | Augsburg:4,Pune:2
        Northwind / Engineering / Conveyors and Sorters         |  20 | engineering | Wrocław:3,Augsburg:1,Memphis:1
        Northwind / Engineering / Controls Software             |  26 | software    | Zürich:1,Munich:3,Pune:4,Wrocław:2
        Northwind / Engineering / Test and Safety               |  14 | engineering | Augsburg:3,Osaka:1
        Northwind / Rental and Used Trucks                      |   1 | rental      | Cologne
        Northwind / Rental and Used Trucks / Rental Europe      |  16 | rental      | Cologne:3,Lille:2,Manchester:1,Poznań:1
        Northwind / Rental and Used Trucks / Rental Americas    |   8 | rental      | Newark:2,São Paulo:1
        Northwind / IT                                          |   1 | it          | Augsburg
        Northwind / IT / Digital Workplace                      |   8 | it          | Augsburg:2,Wrocław:2,Pune:1
        Northwind / IT / Mobile Work                            |   5 | it          | Augsburg:2,Wrocław:1
        Northwind / IT / Business Applications                  |  12 | it          | Augsburg:2,Pune:3
        Northwind / IT / Security                               |   5 | security    | Zürich:1,Augsburg:1,Wrocław:1
        Northwind / IT / Data and Analytics                     |   7 | data        | Munich:2,Pune:2
        Northwind / IT / Service Desk                           |  10 | it          | Wrocław:3,Pune:3,Memphis:1
        Northwind / Finance                                     |   1 | finance     | Augsburg
        Northwind / Finance / Accounting                        |  18 | finance     | Augsburg:2,Wrocław:3,Chicago:1,Pune:2
        Northwind / Finance / Controlling                       |  12 | finance     | Augsburg:3,Lyon:1,Chicago:1
        Northwind / Finance / Purchasing                        |  16 | finance     | Augsburg:3,Wrocław:2,Pune:2
        Northwind / HR                                          |   1 | people      | Augsburg
        Northwind / HR / People Partners                        |  12 | people      | Augsburg:2,Lyon:1,Birmingham:1,Wrocław:1,Chicago:1,Pune:1
        Northwind / HR / Recruiting                             |   7 | people      | Munich:2,Pune:1,Chicago:1
        Northwind / HR / Learning                               |   6 | learning    | Augsburg:2,Lyon:1,Pune:1
        Northwind / Marketing                                   |   1 | marketing   | Munich
        Northwind / Marketing / Communications                  |   6 | marketing   | Munich:3,Chicago:1
        Northwind / Marketing / Product Marketing               |   8 | marketing   | Munich:3,Lyon:1,Chicago:1,Pune:1
        Northwind / Marketing / Fairs and Events                |   4 | marketing   | Cologne
        Northwind / Legal and Compliance                        |   6 | legal       | Munich:3,Newark:1
        """
}

extension Substring {
    func trimmingSpaces() -> Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
