import Dispatch
import Synchronization

/// Answers questions about the log one after the other, beside the writer.
final class ReadingQueue: Sendable {
    private let queue = DispatchQueue(label: "grillo.log.reading", qos: .userInitiated)
    /// Taken on `queue` only, so nobody ever waits for it.
    private let desk: Mutex<Desk>

    private struct Desk {
        let log: SQLiteLogReader

        func ask<Answer>(_ question: (any LogReading) throws(LogError) -> Answer) -> Result<Answer, LogError> {
            log.forgetNames()
            do throws(LogError) {
                return .success(try question(log))
            } catch {
                return .failure(error)
            }
        }
    }

    init(log: sending SQLiteLogReader) { desk = Mutex(Desk(log: log)) }

    /// The answer comes on the reader's own queue.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (any LogReading) throws(LogError) -> Answer,
        then answer: @escaping @Sendable (Result<Answer, LogError>) -> Void
    ) {
        queue.async { answer(self.desk.withLock { desk in desk.ask(question) }) }
    }

    /// When all that was asked is answered.
    func close() {
        queue.sync { desk.withLock { $0.log.close() } }
    }
}
