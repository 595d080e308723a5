import Protocol

/// The presence of friends, and of those with whom the person talks in private. <https://ircv3.net/specs/extensions/monitor>
extension ClientSession {
    /// Has the server tell of all friends and of everybody with whom a talk is open, as far as it tells of so many: friends first, then those
    /// talks that were opened first. A line of each kind at a time, since talks can be opened by strangers. Services such as NickServ are not
    /// asked about: to many servers they are nobody.
    mutating func tickMonitoring() {
        guard let value = isupport["MONITOR"], phase == .online, connection?.registration.hasEnteredChannels == true
        else { return }
        let casemapping = casemapping
        let friends = preferences.friends.nicks.map { (name: casemapping.fold($0), nick: $0) }
        let known = Set(friends.map(\.name))
        let talks = buffers.filter {
            $0.kind == .query && $0.name.canBeMonitored && !ServiceBot.isServiceNick($0.name)
        }.map { (name: casemapping.fold($0.name), nick: $0.name) }.filter { !known.contains($0.name) }
        let limit = Self.monitorLimit(value)
        guard let changes = connection?.monitor.reconcile(friends + talks, limit: limit) else { return }
        for nick in changes.removed { forgetPresence(of: Bytes(nick)) }
        if !changes.removed.isEmpty { send("MONITOR", "-", changes.removed.joined(separator: ",")) }
        if !changes.added.isEmpty { send("MONITOR", "+", changes.added.joined(separator: ",")) }
    }

    /// So many people the server watches, by its token `MONITOR`. Without a number there is no limit.
    private static func monitorLimit(_ value: String) -> Int {
        value.isEmpty ? BufferList.maxOpenedByOthers + FriendList.maxCount : Int(value) ?? 0
    }

    /// The friends of whom the server does not tell, since it watches fewer people: the last ones. None while there is no server.
    var unwatchedFriends: [String] {
        guard phase == .online, let value = isupport["MONITOR"] else { return [] }
        return Array(preferences.friends.nicks.dropFirst(max(Self.monitorLimit(value), 0)))
    }

    /// Nobody tells any longer if somebody is there, and what changes of them.
    private mutating func forgetPresence(of nick: Bytes) {
        forgetUnsharedProfile(of: nick)
        guard let id = buffers.id(named: nick), buffers[id]?.isPeerOnline != nil else { return }
        buffers.update(id) { $0.isPeerOnline = nil }
        markChanged(id)
    }

    /// 730 and 731.
    ///
    /// - Returns: true if it is about friends and talks alone; the person may have asked about others.
    mutating func receivePresence(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        let nicks = Self.targets(incoming)
        let isOnline = numeric == 730
        var isOurs = !nicks.isEmpty
        var (first, changed): ([String], [String]) = ([], [])
        for nick in nicks {
            let name = casemapping.fold(nick)
            guard connection?.monitor.contains(name) == true else {
                isOurs = false
                continue
            }
            let before = connection?.monitor.learned(name, isOnline: isOnline) ?? nil
            if before != isOnline, isFriend(name) {
                if before == nil { first.append(nick.text) } else { changed.append(nick.text) }
            }
            guard let id = buffers.id(named: nick), buffers[id]?.isPeerOnline != isOnline else { continue }
            buffers.update(id) { $0.isPeerOnline = isOnline }
            markChanged(id)
        }
        tellFriends(first, isOnline: isOnline, isFirst: true, at: incoming.now)
        tellFriends(changed, isOnline: isOnline, isFirst: false, at: incoming.now)
        return isOurs
    }

    /// 734: the server's list is full.
    ///
    /// - Returns: true if it is about friends and talks alone.
    mutating func receiveMonitorListFull(_ incoming: IncomingMessage) -> Bool {
        let nicks = incoming.bytes(2).split(separator: ASCII.comma)
        var isOurs = !nicks.isEmpty
        var friends: [String] = []
        for nick in nicks {
            let name = casemapping.fold(nick)
            if isFriend(name), connection?.monitor.contains(name) == true { friends.append(nick.text) }
            if connection?.monitor.refuse(name) == true { forgetPresence(of: nick) } else { isOurs = false }
        }
        if !friends.isEmpty {
            let names = DrawableText.plain(friends.joined(separator: ", "))
            note(
                "The server's list of friends is full: you do not hear when these come and go: \(names).", kind: .error,
                in: .server, at: incoming.now)
        }
        return isOurs
    }

    /// The nicks of `nick!user@host,nick`.
    private static func targets(_ incoming: IncomingMessage) -> [Bytes] {
        (incoming.message.parameters.last ?? []).split(separator: ASCII.comma).map(\.nickOfSource)
    }
}

extension String {
    /// True if the name can stand in a list of nicks.
    var canBeMonitored: Bool {
        !isEmpty && utf8.count <= Member.longestName
            && !utf8.contains { $0 <= 0x20 || ",!*?@.:".utf8.contains($0) }
    }
}
