import Crypto

/// What signs and verifies for one purpose, by the keys of a ring that are taken in once: HMAC-SHA256 (RFC 2104) of the purpose, a NUL byte
/// and the message. No code of one purpose is a code of another.
package struct SecretSigner: Sendable {
    /// Bytes of a whole code.
    package static let codeLength = 32

    private let signing: PreparedKey
    /// The signing key's too.
    private let all: [PreparedKey]

    fileprivate init(_ ring: SecretRing, _ purpose: StaticString, byOldest: Bool) {
        signing = ring.entries[byOldest ? ring.entries.count - 1 : 0].prepared.taking(purpose)
        all = ring.entries.map { $0.prepared.taking(purpose) }
    }

    /// Writes the beginning of the signing key's code, as much as there is room for: at most 32 bytes.
    package func sign(_ message: UnsafeRawBufferPointer, into code: UnsafeMutableRawBufferPointer) {
        precondition(code.count <= Self.codeLength, "no more than a code has")
        signing.withCode(of: message) { code.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<code.count])) }
    }

    /// Whether `code` is the beginning (at least 8 bytes) of what any of the keys gives. Takes the same time wherever they differ.
    package func isValid(_ code: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer) -> Bool {
        guard (8...Self.codeLength).contains(code.count) else { return false }
        return isBeginning(code, of: message)
    }

    /// As `isValid`, of codes that are shorter: for what is to spare work and keeps nobody out.
    package func isLikely(_ code: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer) -> Bool {
        guard (1...Self.codeLength).contains(code.count) else { return false }
        return isBeginning(code, of: message)
    }

    private func isBeginning(_ code: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer) -> Bool {
        var isValid = false
        for key in all {
            let difference = key.withCode(of: message) { right in
                var difference: UInt8 = 0
                for index in code.indices { difference |= code[index] ^ right[index] }
                return difference
            }
            if difference == 0 { isValid = true }
        }
        return isValid
    }
}

extension SecretRing {
    /// - Parameter byOldest: signs by the last key of the ring, for what has to stay the same when a key is put before it.
    package func signer(_ purpose: StaticString, byOldest: Bool = false) -> SecretSigner {
        SecretSigner(self, purpose, byOldest: byOldest)
    }

    /// Whether `code` is the beginning (at least 8 bytes) of what any of the keys gives. Takes the same time wherever they differ.
    package func isValid(_ code: some Collection<UInt8>, _ purpose: StaticString, _ message: some Sequence<UInt8>) -> Bool {
        let signer = signer(purpose)
        return Array(code).withUnsafeBytes { code in Array(message).withUnsafeBytes { signer.isValid(code, of: $0) } }
    }
}

/// A key that both hashes of RFC 2104 have taken in, so that a short message costs a block of each.
struct PreparedKey: Sendable {
    private var inner = SHA256()
    private var outer = SHA256()

    /// - Parameter key: of at most 64 bytes, the block of SHA-256.
    init(_ key: SymmetricKey) {
        var block = [UInt8](repeating: 0, count: SHA256.blockByteCount)
        key.withUnsafeBytes { key in
            precondition(key.count <= block.count, "a key of one block")
            block.replaceSubrange(..<key.count, with: key)
        }
        inner.update(data: block.map { $0 ^ 0x36 })
        outer.update(data: block.map { $0 ^ 0x5C })
    }

    func taking(_ purpose: StaticString) -> PreparedKey {
        var key = self
        purpose.withUTF8Buffer { key.inner.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        key.inner.update(data: [0 as UInt8])
        return key
    }

    func withCode<Result>(of message: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var (inner, outer) = (inner, outer)
        inner.update(bufferPointer: message)
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return outer.finalize().withUnsafeBytes(body)
    }
}
