import Protocol

/// The metadata that the server has told on one connection, and what it has been asked about it.
/// <https://ircv3.net/specs/extensions/metadata>
struct MetadataState: Sendable {
    var profiles = ProfileList()
    var syncs = MetadataSyncQueue()
    /// The keys that the person has set or taken away, and the server has not answered for.
    private var setting: [MetadataKey] = []
    /// The marks that the person has set on rooms and people, or taken away, and the server has not answered for.
    private var marking: [(target: FoldedName, key: MetadataKey)] = []
    /// True while the person waits for their own profile.
    private(set) var isListing = false
    /// True once the server has been told what this program wants to know.
    private(set) var isSubscribed = false
    /// The question that the person has asked by hand, until its answer comes: the target, and if all that is known of it is to be told.
    private var askedByHand: (target: FoldedName, isWhole: Bool)?

    /// So many changes may wait for their answer, and so many of marks.
    private static let maxSetting = 32

    /// - Returns: true the first time: the server is now to be told.
    mutating func subscribe() -> Bool {
        defer { isSubscribed = true }
        return !isSubscribed
    }

    mutating func beginListing() { isListing = true }

    /// - Returns: true if the person waits for the list that has come, or will not come.
    mutating func endListing() -> Bool {
        defer { isListing = false }
        return isListing
    }

    // MARK: By hand

    var isAskedByHand: Bool { askedByHand != nil }

    /// The person asks something by hand.
    ///
    /// - Parameter isWhole: all that is known of the target, or of those in it, is to be told, not single keys of it.
    mutating func askByHand(_ target: FoldedName, isWhole: Bool) { askedByHand = (target, isWhole) }

    /// True if what is told of a target is an answer to what the person asked by hand.
    func isAskedByHand(about target: FoldedName) -> Bool {
        askedByHand.map { $0.isWhole || $0.target == target } == true
    }

    /// True if only single keys of a target are told, since the person asked for those by hand.
    func isPartAskedByHand(of target: FoldedName) -> Bool {
        askedByHand.map { !$0.isWhole && $0.target == target } == true
    }

    mutating func answeredByHand() { askedByHand = nil }

    /// All that a batch tells of a target has come.
    mutating func answeredByHand(about target: FoldedName) {
        if askedByHand?.target == target { askedByHand = nil }
    }

    // MARK: The person's own profile

    mutating func set(_ key: MetadataKey) { if setting.count < Self.maxSetting { setting.append(key) } }

    /// - Returns: true if the person has set the key, or taken it away, and the answer has come.
    mutating func answered(_ key: MetadataKey) -> Bool {
        guard let index = setting.firstIndex(of: key) else { return false }
        setting.remove(at: index)
        return true
    }

    /// The server refuses something.
    ///
    /// - Parameters:
    ///   - names: the words that its refusal is about.
    ///   - isOwn: that can be the person's own profile.
    /// - Returns: true if that was a change of the person's: the one that is named, else the oldest.
    mutating func refused(_ names: [String], isOwn: Bool) -> Bool {
        guard isOwn else { return false }
        // A key that nobody sets is one that was subscribed to.
        let keys = names.compactMap { MetadataKey(rawValue: $0) }
        guard let index = keys.isEmpty ? setting.indices.first : setting.firstIndex(where: { keys.contains($0) }) else {
            return false
        }
        setting.remove(at: index)
        return true
    }

    // MARK: Marks

    mutating func mark(_ key: MetadataKey, on target: FoldedName) {
        if marking.count < Self.maxSetting { marking.append((target, key)) }
    }

    /// - Returns: true if the person has set the mark, or taken it away, and the answer has come.
    mutating func marked(_ key: MetadataKey, on target: FoldedName) -> Bool {
        guard let index = marking.firstIndex(where: { $0 == (target, key) }) else { return false }
        marking.remove(at: index)
        return true
    }

    /// The server refuses something about a target.
    ///
    /// - Parameter keys: those that its refusal names; none where it does not say.
    /// - Returns: true if that was a change of a mark: the one that is named, else the oldest of the target.
    mutating func refusedMark(of keys: [MetadataKey], on target: FoldedName) -> Bool {
        let index = marking.firstIndex { $0.target == target && (keys.isEmpty || keys.contains($0.key)) }
        guard let index else { return false }
        marking.remove(at: index)
        return true
    }
}
