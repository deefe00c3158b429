import Crypto
import CryptoExtras
import Dispatch
import Foundation
import Kernel

/// A password as it is stored: scrypt (RFC 7914) with its parameters and salt, so that they can grow later.
package struct Password: Sendable {
    /// The fewest and the most characters; the most keeps hashing cheap for whoever sends megabytes.
    package static let lengths = 10...200

    /// N = 2^15, r = 8, p = 3: one of the settings of OWASP’s Password Storage Cheat Sheet; 32 MiB each.
    private static let rounds = 1 << 15
    private static let blockSize = 8
    private static let parallelism = 3

    /// `scrypt$N$r$p$SALT$KEY`, salt and key in Base 32.
    package let stored: String

    package init(stored: String) { self.stored = stored }

    /// Hashes on a thread that may take its time.
    package static func hash(_ password: String) async throws -> Password {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let key = try await derive(password, salt, rounds, blockSize, parallelism)
        return Password(
            stored: "scrypt$\(rounds)$\(blockSize)$\(parallelism)$\(Base32.encode(salt))$\(Base32.encode(key))")
    }

    /// Whether `password` is the one. Takes as long when it is not.
    package func matches(_ password: String) async throws -> Bool {
        let parts = stored.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Base32.decode(parts[4]), let key = Base32.decode(parts[5])
        else { return false }
        let derived = try await Self.derive(password, salt, rounds, blockSize, parallelism)
        guard derived.count == key.count else { return false }
        return zip(derived, key).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Spends the time that checking a password takes, for accounts that have none: the answer's time then tells nothing.
    package static func pretend(_ password: String) async throws {
        _ = try await derive(password, [UInt8](repeating: 0, count: 16), rounds, blockSize, parallelism)
    }

    private static let queue = DispatchQueue(label: "rapport.password")

    /// One at a time: many at once would take memory and cores from everyone.
    private static func derive(
        _ password: String, _ salt: [UInt8], _ rounds: Int, _ blockSize: Int, _ parallelism: Int
    ) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: Array(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt, outputByteCount: 32,
                            rounds: rounds, blockSize: blockSize, parallelism: parallelism
                        ).withUnsafeBytes { Array($0) }
                    })
            }
        }
    }
}
