import Client
import Dispatch
import Storage
import Synchronization
import SystemBasics

/// The log of one network, opened when it is first needed, on a queue of its own: a file that has to be waited for holds up no other network's.
/// One that cannot be opened is told once, and tried again now and then.
final class NetworkLog: Sendable {
    private struct State {
        var log: LocalLog?
        /// When a file that could not be opened is tried again.
        var retry: DispatchTime?
        var isClosed = false
        /// The bytes of the lines that have not been handed over to the log.
        var waitingBytes = 0
        /// The lines that were not kept since too many waited.
        var lost = 0
    }

    private let path: String
    private let retention: Retention
    private let retrySeconds: Double
    private let tell: @Sendable (String) -> Void
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "grillo.log", qos: .utility)

    /// The most bytes of lines that wait while the file is opened. The log itself has a bound of its own.
    static let mostWaitingBytes = 16 << 20

    init(
        path: String, keeping retention: Retention, isClosed: Bool, retrySeconds: Double,
        tell: @escaping @Sendable (String) -> Void
    ) {
        (self.path, self.retention, self.retrySeconds, self.tell) = (path, retention, retrySeconds, tell)
        state = Mutex(State(isClosed: isClosed))
    }

    func record(_ records: [LogRecord]) {
        let size = records.reduce(0) { $0 + $1.text.count + $1.message.count + 128 }
        let isTaken = state.withLock { state in
            guard state.waitingBytes < Self.mostWaitingBytes else {
                state.lost += records.count
                return false
            }
            state.waitingBytes += size
            return true
        }
        guard isTaken else { return }
        use { [self] log in
            // What follows one another in a room is handed over together.
            var rest = records[...]
            while let room = rest.first?.room {
                let run = rest.prefix { $0.room == room }
                log?.append(run.map(LoggedLine.init), to: room)
                rest = rest.dropFirst(run.count)
            }
            state.withLock { $0.waitingBytes -= size }
        }
    }

    /// Hands the log over in the order of the calls; nil where it cannot be opened.
    func use(_ body: @escaping @Sendable (LocalLog?) -> Void) {
        queue.async { [self] in body(opened()) }
    }

    /// Hands the log over if there is one. None is made.
    func useExisting(_ body: @escaping @Sendable (LocalLog) -> Void) {
        queue.async { [self] in
            guard state.withLock({ $0.log != nil }) || FileSystem.exists(path), let log = opened() else { return }
            body(log)
        }
    }

    func close(then answer: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            let log = state.withLock { state in
                defer { (state.log, state.isClosed) = (nil, true) }
                return state.log
            }
            guard let log else { return answer() }
            log.close(then: answer)
        }
    }

    /// On the queue alone, so that the file is not opened twice.
    private func opened() -> LocalLog? {
        let (known, retry, isClosed) = state.withLock { ($0.log, $0.retry, $0.isClosed) }
        if let known { return known }
        guard !isClosed, retry.map({ $0 <= .now() }) ?? true else { return nil }
        do throws(LogError) {
            let log = try LocalLog(path: path, retention: retention) { [tell] in tell($0.description) }
            let lost = state.withLock { state in
                defer { (state.log, state.retry, state.lost) = (log, nil, 0) }
                return state.lost
            }
            if retry != nil { tell("What is said is kept again") }
            if lost > 0 { tell("\(lost) lines are not kept: the log could not be opened in time") }
            return log
        } catch {
            state.withLock { $0.retry = .now() + retrySeconds }
            if retry == nil { tell("Nothing is kept: \(error.localDescription)") }
            return nil
        }
    }
}

extension LoggedLine {
    fileprivate init(_ record: LogRecord) {
        self.init(
            time: record.time, messageID: record.messageID, sender: record.sender, text: record.text,
            message: record.message, isNews: record.isNews, isMention: record.isMention, isOwn: record.isOwn,
            origin: Origin(record.origin))
    }
}

extension LoggedLine.Origin {
    fileprivate init(_ origin: LogRecord.Origin) {
        self =
            switch origin {
            case .live: .live
            case .history: .history
            case .playback: .playback
            }
    }
}
