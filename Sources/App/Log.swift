import Foundation
import Kernel
package import Logging

/// How the program logs: to standard error, as text or as one JSON object per line.
package enum Log {
    package static func make(_ settings: Settings) -> Logger {
        let level = settings[.logLevel].flatMap { Logger.Level(rawValue: $0) } ?? .info
        let isJSON = settings[.logFormat] == "json"
        return Logger(label: "rapport") { label in
            var handler: any LogHandler = isJSON ? JSONLogHandler() : StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }
}

/// One JSON object per line, keys sorted.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).mapValues { JSONText.text("\($0)") }
        fields["at"] = .text("\(Instant.now)")
        fields["level"] = .text(event.level.rawValue)
        fields["message"] = .text("\(event.message)")
        FileHandle.standardError.write(Data((JSONText.object(fields) + "\n").utf8))
    }
}
