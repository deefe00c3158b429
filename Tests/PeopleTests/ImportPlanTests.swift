import Kernel
import Storage
import Testing

@testable import People

@Suite("Plans of an import", .serialized)
struct ImportPlanTests {
    private static let file = "external_id,name,department,country,office\n"

    @Test("what changed is found row by row, and one person's attributes by the person: nothing reads all attributes of all people")
    func plans() async throws {
        try await Acme.with(.sqlite, file: true) { (acme: Acme) async throws in
            try await acme.take(Self.file + (0..<500).map { "E-\($0),Person \($0),Acme / T\($0 % 20),DE,o\($0 % 5)\n" }.joined())
            let (changed, deletion) = try await acme.database.staging(ImportStage.tables) { staging in
                try await staging.write { transaction in
                    let header = try ImportHeader(CSVReader(Array(Self.file.utf8)).header(), delimiter: nil)
                    let merge = ImportMerge(header: header, hasAttributes: true)
                    return (
                        try transaction.connection.plan(Statement(merge.changedRows, for: .sqlite)),
                        try transaction.connection.plan(Statement(ImportMerge.deletion(of: [7, 8]), for: .sqlite))
                    )
                }
            }
            let own = try await acme.database.maintain {
                try $0.plan(Statement(Reader.attributeValues(of: PersonKey(7)), for: .sqlite))
            }
            #expect(deletion.contains("SEARCH person_attribute USING PRIMARY KEY (attribute=? AND person=?)"), "\(deletion)")
            // `v` are the stored attributes, `p` the people.
            for plan in [changed, own] {
                #expect(plan.contains("SEARCH v"), "\(plan)")
                #expect(!plan.contains("SCAN v") && !plan.contains("SCAN p"), "\(plan)")
            }
        }
    }
}
