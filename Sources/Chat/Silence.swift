import Protocol

/// What a room's lists say of a member's voice, kept with the membership.
///
/// Holding a hundred masks against a source takes longer than a command may: the answer is found once and holds until the room's
/// lists, or what the user is known by, change.
struct VoiceVerdict {
    /// Why the member is not heard; nil if it is.
    let obstacle: String?
    /// ``RoomModes/listsVersion`` and ``User/identityVersion`` of the answer.
    let lists: UInt64
    let identity: UInt64
}

/// Who is kept quiet by the lists of rooms, or by a ban of the whole server.
extension Network {
    /// Entries of rooms' lists that may be held against one user in one turn of the server.
    static let reviewedAtOnce = 500
    /// Milliseconds until a command goes on that waits for more of them.
    static let reviewPause: Int64 = 100
    /// How often it does, at most: longer than a hundred rooms take. Whoever changes the lists all the time does not hold it up for ever.
    static let mostPostponedReviews = 40

    /// Whether somebody is kept quiet, here or in a room that he is in.
    func isSilenced(_ user: User) -> Bool { serverMute(on: user) != nil || obstacle(toRenaming: user) != nil }

    /// Why somebody cannot have another nick now: bans and mutes would not know him by it. A room whose lists change too fast to be
    /// held against him counts as one that does not hear him.
    func obstacle(toRenaming user: User) -> (room: Room, words: String)? {
        let isGivenUp = user.sessions.contains { $0.postponedReviews >= Self.mostPostponedReviews }
        for room in user.rooms where isJudged(user, in: room) {
            if isGivenUp, isUnreviewed(user, in: room) {
                return (room, "Its bans change too fast to tell whether you are banned there: leave it, or try again")
            }
            if let words = obstacleOfLists(to: user, in: room) { return (room, words) }
        }
        return nil
    }

    /// Why a room's lists keep somebody quiet; nil if they do not.
    func obstacleOfLists(to user: User, in room: Room) -> String? {
        if room.modes.bans.isEmpty { return nil }
        if let verdict = room.verdict(on: user) { return verdict.obstacle }
        let obstacle =
            ban(on: user, in: room).map { "Cannot send to channel (+b)" + $0.words }
            ?? mute(on: user, in: room).map { "Cannot send to channel (+b): you are muted" + $0.words }
        room.keep(
            VoiceVerdict(obstacle: obstacle, lists: room.modes.listsVersion, identity: user.identityVersion), on: user)
        return obstacle
    }

    /// The ban that keeps somebody quiet in a room.
    private func mute(on user: User, in room: Room) -> MaskEntry? {
        guard let ban = room.modes.bans.first(where: { $0.ban.isMute && $0.ban.matches(user) }),
            !room.modes.exceptions.contains(where: { $0.ban.matches(user) })
        else { return nil }
        return ban
    }

    /// Whether a member's voice depends on the lists: those who have a rank are heard.
    private func isJudged(_ user: User, in room: Room) -> Bool {
        room.membership(of: user)?.ranks.isAtLeast(.voice) != true
    }

    // MARK: Bit by bit

    /// Holds the lists of a user's rooms against it, until about ``reviewedAtOnce`` of their entries have been.
    ///
    /// - Returns: whether that was all of them: then ``isSilenced(_:)`` looks at no list.
    func review(_ user: User) -> Bool {
        var rest = Self.reviewedAtOnce
        for room in user.rooms where isUnreviewed(user, in: room) {
            guard rest > 0 else { return false }
            rest -= room.modes.listEntryCount
            _ = obstacleOfLists(to: user, in: room)
        }
        return true
    }

    /// True where a room's lists have not been held against a user since they, or what it is known by, changed.
    func isUnreviewed(_ user: User, in room: Room) -> Bool {
        !room.modes.bans.isEmpty && isJudged(user, in: room) && room.verdict(on: user) == nil
    }
}
