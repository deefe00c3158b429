package import Kernel

/// Northwind's teams, offerings and campaigns as files that `rapport apply` reads.
package enum DemoYAML {
    /// The files in the order in which they build on one another; names are without a folder.
    ///
    /// Days that are counted from `today` are written in; those of them that fall on a weekend move to the Friday before or, ahead of
    /// today, to the Monday after.
    package static func files(today: Day) -> [(name: String, text: String)] {
        [
            ("teams.yaml", teams), ("offerings-mobile.yaml", mobile), ("offerings-workplace.yaml", workplace),
            ("offerings-people.yaml", people), ("campaigns-first.yaml", firstCampaigns), ("campaigns-later.yaml", laterCampaigns),
        ].map { ($0.0, dated($0.1, today: today)) }
    }

    /// The workday that lies `offset` days from today, as in the files.
    package static func workday(_ offset: Int, from today: Day) -> Day {
        let day = today + offset
        guard day.weekday > 5 else { return day }
        return day + (offset < 0 ? 5 - day.weekday : 8 - day.weekday)
    }

    /// Replaces each `DAY(n)` by the workday n days from today.
    static func dated(_ text: String, today: Day) -> String {
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        result.reserveCapacity(bytes.count + 64)
        let mark = Array("DAY(".utf8)
        var position = 0
        while position < bytes.count {
            if bytes[position] == mark[0], bytes[position...].starts(with: mark),
                let end = bytes[position...].firstIndex(of: UInt8(ascii: ")")),
                let offset = Int(String(decoding: bytes[(position + mark.count)..<end], as: UTF8.self))
            {
                result += Array(workday(offset, from: today).description.utf8)
                position = end + 1
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
