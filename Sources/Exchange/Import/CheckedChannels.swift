import Chat
import Protocol

/// The rules for the names of rooms, and the names that were held against them: a history has the same ones again and again.
final class CheckedChannels {
    private var rules = ChannelNameRules()
    private var known: [FoldedName: Bool] = [:]

    /// The most names that are remembered.
    private static let capacity = 4096

    /// True if a room may be called so.
    func canBe(_ name: FoldedName) -> Bool {
        if let answer = known[name] { return answer }
        if known.count >= Self.capacity { known = [:] }
        let answer = rules.problem(with: name.description, limit: RecordCheck.longestWord) == nil
        known[name] = answer
        return answer
    }
}
