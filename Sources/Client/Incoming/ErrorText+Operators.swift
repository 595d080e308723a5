import Protocol

/// The people to whom a refusal sends the person.
extension ErrorText {
    /// The people in a room who may do there what takes an operator.
    enum Operators: Hashable {
        /// It is not known who is in the room.
        case unknown
        case nobody
        case few([String])
        /// The marks before their nicks.
        case many([String])
    }

    /// The advice, as a clause, which people to ask for what only an operator of the room may do.
    var askOperator: String {
        switch operators {
        case .unknown: "ask one of those who have @ before their nick"
        case .nobody: "wait for one who has @ before their nick, as nobody here has"
        case .few(let nicks): "ask \(nicks.joined(separator: " or "))"
        case .many(let marks): "ask one of those who have \(marks.joined(separator: " or ")) before their nick"
        }
    }
}

extension ClientSession {
    /// Those are operators who have the mark of one before their nick, or a higher one.
    func operators(of channel: BufferID) -> ErrorText.Operators {
        // Whoever is alone with themselves may not have been told yet who is there.
        guard let members = buffers[channel]?.members, members.count > 1 else { return .unknown }
        let marks = isupport.channelModeKinds.prefixes.map(\.symbol)
        guard let lowest = marks.firstIndex(of: "@") else { return .unknown }
        // The highest stand first. We have just been refused.
        let first = members.slice(0..<4).filter { !ownNick.matcher.matches(Bytes($0.nick)) }.compactMap { member in
            marks[...lowest].first { member.prefixes.contains($0) }.map { (nick: member.nick, mark: String($0)) }
        }
        switch first.count {
        case 0: return .nobody
        case 1, 2: return .few(first.map { DrawableText.plain($0.nick) })
        default: return .many(first.map(\.mark).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        }
    }
}
