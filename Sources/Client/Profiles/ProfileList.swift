import Protocol

/// The metadata of a person or a room as the server has told it, cleaned. <https://ircv3.net/specs/extensions/metadata>
struct Profile: Sendable {
    private(set) var values: [MetadataKey: String] = [:]
    /// The form of the display name in which it is compared with nicks: see ``NameSkeleton``. Empty for a name that is not to be shown.
    private(set) var displayNameSkeleton = ""

    subscript(key: MetadataKey) -> String? { values[key] }

    mutating func set(_ value: String?, for key: MetadataKey) {
        values[key] = value
        guard key == .displayName else { return }
        displayNameSkeleton = value.flatMap { NameSkeleton.isComparable($0) ? NameSkeleton.of($0) : nil } ?? ""
    }

    /// The bytes that it takes under a name, about: the texts, the places of the values, and those of the profile itself. Zero for one that is
    /// empty, which is not kept.
    func byteCount(named name: FoldedName) -> Int {
        guard !values.isEmpty else { return 0 }
        let texts = values.values.reduce(0) { $0 + $1.utf8.count + 64 }
        return 192 + name.bytes.count + displayNameSkeleton.utf8.count + texts
    }
}

/// The profiles of everybody, and of rooms, on one connection.
struct ProfileList: Sendable {
    /// So many profiles are kept, and so many bytes in all: there are as many people in the largest rooms that are told at once, each with a
    /// short name.
    static let maxProfiles = 50_000
    static let maxBytes = 16_000_000

    private var profiles: [FoldedName: Profile] = [:]
    /// See ``Profile/byteCount(named:)``.
    private(set) var byteCount = 0

    var isEmpty: Bool { profiles.isEmpty }
    var count: Int { profiles.count }

    subscript(name: FoldedName) -> Profile? { profiles[name] }

    /// Of whom anything is known, in no order.
    var names: some Collection<FoldedName> { profiles.keys }

    /// Takes over what the server says.
    ///
    /// - Parameter value: as it came; nil where nothing is set.
    mutating func set(_ value: String?, for key: MetadataKey, of name: FoldedName) {
        let value = value.flatMap { key.cleaned($0) }
        var profile = profiles[name] ?? Profile()
        let before = profile.byteCount(named: name)
        profile.set(value, for: key)
        let grown = profile.byteCount(named: name) - before
        if grown > 0 {
            guard byteCount + grown <= Self.maxBytes, profiles[name] != nil || profiles.count < Self.maxProfiles else {
                // The new value is not known then, and the old one is not true any more.
                if profiles[name]?[key] != nil { set(nil, for: key, of: name) }
                return
            }
        }
        byteCount += grown
        profiles[name] = profile.values.isEmpty ? nil : profile
    }

    /// Somebody has another nick. Where there is no room for a longer one, the profile is not known any more.
    mutating func rename(_ old: FoldedName, to new: FoldedName) {
        guard old != new, let profile = profiles[old] else { return }
        remove(old)
        remove(new)
        let size = profile.byteCount(named: new)
        guard byteCount + size <= Self.maxBytes else { return }
        byteCount += size
        profiles[new] = profile
    }

    mutating func remove(_ name: FoldedName) {
        if let profile = profiles.removeValue(forKey: name) { byteCount -= profile.byteCount(named: name) }
    }

    /// Forgets what somebody tells of themselves; the marks of the person's own devices stay.
    mutating func forgetWords(of name: FoldedName) {
        guard profiles[name] != nil else { return }
        for key in MetadataKey.profile { set(nil, for: key, of: name) }
    }

    /// Removes the profiles of these people, but for one of them.
    mutating func remove(_ names: some Collection<FoldedName>, but kept: FoldedName) {
        guard !profiles.isEmpty else { return }
        for name in names where name != kept { remove(name) }
    }

    mutating func remove(where holds: (FoldedName) -> Bool) {
        guard !profiles.isEmpty else { return }
        for name in profiles.keys.filter(holds) { remove(name) }
    }
}
