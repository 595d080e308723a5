import Client

/// The ways to the servers of all networks.
struct ServerAccessList {
    private var all: [NetworkID: ServerAccess] = [:]
    /// The networks whose bytes wait to be taken in.
    var readQueue = ReadQueue()
    /// The networks that a command prints a password for, before they are opened: their host and port.
    var preparing: Set<String> = []

    init(_ access: ServerAccess, of network: NetworkID) { all[network] = access }

    /// Takes in the way to the server of one more network. ``App/addNetwork(_:at:tls:)`` alone calls it, with the session.
    mutating func add(_ access: ServerAccess, of network: NetworkID) { all[network] = access }

    /// The way to the server of a network, to be changed where it lies.
    ///
    /// - Precondition: the network was added. Each one of ``ChatModel/networks`` was.
    subscript(network: NetworkID) -> ServerAccess {
        // Copied, not lent by `_read`: of what is lent on the right of an `&&`, the compiler (6.3.1) compares an optional with nil after
        // it was given back, as AddressSanitizer tells.
        get { all[network]! }
        _modify { yield &all[network]! }
    }

    /// Forgets the way to a network that is put away.
    mutating func remove(_ network: NetworkID) {
        all[network]?.connection?.close()
        all[network] = nil
        readQueue.forget(network)
    }

    /// True if a connection is the one that a network has now; false also where the network was put away.
    func isCurrent(_ connection: any ServerConnection, of network: NetworkID) -> Bool {
        all[network].map { $0.connection === connection } ?? false
    }

    /// True while any network has a connection, or one that is coming about.
    var isAnyConnected: Bool { all.values.contains { $0.connection != nil } }
}
