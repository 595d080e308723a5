import Dispatch
import Synchronization

/// Answers questions about the log beside the writer, one at a time, in the order of ``LogReadScheduler``.
final class LogReadQueue: Sendable {
    /// Does a portion of what leads to an answer, and gives the answer with the last one. True while there is more to do.
    typealias Job = @Sendable (any LogReading) -> Bool

    private let queue = DispatchQueue(label: "grillo.log.reading", qos: .userInitiated)
    private let turns = Mutex(LogReadScheduler<Job>())
    /// Taken on `queue` only, so nobody ever waits for it.
    private let reader: Mutex<Reader>

    private struct Reader {
        let log: any LogReader

        func work(_ job: Job) -> Bool {
            log.beginQuestion()
            return job(log)
        }
    }

    init(log: sending any LogReader) { reader = Mutex(Reader(log: log)) }

    /// Has a question answered; where its asker goes before that, it is dropped.
    ///
    /// - Parameter portion: called again and again, with others' turns between, until it returns an answer.
    /// - Parameter answer: called on the reader's own queue.
    func ask<Answer: Sendable>(
        _ effort: LogReadCost, of context: LogReadContext,
        portion: @escaping @Sendable (any LogReading) throws(LogError) -> Answer?,
        then answer: @escaping @Sendable (Result<Answer, LogError>) -> Void
    ) {
        let job: Job = { log in
            do throws(LogError) {
                guard let value = try portion(log) else { return true }
                answer(.success(value))
            } catch {
                answer(.failure(error))
            }
            return false
        }
        turns.withLock { $0.put(job, effort, of: context) }
        queue.async { _ = self.takeTurn() }
    }

    /// False when nothing waits.
    private func takeTurn() -> Bool {
        guard let turn = turns.withLock({ $0.next() }) else { return false }
        let job = turn.job
        guard reader.withLock({ reader in reader.work(job) }) else { return true }
        turns.withLock { $0.putBack(turn) }
        queue.async { _ = self.takeTurn() }
        return true
    }

    /// When all that was asked is answered.
    func close() {
        queue.sync {
            while takeTurn() {}
            reader.withLock { $0.log.close() }
        }
    }
}
