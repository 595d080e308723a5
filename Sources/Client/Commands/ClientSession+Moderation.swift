import Protocol

/// The commands that keep a room in order: /kick, /kickban, /ban, /unban, /mode, /rename, /op and its kin, /invite.
extension ClientSession {
    mutating func kick(_ nick: String, from name: String?, reason: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = channel(name, in: buffer) else { return noChannel("kick") }
        if let reason { return sent(send("KICK", channel, nick, reason), nick) }
        return sent(send("KICK", channel, nick), nick)
    }

    /// The ban comes first, so that nobody is back before it.
    mutating func kickBan(_ nick: String, from name: String?, reason: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = channel(name, in: buffer) else { return noChannel("kickban") }
        guard !isMask(nick) else {
            return .notSent(reason: "A mask removes nobody: /ban mask keeps them out, /kickban nick does both.")
        }
        guard send("MODE", channel, "+b", banMask(nick, in: channel)) else { return sent(false, nick) }
        return kick(nick, from: channel, reason: reason, in: buffer)
    }

    /// Without a mask: asks who is banned.
    mutating func ban(_ mask: String?, from name: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = channel(name, in: buffer) else { return noChannel("ban") }
        guard let mask else { return sent(send("MODE", channel, "+b"), channel) }
        return sent(send("MODE", channel, "+b", banMask(mask, in: channel)), mask)
    }

    /// A nick may have been banned by its host as well as by itself.
    mutating func unban(_ text: String, from name: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = channel(name, in: buffer) else { return noChannel("unban") }
        guard !isMask(text) else { return sent(send("MODE", channel, "-b", text), text) }
        let byNick = Hostmask.full(text)
        guard let host = buffers.id(named: channel).flatMap({ buffers[$0]?.members[text]?.host }) else {
            return sent(send("MODE", channel, "-b", byNick), text)
        }
        return sent(send("MODE", channel, "-bb", byNick, "*!*@" + host), text)
    }

    mutating func mode(_ target: String?, _ changes: [String], in buffer: Buffer) -> SubmitOutcome {
        guard let target = target ?? channel(nil, in: buffer) else { return noChannel("mode") }
        return sent(send(Message("MODE", [Bytes(target)] + changes.map { Bytes($0) })), target)
    }

    /// Gives a rank, or takes it: to as many at once as the server takes. <https://modern.ircdocs.horse/#modes-parameter>
    mutating func setRank(_ mode: Character, isGiven: Bool, of nicks: [String], in buffer: Buffer) -> SubmitOutcome {
        guard let channel = channel(nil, in: buffer) else { return noChannel(isGiven ? "op" : "deop") }
        let most = max(1, isupport["MODES"].map { Int($0) ?? 12 } ?? 3)
        var rest = nicks[...]
        while !rest.isEmpty {
            let some = rest.prefix(most)
            rest = rest.dropFirst(most)
            let letters = (isGiven ? "+" : "-") + String(repeating: mode, count: some.count)
            guard send(Message("MODE", [Bytes(channel), Bytes(letters)] + some.map { Bytes($0) })) else {
                return sent(false, some.joined(separator: " "))
            }
        }
        return .done
    }

    /// The server tells all who are in the room, and us, where it is done. <https://ircv3.net/specs/extensions/channel-rename>
    mutating func rename(_ old: String?, to name: String, reason: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = channel(old, in: buffer) else { return noChannel("rename") }
        guard capabilities.contains("draft/channel-rename") else {
            return .notSent(reason: "This server cannot rename rooms.")
        }
        let new = isChannelName(name) ? name : "#" + name
        guard let reason else { return sent(send("RENAME", channel, new), new) }
        return sent(send("RENAME", channel, new, reason), reason)
    }

    /// Without a nick: makes a link that lets anybody in.
    mutating func invite(_ nick: String?, to name: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = channel(name, in: buffer) else { return noChannel("invite") }
        guard let nick else { return makeInvitation(to: channel) }
        return sent(send("INVITE", nick, channel), nick)
    }

    /// The room that a command is about: the one named, else the one on the screen.
    private func channel(_ name: String?, in buffer: Buffer) -> String? {
        name ?? (buffer.kind == .channel ? buffer.name : nil)
    }

    private func noChannel(_ command: String) -> SubmitOutcome {
        let usage = SlashCommandTable.standard.entry(named: command)?.usage ?? "/" + command
        return .notSent(reason: "This is not a room. Usage: \(usage)")
    }

    /// Somebody who is here is banned by their host, so that another nick does not help them; by their nick where we have the same host, as on
    /// the server's own machine.
    private func banMask(_ text: String, in channel: String) -> String {
        guard !isMask(text) else { return text }
        let members = buffers.id(named: channel).flatMap { buffers[$0]?.members }
        if let host = members?[text]?.host, host != members?[nick]?.host { return "*!*@" + host }
        return Hostmask.full(text)
    }

    private func isMask(_ text: String) -> Bool { text.contains { "!@*?$~".contains($0) } }
}
