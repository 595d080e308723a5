import Protocol

/// The metadata that the server has told on one connection, and what it has been asked about it.
/// <https://ircv3.net/specs/extensions/metadata>
struct MetadataState: Sendable {
    var profiles = ProfileList()
    var syncs = MetadataSyncQueue()
    /// The keys that the person has set or taken away, and the server has not answered for.
    private var setting: [MetadataKey] = []
    /// True while the person waits for their own profile.
    private(set) var isListing = false
    /// True once the server has been told what this program wants to know.
    private(set) var isSubscribed = false
    /// True while the answer is to come to what the person has asked by hand.
    private(set) var isAskedByHand = false

    /// So many changes may wait for their answer.
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

    mutating func askedByHand() { isAskedByHand = true }

    mutating func answeredByHand() { isAskedByHand = false }

    mutating func set(_ key: MetadataKey) { if setting.count < Self.maxSetting { setting.append(key) } }

    /// - Returns: true if the person has set the key, or taken it away, and the answer has come.
    mutating func answered(_ key: MetadataKey) -> Bool {
        guard let index = setting.firstIndex(of: key) else { return false }
        setting.remove(at: index)
        return true
    }

    /// The server refuses something.
    ///
    /// - Parameter names: the words that its refusal is about.
    /// - Returns: true if that was a change of the person's: the one that is named, else the oldest.
    mutating func refused(_ names: [String]) -> Bool {
        // A key that nobody sets is one that was subscribed to.
        let keys = names.compactMap { MetadataKey(rawValue: $0) }
        guard let index = keys.isEmpty ? setting.indices.first : setting.firstIndex(where: { keys.contains($0) }) else {
            return false
        }
        setting.remove(at: index)
        return true
    }
}
