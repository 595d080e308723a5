import Protocol

/// The rules for who may know that a room is there.
extension Network {
    /// A room's name as it is looked up; see ``ChannelDirectory/fold(_:)``.
    func foldChannel(_ name: String) -> FoldedName { ChannelDirectory.fold(name) }

    func channel(named name: String) -> Channel? { channels[foldChannel(name)] }

    /// The room of that name, unless the user must not know of it.
    func channel(named name: String, seenBy user: User) -> Channel? {
        channel(named: name).flatMap { canSee($0, user) ? $0 : nil }
    }

    /// True if a user may know that a room is there.
    func canSee(_ channel: Channel, _ user: User) -> Bool {
        !isHidden(channel) || channel.membership(of: user) != nil || user.rights.contains(.channels)
    }

    /// True if only its members, and operators, may know of a room.
    private func isHidden(_ channel: Channel) -> Bool {
        channel.modes.flags.contains(.secret) || !settings.listsLobby && channel.folded == foldChannel(settings.lobby)
    }
}
