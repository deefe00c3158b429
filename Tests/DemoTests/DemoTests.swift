import Testing
@testable import Demo

@Suite("Seeded numbers") struct SeededNumbers {
    @Test func sameSeedSameNumbers() {
        var left = SplitMix64(seed: 7), right = SplitMix64(seed: 7)
        #expect((0..<100).map { _ in left.next() } == (0..<100).map { _ in right.next() })
        // The first output for seed 0, as published with the algorithm.
        var zero = SplitMix64(seed: 0)
        #expect(zero.next() == 0xe220_a839_7b1d_cdaf)
    }
}
