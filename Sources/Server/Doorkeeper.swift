import Synchronization
import Transport

/// Counts the connections from each address that have come and said nothing yet: before a first byte nobody knows whether it is TLS or IRC,
/// and Chat has not heard of them. Above the bound more are refused without a word.
///
/// Asked by every lane.
final class Doorkeeper: Sendable {
    private let admission: Admission
    private let limit: Int
    private let waiting = Mutex<[IPAddress: Int]>([:])

    /// - Parameter limit: how many from one address may wait; an IPv6 /64 counts as one.
    init(admission: Admission, limit: Int) {
        self.admission = admission
        self.limit = limit
    }

    /// Whether a connection may wait at the door. Each that may must be followed by one ``left(_:)``.
    func mayWait(_ peer: Peer) -> Bool {
        guard let address = counted(peer) else { return true }
        return waiting.withLock { waiting in
            guard waiting[address, default: 0] < limit else { return false }
            waiting[address, default: 0] += 1
            return true
        }
    }

    /// It came in, or went away.
    func left(_ peer: Peer) {
        guard let address = counted(peer) else { return }
        waiting.withLock { waiting in
            let rest = waiting[address, default: 1] - 1
            waiting[address] = rest > 0 ? rest : nil
        }
    }

    private func counted(_ peer: Peer) -> IPAddress? {
        // Before a proxy has spoken nobody knows for whom it does.
        guard peer.proxy == nil else { return nil }
        return peer.address.flatMap { admission.isExemptFromLimits($0) ? nil : $0.network }
    }
}
