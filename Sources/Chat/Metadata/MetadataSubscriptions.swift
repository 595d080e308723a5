import OrderedCollections

/// The keys of metadata that a session is told of, in the order in which it named them.
/// <https://ircv3.net/specs/extensions/metadata#metadata-sub>
struct MetadataSubscriptions {
    private(set) var keys: OrderedSet<String> = []

    var count: Int { keys.count }
    var isEmpty: Bool { keys.isEmpty }

    func contains(_ key: String) -> Bool { keys.contains(key) }

    /// - Returns: true if the key was not there.
    mutating func insert(_ key: String) -> Bool { keys.append(key).inserted }

    mutating func remove(_ key: String) { keys.remove(key) }
}
