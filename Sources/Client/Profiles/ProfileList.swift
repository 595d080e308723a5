import Protocol

/// The metadata of a person or a room as the server has told it, cleaned. <https://ircv3.net/specs/extensions/metadata>
struct Profile: Sendable {
    private(set) var values: [MetadataKey: String] = [:]
    /// The form of the display name in which it is compared with nicks: see ``NameSkeleton``.
    private(set) var displayNameSkeleton = ""

    subscript(key: MetadataKey) -> String? { values[key] }

    mutating func set(_ value: String?, for key: MetadataKey) {
        values[key] = value
        if key == .displayName { displayNameSkeleton = value.map { NameSkeleton.of($0) } ?? "" }
    }

    var byteCount: Int { values.values.reduce(0) { $0 + $1.utf8.count + 64 } }
}

/// The profiles of everybody, and of rooms, on one connection.
struct ProfileList: Sendable {
    /// So many profiles are kept, and so many bytes in all: there are as many people in the largest rooms that are told at once.
    static let maxProfiles = 50_000
    static let maxBytes = 8_000_000

    private var profiles: [FoldedName: Profile] = [:]
    private(set) var byteCount = 0

    var isEmpty: Bool { profiles.isEmpty }
    var count: Int { profiles.count }

    subscript(name: FoldedName) -> Profile? { profiles[name] }

    /// Takes over what the server says.
    ///
    /// - Parameter value: as it came; nil where nothing is set.
    mutating func set(_ value: String?, for key: MetadataKey, of name: FoldedName) {
        let value = value.flatMap { key.cleaned($0) }
        var profile = profiles[name] ?? Profile()
        let before = profile.byteCount
        profile.set(value, for: key)
        let grown = profile.byteCount - before
        if grown > 0 {
            guard byteCount + grown <= Self.maxBytes, profiles[name] != nil || profiles.count < Self.maxProfiles else {
                return
            }
        }
        byteCount += grown
        profiles[name] = profile.values.isEmpty ? nil : profile
    }

    /// Somebody has another nick.
    mutating func rename(_ old: FoldedName, to new: FoldedName) {
        guard old != new, let profile = profiles.removeValue(forKey: old) else { return }
        remove(new)
        profiles[new] = profile
    }

    mutating func remove(_ name: FoldedName) {
        if let profile = profiles.removeValue(forKey: name) { byteCount -= profile.byteCount }
    }

    mutating func remove(where holds: (FoldedName) -> Bool) {
        guard !profiles.isEmpty else { return }
        for name in profiles.keys.filter(holds) { remove(name) }
    }
}
