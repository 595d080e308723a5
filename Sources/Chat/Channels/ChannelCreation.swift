import Protocol

/// The making of a room: by whoever joins it first; the lobby is made with the server.
extension Network {
    /// Makes a room and puts the user who asked for it into it, as its operator.
    ///
    /// - Parameter name: one that ``problem(withChannelName:for:)`` has nothing against.
    func createChannel(_ name: String, for user: User, by session: Session) {
        let channel = Channel(name: name, folded: fold(name), isPermanent: false, at: now)
        channel.modes.flags.insert(.protectedTopic)
        channel.creator = creator(session)
        channels.add(channel)
        // The events that are noted of an earlier room of that name stay closed; nothing is stored of this one yet.
        restoreClosing(of: channel)
        channel.hasStored = false
        restoreInInvitations(channel, madeBy: session)
        enter(channel, user, ranks: .operator, by: session)
    }

    func openLobby() {
        let name = ChannelNameRules.composed(settings.lobby)
        let lobby = Channel(name: name, folded: fold(name), isPermanent: true, at: now)
        lobby.registration = Channel.Registration(founder: Channel.Registration.host, at: now)
        channels.add(lobby)
    }

    /// The reason that a room cannot be called that, in words for whoever wants it; nil if it can.
    ///
    /// - Parameter holder: the room that wants the name, if it is there already.
    func problem(withChannelName name: String, for holder: Channel? = nil) -> String? {
        channels.problem(withName: name, for: holder, limit: settings.limits.channel)
    }
}
