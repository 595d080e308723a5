import Basics
import Protocol
import Transport

/// A place from which people come in through somebody else's pages, and whose word for where they are is taken: `WEBIRC`.
/// <https://ircv3.net/specs/extensions/webirc>
package struct WebIRCGateway: Hashable, Sendable {
    package var password: String
    package var addresses: [IPNetwork]

    package init(password: String, addresses: [IPNetwork]) {
        self.password = password
        self.addresses = addresses
    }

    /// The words of a gateway about the person that it brings.
    struct Introduction: Equatable {
        let address: IPAddress
        /// The way from there to the gateway is secure.
        let isSecure: Bool
    }

    enum WebIRCResult: Equatable {
        case introduced(Introduction)
        /// In words, for whoever runs the gateway.
        case refused(String)
    }

    /// Judges a WEBIRC line from `peer`: it counts from a gateway's own address, with that gateway's password.
    static func authenticate(_ message: Message, from peer: Peer, gateways: [WebIRCGateway]) -> WebIRCResult {
        let known = gateways.filter { $0.serves(peer) }
        guard !known.isEmpty else {
            return .refused(
                "WEBIRC is not taken from here: list this address in a [[webirc]] of the server's configuration")
        }
        guard message.parameters.count >= 4, let given = message.text(at: 0), let text = message.text(at: 3) else {
            return .refused("WEBIRC takes a password, a gateway, a host name and an address")
        }
        let digest = Cryptography.sha256(Array(given.utf8))
        guard
            known.contains(where: { Cryptography.areEqual(Cryptography.sha256(Array($0.password.utf8)), digest) })
        else { return .refused("Invalid WebIRC password: give the one of the server's configuration") }
        guard let address = IPAddress(text) else {
            return .refused("WEBIRC has no address: its fourth word must be one")
        }
        let options = message.parameters.dropFirst(4).flatMap { $0.text.split(separator: " ") }
        return .introduced(
            Introduction(address: address, isSecure: options.contains { $0.prefix { $0 != "=" } == "secure" }))
    }

    /// True for a connection that comes from this gateway. A connection through a proxy does not.
    func serves(_ peer: Peer) -> Bool {
        guard peer.proxy == nil, let address = peer.address else { return false }
        return addresses.contains { $0.contains(address) }
    }
}
