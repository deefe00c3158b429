import Crypto
import Foundation

extension SecretRing {
    /// The fingerprint that a ring with each of these keys as its signing key would have, newest first.
    package var fingerprints: [String] {
        entries.compactMap { entry in
            let key = entry.key.withUnsafeBytes { Data($0) }.base64EncodedString()
            return try? SecretRing(parsing: "\(entry.id) \(key)").fingerprint
        }
    }
}
