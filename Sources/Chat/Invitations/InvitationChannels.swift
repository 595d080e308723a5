import Protocol

/// The rooms that invitations open: one keeps to its room, whatever that is called, and never opens another that has its name.
extension Network {
    private func invitations(where isMeant: (Invitation) -> Bool) -> [Invitation] {
        registry.invitations.isEmpty
            ? [] : registry.invitations.values.filter(isMeant).sorted { $0.digest.lexicographicallyPrecedes($1.digest) }
    }

    private func set(_ fate: Invitation.ChannelFate, of invitation: Invitation) {
        var invitation = invitation
        invitation.fate = fate
        change(.saveInvitation(invitation))
    }

    /// To be called when a room has got another name.
    func renameInInvitations(_ channel: Channel, from old: FoldedName) {
        for invitation in invitations(where: { $0.opens.map(foldChannel) == old }) {
            set(invitation.channel == channel.name ? .stays : .renamed(channel.name), of: invitation)
        }
    }

    /// To be called when a room goes.
    func markGoneInInvitations(_ channel: Channel) {
        for invitation in invitations(where: { $0.opens.map(foldChannel) == channel.folded }) {
            set(.gone, of: invitation)
        }
    }

    /// To be called when somebody has made a room. It is the one that was gone if they invited to it, or were invited to it, themselves.
    func restoreInInvitations(_ channel: Channel, madeBy session: Session) {
        for invitation in invitations(where: { $0.fate == .gone && $0.channel.map(foldChannel) == channel.folded })
        where invitation.madeBy == inviter(session) || session.admission.invitation?.digest == invitation.digest {
            set(.stays, of: invitation)
        }
    }

    /// Does for somebody who has come in what the invitation promised; nothing for those who came without.
    func applyInvitation(of session: Session) {
        guard let user = session.user else { return }
        func say(_ command: Command, _ words: String) {
            emit(Message(source: settings.serverName, command, user.nick, words), to: session)
        }
        if let problem = session.admission.invitationProblem { say("NOTICE", problem) }
        guard let invitation = session.admission.invitation.flatMap({ registry.invitations[$0.digest] }),
            let name = invitation.channel
        else { return }
        if let channel = invitation.opens.flatMap({ channel(named: $0) }), channel.membership(of: user) == nil,
            ban(on: user, in: channel) == nil
        {
            rememberInvite(of: channel, to: user)
        }
        switch invitation.fate {
        case .stays: break
        case .renamed(let new): say("NOTICE", "\(name), which your invitation is for, is called \(new) now")
        case .gone:
            let isTaken = channel(named: name) != nil
            let words = isTaken ? "the room of that name is another one" : "joining creates it again"
            say("NOTICE", "\(name), which your invitation is for, is gone, as everybody left it: \(words)")
            if isTaken { return }
        }
        say("INVITE", invitation.opens ?? name)
    }

    /// The channel that a guest means by the name in the link of the invitation, where the channel has been renamed
    /// since. The guest is told its name of today, and the invitation is forgotten, so that this counts once.
    ///
    /// - Returns: nil where the name is not that of such an invitation, or the channel has not been renamed.
    func followRename(of name: String, for session: Session) -> Channel? {
        guard let invitation = session.admission.invitation.flatMap({ registry.invitations[$0.digest] }),
            case .renamed(let new) = invitation.fate, invitation.channel.map(foldChannel) == foldChannel(name),
            let channel = channel(named: new)
        else { return nil }
        session.admission.forgetInvitation()
        reply(session, .linkChannel, shown(name), channel.name, "It has another name now")
        return channel
    }
}
