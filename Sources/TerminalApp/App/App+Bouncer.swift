import Client

/// The networks of a bouncer, each as a network of the screen, beside the bouncer itself.
extension App {
    /// Opens the networks that the bouncer has told of and that have not been opened yet, and puts away those that it has deleted.
    ///
    /// One that the person has put away is not opened again, and one that they have left is not connected to: /connect with its name does both.
    func followBouncerNetworks(of bouncer: NetworkID) {
        let known = chat[bouncer].bouncerNetworks
        if chat[bouncer].knowsAllBouncerNetworks {
            for (id, network) in servers[bouncer].bouncerNetworks.existing where !known.contains(where: { $0.id == id })
            {
                let wasLeft = !chat.networks.contains(network) || [.idle, .ended].contains(chat[network].phase)
                servers[bouncer].bouncerNetworks.deleted(id, wasConnected: !wasLeft)
                guard chat.networks.contains(network) else { continue }
                chat[network].bouncerNetworkDeleted(at: clock.now)
                carryOut(network)
            }
        }
        for upstream in known {
            if let network = servers[bouncer].bouncerNetworks.returned(upstream.id) {
                guard chat.networks.contains(network) else { continue }
                chat[network].reconnectNow(at: clock.now)
                carryOut(network)
            } else if servers[bouncer].bouncerNetworks.mayOpen(upstream.id) {
                open(upstream, of: bouncer)
            }
        }
    }

    /// Shows the network of a bouncer that a word names: see ``Client/ChatModel/bouncerNetworks(named:)``. It is opened again if the person has
    /// put it away, and connected to again if it is down. Where several are called so, the words for each are told.
    ///
    /// - Parameter place: the buffer in which the person asked for it.
    /// - Returns: false where no bouncer has told of such a network.
    func openBouncerNetwork(named word: String, from place: BufferAddress) -> Bool {
        let named = chat.bouncerNetworks(named: word)
        guard let (bouncer, upstream) = named.first else { return false }
        guard named.count == 1 else {
            let ways = named.compactMap { chat.word(for: $0.network, of: $0.bouncer) }.map { "/connect \($0)" }
            let remedy =
                ways.isEmpty
                ? ", and no word names one alone. /rename gives a bouncer another name."
                : ": \(ways.joined(separator: " or "))."
            tell("More than one bouncer has a network “\(word)”\(remedy)", .error, in: place)
            return true
        }
        let known = servers[bouncer].bouncerNetworks[upstream.id].flatMap { chat.contains($0) ? $0 : nil }
        let network = known ?? open(upstream, of: bouncer)
        show(BufferAddress(network, .server))
        switch chat[network].phase {
        case .idle, .waiting: chat[network].reconnectNow(at: clock.now)
        case .connecting, .registering, .online, .ended: break
        }
        return true
    }

    /// Lists the networks of a bouncer that the person has put away.
    func listClosedNetworks(of bouncer: NetworkID, in place: BufferAddress) {
        for upstream in chat[bouncer].bouncerNetworks {
            if let network = servers[bouncer].bouncerNetworks[upstream.id], chat.contains(network) { continue }
            let remedy =
                chat.word(for: upstream, of: bouncer).map { "/connect \($0)" } ?? "it comes with the next start"
            tell("\(upstream.label) (of \(chat.name(of: bouncer))): not open, \(remedy)", .info, in: place)
        }
    }

    /// Connects to a network by the way to its bouncer: with the same trust and login, so that nothing is asked twice. One that is open since
    /// before the bouncer itself was put away and opened again is the same, and stays as it is.
    @discardableResult
    private func open(_ upstream: BouncerNetwork, of bouncer: NetworkID) -> NetworkID {
        var destination = servers[bouncer].destination
        destination.bouncerNetwork = upstream.id
        let stateKey = destination.stateKey
        if let network = chat.networks.first(where: { servers[$0].destination.stateKey == stateKey }) {
            servers[bouncer].bouncerNetworks.opened(upstream.id, as: network)
            return network
        }
        destination.name = upstream.label
        destination = named(destination)
        var configuration = chat[bouncer].configuration(for: upstream)
        configuration.hostLabel = destination.shownName
        let network = addNetwork(configuration, at: destination, tls: servers[bouncer].tls)
        servers[bouncer].bouncerNetworks.opened(upstream.id, as: network)
        chat[network].start(at: clock.now)
        carryOut(network)
        return network
    }
}
