import Protocol

/// Who people are: NICK, AWAY, ACCOUNT, CHGHOST.
extension ClientSession {
    mutating func receiveNick(_ incoming: Incoming) {
        let old = incoming.nickText
        let new = incoming.bytes(0)
        guard !old.isEmpty, !new.isEmpty, !incoming.isHistory else { return }
        if incoming.isOwn { setOwnNick(new.text) }
        for id in buffers.map(\.id) {
            guard let buffer = buffers[id] else { continue }
            var isConcerned = incoming.isOwn && buffer.kind == .server
            if buffer.kind == .room {
                isConcerned = buffers.update(id) { $0.members.update(old) { $0.nick = new.text } } ?? false
            } else if buffer.kind == .query, !incoming.isOwn, casemapping.fold(buffer.name) == casemapping.fold(old) {
                isConcerned = buffers.rename(id, to: new.text)
                emit(.buffersChanged)
            }
            if isConcerned { append(incoming.line(.nick, target: new), to: id) }
        }
    }

    /// away-notify: <https://ircv3.net/specs/extensions/away-notify>
    mutating func receiveAway(_ incoming: Incoming) {
        let isAway = !incoming.bytes(0).isEmpty
        updateMember(incoming.nickText) { $0.isAway = isAway }
    }

    /// account-notify: <https://ircv3.net/specs/extensions/account-notify>
    mutating func receiveAccount(_ incoming: Incoming) {
        let account = incoming.text(0)
        updateMember(incoming.nickText) { $0.account = account == "*" || account.isEmpty ? nil : account }
    }

    /// <https://ircv3.net/specs/extensions/chghost>
    mutating func receiveChangedHost(_ incoming: Incoming) {
        let user = incoming.text(0)
        let host = incoming.text(1)
        guard !user.isEmpty, !host.isEmpty else { return }
        if incoming.isOwn {
            link?.user = user
            link?.host = host
        }
        updateMember(incoming.nickText) { member in
            member.user = user
            member.host = host
        }
    }

    /// Changes what is known of somebody in every room.
    private mutating func updateMember(_ nick: String, _ change: (inout Member) -> Void) {
        for id in buffers.map(\.id) where buffers[id]?.kind == .room {
            if buffers.update(id, { $0.members.update(nick, change) }) == true { markChanged(id) }
        }
    }
}
