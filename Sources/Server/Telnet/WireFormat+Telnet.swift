import Chat
import Transport

/// Telnet and nc, for people without an IRC client. <https://www.rfc-editor.org/rfc/rfc854>
extension WireFormat {
    static let telnet = WireFormat(
        name: "telnet", endpoint: \.telnet, setEndpoint: { $0.telnet = $1 },
        check: { configuration throws(StartError) in try configuration.checkTelnet() },
        origin: { $0.telnetOrigin(of: $1) }, makeFilter: { TelnetFilter() }, makeCodec: { TelnetCodec(lobby: $0) })
}

extension ChatServer {
    /// The address on which telnet is served, with the port that it got; nil where it is not served.
    package var telnet: ServerConfiguration.Endpoint? { endpoint(of: .telnet) }
}

extension AdmissionPolicy {
    /// The origin of somebody who comes by telnet, and can show a password and nothing else: where there is one it is asked for, from this
    /// machine, too.
    func telnetOrigin(of peer: Peer) -> Origin {
        var origin = origin(of: peer)
        origin.isTelnet = true
        if hasPassword { origin.needs = [.invitation, .password] }
        return origin
    }
}

extension ServerConfiguration {
    /// Refuses a telnet endpoint on which others could read along, or by which nobody could enter.
    fileprivate func checkTelnet() throws(StartError) {
        guard let telnet else { return }
        if isInviteOnly {
            throw StartError(
                "with invite-only nobody comes in by --telnet \(telnet)", remedy: "leave one of them out",
                exitCode: .configuration)
        }
        if !allowsPlaintext, !telnet.isLoopback {
            throw StartError(
                "--telnet \(telnet) is plain text, which others can read on the way",
                remedy: "listen on 127.0.0.1, or say --allow-plaintext", exitCode: .configuration)
        }
    }
}
