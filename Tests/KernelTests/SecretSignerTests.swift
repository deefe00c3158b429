import Kernel
import Testing

@Suite("Codes of the secret keys")
struct SecretSignerTests {
    private static let keys = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]

    private static func signature(_ signer: SecretSigner, _ message: [UInt8], length: Int = 32) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: length)
        code.withUnsafeMutableBytes { code in message.withUnsafeBytes { signer.sign($0, into: code) } }
        return code
    }

    private static func isValid(_ signer: SecretSigner, _ code: [UInt8], _ message: [UInt8]) -> Bool {
        code.withUnsafeBytes { code in message.withUnsafeBytes { signer.isValid(code, of: $0) } }
    }

    /// By Python's `hmac`, of the purpose, a NUL byte and the message.
    @Test(
        "are those of RFC 2104",
        arguments: [
            (0, [], "6744a467bfedc81f06c2fd4a42fcd2642070159e6430298ba3f6635381a866f8"),
            (0, Array("abc".utf8), "586e9225c3cb200492c8e639afa44aa3a71d67e0bf9c92878679e7531bdcb8cf"),
        ] as [(Int, [UInt8], String)])
    func link(key: Int, message: [UInt8], code: String) throws {
        let ring = try SecretRing(parsing: "a \(Self.keys[key])")
        #expect(ring.code("link", message).hexText == code)
        #expect(Self.signature(ring.signer("link"), message).hexText == code)
        #expect(Self.signature(ring.signer("link"), message, length: 10).hexText == String(code.prefix(20)))
    }

    @Test("are those of RFC 2104 for messages of a block and more")
    func longer() throws {
        let ring = try SecretRing(parsing: "b \(Self.keys[1])")
        #expect(ring.code("mail", Array(0..<24)).hexText == "447a6b00def50bee007f1da1c16a46affdad9912c7261c9722dbbc7f208e5d50")
        #expect(
            Self.signature(ring.signer("message-id"), Array(repeating: 0x78, count: 200)).hexText
                == "e7b620ff6c1c0e3216b7734914a723949e8f0820305979c2d544fbf20e20d8e7")
    }

    @Test("are taken from every key of the ring, for their own purpose and message, whole or cut to eight bytes at least")
    func validity() throws {
        let old = try SecretRing(parsing: "a \(Self.keys[0])")
        let rotated = try SecretRing(parsing: "b \(Self.keys[1])\na \(Self.keys[0])")
        let message = Array("to whom it may concern".utf8)
        for code in [Self.signature(old.signer("out"), message), Self.signature(rotated.signer("out"), message, length: 8)] {
            #expect(Self.isValid(rotated.signer("out"), code, message))
            #expect(rotated.isValid(code, "out", message))
            #expect(!Self.isValid(rotated.signer("in"), code, message))
            #expect(!Self.isValid(rotated.signer("out"), code, message + [0]))
            #expect(!Self.isValid(rotated.signer("out"), Array(code.prefix(7)), message))
            #expect(!Self.isValid(rotated.signer("out"), code + Array(repeating: 0, count: 33 - code.count), message))
            for index in code.indices {
                var changed = code
                changed[index] ^= 1
                #expect(!Self.isValid(rotated.signer("out"), changed, message))
            }
        }
        #expect(!Self.isValid(old.signer("out"), Self.signature(rotated.signer("out"), message), message))
    }
}

extension [UInt8] {
    fileprivate var hexText: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
