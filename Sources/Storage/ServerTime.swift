package import Kernel

extension Reader {
    /// What time the database server has, asked now and not when the transaction began; `nil` on SQLite, where there is one machine and
    /// one clock.
    package func serverTime() throws -> Instant? {
        switch engine {
        case .sqlite: nil
        case .postgres:
            try value("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)", as: Int64.self).map {
                Instant(microseconds: $0)
            }
        }
    }
}
