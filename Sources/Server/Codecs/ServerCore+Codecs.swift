import Chat
import Dispatch
import Protocol
import Transport

/// Sessions of the lanes that have a codec: their lines go to Chat as IRC, and so does what the codec answers in their names.
extension ServerCore {
    func greet(_ id: SessionID, from origin: Origin, at time: Timestamp) {
        guard let codec = host.codecs[id] else { return }
        take(codec.opened(id, from: origin), from: id, arrived: nil, at: time)
    }

    func take(_ lines: [WireLine], mark: LaneBatch.Mark?, from id: SessionID, at time: Timestamp) {
        guard let codec = host.codecs[id] else { return }
        let arrived = host.outbox.event(at: mark, of: id)
        for line in lines { take(codec.decode(line, from: id), from: id, arrived: arrived, at: time) }
    }

    private func take(_ decoded: DecodedLine, from id: SessionID, arrived: EventNumber?, at time: Timestamp) {
        host.outbox.append(decoded.answer, to: id)
        for input in decoded.inputs { network.receive(input, from: id, arrived: arrived, at: time) }
    }

    /// Takes in what the codecs answered in the names of sessions when these were told something.
    func takeFollowUps(at time: Timestamp) {
        guard !host.outbox.followUps.isEmpty else { return }
        for (sessions, inputs) in host.outbox.takeFollowUps() {
            for id in sessions {
                for input in inputs { network.receive(input, from: id, arrived: nil, at: time) }
            }
        }
    }

    /// ``takeFollowUps(at:)`` in a turn of its own.
    func scheduleFollowUps() {
        loop.perform { core in
            core.takeFollowUps(at: SteadyClock.now())
            core.finishTurn()
        }
    }

    /// Tells those who are to be told it that the server will stop; false if there is nobody to tell.
    func warnOfStop(seconds: Int) -> Bool {
        let warnings = host.codecs.all.flatMap { $0.stopWarning(seconds: seconds) }
        guard !warnings.isEmpty else { return false }
        for warning in warnings { host.outbox.append(warning, isExempt: false) }
        finishTurn()
        return true
    }
}
