import Chat
import Dispatch
import Protocol
import Transport

/// The server's side of telnet: what is typed goes to Chat as IRC lines, and what Chat says is made plain on its way out.
extension ServerCore {
    func openTelnet(_ id: SessionID, from origin: Origin) {
        let prompt = host.outbox.telnet?.open(id, from: origin) ?? ""
        host.outbox.show(prompt, to: id)
    }

    func takeTelnet(_ lines: [TelnetLine], mark: LaneBatch.Mark?, from id: SessionID, at time: Timestamp) {
        let arrived = host.outbox.event(at: mark, of: id)
        for line in lines {
            guard let translation = host.outbox.telnet?.typed(line, by: id) else { return }
            host.outbox.show(translation.text, to: id)
            for input in translation.inputs { network.receive(.message(input), from: id, arrived: arrived, at: time) }
        }
    }

    /// Does in their names what comes of what they were told.
    func takeTelnetFollowUps(at time: Timestamp) {
        for (id, inputs) in host.outbox.telnet?.takeFollowUps() ?? [] {
            for input in inputs { network.receive(.message(input), from: id, arrived: nil, at: time) }
        }
    }

    func followUpTelnet() {
        loop.perform { core in
            core.takeTelnetFollowUps(at: SteadyClock.now())
            core.finishTurn()
        }
    }

    /// Tells them that the server will stop; false if there is nobody to tell.
    func warnTelnetUsers(seconds: Int) -> Bool {
        guard let guests = host.outbox.telnet?.guests, !guests.isEmpty else { return false }
        for guest in guests { host.outbox.show("shutting down in \(seconds) seconds\r\n", to: guest) }
        finishTurn()
        return true
    }
}
