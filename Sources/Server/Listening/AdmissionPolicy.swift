import Basics
import Chat
import Transport

/// Decides who may come in, by the place that a connection comes from and by the way. The rule is in one place: here.
///
///     where from              --invite-only               with a password                       otherwise
///     the host's own door     freely                      freely                                freely
///     this machine            account or invitation       freely; as the others with            freely
///                                                         loopback-password
///     private networks        account or invitation       account, invitation or password       freely
///     anywhere else           account or invitation       account, invitation or password       account or invitation; freely with --open
///
/// Plain IRC is welcome from this machine and refused elsewhere, unless it is allowed. What came through a proxy or a gateway is never
/// from this machine.
struct AdmissionPolicy: Hashable, Sendable {
    /// The tag of the listener that is the host's own door.
    static let hostTag = "host"

    var allowsPlaintext: Bool
    var isOpen: Bool
    var isInviteOnly = false
    var hasPassword = false
    /// True if the password is asked of connections from this machine, too.
    var asksLoopback = false
    /// True if nobody is slowed down.
    var isUnlimited: Bool
    /// True if sessions from this machine are slowed down as all others are.
    var limitsLoopback: Bool

    func origin(of peer: Peer) -> Origin {
        guard let address = peer.address else {
            return Origin(
                address: "local", host: "localhost", isHost: peer.tag == Self.hostTag, isSecure: true,
                isExemptFromLimits: true, isLocal: true)
        }
        var origin = origin(
            of: address, isHere: peer.isLocal, isSecure: peer.tls != nil, certificate: peer.tls?.peerCertificate?.bytes)
        origin.ends = peer.loopbackEndpoints?.description
        return origin
    }

    /// Of whom a gateway brings. Nobody reads along where both ways are secure, to the gateway and from there.
    func origin(of guest: WebIRCGateway.Introduction, through gateway: Peer) -> Origin {
        origin(of: guest.address, isHere: false, isSecure: guest.isSecure && gateway.tls != nil, certificate: nil)
    }

    func isExemptFromLimits(_ address: IPAddress) -> Bool {
        isUnlimited || address.isLoopback && !limitsLoopback
    }

    private func origin(of address: IPAddress, isHere: Bool, isSecure: Bool, certificate: [UInt8]?) -> Origin {
        let text = address.description
        // A parameter must not begin with a colon.
        let shown = text.hasPrefix(":") ? "0" + text : text
        return Origin(
            address: shown, host: isHere ? "localhost" : shown, addressPrefix: address.network.description,
            isSecure: isSecure, needs: needs(of: address, isHere: isHere),
            isExemptFromLimits: isUnlimited || isHere && !limitsLoopback, isLocal: isHere, certificate: certificate,
            refusal: isHere || isSecure || allowsPlaintext
                ? nil : "This server speaks TLS only: connect again with TLS on the same port")
    }

    /// The ways to come in from an address: one of them is enough, and none is needed where there are none.
    private func needs(of address: IPAddress, isHere: Bool) -> AdmissionMethods {
        if isInviteOnly { return [.account, .invitation] }
        if isHere, !(hasPassword && asksLoopback) { return [] }
        if hasPassword { return [.account, .invitation, .password] }
        return isOpen || address.isPrivate ? [] : [.account, .invitation]
    }
}
