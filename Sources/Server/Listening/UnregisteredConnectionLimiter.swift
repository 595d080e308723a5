import Basics
import Synchronization
import Transport

/// Counts the connections from each address that have come and said nothing yet: before a first byte nobody knows whether it is TLS or IRC,
/// and Chat has not heard of them. Above the bound more are refused without a word to them, and with one in the host's log.
///
/// Asked by every lane.
final class UnregisteredConnectionLimiter: Sendable {
    private struct State {
        var admissionPolicy: AdmissionPolicy
        var limit: Int
        var waiting: [IPAddress: Int] = [:]
    }

    private let state: Mutex<State>
    private let refusals: RefusalLog

    /// - Parameter limit: how many from one address may wait; an IPv6 /64 counts as one.
    init(admissionPolicy: AdmissionPolicy, limit: Int, refusals: RefusalLog) {
        state = Mutex(State(admissionPolicy: admissionPolicy, limit: limit))
        self.refusals = refusals
    }

    /// Other rules for whoever comes from now on.
    func follow(_ admissionPolicy: AdmissionPolicy, limit: Int) {
        state.withLock { ($0.admissionPolicy, $0.limit) = (admissionPolicy, limit) }
    }

    /// True if one more connection may come and say nothing yet. Each that may must be followed by one ``left(_:)``.
    func mayWait(_ peer: Peer) -> Bool {
        guard let address = counted(peer) else { return true }
        let mayWait = state.withLock { state in
            let count = state.waiting[address.network, default: 0]
            guard count < state.limit || state.admissionPolicy.isExemptFromLimits(address) else { return false }
            state.waiting[address.network] = count + 1
            return true
        }
        if !mayWait {
            refusals.note("too many connections from one address have not registered yet", address: address.description)
        }
        return mayWait
    }

    /// It came in, or went away.
    func left(_ peer: Peer) {
        guard let network = counted(peer)?.network else { return }
        state.withLock { state in
            let rest = state.waiting[network, default: 1] - 1
            state.waiting[network] = rest > 0 ? rest : nil
        }
    }

    private func counted(_ peer: Peer) -> IPAddress? {
        // Before a proxy has spoken nobody knows for whom it does.
        peer.proxy == nil ? peer.address : nil
    }
}
