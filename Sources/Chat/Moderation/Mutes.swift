import Protocol

/// What a room's lists say of a member's voice, kept with the membership.
///
/// Holding a hundred masks against a source takes longer than a command may: the answer is found once and holds until the room's
/// lists, or what the user is known by, change.
struct ChannelMuteCache {
    /// Why the member is not heard; nil if it is.
    let obstacle: String?
    /// ``ChannelModes/listsVersion`` and ``User/identityVersion`` of the answer.
    let lists: UInt64
    let identity: UInt64
}

/// Who is kept quiet by the lists of rooms, or by a ban of the whole server.
extension Network {
    /// Entries of rooms' lists that may be held against one user in one turn of the server.
    static let listEntriesPerTurn = 500
    /// Milliseconds until a command goes on that waits for more of them.
    static let listCheckPause: Int64 = 100
    /// How often it does, at most: longer than a hundred rooms take. Whoever changes the lists all the time does not hold it up for ever.
    static let maxPostponedListChecks = 40

    /// Whether somebody is kept quiet, here or in a room that he is in.
    func isMuted(_ user: User) -> Bool { serverMute(on: user) != nil || obstacle(toRenaming: user) != nil }

    /// Why somebody cannot have another nick now: bans and mutes would not know him by it. A room whose lists change too fast to be
    /// held against him counts as one that does not hear him.
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

    /// Why a room's lists keep somebody quiet; nil if they do not.
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

    /// Whether a member's voice depends on the lists: those who have a rank are heard.
    private func isSubjectToLists(_ user: User, in channel: Channel) -> Bool {
        channel.membership(of: user)?.ranks.isAtLeast(.voice) != true
    }

    // MARK: Bit by bit

    /// Holds the lists of a user's rooms against it, until about ``listEntriesPerTurn`` of their entries have been.
    ///
    /// - Returns: whether that was all of them: then ``isMuted(_:)`` looks at no list.
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
