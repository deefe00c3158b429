/// Bytes that are the same in all mails, with places over which each mail's own bytes are written. A mail's own bytes are tokens and the
/// like: letters and digits, as many in every mail, so that nothing around them moves.
struct StampedBytes: Sendable {
    /// Where some of the mail's own bytes go.
    private struct Stamp {
        let place: Int
        let own: Range<Int>
    }

    /// A part of the bytes, with its stamps.
    struct Span: Sendable {
        var bytes = 0..<0
        fileprivate var stamps = 0..<0
    }

    var bytes: [UInt8] = []
    private var stamps: [Stamp] = []

    init() {}

    mutating func begin(_ span: inout Span) {
        span.bytes = bytes.count..<bytes.count
        span.stamps = stamps.count..<stamps.count
    }

    mutating func end(_ span: inout Span) {
        span.bytes = span.bytes.lowerBound..<bytes.count
        span.stamps = span.stamps.lowerBound..<stamps.count
    }

    /// Appends what the mail's own bytes will be written over.
    mutating func stamp(_ letters: [UInt8], _ own: Range<Int>) {
        precondition(letters.count == own.count, "as many letters as own bytes")
        stamps.append(Stamp(place: bytes.count, own: own))
        bytes += letters
    }

    /// As many letters as `own` stand from `start` to the end, between the soft line breaks of quoted-printable.
    mutating func stamp(lettersFrom start: Int, _ own: Range<Int>) {
        var (index, next) = (start, own.lowerBound)
        while index < bytes.count {
            guard bytes[index] != UInt8(ascii: "=") else {
                index += 3
                continue
            }
            let end = bytes[index...].firstIndex(of: UInt8(ascii: "=")) ?? bytes.count
            stamps.append(Stamp(place: index, own: next..<(next + end - index)))
            next += end - index
            index = end
        }
        precondition(next == own.upperBound, "all letters of the mail's own")
    }

    /// - Parameter own: the mail's own bytes.
    func append(_ span: Span, own: [UInt8], to mail: inout [UInt8]) {
        let start = mail.count - span.bytes.lowerBound
        mail.append(contentsOf: bytes[span.bytes])
        guard !span.stamps.isEmpty else { return }
        mail.withUnsafeMutableBytes { mail in
            own.withUnsafeBytes { own in
                for stamp in stamps[span.stamps] {
                    let place = start + stamp.place
                    UnsafeMutableRawBufferPointer(rebasing: mail[place..<(place + stamp.own.count)])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: own[stamp.own]))
                }
            }
        }
    }

    /// All of it.
    func append(own: [UInt8], to mail: inout [UInt8]) {
        append(Span(bytes: bytes.indices, stamps: stamps.indices), own: own, to: &mail)
    }
}
