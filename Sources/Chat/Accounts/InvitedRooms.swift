import Protocol

/// The rooms that invitations open: one keeps to its room, whatever that is called, and never opens another that has its name.
extension Network {
    private func invitations(where isMeant: (Invitation) -> Bool) -> [Invitation] {
        registry.invitations.isEmpty
            ? [] : registry.invitations.values.filter(isMeant).sorted { $0.digest.lexicographicallyPrecedes($1.digest) }
    }

    private func set(_ fate: Invitation.RoomFate, of invitation: Invitation) {
        var invitation = invitation
        invitation.fate = fate
        change(.saveInvitation(invitation))
    }

    /// To be called when a room has got another name.
    func invitationsFollow(_ room: Room, from old: FoldedName) {
        for invitation in invitations(where: { $0.opens.map(foldRoom) == old }) {
            set(invitation.room == room.name ? .stays : .renamed(room.name), of: invitation)
        }
    }

    /// To be called when a room goes.
    func invitationsLose(_ room: Room) {
        for invitation in invitations(where: { $0.opens.map(foldRoom) == room.folded }) { set(.gone, of: invitation) }
    }

    /// To be called when somebody has made a room. It is the one that was gone if he invited to it, or was invited to it, himself.
    func invitationsFind(_ room: Room, madeBy session: Session) {
        for invitation in invitations(where: { $0.fate == .gone && $0.room.map(foldRoom) == room.folded })
        where invitation.madeBy == inviter(session) || session.invitation?.digest == invitation.digest {
            set(.stays, of: invitation)
        }
    }

    /// Does for somebody who has come in what the invitation promised; nothing for those who came without.
    func honourInvitation(of session: Session) {
        guard let user = session.user else { return }
        func say(_ command: Command, _ words: String) {
            emit(Message(source: settings.serverName, command, user.nick, words), to: session)
        }
        if let problem = session.invitationProblem { say("NOTICE", problem) }
        guard let invitation = session.invitation.flatMap({ registry.invitations[$0.digest] }),
            let name = invitation.room
        else { return }
        if let room = invitation.opens.flatMap({ room(named: $0) }), room.membership(of: user) == nil,
            ban(on: user, in: room) == nil
        {
            openDoor(of: room, to: user)
        }
        switch invitation.fate {
        case .stays: break
        case .renamed(let new): say("NOTICE", "\(name), which your invitation is for, is called \(new) now")
        case .gone:
            let isTaken = room(named: name) != nil
            let words = isTaken ? "what has its name now is another room" : "joining makes it anew"
            say("NOTICE", "\(name), which your invitation is for, went when the last one left it: \(words)")
            if isTaken { return }
        }
        say("INVITE", invitation.opens ?? name)
    }

    /// The room that a guest means by the name in his link, where it has another now; that counts once.
    func forwarded(_ name: String, _ session: Session) -> Room? {
        guard let invitation = session.invitation.flatMap({ registry.invitations[$0.digest] }),
            case .renamed(let new) = invitation.fate, invitation.room.map(foldRoom) == foldRoom(name),
            let room = room(named: new)
        else { return nil }
        session.invitation = nil
        reply(session, .linkChannel, shown(name), room.name, "It has another name now")
        return room
    }
}
