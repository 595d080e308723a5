import Protocol

/// The answer whether a room's lists keep a member quiet, kept with the membership.
///
/// Holding a hundred masks against a source takes longer than a command may: the answer is found once and holds until the room's
/// lists, or what the user is known by, change.
struct ChannelMuteCache {
    /// The reason that the member is not heard; nil if it is.
    let obstacle: String?
    /// ``ChannelModes/listsVersion`` and ``User/identityVersion`` of the answer.
    let lists: UInt64
    let identity: UInt64
}

/// The rules by which the lists of rooms, or a ban of the whole server, keep somebody quiet.
extension Network {
    /// Entries of rooms' lists that may be held against one user in one turn of the server.
    static let listEntriesPerTurn = 500
    /// Milliseconds until a command goes on that waits for more of them.
    static let listCheckPause: Int64 = 100
    /// The most times that a command waits so, which is longer than a hundred rooms take. Whoever changes the lists all the time does not
    /// hold it up for ever.
    static let maxPostponedListChecks = 40

    /// True if a user is kept quiet on the whole server or in one of the rooms that the user is in.
    func isMuted(_ user: User) -> Bool { serverMute(on: user) != nil || obstacle(toRenaming: user) != nil }

    /// The reason that a user cannot have another nick now, because bans and mutes would not fit the user by it; nil for none. A room whose
    /// lists change too fast to be held against a user counts as one in which the user may not speak.
    func obstacle(toRenaming user: User) -> (channel: Channel, words: String)? {
        let isGivenUp = user.sessions.contains { $0.input.postponedListChecks >= Self.maxPostponedListChecks }
        for channel in user.channels where isSubjectToLists(user, in: channel) {
            if isGivenUp, hasUncheckedLists(user, in: channel) {
                return (
                    channel, "Its bans change too fast to tell whether you are banned there: leave it, or try again"
                )
            }
            if let words = listObstacle(to: user, in: channel) { return (channel, words) }
        }
        return nil
    }

    /// The reason that a room's lists keep somebody quiet; nil if they do not.
    func listObstacle(to user: User, in channel: Channel) -> String? {
        if channel.modes.bans.isEmpty { return nil }
        if let muteCache = channel.muteCache(on: user) { return muteCache.obstacle }
        let obstacle =
            ban(on: user, in: channel).map { "Cannot send to channel (+b)" + $0.words }
            ?? mute(on: user, in: channel).map { "Cannot send to channel (+b): you are muted" + $0.words }
        channel.cacheMute(
            ChannelMuteCache(obstacle: obstacle, lists: channel.modes.listsVersion, identity: user.identityVersion),
            on: user)
        return obstacle
    }

    /// The ban that keeps somebody quiet in a room.
    private func mute(on user: User, in channel: Channel) -> MaskEntry? {
        guard let ban = channel.modes.bans.first(where: { $0.ban.isMute && $0.ban.matches(user) }),
            !channel.modes.exceptions.contains(where: { $0.ban.matches(user) })
        else { return nil }
        return ban
    }

    /// True if a member's voice depends on the lists: those who have a rank are heard.
    private func isSubjectToLists(_ user: User, in channel: Channel) -> Bool {
        channel.membership(of: user)?.ranks.isAtLeast(.voice) != true
    }

    // MARK: Bit by bit

    /// Holds the lists of a user's rooms against it, until about ``listEntriesPerTurn`` of their entries have been.
    ///
    /// - Returns: true if all of those entries have been: then ``isMuted(_:)`` looks at no list.
    func checkLists(_ user: User) -> Bool {
        var rest = Self.listEntriesPerTurn
        for channel in user.channels where hasUncheckedLists(user, in: channel) {
            guard rest > 0 else { return false }
            rest -= channel.modes.listEntryCount
            _ = listObstacle(to: user, in: channel)
        }
        return true
    }

    /// True where a room's lists have not been held against a user since they, or what it is known by, changed.
    func hasUncheckedLists(_ user: User, in channel: Channel) -> Bool {
        !channel.modes.bans.isEmpty && isSubjectToLists(user, in: channel) && channel.muteCache(on: user) == nil
    }
}
