import Dispatch
import Synchronization

/// One serial queue and the connections that live on it: may be told things from anywhere.
///
/// A lane is a thread's worth of work, not a thread. Everything about a connection (reading, TLS, its handler's calls,
/// writing) happens on its lane, so nothing of it is locked. Lanes share nothing with each other.
package final class Lane: Sendable {
    /// Its place in the group, and in the names of its connections.
    package let index: Int
    package let queue: DispatchQueue
    let core: QueueConfined<LaneCore>
    private let schedule = Mutex(LaneSchedule())

    init(index: Int) {
        self.index = index
        queue = DispatchQueue(label: "grillo.lane.\(index)")
        core = QueueConfined(LaneCore(index: index, queue: queue), on: queue)
        queue.async { [core] in core.value.start(at: core) }
    }

    deinit {
        queue.async { [core] in core.value.stop() }
    }

    /// Carries out what `batch` orders, in order, after what was submitted before.
    package func submit(_ batch: LaneBatch) {
        guard !batch.isEmpty, schedule.withLock({ $0.add(batch) }) else { return }
        queue.async { self.takeTurn() }
    }

    private func takeTurn() {
        let begin = MonotonicClock.now()
        carryOutWaiting()
        let took = MonotonicClock.since(begin)
        guard let rest = schedule.withLock({ $0.endTurn(after: took) }) else { return }
        if rest == 0 {
            queue.async { self.takeTurn() }
        } else {
            queue.asyncAfter(deadline: .now() + .nanoseconds(Int(rest))) { self.takeTurn() }
        }
    }

    /// False if nothing waited.
    @discardableResult
    private func carryOutWaiting() -> Bool {
        guard let batch = schedule.withLock({ $0.take() }) else { return false }
        core.value.deliver(batch)
        return true
    }

    /// Carries out all that was submitted, and then `work`, on the lane.
    func afterSubmitted(_ work: @escaping @Sendable (LaneCore) -> Void) {
        queue.async {
            while self.carryOutWaiting() {}
            work(self.core.value)
        }
    }

    package func send(_ frame: Frame, to connection: ConnectionID) {
        var batch = LaneBatch()
        batch.append(frame, to: connection)
        submit(batch)
    }

    package func close(_ connection: ConnectionID, farewell: Frame? = nil, reason: CloseReason) {
        var batch = LaneBatch()
        batch.close(connection, farewell: farewell, reason: reason)
        submit(batch)
    }

    package func abort(_ connection: ConnectionID, reason: CloseReason) {
        var batch = LaneBatch()
        batch.abort(connection, reason: reason)
        submit(batch)
    }

    package func pauseReading(_ connection: ConnectionID) {
        var batch = LaneBatch()
        batch.pauseReading(connection)
        submit(batch)
    }

    package func resumeReading(_ connection: ConnectionID) {
        var batch = LaneBatch()
        batch.resumeReading(connection)
        submit(batch)
    }

    /// Takes over a connected stream socket, whatever it came from: the lane sets it up and closes it.
    ///
    /// `named` is told the name it got, on the lane, before its handler hears of it; nil where the lane could not take it.
    package func adopt(
        _ descriptor: Int32, as acceptedSocket: AcceptedSocket, named: (@Sendable (ConnectionID?) -> Void)? = nil
    ) {
        queue.async { [core] in
            let id = core.value.adopt(descriptor, as: acceptedSocket)
            named?(id)
        }
    }

    /// Ends `connection` if it has not opened yet.
    func abandon(_ connection: ConnectionID, reason: CloseReason) {
        queue.async { [core] in core.value.abandon(connection, reason: reason) }
    }

    /// Calls `answer` on the lane with a connection, or with nil if that is gone. Tests and measurements look at connections by it.
    package func withConnection(_ id: ConnectionID, _ answer: @escaping @Sendable (Connection?) -> Void) {
        queue.async { [core] in answer(core.value.connection(id)) }
    }
}
