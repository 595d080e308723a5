import Client
import Dispatch
import Protocol
import Storage
import Synchronization
import SystemBasics

/// The logs of all networks in files, each opened when it is first needed.
package final class LocalLogs: MessageLog {
    private struct Known {
        /// By the paths of their files.
        var logs: [String: NetworkLog] = [:]
        /// The paths of the logs that go on under an old name, by the paths that they would have.
        var formerPaths: [String: String] = [:]
        var tell: (@Sendable (String, String) -> Void)?
        var isClosed = false
    }

    private let folder: LogFolder
    private let retention: Retention
    private let retrySeconds: Double
    private let known = Mutex(Known())

    /// - Parameter retrySeconds: the seconds after which a file that could not be opened is tried again, when something is said.
    package init(in directory: StateDirectory, keeping retention: Retention, retrySeconds: Double = 30) {
        folder = LogFolder(in: directory)
        self.retention = retention
        self.retrySeconds = retrySeconds
    }

    package func watch(_ tell: @escaping @Sendable (_ network: String, _ words: String) -> Void) {
        known.withLock { $0.tell = tell }
    }

    package func open(_ network: String) { existingLog(of: network)?.useExisting { _ in } }

    package func goOn(with formerNames: [String], as network: String) {
        let path = folder.file(of: network)
        guard let former = formerNames.lazy.map({ [folder] in folder.file(of: $0) }).first(where: FileSystem.exists),
            !FileSystem.exists(path)
        else { return }
        known.withLock { known in
            if known.logs[path] == nil { known.formerPaths[path] = former }
        }
    }

    package func record(_ records: [LogRecord], of network: String) { log(of: network).record(records) }

    package func read(_ query: LogQuery, of network: String, then answer: @escaping @Sendable (LogAnswer) -> Void) {
        log(of: network).use { log in
            guard let log else { return answer(LogAnswer()) }
            log.read(query, then: answer)
        }
    }

    package func redact(_ messageID: Bytes, in room: Bytes, of network: String) {
        existingLog(of: network)?.useExisting { $0.redact(messageID, in: room) }
    }

    package func forget(_ room: Bytes, of network: String) {
        existingLog(of: network)?.useExisting { $0.forget(room) }
    }

    package func rename(_ room: Bytes, to name: Bytes, of network: String) {
        existingLog(of: network)?.useExisting { $0.rename(room, to: name) }
    }

    package func markRead(_ room: Bytes, at time: Timestamp, of network: String) {
        log(of: network).use { $0?.markRead(room, at: time) }
    }

    package func close(then answer: @escaping @Sendable () -> Void) {
        let logs = known.withLock { known in
            known.isClosed = true
            return Array(known.logs.values)
        }
        let group = DispatchGroup()
        for log in logs {
            group.enter()
            log.close { group.leave() }
        }
        group.notify(queue: .global(qos: .utility), execute: answer)
    }

    private func log(of network: String) -> NetworkLog { log(of: network, where: { _ in true })! }

    /// The log of a network where there is a file, or something has been asked that makes one. Until then nothing is known of the network, so
    /// that it can go on with a log of another name.
    private func existingLog(of network: String) -> NetworkLog? { log(of: network, where: FileSystem.exists) }

    /// - Parameter isWanted: says of the path of a log that is not known yet if it is to be known from now on.
    private func log(of network: String, where isWanted: (String) -> Bool) -> NetworkLog? {
        let usual = folder.file(of: network)
        return known.withLock { known in
            let path = known.formerPaths[usual] ?? usual
            if let log = known.logs[path] { return log }
            guard isWanted(path) else { return nil }
            let log = NetworkLog(
                path: path, keeping: retention, isClosed: known.isClosed, retrySeconds: retrySeconds
            ) { [weak self] in self?.tell($0, of: network) }
            known.logs[path] = log
            return log
        }
    }

    private func tell(_ words: String, of network: String) {
        known.withLock { $0.tell }?(network, words)
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
        case (.unreadRooms, _):
            unreadRooms(limit: query.limit) { found in
                answer(LogAnswer(found.map { LogRecord($0.line, in: $0.room) }))
            }
        case (.latest, let room?):
            latest(room, limit: query.limit) { [self] lines in
                readMarker(of: room) { answer(LogAnswer(lines.map { LogRecord($0, in: room) }, readUntil: $0)) }
            }
        case (.before(let time), let room?):
            before(.time(time), in: room, limit: query.limit) { [self] lines in
                guard lines.count == query.limit, lines.first?.time == lines.last?.time else {
                    return answer(LogAnswer(lines.map { LogRecord($0, in: room) }))
                }
                // The next page is asked for by a moment, too, and would leave out what this one has no room for.
                before(.time(time), in: room, limit: Self.pageLimit) { lines in
                    answer(LogAnswer(lines.map { LogRecord($0, in: room) }))
                }
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

extension LogRecord {
    fileprivate init(_ line: LoggedLine, in room: Bytes) {
        self.init(
            room: room, time: line.time, messageID: line.messageID, sender: line.sender, text: line.text,
            message: line.message, isNews: line.isNews, isMention: line.isMention, isOwn: line.isOwn)
    }
}
