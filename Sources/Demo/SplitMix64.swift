/// A small seeded generator: the same seed gives the same numbers on every machine (Steele, Lea, Flood 2014, "Fast splittable
/// pseudorandom number generators").
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A generator of its own for one thing among many, so that things can be made in any order.
    init(seed: UInt64, stream: UInt64, item: Int = 0) {
        state = Self.mix(Self.mix(seed &+ stream &* 0xd1b5_4a32_d192_ed03) &+ UInt64(truncatingIfNeeded: item) &* 0x9e37_79b9_7f4a_7c15)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mix(state)
    }

    /// Uniform in 0..<1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in 0..<count; `count` must be at least 1.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
