import Campaigns
import Delivery
import Kernel
import Storage
import Web

extension House {
    /// Shows authors what is sent: Delivery makes it, Campaigns asks for it.
    func press(_ settings: DeliverySettings) -> ProofPress {
        ProofPress(
            proof: { [ring = installation.secrets, clock = database.clock] order, reader in
                try reader.proof(order, settings: settings, ring: ring, now: clock.now())
            },
            why: { AppWords.in($2).sentBy($0, $1) })
    }
}
