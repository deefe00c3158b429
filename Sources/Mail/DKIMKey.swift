import Crypto
import CryptoExtras
import Foundation

/// A private key that signs mails, and the selector under which its public half stands in DNS (RFC 6376 §3.1).
package struct DKIMKey: Sendable {
    enum Material: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// What is wrong with a key or the name that it is to sign for. Quotes nothing of the key.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case unreadable(path: String)
        case exposed(path: String)
        case noKey(path: String)
        case badSelector(String)
        case badDomain(String)
        case repeatedSelector(String)
        case unevenLists(selectors: Int, files: Int)

        package var description: String {
            switch self {
            case .unreadable(let path): "the DKIM key \(path) is not there or can't be read"
            case .exposed(let path):
                "everyone on this machine can read the DKIM key \(path): chmod 600 it, and replace the key if somebody may have"
            case .noKey(let path):
                "\(path) holds no DKIM key: a PEM file with an RSA key of 2048 bits or more, or an Ed25519 key, is needed"
            case .badSelector(let selector): "“\(selector)” is no DKIM selector: letters, digits and hyphens, with dots between"
            case .badDomain(let domain): "“\(domain)” is no domain that can sign mails"
            case .repeatedSelector(let selector): "the DKIM selector \(selector) is there twice"
            case .unevenLists(let selectors, let files):
                "there are \(selectors) DKIM selectors and \(files) key files: name one selector per file"
            }
        }
    }

    package let selector: String
    let material: Material

    /// A new RSA key of 2048 bits, in PEM.
    package static func newPEM() throws -> String { try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation }

    /// - Parameters:
    ///   - pem: PKCS #1 or PKCS #8 of an RSA key of at least 2048 bits (RFC 8301 §3.2), or PKCS #8 of an Ed25519 key (RFC 8410 §7).
    ///   - path: what to call the key in an error.
    /// Throws `Problem.badSelector`, `.noKey`.
    package init(selector: String, pem: String, path: String = "the text") throws(Problem) {
        let labels = selector.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard selector.utf8.count <= 200, labels.allSatisfy({ (1...63).contains($0.count) && $0.allSatisfy(\.isLabelByte) }) else {
            throw .badSelector(selector)
        }
        self.selector = selector.lowercased()
        if let seed = Self.ed25519Seed(pem), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) {
            material = .ed25519(key)
        } else if let key = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) {
            material = .rsa(key)
        } else {
            throw .noKey(path: path)
        }
    }

    /// Reads a key that only its owner and group may read. Throws `Problem`.
    package init(selector: String, path: String) throws(Problem) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let data = FileManager.default.contents(atPath: path), let pem = String(data: data, encoding: .utf8) else {
            throw .unreadable(path: path)
        }
        if let mode = attributes?[.posixPermissions] as? Int, mode & 0o007 != 0 { throw .exposed(path: path) }
        try self.init(selector: selector, pem: pem, path: path)
    }

    /// The algorithm's name in a signature (RFC 6376 §3.3, RFC 8463 §3).
    var algorithm: String {
        switch material {
        case .rsa: "rsa-sha256"
        case .ed25519: "ed25519-sha256"
        }
    }

    /// The text to publish in DNS (RFC 6376 §3.6.1; RFC 8463 §4: the bare 32 bytes).
    var record: String {
        switch material {
        case .rsa(let key): "v=DKIM1; k=rsa; p=\(key.publicKey.derRepresentation.base64EncodedString())"
        case .ed25519(let key): "v=DKIM1; k=ed25519; p=\(key.publicKey.rawRepresentation.base64EncodedString())"
        }
    }

    /// RSASSA-PKCS1-v1_5 of the hash (RFC 6376 §3.3.1), or PureEdDSA of the hash's bytes (RFC 8463 §3).
    func signature(of digest: SHA256Digest) throws -> [UInt8] {
        switch material {
        case .rsa(let key): Array(try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
        case .ed25519(let key): Array(try key.signature(for: Data(digest)))
        }
    }

    /// The 32 bytes inside PKCS #8 of an Ed25519 key (RFC 8410 §7): version 0, or version 1 with the public key behind.
    private static func ed25519Seed(_ pem: String) -> Data? {
        let lines = pem.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        guard let begin = lines.firstIndex(of: "-----BEGIN PRIVATE KEY-----"), let end = lines.firstIndex(of: "-----END PRIVATE KEY-----"),
            begin < end, let der = Data(base64Encoded: lines[(begin + 1)..<end].joined())
        else { return nil }
        // SEQUENCE, INTEGER version, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING of 32 }.
        let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
        let bytes = Array(der)
        guard bytes.count >= 48, bytes[0] == 0x30, Int(bytes[1]) == bytes.count - 2, bytes[2] == 2, bytes[3] == 1, bytes[4] <= 1,
            bytes[5..<16].elementsEqual(algorithm)
        else { return nil }
        return Data(bytes[16..<48])
    }
}

extension UInt8 {
    fileprivate var isLabelByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
