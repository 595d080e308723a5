import Client

/// The networks of a bouncer, each as a network of the screen, beside the bouncer itself.
extension App {
    /// Opens the networks that the bouncer has told of and that have not been opened yet, and puts away those that it has deleted.
    ///
    /// One that the person has put away is not opened again.
    func followBouncerNetworks(of bouncer: NetworkID) {
        let known = chat[bouncer].bouncerNetworks
        if chat[bouncer].knowsAllBouncerNetworks {
            for (id, network) in servers[bouncer].bouncerNetworks.existing where !known.contains(where: { $0.id == id })
            {
                servers[bouncer].bouncerNetworks.deleted(id)
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

    /// Connects to a network by the way to its bouncer: with the same trust and login, so that nothing is asked twice. One that is open since
    /// before the bouncer itself was put away and opened again is the same, and stays as it is.
    private func open(_ upstream: BouncerNetwork, of bouncer: NetworkID) {
        var destination = servers[bouncer].destination
        destination.bouncerNetwork = upstream.id
        let stateKey = destination.stateKey
        if let network = chat.networks.first(where: { servers[$0].destination.stateKey == stateKey }) {
            return servers[bouncer].bouncerNetworks.opened(upstream.id, as: network)
        }
        destination.name = upstream.label
        destination = named(destination)
        var configuration = chat[bouncer].configuration(for: upstream)
        configuration.hostLabel = destination.shownName
        let network = addNetwork(configuration, at: destination, tls: servers[bouncer].tls)
        servers[bouncer].bouncerNetworks.opened(upstream.id, as: network)
        chat[network].start(at: clock.now)
        carryOut(network)
    }
}
