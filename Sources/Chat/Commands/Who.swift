import Protocol

/// WHO, also with the fields that its asker chooses. <https://modern.ircdocs.horse/#who-message>,
/// <https://ircv3.net/specs/extensions/whox>
extension Network {
    func who(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let given = message.text(at: 0) ?? "*"
        let query = WhoQuery(message.text(at: 1) ?? "")
        let end = makeReply(to: session, numeric: .endOfWho, parameters: [shown(given), "End of WHO list"])
        if given.hasPrefix("#") {
            let channel = channel(named: given, seenBy: user)
            let isMember = channel?.membership(of: user) != nil
            answer(session, channel?.members ?? [], end: end) { [unowned self] member in
                guard isMember || session.isOperator || !member.user.modes.contains(.invisible) else { return nil }
                guard channel?.membership(of: member.user) != nil else { return nil }
                return whoLine(about: member.user, in: channel, query: query, to: session)
            }
        } else {
            func line(about other: User) -> Message? {
                let channel = other.channels.first {
                    canSee($0, user) && (other === user || $0.membership(of: user) != nil)
                }
                return whoLine(about: other, in: channel, query: query, to: session)
            }
            if let other = users[fold(given)] { return answer(session, [other], end: end, line) }
            let pattern = Mask(given == "0" || given.isEmpty ? "*" : given)
            answer(session, through: \.users.nicks, atOnce: 32, end: end) { [unowned self] name in
                guard let other = users[name], isShown(session, other, to: user, by: pattern) else { return nil }
                return line(about: other)
            }
        }
    }

    /// True if a mask fits a user whom the asker may see.
    private func isShown(_ session: Session, _ user: User, to asker: User, by pattern: Mask) -> Bool {
        guard !user.modes.contains(.invisible) || session.isOperator || asker.shares(aChannelWith: user) else {
            return false
        }
        return [user.nick, user.userName, user.host, user.realName].contains(where: pattern.matches)
    }

    private func whoLine(about user: User, in channel: Channel?, query: WhoQuery, to session: Session) -> Message? {
        if query.isForOperators, !user.isOperator { return nil }
        let flags = whoFlags(of: user, in: channel, to: session)
        guard let fields = query.fields else {
            let parameters = [channel?.name ?? "*", user.userName, user.host, settings.serverName, user.nick, flags]
            return makeReply(to: session, numeric: .whoReply, parameters: parameters + ["0 " + user.realName])
        }
        let mayKnowAddress = session.user === user || may(session, .addresses)
        var values: [String] = []
        for field in WhoQuery.order where fields.contains(field) {
            switch field {
            case "t": values.append(query.token)
            case "c": values.append(channel?.name ?? "*")
            case "u": values.append(user.userName)
            case "i":
                values.append(mayKnowAddress ? user.sessions.first?.origin.address ?? "*" : "255.255.255.255")
            case "h": values.append(user.host)
            case "s": values.append(settings.serverName)
            case "n": values.append(user.nick)
            case "f": values.append(flags)
            case "d": values.append("0")
            case "l": values.append(String(now.seconds(since: user.activity.lastAt)))
            case "a": values.append(user.account ?? "0")
            case "o": values.append("n/a")
            default: values.append(user.realName)
            }
        }
        return makeReply(to: session, numeric: .whoSpecialReply, parameters: values)
    }

    /// In the order of <https://modern.ircdocs.horse/#rplwhoreply-352>.
    private func whoFlags(of user: User, in channel: Channel?, to session: Session) -> String {
        var flags = user.awayReason == nil ? "H" : "G"
        if user.isOperator { flags += "*" }
        let ranks = channel?.membership(of: user)?.ranks ?? []
        flags += ranks.symbols(all: session.has(.multiPrefix))
        if user.modes.contains(.bot) { flags.append(UserModes.letter(of: .bot)) }
        return flags
    }
}

/// The options that stand behind the mask: `o` for operators only, and `%fields,token`.
private struct WhoQuery {
    /// The order in which they are told, whatever the order in which they were asked for; `d` and `o` are not in the specification.
    static let order = Array("tcuihsnfdlaor")

    let isForOperators: Bool
    /// Nil where the common reply is asked for.
    let fields: Set<Character>?
    let token: String

    init(_ text: String) {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        isForOperators = parts.first?.contains("o") == true
        guard parts.count > 1 else {
            fields = nil
            token = "0"
            return
        }
        let words = parts[1].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        let token = words.count > 1 ? words[1] : ""
        let isToken = (1...3).contains(token.utf8.count) && token.utf8.allSatisfy(\.isASCIIDigit)
        self.token = isToken ? String(token) : "0"
        fields = Set(words[0])
    }
}
