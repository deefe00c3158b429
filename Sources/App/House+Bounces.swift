package import Delivery
import Identity
import Kernel
import Storage

/// What a mail server hands over that came back.
extension House {
    /// So many bytes are read of a mail.
    package static let bounceLimit = BounceReader.sizeLimit

    /// Takes in one mail that came to the bounce address.
    package func take(bounce bytes: [UInt8]) async throws -> BounceOutcome {
        let ring = installation.secrets
        return try await database.write { try $0.take(bounce: bytes, ring: ring) }
    }

    /// Lets mails go to an address again that came back before.
    package func liftSuppression(of address: String) async throws -> String {
        let wasThere = try await database.write { try $0.liftSuppression(of: address, actor: .operator) }
        guard wasThere else { throw CommandError("nothing keeps mails from \(address)") }
        return "\(address): mails go there again"
    }
}
