import OrderedCollections
import Protocol

/// The nicks that a session watches, in the order in which it named them, spelled as it spelled them.
struct MonitorList {
    private var nicks: OrderedDictionary<FoldedName, String> = [:]

    var count: Int { nicks.count }

    var spelled: [String] { Array(nicks.values) }

    var folded: [FoldedName] { Array(nicks.keys) }

    func contains(_ folded: FoldedName) -> Bool { nicks[folded] != nil }

    mutating func insert(_ nick: String, _ folded: FoldedName) { nicks[folded] = nick }

    /// - Returns: true if the nick was there.
    mutating func remove(_ folded: FoldedName) -> Bool { nicks.removeValue(forKey: folded) != nil }
}
