package import Kernel
import Storage

extension Journal {
    /// Keeps a whole touch soon: what one's own pages see. Never waits and never fails.
    package func note(_ touch: NewTouch) { note(.touch, at: touch.happenedAt, touch.journalled) }

    /// Takes whole touches.
    /// - Parameter zone: the installation's, for people without one.
    package static func touches(zone: Zone) -> Taker {
        { transaction, entries in
            let touches = entries.compactMap { NewTouch(journalled: $0) }
            let recorded = try transaction.record(touches, zone: zone)
            var dropped: [DropReason: Int] = [:]
            if touches.count > recorded { dropped[.duplicate] = touches.count - recorded }
            if entries.count > touches.count { dropped[.unreadable] = entries.count - touches.count }
            return dropped
        }
    }
}

extension NewTouch {
    var journalled: [UInt8] {
        var fields = JournalFields()
        fields.add(person.raw)
        fields.add(offering?.raw)
        fields.add(subjectKind.rawValue)
        fields.add(subject)
        fields.add(way.rawValue)
        fields.add(channel)
        fields.add(source)
        fields.add(clientEventID)
        return fields.bytes
    }

    /// `nil` for what no version known to this one wrote.
    init?(journalled entry: JournalEntry) {
        var fields = JournalFields(reading: entry.payload)
        do {
            let person = PersonKey(try fields.number())
            let offering = try fields.optionalNumber().map { OfferingKey($0) }
            let kind = try fields.text().flatMap { SubjectKind(rawValue: $0) }
            let subject = try fields.number()
            let way = try fields.text().flatMap { Way(rawValue: $0) }
            let (channel, source, identity) = (try fields.text(), try fields.text(), try fields.text())
            guard let kind, let way, let channel, let source else { return nil }
            self.init(
                person: person, at: entry.at, offering: offering, subjectKind: kind, subject: subject, way: way, channel: channel)
            self.source = source
            clientEventID = identity ?? entry.clientEventID
        } catch { return nil }
    }
}
