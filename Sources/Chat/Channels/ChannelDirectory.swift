import Protocol

/// All rooms, by their names. No two have names that differ only in the case of their letters, of whatever alphabet.
final class ChannelDirectory {
    private var byName: [FoldedName: Channel] = [:]
    /// The same rooms by ``ChannelNameRules/unicodeFolding(of:)``.
    private var byUnicodeFolding: [FoldedName: Channel] = [:]
    /// The folded names in their order, as LIST goes through them.
    private(set) var names = SortedNames()
    private var rules = ChannelNameRules()

    // MARK: Finding

    /// A name as it is looked up: of all spellings of one name the composed one, in lower case as CASEMAPPING has it.
    static func fold(_ name: String) -> FoldedName { Casemapping.ascii.fold(ChannelNameRules.composed(name)) }

    subscript(name: FoldedName) -> Channel? { byName[name] }

    var count: Int { byName.count }

    /// All rooms, in no order.
    var all: some Collection<Channel> { byName.values }

    /// All rooms, in the order of their folded names.
    var sorted: [Channel] { byName.values.sorted { $0.folded < $1.folded } }

    /// The room whose name differs from this one at most in the case of its letters, of whatever alphabet.
    func lookalike(of name: String) -> Channel? { byUnicodeFolding[ChannelNameRules.unicodeFolding(of: name)] }

    /// The number of names that ``lookalike(of:)`` knows: as many as there are rooms.
    var lookalikeCount: Int { byUnicodeFolding.count }

    // MARK: Coming and going

    /// Takes in a room whose name is free.
    func add(_ channel: Channel) {
        byName[channel.folded] = channel
        names.insert(channel.folded)
        byUnicodeFolding[ChannelNameRules.unicodeFolding(of: channel.name)] = channel
    }

    func remove(_ channel: Channel) {
        byName[channel.folded] = nil
        names.remove(channel.folded)
        byUnicodeFolding[ChannelNameRules.unicodeFolding(of: channel.name)] = nil
    }

    /// Gives a room another name, which is free or its own in another spelling.
    ///
    /// - Parameter name: a composed one.
    func rename(_ channel: Channel, to name: String) {
        remove(channel)
        channel.rename(to: name, folded: Self.fold(name))
        add(channel)
    }

    func removeAll() {
        byName = [:]
        names = SortedNames()
        byUnicodeFolding = [:]
    }

    // MARK: Names

    /// The reason that a room cannot be called that, in words for whoever wants it; nil if it can.
    ///
    /// - Parameters:
    ///   - holder: the room that wants the name, if it is there already.
    ///   - limit: the most bytes of a name.
    func problem(withName name: String, for holder: Channel?, limit: Int) -> String? {
        if let problem = problem(withSyntaxOf: name, limit: limit) { return problem }
        if let other = lookalike(of: name), other !== holder {
            return "That name differs from another room's in the case of its letters only"
        }
        return nil
    }

    /// The reason that no room can be called that, whatever rooms there are; nil if one can.
    ///
    /// - Parameter limit: the most bytes of a name.
    func problem(withSyntaxOf name: String, limit: Int) -> String? {
        rules.problem(with: name, limit: limit)
    }
}
