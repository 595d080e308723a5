import Protocol

/// The metadata of an account: what others see of its owner, and what its owner keeps about rooms and people for the account's own
/// sessions. <https://ircv3.net/specs/extensions/metadata>
package struct AccountMetadata: Hashable, Sendable {
    /// The values that others see, by key.
    package private(set) var profile: [String: String] = [:]
    /// The values that only the account's sessions see, by key, for each room or nick that they are about.
    package private(set) var marks: [FoldedName: [String: String]] = [:]

    package init() {}

    var isEmpty: Bool { profile.isEmpty && marks.isEmpty }

    /// - Parameter target: the room or nick that the value is about; nil for a value that others see.
    package subscript(key: String, target: FoldedName?) -> String? {
        get { target.map { marks[$0]?[key] } ?? profile[key] }
        set {
            guard let target else { return profile[key] = newValue }
            marks[target, default: [:]][key] = newValue
            if marks[target]?.isEmpty == true { marks[target] = nil }
        }
    }

    /// The marks on a room are marks on its new name from now on. Those on another room of the new name are forgotten.
    mutating func rename(_ old: FoldedName, to new: FoldedName) {
        guard old != new, let values = marks.removeValue(forKey: old) else { return }
        marks[new] = values
    }
}
