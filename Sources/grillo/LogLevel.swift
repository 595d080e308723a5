import Logging
import Synchronization

/// How much the program says of itself on stderr. It may change while it runs, and counts for every logger at once.
enum LogLevel {
    private static let level = Mutex(Logger.Level.notice)

    static var current: Logger.Level {
        get { level.withLock { $0 } }
        set { level.withLock { $0 = newValue } }
    }

    /// Writes a line an event to stderr.
    struct Handler: LogHandler {
        private var stream: StreamLogHandler

        init(label: String) {
            stream = .standardError(label: label)
            stream.logLevel = .trace
        }

        var logLevel: Logger.Level {
            get { LogLevel.current }
            set { LogLevel.current = newValue }
        }

        var metadata: Logger.Metadata {
            get { stream.metadata }
            set { stream.metadata = newValue }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { stream[metadataKey: key] }
            set { stream[metadataKey: key] = newValue }
        }

        func log(event: LogEvent) { stream.log(event: event) }
    }
}
