import Protocol

/// The rules for seeing a room, and the coming and going of rooms.
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

    func openLobby() {
        let name = ChannelNameRules.composed(settings.lobby)
        let lobby = Channel(name: name, folded: fold(name), isPermanent: true, at: now)
        lobby.registration = Channel.Registration(founder: Channel.Registration.host, at: now)
        channels.add(lobby)
    }

    /// Takes a user out of a room, and the room away if it was the last.
    func leave(_ channel: Channel, _ user: User) {
        channel.remove(user)
        notePresence(of: user)
        endIfEmpty(channel)
    }

    /// Lets a room go that nobody is in, and that nobody keeps.
    func endIfEmpty(_ channel: Channel) {
        guard channel.isEmpty, !channel.isPermanent else { return }
        channels.remove(channel)
        noteClosing(ofGone: channel)
        forgetSettings(ofUnregistered: channel.folded)
        markGoneInInvitations(channel)
    }

    /// The reason that a room cannot be called that, in words for whoever wants it; nil if it can.
    ///
    /// - Parameter holder: the room that wants the name, if it is there already.
    func problem(withChannelName name: String, for holder: Channel? = nil) -> String? {
        channels.problem(withName: name, for: holder, limit: settings.limits.channel)
    }
}
