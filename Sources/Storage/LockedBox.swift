import Synchronization

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
