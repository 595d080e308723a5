import Client

/// The ways to the servers of all networks.
struct ServerAccessList {
    private var all: [NetworkID: ServerAccess] = [:]

    init(_ access: ServerAccess, of network: NetworkID) { all[network] = access }

    /// The way to the server of a network, to be changed where it lies.
    ///
    /// - Precondition: the network is one that was added.
    subscript(network: NetworkID) -> ServerAccess {
        _read { yield all[network]! }
        _modify { yield &all[network]! }
    }

    /// True while any network has a connection, or one that is coming about.
    var isAnyConnected: Bool { all.values.contains { $0.connection != nil } }
}
