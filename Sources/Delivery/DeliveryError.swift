package import Audiences
package import Campaigns
package import Kernel
package import Markup

/// Why a campaign can't be started, paused, resumed or stopped.
package enum DeliveryError: Error, Hashable, Sendable {
    case unknownCampaign
    /// The campaign's state does not allow this.
    case wrongState(CampaignState)
    /// The latest time at which it would have been of use has passed.
    case tooLate(Instant)
    /// A rule that it depends on does not hold any more (`audience`, `may_address`, `offering`, `message 2`), with what is wrong.
    case badRule(of: String, reason: RuleError)
    /// A message can't be made into a mail: which one (from 1), in which language, and why.
    case badMessage(Int, language: String, reason: Advice)
    case noMessages
    /// Mails would leave this machine with links that lead nowhere.
    case loopbackBaseURL(String)
    /// The publisher's name or reply address can't stand in a mail.
    case badSender(String)
    /// Nobody has come into the audience since the last run.
    case nobodyJoined
    /// There is none of those that were to be sent again.
    case nothingToSend
}

/// For logs, the audit and commands.
extension DeliveryError: CustomStringConvertible {
    package var description: String { SendingWords.en.problem(self) }
}
