import Protocol

/// The names that the people in a room show besides their nicks, for one drawing of the room: what is the same for all is looked up once.
package struct DisplayNames: Sendable {
    private let profiles: ProfileList
    private let members: MemberList
    private let ownSkeleton: String

    init(profiles: ProfileList, members: MemberList, ownSkeleton: String) {
        self.profiles = profiles
        self.members = members
        self.ownSkeleton = ownSkeleton
    }

    /// The name of somebody, as it may stand beside their nick: nil if there is none, or if a reader could take it for the nick of anybody
    /// there.
    package subscript(nick: FoldedName) -> String? {
        guard let profile = profiles[nick], let name = profile[.displayName], !profile.displayNameSkeleton.isEmpty,
            !members.isConfusable(profile.displayNameSkeleton), ownSkeleton != profile.displayNameSkeleton
        else { return nil }
        return name
    }

    /// The same by a nick as somebody writes it.
    package subscript(nick: String) -> String? { self[members.fold(nick)] }
}
