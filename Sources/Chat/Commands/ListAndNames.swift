import Protocol

/// The lists of the rooms and of the people in them: LIST, NAMES.
extension Network {
    /// Conditions of one LIST: each is held against every room.
    private static let listConditions = 5

    /// <https://modern.ircdocs.horse/#list-message>
    func list(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let items = message.parameters.flatMap { list($0) }.filter { !$0.isEmpty }
        let names = items.filter { $0.hasPrefix("#") && !ListCondition.isMask($0) }
        let conditions = items.filter { !$0.hasPrefix("#") || ListCondition.isMask($0) }
        let filters = conditions.compactMap { ListCondition($0, at: now) }
        let isClear = filters.count == conditions.count && filters.count <= Self.listConditions
        if filters.count > Self.listConditions {
            reply(
                session, .tooManyTargets, shown(conditions[Self.listConditions]),
                "One LIST has at most \(Self.listConditions) conditions")
        }
        reply(session, .listStart, "Channel", "Users  Name")
        let end = makeReply(to: session, numeric: .listEnd, parameters: ["End of /LIST"])
        func line(about name: FoldedName) -> Message? {
            guard let channel = channels[name], canSee(channel, user), filters.allSatisfy({ $0.matches(channel) })
            else {
                return nil
            }
            let parameters = [channel.name, String(channel.members.count), channel.topic?.text ?? ""]
            return makeReply(to: session, numeric: .list, parameters: parameters)
        }
        guard isClear, names.isEmpty else {
            return answer(session, isClear ? names.map(foldChannel) : [], end: end, line)
        }
        answer(session, through: \.channels.names, atOnce: 64, end: end, line)
    }

    /// <https://modern.ircdocs.horse/#names-message>
    func names(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let names = message.parameters.first.map { list($0) }?.filter { !$0.isEmpty } ?? []
        if names.isEmpty { return reply(session, .endOfNames, "*", "End of /NAMES list") }
        for name in names {
            if let channel = channel(named: name, seenBy: user) {
                sendNames(of: channel, to: session)
            } else {
                let end = makeReply(to: session, numeric: .endOfNames, parameters: [shown(name), "End of /NAMES list"])
                answer(session, [] as [Channel], end: end) { _ in nil }
            }
        }
    }

    /// Tells the people in a room, on as many lines as it takes. Those who leave while they are told are left out.
    func sendNames(of channel: Channel, to session: Session) { give(names(of: channel, for: session), to: session) }

    func names(of channel: Channel, for session: Session) -> LongAnswer {
        let isMember = session.user.map { channel.membership(of: $0) != nil } == true || may(session, .channels)
        let symbol = channel.modes.flags.contains(.secret) ? "@" : "="
        let head = makeReply(to: session, numeric: .nameReply, parameters: [symbol, channel.name, ""]).serialized()
            .count
        let space = LineLimits.fromServer.body - head
        let showsAll = session.has(.multiPrefix)
        let showsHosts = session.has(.userhostInNames)
        let end = makeReply(to: session, numeric: .endOfNames, parameters: [channel.name, "End of /NAMES list"])
        var rest = channel.members[...]
        var isOver = false
        return LongAnswer { [unowned self] in
            if isOver { return nil }
            var lines: [Message] = []
            var line = ""
            var looked = 0
            while lines.count < 16, looked < 1024, let user = rest.popFirst()?.user {
                looked += 1
                guard let ranks = channel.membership(of: user)?.ranks else { continue }
                guard isMember || !user.modes.contains(.invisible) else { continue }
                let item = ranks.symbols(all: showsAll) + (showsHosts ? user.source : user.nick)
                if !line.isEmpty, line.utf8.count + 1 + item.utf8.count > space {
                    lines.append(makeReply(to: session, numeric: .nameReply, parameters: [symbol, channel.name, line]))
                    line = ""
                }
                line += line.isEmpty ? item : " " + item
            }
            if !line.isEmpty {
                lines.append(makeReply(to: session, numeric: .nameReply, parameters: [symbol, channel.name, line]))
            }
            isOver = rest.isEmpty
            return isOver ? lines + [end] : lines
        }
    }
}
