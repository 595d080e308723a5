import Client
import Dispatch
import Protocol
import Storage
import Synchronization

/// The logs of all networks in files, each opened when it is first needed.
package final class LocalLogs: MessageLog {
    private struct Open {
        /// By the paths of their files; nil for one that cannot be opened, which has been told.
        var logs: [String: LocalLog?] = [:]
        var tell: (@Sendable (String, String) -> Void)?
        var isClosed = false
    }

    private let folder: LogFolder
    private let retention: Retention
    private let open = Mutex(Open())
    /// Files are opened here, which can take a while, and nothing else is done: each log has a queue of its own.
    private let queue = DispatchQueue(label: "grillo.logs", qos: .utility)

    package init(in directory: StateDirectory, keeping retention: Retention) {
        folder = LogFolder(in: directory)
        self.retention = retention
    }

    package func watch(_ tell: @escaping @Sendable (_ network: String, _ words: String) -> Void) {
        open.withLock { $0.tell = tell }
    }

    package func record(_ records: [LogRecord], of network: String) {
        use(network) { log in
            // What follows one another in a room is handed over together.
            var rest = records[...]
            while let room = rest.first?.room {
                let run = rest.prefix { $0.room == room }
                log?.append(run.map(LoggedLine.init), to: room)
                rest = rest.dropFirst(run.count)
            }
        }
    }

    package func read(_ query: LogQuery, of network: String, then answer: @escaping @Sendable (LogAnswer) -> Void) {
        use(network) { log in
            guard let log else { return answer(LogAnswer()) }
            log.read(query, then: answer)
        }
    }

    package func redact(_ messageID: Bytes, in room: Bytes, of network: String) {
        use(network) { $0?.redact(messageID, in: room) }
    }

    package func forget(_ room: Bytes, of network: String) { use(network) { $0?.forget(room) } }

    package func markRead(_ room: Bytes, at time: Timestamp, of network: String) {
        use(network) { $0?.markRead(room, at: time) }
    }

    package func close(then answer: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            let logs = open.withLock { open in
                defer { (open.logs, open.isClosed) = ([:], true) }
                return open.logs.values.compactMap(\.self)
            }
            let group = DispatchGroup()
            for log in logs {
                group.enter()
                log.close { group.leave() }
            }
            group.notify(queue: queue, execute: answer)
        }
    }

    /// Hands a network's log over; nil where it cannot be opened.
    private func use(_ network: String, _ body: @escaping @Sendable (LocalLog?) -> Void) {
        queue.async { [self] in body(log(of: network)) }
    }

    /// On the queue alone, so that no file is opened twice.
    private func log(of network: String) -> LocalLog? {
        let path = folder.file(of: network)
        let (known, isClosed) = open.withLock { ($0.logs[path], $0.isClosed) }
        if let known { return known }
        guard !isClosed else { return nil }
        var log: LocalLog?
        do throws(LogError) {
            log = try LocalLog(path: path, retention: retention) { [weak self] incident in
                self?.tell(incident.description, of: network)
            }
        } catch {
            tell("Nothing is kept: \(error.localDescription)", of: network)
        }
        open.withLock { $0.logs[path] = .some(log) }
        return log
    }

    private func tell(_ words: String, of network: String) {
        open.withLock { $0.tell }?(network, words)
    }
}

extension LocalLog {
    /// Answers a question of a session. The queue of the log is where the answer comes.
    fileprivate func read(_ query: LogQuery, then answer: @escaping @Sendable (LogAnswer) -> Void) {
        switch (query.part, query.room) {
        case (.matching(let text), let room):
            search(text, in: room, before: nil, limit: query.limit) { found in
                answer(LogAnswer(found.reversed().map { LogRecord($0.line, in: $0.room) }))
            }
        case (.latest, let room?):
            latest(room, limit: query.limit) { [self] lines in
                readMarker(of: room) { answer(LogAnswer(lines.map { LogRecord($0, in: room) }, readUntil: $0)) }
            }
        case (.before(let time), let room?):
            before(.time(time), in: room, limit: query.limit) { lines in
                answer(LogAnswer(lines.map { LogRecord($0, in: room) }))
            }
        case (.around(let time), let room?):
            // The lines of the moment itself are on the side of those before it.
            let half = max(query.limit / 2, 1)
            before(.time(time.advanced(byMilliseconds: 1)), in: room, limit: half) { [self] older in
                after(.time(time), in: room, limit: half) { newer in
                    answer(LogAnswer((older + newer).map { LogRecord($0, in: room) }))
                }
            }
        case (.latest, nil), (.before, nil), (.around, nil): answer(LogAnswer())
        }
    }
}

extension LoggedLine {
    fileprivate init(_ record: LogRecord) {
        self.init(
            time: record.time, messageID: record.messageID, sender: record.sender, text: record.text,
            message: record.message, isNews: record.isNews, isMention: record.isMention)
    }
}

extension LogRecord {
    fileprivate init(_ line: LoggedLine, in room: Bytes) {
        self.init(
            room: room, time: line.time, messageID: line.messageID, sender: line.sender, text: line.text,
            message: line.message, isNews: line.isNews, isMention: line.isMention)
    }
}
