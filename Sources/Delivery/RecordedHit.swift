import Kernel
import Touches

/// A link or picture of a mail that was asked for, as the journal keeps it until it is judged: what the token said, whose session it came
/// with, and what the request showed of itself. No address and no user agent.
struct RecordedHit: Hashable {
    enum Subject: Hashable {
        case link(LinkKey)
        case picture(RunKey)
    }

    /// Its identity as a touch.
    var id = ""
    let at: Instant
    let subject: Subject
    /// Whom the token names.
    let owner: PersonKey?
    /// The hash of the session's token that came with it.
    let session: [UInt8]?
    let sign: HitSign

    init(_ subject: Subject, at instant: Instant, owner: PersonKey?, session: [UInt8]?, sign: HitSign) {
        self.subject = subject
        at = instant
        self.owner = owner
        self.session = session
        self.sign = sign
    }

    var payload: [UInt8] {
        var fields = JournalFields()
        switch subject {
        case .link(let key):
            fields.add(0 as UInt8)
            fields.add(key.raw)
        case .picture(let run):
            fields.add(1 as UInt8)
            fields.add(run.raw)
        }
        fields.add(owner?.raw)
        fields.add(session.map { Base32.encode($0) })
        fields.add(sign.rawValue)
        return fields.bytes
    }

    /// `nil` for what no version known to this one wrote.
    init?(_ entry: JournalEntry) {
        var fields = JournalFields(reading: entry.payload)
        do {
            switch try fields.byte() {
            case 0: subject = .link(LinkKey(try fields.number()))
            case 1: subject = .picture(RunKey(try fields.number()))
            default: return nil
            }
            owner = try fields.optionalNumber().map { PersonKey($0) }
            session = try fields.text().flatMap { Base32.decode($0) }
            guard let sign = HitSign(rawValue: try fields.byte()) else { return nil }
            self.sign = sign
        } catch { return nil }
        id = entry.clientEventID
        at = entry.at
    }
}
