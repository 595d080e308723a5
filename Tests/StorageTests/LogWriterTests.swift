import Chat
import Dispatch
import Protocol
import Storage
import Synchronization
import Testing

@Suite struct LogWriterTests {
    let a = Conversation.channel("#a")
    let faults = FaultyEventLog.Faults()
    let commitResults = CommitResults()

    /// What came in on the delivery queue, in order.
    final class CommitResults: Sendable {
        let queue = DispatchQueue(label: "test.server")
        private let received = Mutex<[CommitResult]>([])
        private let storedGroups = Mutex<[CommitResult.StoredGroup]>([])
        private let arrived = DispatchSemaphore(value: 0)

        func add(_ commitResult: CommitResult) {
            dispatchPrecondition(condition: .onQueue(queue))
            // How long it took is another each time.
            var outcome = commitResult
            outcome.stored = []
            received.withLock { $0.append(outcome) }
            storedGroups.withLock { $0 += commitResult.stored }
            arrived.signal()
        }

        /// All that have been delivered.
        var all: [CommitResult] { queue.sync { received.withLock { $0 } } }

        /// The groups that were stored, in order.
        var stored: [CommitResult.StoredGroup] { queue.sync { storedGroups.withLock { $0 } } }

        /// Waits for one more than were waited for before.
        func waitForNext() -> CommitResult? {
            guard arrived.wait(timeout: .now() + 20) == .success else { return nil }
            return all.last
        }
    }

    private func writer(_ change: (inout LogWriter.Bounds) -> Void = { _ in }) -> LogWriter {
        var limits = LogWriter.Bounds()
        limits.retry = 3_600_000...3_600_000
        change(&limits)
        let commitResults = commitResults
        return LogWriter(log: FaultyEventLog(MemoryEventLog(), faults), limits: limits, deliverOn: commitResults.queue)
        {
            commitResults.add($0)
        }
    }

    /// What the log holds, asked between two groups.
    private func stored(_ writer: LogWriter) -> [Int64] {
        let a = a
        return asked(writer) { log throws(LogError) in try log.scan(a, limit: .max).map(\.event.number.rawValue) } ?? []
    }

    private func asked<Answer: Sendable>(
        _ writer: LogWriter, _ question: @escaping @Sendable (any EventLog) throws(LogError) -> Answer
    ) -> Answer? {
        let found = Box<Answer>()
        let answered = DispatchSemaphore(value: 0)
        writer.perform(question) { answer in
            if let answer = try? answer.get() { found.set(answer) }
            answered.signal()
        }
        answered.wait()
        return found.value
    }

    @Test func `What is submitted is stored and settled`() {
        let writer = writer()
        writer.submit([.of(1, in: a), .of(2, in: a)])
        writer.flush()
        #expect(commitResults.all == [CommitResult(through: 2)])
        #expect(stored(writer) == [1, 2])
    }

    @Test func `Without a flush it is stored at once`() {
        let writer = writer()
        writer.submit([.of(1, in: a)])
        #expect(commitResults.waitForNext() == CommitResult(through: 1))
    }

    @Test func `Nothing is settled while it is being stored`() {
        let writer = writer()
        faults.hold()
        writer.submit([.of(1, in: a)])
        faults.begun.wait()
        #expect(commitResults.all == [])
        faults.release()
        writer.flush()
        #expect(commitResults.all == [CommitResult(through: 1)])
    }

    @Test func `All that comes during one commit goes into the next`() {
        let writer = writer()
        faults.hold()
        writer.submit([.of(1, in: a)])
        faults.begun.wait()
        for number in Int64(2)...1000 { writer.submit([.of(number, in: a)]) }
        faults.release()
        writer.flush()
        #expect(faults.attempts == [[1], Array(2...1000)])
        #expect(commitResults.all == [CommitResult(through: 1), CommitResult(through: 1000)])
    }

    @Test func `Each transaction is told with its size and its time`() {
        let writer = writer { $0.group = 4 }
        faults.hold()
        writer.submit([.of(1, in: a)])
        faults.begun.wait()
        writer.submit((2...11).map { .of($0, in: a) })
        faults.release()
        writer.flush()
        #expect(commitResults.stored.map(\.entryCount) == [1, 4, 4, 2])
        #expect(commitResults.stored.allSatisfy { $0.nanoseconds > 0 })
    }

    @Test func `What the log did not take is told as stored when it is`() {
        let writer = writer()
        faults.fail(1)
        writer.submit([.of(1, .join, in: a)])
        writer.flush()
        #expect(commitResults.stored == [])
        writer.submit([.of(2, in: a)])
        writer.flush()
        #expect(commitResults.stored.map(\.entryCount) == [2])
    }

