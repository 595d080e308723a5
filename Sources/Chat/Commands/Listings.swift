import Protocol

/// What rooms there are and who is in them: LIST, NAMES.
extension Network {
    /// <https://modern.ircdocs.horse/#list-message>
    func list(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let wanted = message.parameters.first.map { list($0) } ?? []
        let names = wanted.filter { $0.hasPrefix("#") }
        let chosen = names.isEmpty ? Array(rooms.values) : names.compactMap { rooms[fold($0)] }
        reply(session, .listStart, "Channel", "Users  Name")
        for room in chosen where canSee(room, user) {
            reply(session, .list, room.name, String(room.members.count), room.topic?.text ?? "")
        }
        reply(session, .listEnd, "End of /LIST")
    }

    /// <https://modern.ircdocs.horse/#names-message>
    func names(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        guard let names = message.parameters.first.map({ list($0) }), let name = names.first, !name.isEmpty else {
            return reply(session, .endOfNames, "*", "End of /NAMES list")
        }
        guard let room = rooms[fold(name)], canSee(room, user) else {
            return reply(session, .endOfNames, shown(name), "End of /NAMES list")
        }
        sendNames(of: room, to: session)
    }

    /// Who is in a room, on as many lines as it takes.
    func sendNames(of room: Room, to session: Session) {
        let isMember = session.user.map { room.membership(of: $0) != nil } ?? false
        let symbol = room.modes.flags.contains(.secret) ? "@" : "="
        let overhead =
            settings.serverName.utf8.count + session.displayName.utf8.count + room.name.utf8.count
            + ":  353  = : \r\n".utf8.count
        let space = LineLimits.fromServer.body - overhead
        let showsAll = session.has(.multiPrefix)
        let showsHosts = session.has(.userhostInNames)
        var line = ""
        for member in room.members where isMember || !member.user.modes.contains(.invisible) {
            let item = member.ranks.symbols(all: showsAll) + (showsHosts ? member.user.source : member.user.nick)
            if !line.isEmpty, line.utf8.count + 1 + item.utf8.count > space {
                reply(session, .nameReply, symbol, room.name, line)
                line = ""
            }
            line += line.isEmpty ? item : " " + item
        }
        if !line.isEmpty { reply(session, .nameReply, symbol, room.name, line) }
        reply(session, .endOfNames, room.name, "End of /NAMES list")
    }
}
