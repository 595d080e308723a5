import Dispatch
import Synchronization

/// Asks for something that may be late, or never come, and waits no longer than it is told to. It may be asked from anywhere.
///
/// It asks once at a time, whoever wants to know meanwhile: where nothing comes, nothing piles up.
package final class Probe<Value: Sendable>: Sendable {
    package typealias Answer = @Sendable (Value?) -> Void

    private struct State {
        var waiting: [Int: Answer] = [:]
        var lastNumber = 0
        /// True while what was asked for has not come.
        var isAsking = false
    }

    private let state = Mutex(State())
    private let ask: @Sendable (@escaping Answer) -> Void
    /// Answers are not for the queue of whoever is asked, which has other work. A queue of one's own has a thread also where those of the
    /// global queues are all held up.
    private let queue = DispatchQueue(label: "grillo.probe", qos: .utility)

    /// - Parameter ask: asks; is answered once, on any queue, or never.
    init(_ ask: @escaping @Sendable (@escaping Answer) -> Void) { self.ask = ask }

    /// Answers once, on a serial queue of the probe's own: with what was asked for, or with nil where it does not come in time, or is
    /// not known.
    package func measure(within milliseconds: Int = 1000, then answer: @escaping Answer) {
        let (number, mustAsk) = state.withLock { state in
            state.lastNumber += 1
            state.waiting[state.lastNumber] = answer
            defer { state.isAsking = true }
            return (state.lastNumber, !state.isAsking)
        }
        if mustAsk { ask { [self] value in take(value) } }
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
            state.withLock { $0.waiting.removeValue(forKey: number) }?(nil)
        }
    }

    private func take(_ value: Value?) {
        let answers = state.withLock { state in
            state.isAsking = false
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        queue.async {
            for answer in answers { answer(value) }
        }
    }
}
