import Client
import Protocol
import Synchronization
import TerminalApp

/// A log in memory, which answers when a test says so, or at once.
final class FakeLog: MessageLog {
    private struct Content {
        var records: [LogRecord] = []
        var networks: Set<String> = []
        var opened: [String] = []
        var goneOn: [String: [String]] = [:]
        var markers: [Bytes: Timestamp] = [:]
        var tell: (@Sendable (String, String) -> Void)?
        var isClosed = false
        var isSlow = false
        var closed: [@Sendable () -> Void] = []
    }

    private let content = Mutex(Content())

    var records: [LogRecord] { content.withLock { $0.records } }
    /// The names of the networks of which anything was kept.
    var networks: Set<String> { content.withLock { $0.networks } }
    /// The names of the networks that were opened before anything was asked of them.
    var opened: [String] { content.withLock { $0.opened } }
    /// The names of before with which a network was to go on, by its name; none where there was none.
    var goneOn: [String: [String]] { content.withLock { $0.goneOn } }
    var isClosed: Bool { content.withLock { $0.isClosed } }
    var markers: [Bytes: Timestamp] { content.withLock { $0.markers } }

    /// Has a problem.
    func fail(_ words: String, of network: String) { content.withLock { $0.tell }?(network, words) }

    func watch(_ tell: @escaping @Sendable (String, String) -> Void) { content.withLock { $0.tell = tell } }

    func open(_ network: String) { content.withLock { $0.opened.append(network) } }

    /// Nothing of before is in it: the call is noted.
    func goOn(with formerNames: [String], as network: String) {
        if !formerNames.isEmpty { content.withLock { $0.goneOn[network] = formerNames } }
    }

    func record(_ records: [LogRecord], of network: String) {
        content.withLock { content in
            content.records += records
            content.networks.insert(network)
        }
    }

    func read(_ query: LogQuery, of network: String, then answer: @escaping @Sendable (LogAnswer) -> Void) {
        let (records, marker) = content.withLock { content in
            (
                content.records.filter { query.room == nil || $0.room == query.room },
                query.room.flatMap { content.markers[$0] }
            )
        }
        switch query.part {
        case .latest: answer(LogAnswer(records.suffix(query.limit), readUntil: marker))
        case .before(let time): answer(LogAnswer(records.filter { $0.time < time }.suffix(query.limit)))
        case .unreadRooms: answer(LogAnswer())
        case .around: answer(LogAnswer(records.suffix(query.limit)))
        case .matching(let text): answer(LogAnswer(records.filter { $0.text.text.contains(text) }))
        }
    }

    func redact(_ messageID: Bytes, in room: Bytes, of network: String) {
        content.withLock { $0.records.removeAll { $0.room == room && $0.messageID == messageID } }
    }

    func forget(_ room: Bytes, of network: String) {
        content.withLock { $0.records.removeAll { $0.room == room } }
    }

    func rename(_ room: Bytes, to name: Bytes, of network: String) {
        content.withLock { content in
            for index in content.records.indices where content.records[index].room == room {
                content.records[index].room = name
            }
        }
    }

    func markRead(_ room: Bytes, at time: Timestamp, of network: String) {
        content.withLock { $0.markers[room] = time }
    }

    func close(then answer: @escaping @Sendable () -> Void) {
        let isSlow = content.withLock { content in
            content.isClosed = true
            if content.isSlow { content.closed.append(answer) }
            return content.isSlow
        }
        if !isSlow { answer() }
    }

    /// From now on storing what waits takes until ``finishClosing()``.
    func slowDown() { content.withLock { $0.isSlow = true } }

    func finishClosing() {
        for answer in content.withLock({ $0.closed }) { answer() }
    }
}
