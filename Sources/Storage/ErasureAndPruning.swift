import Chat
import Protocol
import Synchronization

/// The course of taking out what an account said, from the oldest event on.
struct AccountErasure {
    let account: FoldedName
    private var next = EventNumber(rawValue: 1)
    private(set) var count = 0

    init(account: FoldedName) { self.account = account }

    /// How many events are looked at in one portion: some 2 ms of work.
    private static let portion = 512

    /// One portion. False at the end of the log.
    mutating func step(on log: any EventLog) throws(LogError) -> Bool {
        let events = try log.events(next...EventNumber.highest, .forward, limit: Self.portion)
        guard let last = events.last else { return false }
        let said = events.filter { event in
            event.account.map { Casemapping.ascii.fold($0) == account } == true
                && !(event.text.isEmpty && event.tags.isEmpty)
        }
        try log.blank(said.map(\.number))
        count += said.count
        next = last.number.next
        return true
    }
}

/// The course of forgetting the oldest.
struct LogPruning {
    private let retention: Retention
    private let time: Timestamp
    private(set) var forgotten = PruningResult()

    init(retention: Retention, time: Timestamp) {
        self.retention = retention
        self.time = time
    }

    /// How many events are forgotten in one portion: some 5 ms of work.
    private static let portion = 256

    /// One portion. False when what is left may stay.
    mutating func step(on log: any EventLog) throws(LogError) -> Bool {
        let oldest = try log.events(EventNumber.none ... .highest, .forward, limit: Self.portion)
        guard !oldest.isEmpty else { return false }
        var last: EventNumber?
        if let age = retention.age {
            let bound = time.advanced(bySeconds: -age)
            last = oldest.last { $0.time < bound }?.number
        }
        if last == nil, let size = retention.size, try log.size() > size { last = oldest.last?.number }
        guard let last else { return false }
        forgotten.count += try log.drop(through: last, limit: Self.portion)
        forgotten.last = last
        return true
    }
}

/// What went of the history: everything up to an event, which included.
package struct PruningResult: Hashable, Sendable {
    package var count = 0
    package var last = EventNumber.none
}

/// A value that two closures share.
final class LockedBox<Value: Sendable>: Sendable {
    private let current: Mutex<Value>

    init(_ value: Value) { current = Mutex(value) }

    var value: Value { current.withLock { $0 } }

    func change<Answer: Sendable>(
        _ body: (inout Value) throws(LogError) -> Answer
    ) throws(LogError) -> Answer {
        let result: Result<Answer, LogError> = current.withLock { value in
            do throws(LogError) {
                return .success(try body(&value))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// Something to be called that is known later.
final class DeferredCallback: Sendable {
    /// A closure that stood in the lock by itself would come out of it wrapped once more each time, for good.
    private struct Body {
        let call: @Sendable () -> Void
    }

    private let body = Mutex<Body?>(nil)
    func set(_ new: @escaping @Sendable () -> Void) { body.withLock { $0 = Body(call: new) } }
    func call() { body.withLock { $0 }?.call() }
}
