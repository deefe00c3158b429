/// Finds what somebody meant who mistyped a name.
enum Spelling {
    /// The name that differs least: the same but for capitals, the same without its first part (`first_name` for
    /// `person.first_name`), or with few letters wrong; `nil` when none is near.
    static func closest(to name: String, among names: [String]) -> String? {
        let wanted = plain(name)
        let tail = wanted.split(separator: UInt8(ascii: ".")).last.map(Array.init) ?? wanted
        var best: (name: String, distance: Int)?
        for candidate in names {
            let letters = plain(candidate)
            let lettersTail = letters.firstIndex(of: UInt8(ascii: ".")).map { Array(letters[($0 + 1)...]) } ?? letters
            let distance = min(self.distance(wanted, letters), tail.count > 2 ? self.distance(tail, lettersTail) + 1 : Int.max)
            if distance <= max(1, min(wanted.count, letters.count) / 3), distance < best?.distance ?? Int.max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    private static func plain(_ name: String) -> [UInt8] {
        name.lowercased().utf8.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ") ? UInt8(ascii: "_") : $0 }
    }

    /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours (Damerau 1964).
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var line = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(line[column] + 1, last[column + 1] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other { cost = min(cost, before[column - 1] + 1) }
                line.append(cost)
            }
            before = last
            last = line
        }
        return last[right.count]
    }
}
