import Foundation
import Kernel

#if canImport(Glibc)
    import CMalloc
#endif

/// What one measurement took.
struct Sample: Sendable {
    var units: Int
    var wall: Duration
    var cpu: Duration
    /// Bytes of memory at most, as the system counts them; `nil` where it doesn't say.
    var peak: Int?

    var perSecond: Double { Double(units) / wall.seconds }
    var cpuPerUnit: Double { units == 0 ? 0 : cpu.seconds / Double(units) }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// The processor time and the memory of this process.
enum Meter {
    /// Measures `body`, which says how many units it dealt with.
    /// - Parameter others: the processor time of threads of this process that are no part of what is measured.
    static func measure(others: () async throws -> Duration = { .zero }, _ body: () async throws -> Int) async throws -> Sample {
        forgetPeak()
        let (apart, cpu, start) = (try await others(), processorTime(), ContinuousClock.now)
        let units = try await body()
        let wall = start.duration(to: .now)
        return Sample(units: units, wall: wall, cpu: processorTime() - cpu - (try await others() - apart), peak: peak())
    }

    /// The processor time of all threads so far, to the microsecond (clock(3), which POSIX has count millionths).
    static func processorTime() -> Duration { .microseconds(clock()) }

    /// The processor time of the thread that asks (the first number of schedstat, nanoseconds); zero where the system doesn't say.
    static func threadTime() -> Duration {
        guard let text = try? String(contentsOfFile: "/proc/thread-self/schedstat", encoding: .utf8) else { return .zero }
        return .nanoseconds(text.utf8.prefix { $0 != UInt8(ascii: " ") }.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }

    /// Lets the system count the peak of memory anew (proc(5), clear_refs), without what the allocator kept of earlier work.
    private static func forgetPeak() {
        malloc_trim(0)
        guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
        try? file.write(contentsOf: Data("5".utf8))
        try? file.close()
    }

    private static func peak() -> Int? { memory("VmHWM", of: "self") }

    /// A line of a process' status in bytes (proc(5)); `nil` where there is none.
    static func memory(_ line: String, of process: String) -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return nil }
        let found = status.split(separator: "\n").first { $0.hasPrefix("\(line):") }
        return found?.split(separator: " ").dropLast().last.flatMap { Int($0) }.map { $0 * 1024 }
    }
}
