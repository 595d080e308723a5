import Protocol

/// The commands that keep a room in order, and those about whom one hears.
extension ClientSession {
    /// The room that a command is about: the one named, else the one on the screen.
    func channel(_ name: String?, in buffer: Buffer) -> String? {
        name ?? (buffer.kind == .channel ? buffer.name : nil)
    }

    func noChannel(_ command: String) -> SubmitOutcome {
        let usage = SlashCommandTable.standard.entry(named: command)?.usage ?? "/" + command
        return .notSent(reason: "This is no room. It goes: \(usage)")
    }

    mutating func performModeration(_ command: SlashCommand, in buffer: Buffer) -> SubmitOutcome {
        switch command {
        case .kick(let name, let nick, let reason):
            guard let channel = channel(name, in: buffer) else { return noChannel("kick") }
            if let reason { return sent(send("KICK", channel, nick, reason), nick) }
            return sent(send("KICK", channel, nick), nick)
        case .ban(let name, let mask):
            guard let channel = channel(name, in: buffer) else { return noChannel("ban") }
            guard let mask else { return sent(send("MODE", channel, "+b"), channel) }
            return sent(send("MODE", channel, "+b", banMask(mask, in: channel)), mask)
        case .unban(let name, let mask):
            guard let channel = channel(name, in: buffer) else { return noChannel("unban") }
            return unban(mask, in: channel)
        case .mode(let target, let changes):
            guard let target = target ?? channel(nil, in: buffer) else { return noChannel("mode") }
            return sent(send(Message("MODE", [Bytes(target)] + changes.map { Bytes($0) })), target)
        case .rank(let mode, let isGiven, let nicks):
            guard let channel = channel(nil, in: buffer) else { return noChannel(isGiven ? "op" : "deop") }
            return setRank(mode, isGiven, nicks, in: channel)
        case .invite(let nick, let name):
            guard let channel = channel(name, in: buffer) else { return noChannel("invite") }
            guard let nick else { return makeInvitation(to: channel) }
            return sent(send("INVITE", nick, channel), nick)
        case .say, .me, .message, .notice, .query, .join, .part, .nick, .topic, .names, .whois, .who, .messageOfTheDay,
            .ctcp, .list, .away, .ignore, .notify, .search, .goto, .raw, .clear, .close, .reconnect,
            .disconnect, .register, .login, .oper, .help, .quit:
            return .done
        }
    }

    func sent(_ isSent: Bool, _ name: String) -> SubmitOutcome {
        isSent ? .done : .notSent(reason: "“\(DrawableText.plain(name))” cannot be said in a line of IRC.")
    }

    /// As many at once as the server takes. <https://modern.ircdocs.horse/#modes-parameter>
    private mutating func setRank(_ mode: Character, _ isGiven: Bool, _ nicks: [String], in channel: String)
        -> SubmitOutcome
    {
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

    /// Somebody who is here is banned by their host, so that another nick does not help them; by their nick where we have the same host, as on
    /// the server's own machine.
    private func banMask(_ text: String, in channel: String) -> String {
        guard !isMask(text) else { return text }
        let members = buffers.id(named: channel).flatMap { buffers[$0]?.members }
        if let host = members?[text]?.host, host != members?[nick]?.host { return "*!*@" + host }
        return Hostmask.full(text)
    }

    /// A nick may have been banned by its host as well as by itself.
    private mutating func unban(_ text: String, in channel: String) -> SubmitOutcome {
        guard !isMask(text) else { return sent(send("MODE", channel, "-b", text), text) }
        let byNick = Hostmask.full(text)
        guard let host = buffers.id(named: channel).flatMap({ buffers[$0]?.members[text]?.host }) else {
            return sent(send("MODE", channel, "-b", byNick), text)
        }
        return sent(send("MODE", channel, "-bb", byNick, "*!*@" + host), text)
    }

    private func isMask(_ text: String) -> Bool { text.contains { "!@*?$~".contains($0) } }

    // MARK: What was said

    mutating func goto(_ phrase: String, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let time = TimePhrase.parse(phrase, now: now, utcOffsetSeconds: utcOffsetSeconds) else {
            return .notSent(
                reason:
                    "“\(DrawableText.plain(phrase))” is no time that has been. Try 14:30, yesterday, 3 oct or 2h ago.")
        }
        goto(time, in: id, at: now)
        return .done
    }

    /// The lines are put out of sight and memory; they are fetched again when one goes back to them.
    mutating func clear(_ id: BufferID) -> SubmitOutcome {
        buffers.update(id) { buffer in
            buffer.scrollback.removeAll()
            buffer.gaps = [:]
            buffer.annotations = [:]
            if buffer.older != .none { buffer.older = .more }
            buffer.unreadRule = nil
            buffer.recountUnread()
        }
        markChanged(id)
        return .done
    }
}
