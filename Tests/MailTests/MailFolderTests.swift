import Foundation
import Testing

@testable import Mail

@Suite("The outbox folder")
struct MailFolderTests {
    @Test("A mail is written whole, under a name made of its Message-ID, and a second attempt replaces it")
    func writes() async throws {
        try await Support.withFolder { folder in
            let outbox = MailFolder(path: folder.path)
            let id = try MessageID("abc", at: "northwind.example")
            let path = try outbox.write(Array("one".utf8), messageID: id)
            #expect(path == "\(folder.path)/abc@northwind.example.eml")
            try outbox.write(Array("two".utf8), messageID: id)
            let big = [UInt8](repeating: 65, count: 3_000_000)
            try outbox.write(big, messageID: try MessageID("big", at: "x"))
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("two".utf8))
            #expect(try Data(contentsOf: folder.appending(path: "big@x.eml")) == Data(big))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("No Message-ID leaves the folder or is too long for a file name")
    func names() throws {
        #expect(MailFolder.fileName(try MessageID("a/b", at: "x")) == "a%2Fb@x.eml")
        #expect(MailFolder.fileName(try MessageID("a%2Fb", at: "x")) == "a%252Fb@x.eml")
        let long = MailFolder.fileName(try MessageID(String(repeating: "a", count: 300), at: "x"))
        #expect(long.utf8.count == 56)
        #expect(long != MailFolder.fileName(try MessageID(String(repeating: "a", count: 301), at: "x")))
    }

    @Test("A folder that is not there is an error, and nothing is left behind")
    func missing() async throws {
        try await Support.withFolder { folder in
            let outbox = MailFolder(path: folder.appending(path: "none").path)
            let failure = #expect(throws: MailFolder.Failure.self) { try outbox.write([65], messageID: try MessageID("a", at: "b")) }
            #expect(failure?.code == ENOENT)
            try FileManager.default.createDirectory(at: folder.appending(path: "a@b.eml"), withIntermediateDirectories: true)
            #expect(throws: MailFolder.Failure.self) {
                try MailFolder(path: folder.path).write([65], messageID: try MessageID("a", at: "b"))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a@b.eml"])
        }
    }
}
