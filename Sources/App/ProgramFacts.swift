import Demo
import Kernel

#if canImport(Glibc)
    import CMalloc
#endif

/// The version of this program.
package enum AppVersion {
    package static let text = "0.1.0"
}

/// What the process asks of the system before anything else.
package enum Process {
    /// Two allocator arenas instead of eight per core: memory stays flat with many threads (mallopt(3), M_ARENA_MAX).
    package static func tuneMemory() {
        #if canImport(Glibc)
            mallopt(M_ARENA_MAX, 2)
        #endif
    }
}

package enum DemoLimits {
    package static let people = DemoCompany.people
}

package enum NewKey {
    package static func line() -> String { SecretRing.newLine() }
}
