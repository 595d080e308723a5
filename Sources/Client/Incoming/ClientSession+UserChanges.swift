import Protocol

/// Changes of people's names and states: NICK, AWAY, ACCOUNT, CHGHOST.
extension ClientSession {
    mutating func receiveNick(_ incoming: IncomingMessage) {
        let old = incoming.nickText
        let new = incoming.bytes(0)
        guard !old.isEmpty, !new.isEmpty else { return }
        if incoming.isOwn {
            setOwnNick(new.text)
            ownNick.grant(new.text)
        }
        connection?.replies.renamed(
            buffers.casemapping.fold(incoming.nick), to: buffers.casemapping.fold(new))
        connection?.metadata.profiles.rename(
            buffers.casemapping.fold(incoming.nick), to: buffers.casemapping.fold(new))
        // A copy of a buffer must not be held while it is changed: all of it would be copied.
        for (id, kind) in buffers.map({ ($0.id, $0.kind) }) {
            let isConcerned: Bool
            switch kind {
            case .server: isConcerned = incoming.isOwn
            case .channel: isConcerned = buffers.update(id) { $0.members.update(old) { $0.nick = new.text } } ?? false
            case .query:
                isConcerned =
                    !incoming.isOwn && buffers.id(named: old) == id
                    && renameQuery(id, to: new.text, at: incoming.now)
            }
            if isConcerned { append(incoming.line(.nick, target: new), to: id) }
        }
    }

    private mutating func renameQuery(_ id: BufferID, to nick: String, at now: Timestamp) -> Bool {
        // Another buffer may have the name; the same one where only the case changes.
        let isFree = buffers.id(named: nick) == nil
        if isFree { leaveLogName(of: id, at: now) }
        guard let old = buffers[id]?.name, buffers.rename(id, to: nick) else { return false }
        preferences.renamed(casemapping.fold(old), to: casemapping.fold(nick))
        refreshFlags(of: id)
        if isFree { takeLogName(of: id, at: now) }
        // It was told of the old nick.
        buffers.update(id) { $0.isPeerOnline = nil }
        emit(.buffersChanged)
        emit(.savedSessionChanged)
        return true
    }

    /// away-notify: <https://ircv3.net/specs/extensions/away-notify>
    mutating func receiveAway(_ incoming: IncomingMessage) {
        let isAway = !incoming.bytes(0).isEmpty
        if !isAway { forgetAwayReply(incoming.nick) }
        updateMember(incoming.nickText) { $0.isAway = isAway }
    }

    /// account-notify: <https://ircv3.net/specs/extensions/account-notify>. Of ourselves, too, who may have been logged out by a service.
    mutating func receiveAccount(_ incoming: IncomingMessage) {
        let name = incoming.text(0)
        let account = name == "*" || name.isEmpty ? nil : name
        // While coming in only a login that has proved itself counts.
        if incoming.isOwn, phase == .online {
            connection?.identity.setAccount(account)
            if let account { offerSavingAccountOfLogin(account) }
        }
        updateMember(incoming.nickText) { $0.account = account }
    }

    /// <https://ircv3.net/specs/extensions/chghost>
    mutating func receiveChangedHost(_ incoming: IncomingMessage) {
        let user = incoming.text(0)
        let host = incoming.text(1)
        guard !user.isEmpty, !host.isEmpty else { return }
        if incoming.isOwn {
            connection?.identity.setUser(user)
            connection?.identity.setHost(host)
        }
        updateMember(incoming.nickText) { member in
            member.user = user
            member.host = host
        }
    }

    /// Changes what is known of somebody in every room.
    private mutating func updateMember(_ nick: String, _ change: (inout Member) -> Void) {
        for id in buffers.map(\.id) where buffers[id]?.kind == .channel {
            if buffers.update(id, { $0.members.update(nick, change) }) == true { markChanged(id) }
        }
    }
}
