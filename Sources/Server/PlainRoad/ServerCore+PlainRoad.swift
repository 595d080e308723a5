import Chat
import Dispatch
import Protocol
import Transport

/// The server's side of the plain road: what is typed goes to Chat as IRC lines, and what Chat says is made plain on its way out.
extension ServerCore {
    func openPlainly(_ id: SessionID, from origin: Origin) {
        let prompt = outbox.plain?.open(id, from: origin) ?? ""
        outbox.show(prompt, to: id)
    }

    func takePlain(_ lines: [PlainLine], mark: LaneBatch.Mark?, from id: SessionID, at time: Timestamp) {
        let arrived = outbox.event(at: mark, of: id)
        for line in lines {
            guard let turn = outbox.plain?.typed(line, by: id) else { return }
            outbox.show(turn.text, to: id)
            for input in turn.inputs { network.receive(.message(input), from: id, arrived: arrived, at: time) }
        }
    }

    /// Does in their names what comes of what they were told.
    func takePlainFollowUps(at time: Timestamp) {
        for (id, inputs) in outbox.plain?.takeFollowUps() ?? [] {
            for input in inputs { network.receive(.message(input), from: id, arrived: nil, at: time) }
        }
    }

    func followUpPlainly() {
        loop.perform { core in
            core.takePlainFollowUps(at: SteadyClock.now())
            core.finishTurn()
        }
    }

    /// Tells them that the server will stop; false if there is nobody to tell.
    func warnPlainly(seconds: Int) -> Bool {
        guard let guests = outbox.plain?.guests, !guests.isEmpty else { return false }
        for guest in guests { outbox.show("shutting down in \(seconds) seconds\r\n", to: guest) }
        finishTurn()
        return true
    }
}