    @Test func `A group is no larger than its bound`() {
        let writer = writer { $0.group = 10 }
        writer.submit((1...25).map { .of($0, in: a) })
        writer.flush()
        #expect(faults.attempts.map(\.count) == [10, 10, 5])
        #expect(commitResults.all.map(\.through) == [10, 20, 25])
    }

    @Test func `Submissions from a busy queue are all settled, in order`() {
        let writer = writer()
        for number in Int64(1)...20_000 { writer.submit([.of(number, in: a)]) }
        writer.flush()
        let through = commitResults.all.map(\.through)
        #expect(through == through.sorted())
        #expect(through.last == 20_000)
        #expect(stored(writer) == Array(1...20_000))
    }

    @Test func `What is said is refused for good when the log fails`() {
        let writer = writer()
        faults.fail(1)
        writer.submit([.of(1, .message, in: a), .of(2, .notice, in: a), .of(3, .redaction, in: a)])
        writer.flush()
        writer.submit([.of(4, in: a)])
        writer.flush()
        #expect(
            commitResults.all == [
                CommitResult(through: 3, refused: [1, 2, 3], failure: .full),
                CommitResult(through: 4, recovered: true),
            ])
        #expect(stored(writer) == [4])
    }

    @Test func `Facts are settled, wait, and are stored before anything newer`() {
        let writer = writer()
        faults.fail(2, .readOnly)
        writer.submit([.of(1, .join, in: a), .of(2, .message, in: a), .of(3, .topic, in: a)])
        writer.flush()
        writer.submit([.of(4, .message, in: a), .of(5, .part, in: a)])
        writer.flush()
        writer.submit([.of(6, .message, in: a)])
        writer.flush()
        #expect(
            commitResults.all == [
                CommitResult(through: 3, refused: [2], failure: .readOnly, waiting: 2),
                CommitResult(through: 5, refused: [4], failure: .readOnly, waiting: 3),
                CommitResult(through: 6, recovered: true),
            ])
        #expect(stored(writer) == [1, 3, 5, 6])
        #expect(faults.attempts.last == [1, 3, 5, 6])
    }

    @Test func `What waits is stored by itself when the fault is gone`() {
        let writer = writer { $0.retry = 1...4 }
        faults.fail(6)
        writer.submit([.of(1, .join, in: a)])
        #expect(commitResults.waitForNext() == CommitResult(through: 1, failure: .full, waiting: 1))
        #expect(commitResults.waitForNext() == CommitResult(through: 1, recovered: true))
        #expect(stored(writer) == [1])
        #expect(faults.attempts.count == 7)
    }

    @Test func `A log that refused what was said is tried until it can be written, though nobody says more`() {
        let writer = writer { $0.retry = 1...4 }
        faults.fail(4)
        writer.submit([.of(1, .message, in: a)])
        for _ in 0..<2 { #expect(commitResults.waitForNext() != nil) }
        #expect(
            commitResults.all == [
                CommitResult(through: 1, refused: [1], failure: .full), CommitResult(through: 1, recovered: true),
            ])
        #expect(faults.probes == 4)
        #expect(faults.attempts == [[1]])
        #expect(stored(writer) == [])
    }

    @Test func `A log that fails for another reason says so, whether something waits or not`() {
        let writer = writer { $0.retry = 1...4 }
        for kind in [Event.Kind.message, .join] {
            let number: Int64 = kind == .join ? 2 : 1
            faults.fail(1, .full)
            faults.hold()
            writer.submit([.of(number, kind, in: a)])
            faults.begun.wait()
            // From the second attempt on.
            faults.fail(3, .readOnly)
            faults.release()
            for _ in 0..<3 { #expect(commitResults.waitForNext() != nil) }
        }
        #expect(commitResults.all.map(\.failure) == [.full, .readOnly, nil, .full, .readOnly, nil])
        #expect(commitResults.all.map(\.recovered) == [false, false, true, false, false, true])
    }

    @Test func `As many facts wait as the bound says, and the oldest go`() {
        let writer = writer {
            $0.backlog = 3
            $0.group = 2
        }
        faults.fail(4)
        writer.submit([.of(1, .join, in: a), .of(2, .join, in: a)])
        writer.flush()
        writer.submit([.of(3, .join, in: a)])
        writer.flush()
        writer.submit([.of(4, .join, in: a), .of(5, .join, in: a)])
        writer.flush()
        writer.submit([.of(6, .message, in: a)])
        writer.flush()
        writer.submit([.of(7, .message, in: a)])
        writer.flush()
        #expect(
            commitResults.all == [
                CommitResult(through: 2, failure: .full, waiting: 2),
                CommitResult(through: 3, failure: .full, waiting: 3),
                CommitResult(through: 5, failure: .full, waiting: 3, lost: 2),
                CommitResult(through: 6, refused: [6], failure: .full, waiting: 3),
                CommitResult(through: 7, recovered: true),
            ])
        #expect(stored(writer) == [3, 4, 5, 7])
    }

    @Test func `A log that fails half-way through what waits keeps the rest waiting`() {
        let writer = writer { $0.group = 2 }
        faults.fail(2)
        writer.submit([.of(1, .join, in: a), .of(2, .join, in: a)])
        writer.submit([.of(3, .join, in: a)])
        writer.flush()
        faults.hold()
        writer.submit([.of(4, .message, in: a)])
        faults.begun.wait()
        faults.fail(1)
        faults.release()
        writer.flush()
        #expect(commitResults.all.last == CommitResult(through: 4, refused: [4], failure: .full, waiting: 1))
        #expect(stored(writer) == [1, 2])
        writer.submit([.of(5, .message, in: a)])
        writer.flush()
        #expect(commitResults.all.last == CommitResult(through: 5, recovered: true))
        #expect(stored(writer) == [1, 2, 3, 5])
    }

    @Test func `A number that can never be stored does not hold up the others`() {
        let writer = writer()
        writer.submit([.of(5, in: a)])
        writer.flush()
        writer.submit([.of(3, .join, in: a), .of(4, .message, in: a), .of(6, .join, in: a), .of(7, .message, in: a)])
        writer.flush()
        #expect(commitResults.all.last == CommitResult(through: 5, refused: [4], fault: .notAscending(4), lost: 1))
        #expect(stored(writer) == [5, 6, 7])
        // The log itself is well, so that nothing recovers.
        writer.submit([.of(8, in: a)])
        writer.flush()
        #expect(commitResults.all.last == CommitResult(through: 6))
    }

    @Test func `Closing stores what is pending, and refuses what comes later`() throws {
        let writer = writer()
        faults.fail(1)
        writer.submit([.of(1, .join, in: a)])
        writer.flush()
        writer.submit([.of(2, .message, in: a)])
        try writer.close()
        #expect(faults.attempts == [[1], [1, 2]])
        writer.submit([.of(3, .message, in: a)])
        writer.flush()
        #expect(commitResults.all.last?.refused == [3])
    }

    @Test func `Closing tells what is lost when the log fails to the last`() throws {
        let writer = writer()
        faults.fail(2)
        writer.submit([.of(1, .join, in: a)])
        try writer.close()
        #expect(
            commitResults.all == [
                CommitResult(through: 1, failure: .full, waiting: 1),
                CommitResult(through: 1, failure: .full, lost: 1),
            ])
    }

    @Test func `A change waits where the log fails, and is stored in its place`() throws {
        let writer = writer()
        faults.fail(1)
        writer.submit([.change(.note("a", [1])), .event(.of(1, .join, in: a)), .change(.note("a", [2]))])
        writer.flush()
        #expect(commitResults.all == [CommitResult(through: 3, failure: .full, waiting: 3)])
        writer.submit([.change(.note("b", [3]))])
        writer.flush()
        #expect(commitResults.all.last == CommitResult(through: 4, recovered: true))
        #expect(asked(writer) { log throws(LogError) in try log.registry().notes } == ["a": [2], "b": [3]])
        #expect(stored(writer) == [1])
    }

    @Test func `A change is settled when it is stored, and counts like an event`() {
        let writer = writer()
        faults.hold()
        writer.submit([.change(.note("a", [1]))])
        faults.begun.wait()
        writer.submit([.event(.of(1, in: a)), .change(.note("a", [2]))])
        #expect(commitResults.all == [])
        faults.release()
        writer.flush()
        #expect(commitResults.all == [CommitResult(through: 1), CommitResult(through: 3)])
    }

    @Test func `A change that somebody waits for is refused when the log fails, and comes behind what was submitted`() {
        let writer = writer()
        faults.fail(1)
        let answers = Box<[LogError?]>()
        answers.set([])
        func save(_ value: UInt8) {
            let done = DispatchSemaphore(value: 0)
            writer.save([.note("a", [value])]) { result in
                if case .failure(let error) = result {
                    answers.set(answers.value! + [error])
                } else {
                    answers.set(answers.value! + [nil])
                }
                done.signal()
            }
            done.wait()
        }
        save(1)
        writer.submit([.change(.note("a", [2]))])
        save(3)
        #expect(answers.value == [.full, nil])
        #expect(asked(writer) { log throws(LogError) in try log.registry().notes } == ["a": [3]])
    }

    @Test func `Long work is done in portions, and what is submitted is stored in between`() {
        let writer = writer()
        let seen = Box<[Int64]>()
        seen.set([])
        let done = DispatchSemaphore(value: 0)
        writer.performInPortions(failsBehindBacklog: true) { [a] log throws(LogError) in
            let stored = log.end.number.rawValue
            seen.set(seen.value! + [stored])
            writer.submit([.of(stored + 1, in: a)])
            return stored < 5
        } then: { _ in
            done.signal()
        }
        done.wait()
        #expect(seen.value == [0, 1, 2, 3, 4, 5])
    }

    /// The reason for which a save failed; nil if it did not.
    private func failureOfSaving(_ changes: [RegistryChange], with writer: LogWriter) -> LogError? {
        wait { writer.save(changes, then: $0) }
    }

    /// The reason for which work in one portion failed; nil if it did not.
    private func failureOfPortion(
        of writer: LogWriter, failsBehindBacklog: Bool, portion: @escaping @Sendable ([Int64]) -> Void
    ) -> LogError? {
        let a = a
        return wait { answer in
            writer.performInPortions(failsBehindBacklog: failsBehindBacklog) { log throws(LogError) in
                portion(try log.scan(a, limit: .max).map(\.event.number.rawValue))
                return false
            } then: {
                answer($0)
            }
        }
    }

    private func wait(
        for ask: (_ answer: @escaping @Sendable (Result<Void, LogError>) -> Void) -> Void
    ) -> LogError? {
        let failure = Box<LogError>()
        let answered = DispatchSemaphore(value: 0)
        ask { result in
            if case .failure(let error) = result { failure.set(error) }
            answered.signal()
        }
        answered.wait()
        return failure.value
    }

    private func notes(_ writer: LogWriter) -> [String: [UInt8]]? {
        asked(writer) { log throws(LogError) in try log.registry().notes }
    }

    @Test func `What waits is stored before a change that somebody waits for`() {
        let writer = writer()
        faults.fail(1)
        writer.submit([.change(.note("a", [1])), .event(.of(1, .join, in: a))])
        writer.flush()
        #expect(failureOfSaving([.note("a", [2])], with: writer) == nil)
        // It came before the answer did.
        #expect(commitResults.all.last == CommitResult(through: 2, recovered: true))
        writer.submit([.event(.of(2, .join, in: a))])
        writer.flush()
        #expect(notes(writer) == ["a": [2]])
        #expect(stored(writer) == [1, 2])
    }

    @Test func `A change that somebody waits for is refused as long as something waits`() {
        let writer = writer()
        faults.fail(2)
        writer.submit([.change(.note("a", [1]))])
        writer.flush()
        #expect(failureOfSaving([.note("a", [2])], with: writer) == .full)
        #expect(notes(writer) == [:])
        writer.submit([.event(.of(1, .join, in: a))])
        writer.flush()
        #expect(notes(writer) == ["a": [1]])
    }

    @Test(arguments: [true, false]) func `What waits is stored before long work`(failsBehindBacklog: Bool) {
        let writer = writer()
        faults.fail(1)
        writer.submit([.of(1, .topic, in: a)])
        writer.flush()
        let seen = Box<[Int64]>()
        #expect(failureOfPortion(of: writer, failsBehindBacklog: failsBehindBacklog) { seen.set($0) } == nil)
        #expect(seen.value == [1])
        #expect(commitResults.all.last == CommitResult(through: 1, recovered: true))
    }

    @Test func `Long work behind what still cannot be stored fails if it must not pass over that`() {
        let writer = writer()
        faults.fail(3)
        writer.submit([.of(1, .topic, in: a)])
        writer.flush()
        let seen = Box<[Int64]>()
        #expect(failureOfPortion(of: writer, failsBehindBacklog: true) { seen.set($0) } == .full)
        #expect(seen.value == nil)
        #expect(failureOfPortion(of: writer, failsBehindBacklog: false) { seen.set($0) } == nil)
        #expect(seen.value == [])
        writer.submit([.of(2, .topic, in: a)])
        writer.flush()
        #expect(stored(writer) == [1, 2])
    }

    @Test func `It begins where the log ended`() throws {
        let log = MemoryEventLog()
        try log.append([.of(9, in: a)])
        let commitResults = commitResults
        let writer = LogWriter(log: log, deliverOn: commitResults.queue) { commitResults.add($0) }
        #expect(writer.end.number == 9)
    }
}
