import Logging
import Synchronization

/// A log that keeps the messages of one level.
final class CollectedMessages: LogHandler {
    private let messages = Mutex<[String]>([])
    private let level: Logger.Level
    var all: [String] { messages.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    init(at level: Logger.Level) { self.level = level }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        if event.level == level { messages.withLock { $0.append("\(event.message)") } }
    }
}
