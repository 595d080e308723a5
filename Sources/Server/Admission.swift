import Chat
import Transport

/// Who may come in, by where it comes from and how. The rule is in one place: here.
///
/// Plain IRC is welcome from this machine and refused elsewhere, unless it is allowed; addresses that are neither this
/// machine's nor private are refused unless the server is open.
struct Admission: Sendable {
    /// The tag of the listener that is the host's own door.
    static let hostTag = "host"

    var allowsPlaintext: Bool
    var isOpen: Bool
    /// Whether nobody is slowed down, and whether sessions from this machine are like everybody else's.
    var isUnlimited: Bool
    var limitsLoopback: Bool

    func origin(of peer: Peer) -> Origin {
        guard let address = peer.address else {
            return Origin(
                address: "local", host: "localhost", isHost: peer.tag == Self.hostTag, isSecure: true,
                isExemptFromLimits: true, isLocal: true)
        }
        let text = address.description
        // A parameter must not begin with a colon.
        let shown = text.hasPrefix(":") ? "0" + text : text
        return Origin(
            address: shown, host: address.isLoopback ? "localhost" : shown, neighbourhood: address.network.description,
            isSecure: peer.tls != nil, isExemptFromLimits: isExemptFromLimits(address), isLocal: address.isLoopback,
            certificate: peer.tls?.peerCertificate?.bytes,
            refusal: refusal(of: address, isSecure: peer.tls != nil))
    }

    func isExemptFromLimits(_ address: IPAddress) -> Bool {
        isUnlimited || address.isLoopback && !limitsLoopback
    }

    /// Why somebody may not come in, and what to do; nil if it may.
    private func refusal(of address: IPAddress, isSecure: Bool) -> String? {
        if address.isLoopback { return nil }
        if !isSecure, !allowsPlaintext {
            return "This server speaks TLS only: connect again with TLS on the same port"
        }
        if !address.isPrivate, !isOpen {
            return "This server is not open to strangers: ask its host to start it with --open"
        }
        return nil
    }
}
