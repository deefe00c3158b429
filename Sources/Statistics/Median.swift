/// The middle of values that come with how often each occurs: the mean of the two middle ones where their number is even; `nil` of none.
package func median(_ counts: [(value: Double, count: Int)]) -> Double? {
    let sorted = counts.filter { $0.count > 0 }.sorted { $0.value < $1.value }
    let total = sorted.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    let (left, right) = ((total - 1) / 2, total / 2)
    var before = 0
    var first: Double?
    for (value, count) in sorted {
        before += count
        if first == nil, before > left { first = value }
        if before > right { return first.map { ($0 + value) / 2 } }
    }
    return nil
}
