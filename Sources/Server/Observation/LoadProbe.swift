import Dispatch
import Synchronization
import Transport

/// Asks a server for its load, and waits no longer than it is told to. It may be asked from anywhere.
///
/// It asks once at a time, whoever wants to know meanwhile: where the server is stuck nothing piles up on its queue.
package final class LoadProbe: Sendable {
    package typealias Answer = @Sendable (ServerLoad?) -> Void

    private struct State {
        var waiting: [Int: Answer] = [:]
        var lastNumber = 0
        /// True while the server has not answered.
        var isAsking = false
    }

    private let state = Mutex(State())
    private let ask: @Sendable (@escaping Answer) -> Void

    /// - Parameter ask: asks the server, which answers once, or never.
    init(_ ask: @escaping @Sendable (@escaping Answer) -> Void) { self.ask = ask }

    /// Asks the lanes of a server, and then its queue.
    convenience init(_ lanes: LaneGroup, _ loop: ServerLoop) {
        self.init { answer in
            lanes.countQueuedBytes(notifying: loop.queue) { bytes in answer(loop.core?.load(queueBytes: bytes)) }
        }
    }

    /// Answers once, on some queue: with the load, or with nil where the server does not tell it in time, or is no more.
    package func measure(within milliseconds: Int = 1000, then answer: @escaping Answer) {
        let (number, mustAsk) = state.withLock { state in
            state.lastNumber += 1
            state.waiting[state.lastNumber] = answer
            defer { state.isAsking = true }
            return (state.lastNumber, !state.isAsking)
        }
        if mustAsk { ask { [self] load in take(load) } }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
            state.withLock { $0.waiting.removeValue(forKey: number) }?(nil)
        }
    }

    private func take(_ load: ServerLoad?) {
        let answers = state.withLock { state in
            state.isAsking = false
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for answer in answers { answer(load) }
    }
}
