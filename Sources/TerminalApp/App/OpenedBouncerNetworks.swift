import Client

/// The networks of one bouncer that were opened since the program began, so that none is opened twice, also after a reconnect.
struct OpenedBouncerNetworks {
    /// So many are opened in all, whatever a bouncer tells: each is a connection.
    static let maxCount = 64

    private var networks: [BouncerNetwork.ID: NetworkID] = [:]
    /// Those that the bouncer has deleted.
    private var deletedIDs: Set<BouncerNetwork.ID> = []

    /// Those that the bouncer has not deleted.
    var existing: [BouncerNetwork.ID: NetworkID] { networks.filter { !deletedIDs.contains($0.key) } }

    /// True if a network has not been opened yet, and one more may be.
    func mayOpen(_ id: BouncerNetwork.ID) -> Bool { networks[id] == nil && networks.count < Self.maxCount }

    mutating func opened(_ id: BouncerNetwork.ID, as network: NetworkID) { networks[id] = network }

    /// The bouncer has deleted a network.
    mutating func deleted(_ id: BouncerNetwork.ID) { deletedIDs.insert(id) }

    /// The bouncer names a network.
    ///
    /// - Returns: the network of the screen that it is, if it had been deleted; else nil.
    mutating func returned(_ id: BouncerNetwork.ID) -> NetworkID? {
        deletedIDs.remove(id) == nil ? nil : networks[id]
    }
}
