import Chat
import Transport

extension ChatServer {
    /// How long people on the plain road are warned before the server stops.
    static let plainWarning = 5

    /// Listens for people without an IRC client, if that is asked for.
    static func listenPlainly(
        _ configuration: ServerConfiguration, lanes: LaneGroup, inbox: Inbox, _ admission: Admission
    ) throws(StartError) -> (listener: Listener, endpoint: ServerConfiguration.Endpoint)? {
        guard let endpoint = configuration.telnet else { return nil }
        if let problem = configuration.telnetProblem { throw problem }
        let doorkeeper = Doorkeeper(
            admission: admission, limit: configuration.settings.limits.unregisteredPerAddress)
        let reception = Reception(
            tag: "plain", lanes: configuration.laneCount..<configuration.laneCount + 1,
            failed: { peer, _, _ in doorkeeper.left(peer) }
        ) { peer, _ in
            guard doorkeeper.mayWait(peer) else { return nil }
            return PlainReader(inbox: inbox, admission: admission, doorkeeper: doorkeeper)
        }
        do {
            let listener = try Listener(host: endpoint.host, port: endpoint.port, reception: reception, lanes: lanes)
            return (listener, .init(host: endpoint.host, port: listener.boundPort))
        } catch {
            throw StartError(error, option: "--telnet")
        }
    }
}

extension ServerConfiguration {
    /// Why there can be no plain road as it is asked for; nil if there can.
    var telnetProblem: StartError? {
        guard let telnet, !allowsPlaintext, !telnet.isLoopback else { return nil }
        return StartError(
            "--telnet \(telnet) would let others read on the way what is said there",
            remedy: "listen on 127.0.0.1, or say --allow-plaintext", .configuration)
    }
}

extension ServerConfiguration.Endpoint {
    /// Whether only this machine reaches it.
    var isLoopback: Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }
}
