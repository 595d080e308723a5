import Protocol

/// The people in a room: 353 and 366. <https://modern.ircdocs.horse/#rplnamreply-353>
extension ClientSession {
    mutating func receiveNames(_ numeric: UInt16, _ incoming: IncomingMessage) {
        if numeric == 366 {
            endNames(incoming)
            return
        }
        let channel = incoming.bytes(incoming.message.parameters.count - 2)
        let symbols = isupport.channelModeKinds.prefixes.map(\.symbol)
        let entries = (incoming.message.parameters.last ?? []).split(separator: ASCII.space)
        let members = entries.map { Self.member($0.text, symbols: symbols) }.filter {
            !$0.nick.isEmpty && $0.nick.utf8.count <= Member.longestName
        }
        connection?.replies.addNames(members.map { $0.prefixes + $0.nick }, of: buffers.casemapping.fold(channel))
        connection?.lists.addNames(members, of: buffers.casemapping.fold(channel))
        guard let id = buffers.id(named: channel), buffers[id]?.isJoined == true else { return }
        let mayGrow = mayAddMember(in: id)
        buffers.update(id) { buffer in
            for member in members {
                let isKnown = buffer.members.update(member.nick) { known in
                    known.nick = member.nick
                    known.prefixes = member.prefixes
                    known.user = member.user ?? known.user
                    known.host = member.host ?? known.host
                }
                if !isKnown, mayGrow { buffer.members.insert(member) }
            }
        }
        markChanged(id)
    }

    /// So many members are known of one room, and of all: the largest rooms there are have some tens of thousands.
    private static var maxMembers: Int { 50_000 }
    private static var maxMembersInAll: Int { 400_000 }

    /// True if a room's list of members may still grow, by somebody who comes or by the names of a line.
    func mayAddMember(in id: BufferID) -> Bool {
        guard let count = buffers[id]?.members.count else { return false }
        return count < Self.maxMembers && buffers.memberCount < Self.maxMembersInAll
    }

    /// `@+nick!user@host`: with `multi-prefix` and `userhost-in-names`, or without.
    private static func member(_ entry: String, symbols: [Character]) -> Member {
        let prefixes = entry.prefix { symbols.contains($0) }
        let source = Source(parsing: Bytes(String(entry.dropFirst(prefixes.count))))
        var member = Member(nick: source.name, prefixes: String(prefixes))
        member.user = source.user
        member.host = source.host
        return member
    }

    /// Asks who is in a room, until it is told, a few times each time that we come in. A server that leaves it to us to ask is asked only about
    /// the room on the screen: there the list is shown and nicks are completed. <https://ircv3.net/specs/extensions/no-implicit-names>
    mutating func requestNames(in id: BufferID, at now: Timestamp) {
        guard visible == id, phase == .online,
            !capabilities.isDisjoint(with: ["no-implicit-names", "draft/no-implicit-names"]),
            let buffer = buffers[id], buffer.kind == .channel, buffer.membership.mayAskNames,
            connection?.backgroundRequests.awaits(BackgroundRequest(subject: .names, buffer: id)) == false
        else { return }
        requestInBackground(.names, in: id, at: now)
    }

    private mutating func endNames(_ incoming: IncomingMessage) {
        let channel = incoming.bytes(1)
        if let id = buffers.id(named: channel) {
            buffers.update(id) { $0.membership.namesCame() }
            backgroundRequestAnswered(.names, in: id, at: incoming.now)
        }
        requestAwayMembers(in: channel, at: incoming.now)
        if completeNames(of: channel) { return }
        guard let nicks = connection?.replies.takeNames(of: buffers.casemapping.fold(channel)) else { return }
        let place = buffers.id(named: channel) ?? replyBuffer
        let list = nicks.isEmpty ? "nobody that you may see" : nicks.joined(separator: " ")
        note("\(nicks.count) in \(channel.text): \(list)", in: place, at: incoming.time)
    }
}
