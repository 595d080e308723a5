import Protocol

/// A token by which this server tells of itself in 005: it is made from the limit or the table it speaks of, so that it cannot lie.
/// <https://modern.ircdocs.horse/#rplisupport-parameters>
struct ISupportToken: Hashable, Sendable {
    let name: String
    /// Escaped; nil for a token that says all by being there.
    let value: String?

    init(_ name: String, _ value: String? = nil) {
        self.name = name
        self.value = value.map(Self.escape)
    }

    var text: String { value.map { name + "=" + $0 } ?? name }

    static func all(for settings: Settings, reachability: Reachability) -> [ISupportToken] {
        let limits = settings.limits
        let kinds = ChannelModes.kinds
        let ranks = Ranks.table
        let types = [kinds.lists, kinds.alwaysWithParameter, kinds.withParameterWhenSet, kinds.flags]
        let symbols = String(ranks.map(\.symbol))
        var tokens = [
            ISupportToken("ACCOUNTEXTBAN", String(BanMask.accountLetter)),
            ISupportToken("AWAYLEN", "\(limits.awayReason)"),
            ISupportToken("BOT", String(UserModes.letter(of: .bot))),
            ISupportToken("CASEMAPPING", Casemapping.ascii.rawValue),
            ISupportToken("CHANLIMIT", "#:\(limits.channels)"),
            ISupportToken("CHANMODES", types.map { String($0.sorted()) }.joined(separator: ",")),
            ISupportToken("CHANNELLEN", "\(limits.channel)"),
            ISupportToken("CHANTYPES", "#"),
            ISupportToken("ELIST", ListCondition.letters),
            ISupportToken("EXCEPTS", String(ChannelListMode.exceptions.rawValue)),
            ISupportToken("EXTBAN", "\(BanMask.prefix),\(BanMask.accountLetter)\(BanMask.muteLetter)"),
            ISupportToken("HOSTLEN", "64"),
            ISupportToken("INVEX", String(ChannelListMode.inviteExceptions.rawValue)),
            ISupportToken("KEYLEN", "\(limits.key)"),
            ISupportToken("KICKLEN", "\(limits.kickReason)"),
            ISupportToken("LINELEN", "\(LineLimits.fromServer.body)"),
            ISupportToken("LOBBY", settings.lobby),
            ISupportToken("MAXLIST", "\(String(kinds.lists.sorted())):\(limits.listEntries)"),
            ISupportToken("MAXTARGETS", "\(limits.targets)"),
            ISupportToken("MODES", "\(limits.modes)"),
            ISupportToken("MONITOR", "\(limits.monitored)"),
            ISupportToken("NAMELEN", "\(limits.realName)"),
            ISupportToken("NETWORK", settings.networkName),
            ISupportToken("NICKLEN", "\(limits.nick)"),
            ISupportToken("PREFIX", "(\(String(ranks.map(\.mode))))\(symbols)"),
            ISupportToken("SAFELIST"),
            ISupportToken("STATUSMSG", symbols),
            ISupportToken("TARGMAX", targets(limits)),
            ISupportToken("TOPICLEN", "\(limits.topic)"),
            ISupportToken("USERLEN", "\(limits.user)"),
            ISupportToken("UTF8ONLY"),
            ISupportToken("WHOX"),
            // Whoever is too fast waits, and its connection is not read meanwhile; nobody is let go for it: see ``InputHold``.
            // <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/saferate.md>
            ISupportToken("soju.im/SAFERATE"),
        ]
        if let icon = settings.icon { tokens.append(ISupportToken("draft/ICON", icon)) }
        if settings.keepsHistory {
            tokens.append(ISupportToken("CHATHISTORY", "\(limits.history)"))
            tokens.append(ISupportToken("MSGREFTYPES", HistoryRequest.Point.types.joined(separator: ",")))
        }
        if reachability.address != nil { tokens.append(ISupportToken("INVITATIONS")) }
        if !settings.deniedClientTags.isEmpty {
            tokens.append(ISupportToken("CLIENTTAGDENY", settings.deniedClientTags.joined(separator: ",")))
        }
        return tokens
    }

    private static func targets(_ limits: Limits) -> String {
        let many = ["PRIVMSG", "NOTICE", "TAGMSG", "KICK"].map { "\($0):\(limits.targets)" }
        return (["NAMES:", "LIST:", "WHOIS:1", "WHOWAS:1", "JOIN:", "PART:", "MONITOR:"] + many)
            .joined(separator: ",")
    }

    /// Channel modes for 004: all of them, and those with a parameter.
    static var modeLetters: (all: String, withParameter: String) {
        let kinds = ChannelModes.kinds
        let ranks = Set(Ranks.table.map(\.mode))
        let withParameter = kinds.lists.union(kinds.alwaysWithParameter).union(kinds.withParameterWhenSet).union(ranks)
        return (String(withParameter.union(kinds.flags).sorted()), String(withParameter.sorted()))
    }

    /// A value holds no space and no backslash. An `=` it may hold: what is in front of the first is the name.
    private static func escape(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == ASCII.backslash || $0 == ASCII.space }) else { return value }
        return value.replacing("\\", with: "\\x5C").replacing(" ", with: "\\x20")
    }
}

extension Network {
    func sendISupport(to session: Session) {
        // <https://ircv3.net/specs/extensions/account-registration>: the token holds for everybody who comes in the same way.
        let own = session.origin.needsAccount ? ["draft/ACCOUNTREQUIRED"] : []
        sendISupport(offer.iSupportTokens + own, to: session)
    }

    /// Thirteen tokens a line at most, as every client reads them, and no more than fit; in a batch for those who asked for that.
    /// <https://ircv3.net/specs/extensions/extended-isupport>
    func sendISupport(_ tokens: [String], to session: Session) {
        func line(_ tokens: ArraySlice<String>) -> Message {
            makeReply(to: session, numeric: .iSupport, parameters: tokens + ["are supported by this server"])
        }
        let space = LineLimits.fromServer.body - line([]).serialized().count
        var lines: [Message] = []
        var rest = tokens[...]
        while !rest.isEmpty {
            var (count, size) = (0, 0)
            for token in rest.prefix(13) {
                size += token.utf8.count + 1
                // One that is too long for any line has one of its own.
                if count > 0, size > space { break }
                count += 1
            }
            lines.append(line(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        if session.has([.batch, .extendedISupport]) {
            respond(batch("draft/isupport", lines), to: session)
        } else {
            for line in lines { respond(line, to: session) }
        }
    }

    /// Lines that are one answer.
    private func batch(_ type: String, _ lines: [Message]) -> Response {
        let reference = makeBatchReference()
        let opening = Message(source: settings.serverName, "BATCH", "+" + reference, type)
        let closing = Message(source: settings.serverName, "BATCH", "-" + reference)
        let tagged = lines.map { line in
            var line = line
            line.tags.append(Tag("batch", reference))
            return line
        }
        return .lines([opening] + tagged + [closing])
    }
}
