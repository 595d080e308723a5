import Foundation
import Logging
import Server
import Synchronization

/// How much the program says of itself on stderr. It may change while it runs, and counts for every logger at once.
enum LogLevel {
    private static let level = Mutex(Logger.Level.notice)

    static var current: Logger.Level {
        get { level.withLock { $0 } }
        set { level.withLock { $0 = newValue } }
    }

    /// Writes a line an event to stderr, see ``LogText``.
    struct Handler: LogHandler {
        private let label: String
        var metadata: Logger.Metadata = [:]

        init(label: String) { self.label = label }

        var logLevel: Logger.Level {
            get { LogLevel.current }
            set { LogLevel.current = newValue }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            var parts = metadata.merging(event.metadata ?? [:]) { $1 }
            if let error = event.error { parts["error"] = "\(error)" }
            let line = LogText.line(
                at: Self.timestamp(), level: event.level, label: label, metadata: parts, source: event.source,
                message: "\(event.message)")
            try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
        }

        /// Now, as the machine's own clock shows it: `2026-01-31T12:00:00+0100`.
        private static func timestamp() -> String {
            var now = time(nil)
            var local = tm()
            localtime_r(&now, &local)
            var buffer = [CChar](repeating: 0, count: 64)
            let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S%z", &local)
            return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
