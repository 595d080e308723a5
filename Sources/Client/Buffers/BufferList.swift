import Protocol

/// The buffers in the order they were opened, or as the person has moved them, the server's first, and found by name.
package struct BufferList: Sendable, RandomAccessCollection {
    private let network: NetworkID
    private var all: [Buffer]
    private var positions: [BufferID: Int] = [:]
    private var byName: [FoldedName: BufferID] = [:]
    private var nextNumber = 1
    /// The members of all rooms together.
    private(set) var memberCount = 0
    private let limit: Int
    /// So many buffers are open at most by what a server sends: no server lets one be in as many rooms, and each costs memory and a row.
    static let maxOpenedByOthers = 1000
    /// So many buffers are open at most by what strangers write: the rest is left for the rooms.
    private static let maxOpenedByStrangers = 500
    private var rules: MemberList.Rules
    private var handOrder = HandOrder()

    init(of network: NetworkID, serverName: String, limit: Int) {
        self.network = network
        self.limit = limit
        rules = MemberList.Rules(ISupport())
        all = [Buffer(.server, of: network, kind: .server, name: serverName, rules: rules, limit: limit)]
        positions[.server] = 0
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { all.count }
    /// The buffer lies where it is: reading one thing of it copies no more than that.
    package subscript(position: Int) -> Buffer {
        _read { yield all[position] }
    }

    /// How names are compared: as the last server said that told it.
    var casemapping: Casemapping { rules.casemapping }

    /// True if a stranger's message may open one more buffer.
    var mayOpenQuery: Bool { count <= Self.maxOpenedByStrangers }

    /// The buffer with an id; nil once it is closed.
    package subscript(id: BufferID) -> Buffer? { positions[id].map { all[$0] } }

    package func position(of id: BufferID) -> Int? { positions[id] }

    /// The room or query with a name, in whatever case.
    package func id(named name: String) -> BufferID? { byName[rules.casemapping.fold(name)] }

    /// - Parameter name: folded by ``casemapping``.
    func id(named name: FoldedName) -> BufferID? { byName[name] }

    func id(named name: Bytes) -> BufferID? { byName[rules.casemapping.fold(name)] }

    /// Changes a buffer where it lies. Nothing happens where it is closed.
    @discardableResult
    mutating func update<Result>(_ id: BufferID, _ body: (inout Buffer) -> Result) -> Result? {
        guard let position = positions[id] else { return nil }
        let before = all[position].members.count
        defer { memberCount += all[position].members.count - before }
        return body(&all[position])
    }

    /// Opens a room or query; the name must not be open already.
    mutating func open(_ kind: Buffer.Kind, named name: String) -> BufferID {
        let id = BufferID(nextNumber)
        nextNumber += 1
        let folded = rules.casemapping.fold(name)
        let place = place(ofRank: handOrder.rank(of: folded))
        all.insert(Buffer(id, of: network, kind: kind, name: name, rules: rules, limit: limit), at: place)
        byName[folded] = id
        if place == all.count - 1 { positions[id] = place } else { reindex() }
        return id
    }

    /// The place before the first buffer of a higher rank.
    private func place(ofRank rank: Int) -> Int {
        guard rank < .max else { return all.count }
        let casemapping = rules.casemapping
        return all.indices.dropFirst().first { handOrder.rank(of: casemapping.fold(all[$0].name)) > rank } ?? all.count
    }

    /// The names in the order by hand, for the next start; empty until a buffer is moved.
    var orderByHand: [String] { handOrder.isByHand ? handOrder.names : [] }

    /// Takes the order of the last time. To be done before any buffer is opened.
    ///
    /// - Parameter others: the order in which buffers stand where the person has moved none: the talks are open before any room is entered.
    mutating func restore(orderByHand names: [String], others: [String]) {
        let isByHand = !names.isEmpty
        handOrder.set(isByHand ? names : others, isByHand: isByHand, casemapping: rules.casemapping)
    }

    /// Puts a buffer at another place. Nothing happens for the server's, which stays the first, nor for a place where no buffer is.
    mutating func move(_ id: BufferID, to place: Int) {
        guard id != .server, let position = positions[id], (1..<all.count).contains(place) else { return }
        all.insert(all.remove(at: position), at: place)
        reindex()
        handOrder.take(open: all.dropFirst().map(\.name), casemapping: rules.casemapping)
    }

    /// Closes any but the server's.
    mutating func close(_ id: BufferID) {
        guard id != .server, let position = positions[id] else { return }
        memberCount -= all[position].members.count
        all.remove(at: position)
        reindex()
    }

    /// Closes all but the server's, and forgets their order.
    mutating func closeAll() {
        handOrder = HandOrder()
        all.removeLast(all.count - 1)
        memberCount = all[0].members.count
        reindex()
    }

    /// Gives a query its peer's new nick, or a room its new name; where that is open already, nothing happens.
    mutating func rename(_ id: BufferID, to name: String) -> Bool {
        guard let position = positions[id] else { return false }
        if let other = self.id(named: name), other != id { return false }
        handOrder.rename(all[position].name, to: name, casemapping: casemapping)
        all[position].name = name
        reindex()
        return true
    }

    mutating func setServerName(_ name: String) { all[0].name = name }

    /// Takes over what the server says of names and ranks.
    mutating func setRules(_ rules: MemberList.Rules) {
        guard rules != self.rules else { return }
        self.rules = rules
        for position in all.indices { all[position].members.setRules(rules) }
        memberCount = all.reduce(0) { $0 + $1.members.count }
        handOrder.fold(by: rules.casemapping)
        reindex()
    }

    private mutating func reindex() {
        positions.removeAll(keepingCapacity: true)
        byName.removeAll(keepingCapacity: true)
        for (position, buffer) in all.enumerated() {
            positions[buffer.id] = position
            if buffer.kind != .server { byName[rules.casemapping.fold(buffer.name)] = buffer.id }
        }
    }
}
