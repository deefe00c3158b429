/// A name as it is written, called and mailed.
struct PersonName: Sendable {
    let full: String
    let first: String
    let mail: String

    init(_ role: DemoCast.Role) {
        full = role.name
        first = role.first
        mail = role.mail
    }

    init(in country: Country, _ random: inout SplitMix64) {
        let origin = random.chance(0.07) ? Country.allCases[random.below(Country.allCases.count)] : country
        let list = origin.names
        let scripts: Set<Country> = [.japan, .india, .greece]
        if random.chance(scripts.contains(origin) ? 0.05 : 0.012) {
            let odd = list.awkward[random.below(list.awkward.count)]
            full = odd.name
            first = odd.firstName
            mail = MailName.localPart(of: odd.latin)
            return
        }
        first = list.first[random.below(list.first.count)]
        var last = Self.inflected(list.last[random.below(list.last.count)], first: first, origin)
        if random.chance(0.04) {
            let second = Self.inflected(list.last[random.below(list.last.count)], first: first, origin)
            if second != last { last += "-" + second }
        }
        full = first + " " + last
        mail = MailName.localPart(of: full)
    }

    /// Polish and Greek surnames follow the person: Anna Kowalska, Maria Papadopoulou.
    private static func inflected(_ last: String, first: String, _ country: Country) -> String {
        switch country {
        case .poland where first.hasSuffix("a"):
            return last.hasSuffix("ki") ? last.dropLast() + "a" : last
        case .greece where !first.hasSuffix("s"):
            if last.hasSuffix("dis") { return last.dropLast(2) + "ou" }
            if last.hasSuffix("os") { return last.dropLast(2) + "ou" }
            return last.hasSuffix("is") || last.hasSuffix("as") ? String(last.dropLast()) : last
        default: return last
        }
    }
}

enum Titles {
    static func title(_ unit: UnitSpec, _ level: DemoFacts.Level, _ site: Site, _ random: inout SplitMix64) -> String {
        let names = unit.path.split(separator: "/").map { $0.trimmingSpaces() }
        switch level {
        case .head:
            switch names.count {
            case 1: return "Chief Executive Officer"
            case 2: return "Executive Vice President, \(names[1])"
            case 3: return names[1] == "Sales" || names[1] == "Field Service" ? "Head of \(names[1]) \(names[2])" : "Head of \(names[2])"
            default: return "Manager, \(names[3])"
            }
        case .lead: return pick(leads(unit.family), &random)
        case .member:
            let title = pick(members(unit.family), &random)
            switch random.below(10) {
            case 0...1: return "Senior \(title)"
            case 2 where unit.family == .service || unit.family == .fieldSales: return "\(title), \(site.city)"
            default: return title
            }
        }
    }

    /// `T` for technicians and operators, `P` for professionals, `M` for managers, `X` for the board.
    static func grade(_ unit: UnitSpec, _ level: DemoFacts.Level, _ random: inout SplitMix64) -> String {
        switch level {
        case .head: return unit.depth <= 2 ? "X\(3 - unit.depth)" : "M\(7 - unit.depth)"
        case .lead: return "M\(1 + random.below(2))"
        case .member:
            switch unit.family {
            case .service, .plant, .warehouse: return "T\(2 + random.below(5))"
            default: return "P\(1 + min(random.below(5), random.below(5)))"
            }
        }
    }

    private static func pick(_ titles: [String], _ random: inout SplitMix64) -> String { titles[random.below(titles.count)] }

    private static func leads(_ family: Family) -> [String] {
        switch family {
        case .board: ["Chief of Staff"]
        case .service: ["Service Team Lead", "Service Coordinator", "Regional Service Lead"]
        case .plant: ["Shift Lead", "Line Lead", "Production Supervisor"]
        case .fieldSales: ["Area Sales Manager", "Regional Sales Lead"]
        case .insideSales: ["Inside Sales Team Lead", "Sales Operations Lead"]
        case .keyAccounts: ["Key Account Director"]
        case .warehouse: ["Warehouse Shift Lead", "Dispatch Supervisor"]
        case .planning: ["Transport Planning Lead", "Customs Team Lead"]
        case .engineering: ["Engineering Lead", "Chief Engineer"]
        case .software: ["Software Team Lead", "Principal Engineer"]
        case .it: ["IT Team Lead", "Service Owner"]
        case .security: ["Security Operations Lead"]
        case .data: ["Analytics Team Lead"]
        case .finance: ["Finance Team Lead", "Senior Controller"]
        case .people: ["HR Team Lead"]
        case .learning: ["Learning Team Lead"]
        case .marketing: ["Marketing Team Lead"]
        case .legal: ["Senior Counsel"]
        case .rental: ["Rental Branch Manager"]
        }
    }

    private static func members(_ family: Family) -> [String] {
        switch family {
        case .board: ["Executive Assistant", "Strategy Analyst", "Board Office Coordinator"]
        case .service:
            [
                "Service Technician", "Service Technician", "Service Technician", "Field Service Engineer", "Commissioning Technician",
                "Battery and Charging Specialist", "Sorter Technician",
            ]
        case .plant:
            [
                "Assembly Worker", "Assembly Worker", "Welder", "Machine Operator", "Electrician", "Quality Inspector", "Paint Technician",
                "Maintenance Mechanic", "Materials Handler",
            ]
        case .fieldSales: ["Sales Engineer", "Sales Engineer, Lift Trucks", "Account Manager", "Area Sales Representative"]
        case .insideSales: ["Inside Sales Representative", "Quotation Specialist", "Sales Operations Analyst", "Order Coordinator"]
        case .keyAccounts: ["Key Account Manager", "Solution Architect", "Tender Manager"]
        case .warehouse: ["Warehouse Operator", "Picker", "Reach Truck Driver", "Goods-in Clerk", "Inventory Clerk"]
        case .planning: ["Transport Planner", "Customs Specialist", "Freight Buyer", "Logistics Analyst"]
        case .engineering: ["Mechanical Engineer", "Hydraulics Engineer", "Test Engineer", "Design Engineer", "Safety Engineer"]
        case .software: ["Software Engineer", "Controls Engineer", "PLC Programmer", "Test Automation Engineer"]
        case .it: ["Systems Engineer", "Support Analyst", "Application Specialist", "Product Owner", "IT Support Technician"]
        case .security: ["Security Analyst", "Identity Engineer", "Security Engineer"]
        case .data: ["Data Engineer", "Data Analyst", "Reporting Developer", "Data Scientist"]
        case .finance: ["Accountant", "Controller", "Accounts Payable Clerk", "Buyer", "Category Manager", "Payroll Specialist"]
        case .people: ["HR Partner", "Recruiter", "HR Specialist", "Talent Sourcer"]
        case .learning: ["Trainer", "Learning Designer", "Training Coordinator"]
        case .marketing: ["Editor", "Product Marketing Manager", "Designer", "Event Manager", "Translator"]
        case .legal: ["Legal Counsel", "Compliance Officer", "Paralegal"]
        case .rental: ["Rental Coordinator", "Used Equipment Appraiser", "Rental Sales Representative"]
        }
    }
}
