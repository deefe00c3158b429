import Kernel

/// “Did you mean”: the names that are few changes away from what was written.
package enum Suggestions {
    static let limit = 3

    package static func best(for name: String, among names: some Sequence<String>) -> [String] {
        best(for: name, among: names.map { (name: $0, offer: $0) })
    }

    /// The offers whose names are nearest to `name`, nearest first: at most a third of its letters changed, or the one part of the other.
    static func best(for name: String, among names: [(name: String, offer: String)]) -> [String] {
        let wanted = Array(name.folded.utf8)
        guard !wanted.isEmpty else { return [] }
        var ranked: [(distance: Int, offer: String)] = []
        for (name, offer) in names {
            let candidate = Array(name.folded.utf8)
            let bound = max(1, wanted.count / 3)
            if let distance = distance(wanted, candidate, within: bound) {
                ranked.append((distance, offer))
            } else if wanted.count >= 3, candidate.count >= 3,
                String(decoding: candidate, as: UTF8.self).containsBytes(String(decoding: wanted, as: UTF8.self))
                    || String(decoding: wanted, as: UTF8.self).containsBytes(String(decoding: candidate, as: UTF8.self))
            {
                ranked.append((bound + 1, offer))
            }
        }
        ranked.sort { ($0.distance, $0.offer) < ($1.distance, $1.offer) }
        return ranked.prefix(limit).map(\.offer)
    }

    /// The optimal string alignment distance (insert, delete, change, swap neighbours), or `nil` when it is more than `bound`.
    static func distance(_ left: [UInt8], _ right: [UInt8], within bound: Int) -> Int? {
        guard abs(left.count - right.count) <= bound else { return nil }
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                current[column] = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    current[column] = min(current[column], beforeLast[column - 2] + 1)
                }
            }
            beforeLast = last
            last = current
        }
        return last[right.count] <= bound ? last[right.count] : nil
    }
}
