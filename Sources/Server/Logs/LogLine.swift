import Logging

/// One event as a line of the log. The line has one end, whatever is in its parts.
package struct LogLine {
    private let time: LogTime
    private let level: Logger.Level
    private let label: String
    private let source: String
    private let message: String
    private let metadata: Logger.Metadata

    /// - Parameters:
    ///   - label: that of the logger.
    ///   - source: the module that said it.
    package init(
        at time: LogTime, level: Logger.Level, label: String, source: String, message: String,
        metadata: Logger.Metadata
    ) {
        self.time = time
        self.level = level
        self.label = label
        self.source = source
        self.message = message
        self.metadata = metadata
    }

    /// The event as a line, without its end.
    ///
    /// - Parameter journal: true where systemd's journal reads it, which has a time and a priority of its own for each line of text. What is
    ///   JSON stays whole: its parts say both.
    package func formatted(_ format: LogFormat, journal: Bool) -> String {
        switch format {
        case .text: journal ? "<\(level.priority)>\(words)" : "\(time.plain) \(words)"
        case .json: json
        }
    }

    private var words: String {
        LogText.line(level: level, label: label, metadata: metadata, source: source, message: message)
    }

    /// One object: `time` (RFC 3339, with milliseconds and the offset from UTC), `level`, `label`, `source`, `message`, and the parts of the
    /// event in an object of their own, `metadata`, which may be empty. <https://www.rfc-editor.org/rfc/rfc8259>
    private var json: String {
        let parts = [
            ("time", time.withMilliseconds), ("level", "\(level)"), ("label", label), ("source", source),
            ("message", message),
        ]
        return "{" + parts.map { "\(LogJSON.string($0)):\(LogJSON.string($1))" }.joined(separator: ",")
            + ",\"metadata\":\(LogJSON.value(.dictionary(metadata)))}"
    }
}

extension Logger.Level {
    /// The priority of syslog, from 0 (the gravest) to 7, that stands in front of a line for the journal.
    /// <https://www.freedesktop.org/software/systemd/man/latest/sd-daemon.html>
    var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
