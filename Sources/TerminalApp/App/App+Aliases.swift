import Client

/// The person's own commands, which are the same in all networks.
extension App {
    /// Gives all networks the aliases of one.
    func shareAliases(of network: NetworkID) {
        let aliases = chat[network].aliases
        for other in chat.networks where other != network { chat[other].aliases = aliases }
    }
}
