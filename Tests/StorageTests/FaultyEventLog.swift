import Chat
import Dispatch
import Protocol
import Storage
import Synchronization

/// A log that fails when it is told to, remembers its groups, and can be held in the middle of a commit.
final class FaultyEventLog: EventLog {
    private let log: any EventLog
    private let faults: Faults

    init(_ log: any EventLog = MemoryEventLog(), _ faults: Faults) {
        self.log = log
        self.faults = faults
    }

    /// What a test tells its log, from any thread.
    final class Faults: Sendable {
        fileprivate struct State {
            var failures = 0
            var error = LogError.full
            var attempts: [[Int64]] = []
            var isHeld = false
            var probes = 0
        }

        fileprivate let state = Mutex(State())
        /// Signalled when a held append has begun.
        let begun = DispatchSemaphore(value: 0)
        fileprivate let released = DispatchSemaphore(value: 0)

        /// The next `count` appends fail.
        func fail(_ count: Int, _ error: LogError = .full) {
            state.withLock {
                $0.failures = count
                $0.error = error
            }
        }

        /// The next append begins, and waits for ``release()``.
        func hold() { state.withLock { $0.isHeld = true } }
        func release() { released.signal() }

        /// The number of times that it was tried if the log can be written.
        var probes: Int { state.withLock { $0.probes } }

        /// Every group that was tried, stored or not.
        var attempts: [[Int64]] { state.withLock { $0.attempts } }
    }

    var end: LogEnd { log.end }

    func probe() throws(LogError) {
        let failure = faults.state.withLock { state in
            state.probes += 1
            defer { state.failures = max(state.failures - 1, 0) }
            return state.failures > 0 ? state.error : nil
        }
        if let failure { throw failure }
        try log.probe()
    }

    func append(_ entries: [LogEntry]) throws(LogError) {
        let (isHeld, failure) = faults.state.withLock { state in
            state.attempts.append(entries.compactMap(\.number?.rawValue))
            defer {
                state.isHeld = false
                state.failures = max(state.failures - 1, 0)
            }
            return (state.isHeld, state.failures > 0 ? state.error : nil)
        }
        if isHeld {
            faults.begun.signal()
            faults.released.wait()
        }
        if let failure { throw failure }
        try log.append(entries)
    }

    func blank(_ numbers: [EventNumber]) throws(LogError) { try log.blank(numbers) }

    func drop(_ conversation: Conversation, through sequence: Int64, limit: Int) throws(LogError) -> Int {
        try log.drop(conversation, through: sequence, limit: limit)
    }

    func drop(through number: EventNumber, limit: Int) throws(LogError) -> Int {
        try log.drop(through: number, limit: limit)
    }

    func size() throws(LogError) -> Int64 { try log.size() }

    func scan(
        _ conversation: Conversation, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [PlacedEvent] {
        try log.scan(conversation, range, direction, limit: limit)
    }

    func extent(of conversation: Conversation) throws(LogError) -> Range<Int64> { try log.extent(of: conversation) }

    func place(_ sequence: Int64, in conversation: Conversation) throws(LogError) -> ConversationPosition? {
        try log.place(sequence, in: conversation)
    }

    func find(_ number: EventNumber) throws(LogError) -> Event? { try log.find(number) }

    func events(
        _ range: ClosedRange<EventNumber>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [Event] {
        try log.events(range, direction, limit: limit)
    }

    func conversations(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        try log.conversations(after: previous, limit: limit)
    }

    func directConversations(of name: FoldedName) throws(LogError) -> [Conversation] {
        try log.directConversations(of: name)
    }

    func registry() throws(LogError) -> Registry { try log.registry() }

    func close() throws(LogError) { try log.close() }
}
