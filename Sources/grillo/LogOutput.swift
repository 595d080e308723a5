import ArgumentParser
import Foundation
import Logging
import Server
import Synchronization

/// The log of the program on stderr. Its level and its format may change while it runs, and count for every logger at
/// once.
enum LogOutput {
    private struct Settings {
        var level = Logger.Level.notice
        var format = LogFormat.text
    }

    private static let settings = Mutex(Settings())
    /// Held while a line is written: a pipe takes long lines in pieces, between which another thread's must not come.
    private static let stream = Mutex(FileHandle.standardError)
    /// True where systemd's journal reads it.
    private static let isJournal = JournalStream.isStandardError(environmentVariable("JOURNAL_STREAM"))

    /// Takes over what a configuration says of the log.
    static func follow(_ configuration: ServerConfiguration) {
        settings.withLock { $0 = Settings(level: configuration.logLevel, format: configuration.logFormat) }
    }

    /// Takes over what the command line says of the log, which counts also for a mistake in the configuration.
    static func follow(_ format: LogFormat) { settings.withLock { $0.format = format } }

    /// Ends the program as ``fail(_:code:)`` does. Where the lines of the log are objects, or the journal reads them, this is a line of the log.
    static func fail(_ line: String, code: StartError.ExitCode) -> ExitCode {
        guard settings.withLock({ $0.format }) == .json || isJournal else {
            return grillo.fail(line, code: code.rawValue)
        }
        Logger(label: "grillo") { Handler(label: $0) }.critical("\(line)")
        return ExitCode(code.rawValue)
    }

    /// Writes a line an event to stderr, see ``LogLine``.
    struct Handler: LogHandler {
        private let label: String
        var metadata: Logger.Metadata = [:]

        init(label: String) { self.label = label }

        var logLevel: Logger.Level {
            get { settings.withLock { $0.level } }
            set { settings.withLock { $0.level = newValue } }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            var parts = metadata.merging(event.metadata ?? [:]) { $1 }
            if let error = event.error { parts["error"] = "\(error)" }
            let line = LogLine(
                at: LogTime(), level: event.level, label: label, source: event.source, message: "\(event.message)",
                metadata: parts)
            let text = line.formatted(settings.withLock { $0.format }, journal: isJournal)
            stream.withLock { try? $0.write(contentsOf: Data((text + "\n").utf8)) }
        }
    }
}
