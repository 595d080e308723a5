import Protocol

/// The networks that a bouncer has told of on one connection, in the order in which they came.
struct BouncerNetworkList: Sendable {
    /// So many networks are kept, and twice as many while a batch is under way. Each may become a connection of its own.
    static let maxCount = 64

    enum Change: Hashable, Sendable {
        case unchanged, changed
        /// There are too many: this one is left out.
        case full
    }

    private(set) var all: [BouncerNetwork] = []
    /// True once the bouncer has named all that it has, and all were taken.
    private(set) var isComplete = false
    /// True once the bouncer was told which network the connection is for.
    private(set) var isBindingSent = false
    /// The ids that the batch under way has named; nil while there is none.
    private var listed: Set<BouncerNetwork.ID>?
    /// True if the batch has named networks that were left out.
    private var isListingCut = false
    private var hasToldFull = false

    /// True while a batch is under way that names the networks.
    var isListing: Bool { listed != nil }

    subscript(id: BouncerNetwork.ID) -> BouncerNetwork? { all.first { $0.id == id } }

    /// Takes the attributes of a network, new or known. In a batch they are all that there are, else those that have changed.
    mutating func update(_ id: BouncerNetwork.ID, _ attributes: Bytes) -> Change {
        let place = all.firstIndex { $0.id == id }
        guard hasRoom(for: id, isKnown: place != nil) else {
            isListingCut = true
            return .full
        }
        let isFirstOfBatch = listed?.insert(id).inserted ?? false
        var network = place.flatMap { isFirstOfBatch ? nil : all[$0] } ?? BouncerNetwork(id)
        network.apply(attributes)
        guard let place else {
            all.append(network)
            return .changed
        }
        guard network != all[place] else { return .unchanged }
        all[place] = network
        return .changed
    }

    /// In a batch those count that it has named: the others go at its end.
    private func hasRoom(for id: BouncerNetwork.ID, isKnown: Bool) -> Bool {
        guard let listed else { return isKnown || all.count < Self.maxCount }
        return listed.contains(id) || listed.count < Self.maxCount
    }

    mutating func remove(_ id: BouncerNetwork.ID) -> Change {
        guard let place = all.firstIndex(where: { $0.id == id }) else { return .unchanged }
        all.remove(at: place)
        listed?.remove(id)
        return .changed
    }

    /// A batch begins that names all networks.
    mutating func beginListing() {
        guard listed == nil else { return }
        listed = []
        isListingCut = false
    }

    /// The batch has ended: networks that it did not name do not exist any more.
    mutating func endListing() {
        guard let listed else { return }
        all.removeAll { !listed.contains($0.id) }
        self.listed = nil
        isComplete = !isListingCut
    }

    /// - Returns: true the first time: the person is now to be told that networks were left out.
    mutating func mayTellFull() -> Bool {
        defer { hasToldFull = true }
        return !hasToldFull
    }

    mutating func bindingSent() { isBindingSent = true }
}
