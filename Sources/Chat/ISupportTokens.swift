import Protocol

/// What this server tells of itself in 005: each token is made from the limit or the table it speaks of, so that it cannot lie.
/// <https://modern.ircdocs.horse/#rplisupport-parameters>
enum ISupportTokens {
    static func make(for settings: Settings) -> [String] {
        let limits = settings.limits
        let kinds = RoomModes.kinds
        let ranks = Ranks.table
        let types = [kinds.lists, kinds.alwaysWithParameter, kinds.withParameterWhenSet, kinds.flags]
        let modes = types.map { String($0.sorted()) }.joined(separator: ",")
        return [
            "AWAYLEN=\(limits.awayReason)",
            "BOT=B",
            "CASEMAPPING=\(Casemapping.ascii.rawValue)",
            "CHANLIMIT=#:\(limits.rooms)",
            "CHANMODES=\(modes)",
            "CHANNELLEN=\(limits.room)",
            "CHANTYPES=#",
            "LINELEN=\(LineLimits.fromServer.body)",
            "LOBBY=\(settings.lobby)",
            "MAXLIST=\(String(kinds.lists.sorted())):\(limits.listEntries)",
            "MAXTARGETS=\(limits.targets)",
            "MODES=\(limits.modes)",
            "NAMELEN=\(limits.realName)",
            "NETWORK=\(escape(settings.networkName))",
            "NICKLEN=\(limits.nick)",
            "PREFIX=(\(String(ranks.map(\.mode))))\(String(ranks.map(\.symbol)))",
            "STATUSMSG=\(String(ranks.map(\.symbol)))",
            "TARGMAX=NAMES:1,LIST:,WHOIS:1,PRIVMSG:\(limits.targets),NOTICE:\(limits.targets),TAGMSG:\(limits.targets),JOIN:,PART:",
            "TOPICLEN=\(limits.topic)",
            "USERLEN=\(limits.user)",
            "UTF8ONLY",
        ]
    }

    /// Channel modes for 004: all of them, and those with a parameter.
    static var modeLetters: (all: String, withParameter: String) {
        let kinds = RoomModes.kinds
        let ranks = Set(Ranks.table.map(\.mode))
        let withParameter = kinds.lists.union(kinds.alwaysWithParameter).union(kinds.withParameterWhenSet).union(ranks)
        return (String(withParameter.union(kinds.flags).sorted()), String(withParameter.sorted()))
    }

    /// A value holds no space, no backslash and no `=`.
    private static func escape(_ value: String) -> String {
        value.replacing("\\", with: "\\x5C").replacing(" ", with: "\\x20").replacing("=", with: "\\x3D")
    }
}

extension Network {
    /// Thirteen tokens a line at most, as every client reads them.
    func sendISupport(to session: Session) {
        let tokens = ISupportTokens.make(for: settings)
        for start in stride(from: 0, to: tokens.count, by: 13) {
            let line = tokens[start..<min(start + 13, tokens.count)]
            reply(session, .iSupport, line + ["are supported by this server"])
        }
    }
}
