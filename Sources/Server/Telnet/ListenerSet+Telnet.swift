import Basics
import Chat
import Transport

/// The listener for people without an IRC client.
extension ListenerSet {
    /// Listens for them, if that is asked for.
    static func listenForTelnet(
        _ configuration: ServerConfiguration, _ rules: Rules, lanes: LaneGroup, _ inbox: Inbox,
        _ unregisteredLimiter: UnregisteredConnectionLimiter
    ) throws(StartError) -> (listener: Listener, endpoint: ServerConfiguration.Endpoint)? {
        guard let endpoint = configuration.telnet else { return nil }
        let connectionConfiguration = telnetConfiguration(
            rules, lane: configuration.laneCount, inbox, unregisteredLimiter)
        do {
            let listener = try Listener(
                host: endpoint.host, port: endpoint.port, configuration: connectionConfiguration, lanes: lanes,
                isPaused: true)
            return (listener, .init(host: endpoint.host, port: listener.boundPort))
        } catch {
            throw StartError(error, option: "--telnet")
        }
    }

    /// - Parameter lane: their own.
    static func telnetConfiguration(
        _ rules: Rules, lane: Int, _ inbox: Inbox, _ unregisteredLimiter: UnregisteredConnectionLimiter
    ) -> ConnectionConfiguration {
        ConnectionConfiguration(
            tag: "plain", lanes: lane..<lane + 1, proxies: rules.proxies,
            failed: { peer, _, _ in unregisteredLimiter.left(peer) }
        ) { peer, _ in
            guard unregisteredLimiter.mayWait(peer) else { return nil }
            return TelnetReader(
                inbox: inbox, admissionPolicy: rules.admissionPolicy, unregisteredLimiter: unregisteredLimiter)
        }
    }
}

extension ServerConfiguration {
    /// Refuses a telnet endpoint on which others could read along, or by which nobody could enter.
    func checkTelnet() throws(StartError) {
        guard let telnet else { return }
        if isInviteOnly {
            throw StartError(
                "with invite-only nobody comes in by --telnet \(telnet)", remedy: "leave one of them out",
                .configuration)
        }
        if !allowsPlaintext, !telnet.isLoopback {
            throw StartError(
                "--telnet \(telnet) would let others read on the way what is said there",
                remedy: "listen on 127.0.0.1, or say --allow-plaintext", .configuration)
        }
    }
}

extension ServerConfiguration.Endpoint {
    /// Whether only this machine reaches it.
    var isLoopback: Bool { IPAddress.isLoopback(host: host) }
}
