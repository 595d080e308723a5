import Chat
import Dispatch
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

        /// Every group that was tried, stored or not.
        var attempts: [[Int64]] { state.withLock { $0.attempts } }
    }

    var end: LogEnd { log.end }

    func append(_ events: [Event]) throws(LogError) {
        let (isHeld, failure) = faults.state.withLock { state in
            state.attempts.append(events.map(\.number.rawValue))
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
        try log.append(events)
    }

    func scan(
        _ conversation: Conversation, _ range: ClosedRange<Int64>, _ direction: ScanDirection, limit: Int
    ) throws(LogError) -> [PlacedEvent] {
        try log.scan(conversation, range, direction, limit: limit)
    }

    func find(_ number: EventNumber) throws(LogError) -> Event? { try log.find(number) }

    func conversations(after previous: Conversation?, limit: Int) throws(LogError) -> [Conversation] {
        try log.conversations(after: previous, limit: limit)
    }

    func close() throws(LogError) { try log.close() }
}
