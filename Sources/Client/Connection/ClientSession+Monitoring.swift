import Protocol

/// The presence of those with whom the person talks in private. <https://ircv3.net/specs/extensions/monitor>
extension ClientSession {
    /// Has the server tell of everybody with whom a talk is open, as far as it tells of so many: those first that were opened first. A line of
    /// each kind at a time, since talks can be opened by strangers.
    mutating func tickMonitoring() {
        guard let value = isupport["MONITOR"], phase == .online, connection?.registration.hasEnteredChannels == true
        else { return }
        let casemapping = casemapping
        let talks = buffers.filter { $0.kind == .query && $0.name.canBeMonitored }.map {
            (name: casemapping.fold($0.name), nick: $0.name)
        }
        // Without a number there is no limit.
        let limit = value.isEmpty ? BufferList.maxOpenedByOthers : Int(value) ?? 0
        guard let changes = connection?.monitor.reconcile(talks, limit: limit) else { return }
        for nick in changes.removed { forgetPresence(of: Bytes(nick)) }
        if !changes.removed.isEmpty { send("MONITOR", "-", changes.removed.joined(separator: ",")) }
        if !changes.added.isEmpty { send("MONITOR", "+", changes.added.joined(separator: ",")) }
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
    /// - Returns: true if it is about talks alone; the person may have asked about others.
    mutating func receivePresence(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        let nicks = Self.targets(incoming)
        var isOurs = !nicks.isEmpty
        for nick in nicks {
            guard connection?.monitor.contains(casemapping.fold(nick)) == true else {
                isOurs = false
                continue
            }
            guard let id = buffers.id(named: nick), buffers[id]?.isPeerOnline != (numeric == 730) else { continue }
            buffers.update(id) { $0.isPeerOnline = numeric == 730 }
            markChanged(id)
        }
        return isOurs
    }

    /// 734: the server's list is full.
    ///
    /// - Returns: true if it is about talks alone.
    mutating func receiveMonitorListFull(_ incoming: IncomingMessage) -> Bool {
        let nicks = incoming.bytes(2).split(separator: ASCII.comma)
        var isOurs = !nicks.isEmpty
        for nick in nicks {
            let name = casemapping.fold(nick)
            if connection?.monitor.refuse(name) == true { forgetPresence(of: nick) } else { isOurs = false }
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
    fileprivate var canBeMonitored: Bool {
        !isEmpty && utf8.count <= Member.longestName
            && !utf8.contains { $0 <= 0x20 || ",!*?@.:".utf8.contains($0) }
    }
}
