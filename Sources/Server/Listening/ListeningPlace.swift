import Transport

/// Where a listener gets its sockets.
enum ListeningPlace: Sendable {
    /// It makes them itself.
    case address(ServerConfiguration.Endpoint)
    /// Another process made them: at least one.
    case inherited([InheritedSocket])

    /// Listens; nobody is accepted before the listener is resumed.
    ///
    /// - Returns: also the addresses, at least one, with the ports that they got.
    func listen(
        _ configuration: ConnectionConfiguration, lanes: LaneGroup
    ) throws(ListenerError) -> (listener: Listener, endpoints: [ServerConfiguration.Endpoint]) {
        switch self {
        case .address(let endpoint):
            let listener = try Listener(
                host: endpoint.host, port: endpoint.port, configuration: configuration, lanes: lanes, isPaused: true)
            return (listener, [.init(host: endpoint.host, port: listener.boundPort)])
        case .inherited(let sockets):
            let listener = try Listener(adopting: sockets, configuration: configuration, lanes: lanes, isPaused: true)
            return (listener, sockets.map(\.endpoint))
        }
    }
}

extension InheritedSockets {
    /// The places where IRC is served: each socket is one.
    func ircPlaces(else endpoints: [ServerConfiguration.Endpoint]) -> [ListeningPlace] {
        self[.irc].isEmpty ? endpoints.map { .address($0) } : self[.irc].map { .inherited([$0]) }
    }

    /// The place where something beside IRC is served: all sockets for it are one.
    func place(for purpose: Purpose, else endpoint: ServerConfiguration.Endpoint) -> ListeningPlace {
        self[purpose].isEmpty ? .address(endpoint) : .inherited(self[purpose])
    }
}
