import Client

/// The networks of one bouncer that were opened since the program began, so that none is opened twice, also after a reconnect.
struct OpenedBouncerNetworks {
    /// So many are opened in all, whatever a bouncer tells: each is a connection.
    static let maxCount = 64

    private var networks: [BouncerNetwork.ID: NetworkID] = [:]
    /// Those that the bouncer has deleted, with true for those that had a connection until then.
    private var deleted: [BouncerNetwork.ID: Bool] = [:]

    /// Those that the bouncer has not deleted.
    var existing: [BouncerNetwork.ID: NetworkID] { networks.filter { deleted[$0.key] == nil } }

    /// The network of the screen that one was opened as last; it may be put away.
    subscript(id: BouncerNetwork.ID) -> NetworkID? { networks[id] }

    /// True if a network has not been opened yet, and one more may be.
    func mayOpen(_ id: BouncerNetwork.ID) -> Bool { networks[id] == nil && networks.count < Self.maxCount }

    mutating func opened(_ id: BouncerNetwork.ID, as network: NetworkID) { networks[id] = network }

    /// The bouncer has deleted a network.
    ///
    /// - Parameter wasConnected: false where the person had left it before.
    mutating func deleted(_ id: BouncerNetwork.ID, wasConnected: Bool) { deleted[id] = wasConnected }

    /// The bouncer names a network.
    ///
    /// - Returns: the network of the screen that it is, if that lost its connection when it was deleted; else nil.
    mutating func returned(_ id: BouncerNetwork.ID) -> NetworkID? {
        deleted.removeValue(forKey: id) == true ? networks[id] : nil
    }
}
