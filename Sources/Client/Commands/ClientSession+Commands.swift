import Protocol

/// The commands that the person enters in an input line, and the method that carries each out.
extension ClientSession {
    /// Takes what was entered in a buffer's input line: a command, or something to say.
    package mutating func submit(_ input: String, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard !input.isEmpty else { return .done }
        let lines: [EnteredLine]
        do throws(SlashCommandError) {
            lines = try self.lines(for: input, in: id)
        } catch {
            return .notSent(reason: error.reason)
        }
        for (number, line) in lines.enumerated() {
            guard case .notSent(let reason) = enter(line, in: id, at: now) else { continue }
            let isBegun = number > 0
            return .notSent(reason: isBegun ? "\(reason) The lines before it are done." : reason)
        }
        return .done
    }

    /// Takes one line: a command, or something to say.
    private mutating func enter(_ line: EnteredLine, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        if let reason = reasonNotToSay(invitationIn: line.text) { return .notSent(reason: reason) }
        switch parse(line) {
        case .success(.say) where PasswordMasking.isMistypedPasswordCommand(line.text):
            return Self.mistypedPasswordCommand
        case .success(let command):
            let outcome = perform(command, in: id, at: now)
            // The shell keeps what was sent.
            if outcome == .done { emit(.savedSessionChanged) }
            return outcome
        case .failure(let error): return .notSent(reason: error.reason)
        }
    }

    /// The command of a line, by what others may have in it: none of that is ever run on this machine.
    private func parse(_ line: EnteredLine) -> Result<SlashCommand, SlashCommandError> {
        if line.kind == .speech { return .success(.say(line.text)) }
        let parsed = SlashCommandTable.standard.parse(line.text, channelTypes: isupport.channelTypes)
        switch (line.kind, parsed) {
        case (.shell(let words), .success(.exec(let command, _, let isSaid))):
            return .success(.exec(command, words: words, isSaid: isSaid))
        case (.filled, .success(.exec)), (.filled, .success(.alias(_, .some))):
            return .failure(
                SlashCommandError(reason: "Not done: words put into an alias cannot become a command of your system."))
        case (.typed, _), (.filled, _), (.shell, _), (.speech, _): return parsed
        }
    }

    /// A command with a password that would be read by everybody.
    static let mistypedPasswordCommand = SubmitOutcome.notSent(
        reason: "Not sent: everybody would read this password. Begin the line with a plain / and nothing before it."
    )

    /// Does one thing that the person asked for while a buffer was on the screen.
    package mutating func perform(_ command: SlashCommand, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let buffer = buffers[id] else { return .notSent(reason: "This buffer is closed.") }
        focus.askedIn(id)
        connection?.replies.personAsked()
        personReturned()
        if !command.isSpeech { connection?.typing.answeredEverywhere() }
        guard !command.needsConnection || phase == .online else { return .notSent(reason: offlineReason) }
        let outcome = carryOut(command, in: buffer, at: now)
        if command.isQuestion, outcome == .done { noteCommandSent() }
        return outcome
    }

    /// The method of each command.
    private mutating func carryOut(_ command: SlashCommand, in buffer: Buffer, at now: Timestamp) -> SubmitOutcome {
        let id = buffer.id
        return switch command {
        case .say(let text): say(text, as: .message, in: buffer, at: now)
        case .me(let text): say(text, as: .action, in: buffer, at: now)
        case .message(let target, let text): message(target, text, as: .message, from: id, at: now)
        case .notice(let target, let text): message(target, text, as: .notice, from: id, at: now)
        case .query(let nick, let text): query(nick, text, at: now)
        case .join(let channels): enter(channels, at: now)
        case .part(let channel, let reason): part(channel, reason, in: buffer)
        case .cycle(let channel, let reason): cycle(channel, reason, in: buffer)
        case .rename(let channel, let name, let reason): rename(channel, to: name, reason: reason, in: buffer)
        case .knock(let channel, let text): knock(channel, text)
        case .topic(let channel, let text): topic(channel, text, in: buffer)
        case .names(let channel): names(channel, in: buffer)
        case .kick(let channel, let nick, let reason): kick(nick, from: channel, reason: reason, in: buffer)
        case .kickBan(let channel, let nick, let reason): kickBan(nick, from: channel, reason: reason, in: buffer)
        case .ban(let channel, let mask): ban(mask, from: channel, in: buffer)
        case .unban(let channel, let mask): unban(mask, from: channel, in: buffer)
        case .mode(let target, let changes): mode(target, changes, in: buffer)
        case .rank(let mode, let isGiven, let nicks): setRank(mode, isGiven: isGiven, of: nicks, in: buffer)
        case .invite(let nick, let channel): invite(nick, to: channel, in: buffer)
        case .nick(let nick): changeNick(to: nick)
        case .whois(let nick): whois(nick, in: buffer)
        case .whowas(let nick): sent(send("WHOWAS", nick), nick)
        case .who(let mask): who(mask, in: buffer)
        case .list(let pattern): list(pattern, at: now)
        case .away(let text): away(text)
        case .profile(let key, let value): profile(key, value)
        case .mark(let key, let isSet): mark(key, isSet: isSet, in: buffer, at: now)
        case .messageOfTheDay: messageOfTheDay()
        case .ctcp(let target, let question, let text): ctcp(question, text, to: target)
        case .raw(let line): raw(line)
        case .register(let account, let email): askRegister(account, email)
        case .login(let account): login(account, at: now)
        case .oper(let name, let password): becomeOperator(name, password)
        case .ignore(let mask, let isAdded): ignore(mask, isAdded: isAdded, in: id, at: now)
        case .friend(let nick, let isAdded): friend(nick, isAdded: isAdded, in: id, at: now)
        case .notify(let level): notify(level, in: id, at: now)
        case .events(let display): events(display, in: buffer, at: now)
        case .search(let text): search(text)
        case .save(let isConfirmed): save(isConfirmed: isConfirmed)
        case .set(let request): set(request)
        case .goto(let phrase): goto(phrase, in: id, at: now)
        case .clear: clear(id)
        case .forget(let isConfirmed): forget(isConfirmed: isConfirmed, in: buffer, at: now)
        case .split(let name): split(with: name)
        case .unsplit: unsplit()
        case .close: close(buffer, at: now)
        case .buffer(let text): goToBuffer(text)
        case .moveBuffer(let number): moveBuffer(buffer, toNumber: number)
        case .alias(let name, let text): alias(name, text, in: id, at: now)
        case .unalias(let name): unalias(name, in: id, at: now)
        case .exec(let command, let words, let isSaid): exec(command, words, isSaid: isSaid, in: buffer)
        case .help(let name): help(name, in: id, at: now)
        case .reconnect: reconnect(at: now)
        case .disconnect(let reason): disconnect(reason, at: now)
        case .connect(let text): openNetwork(text, in: buffer)
        case .networks: listNetworks()
        case .quit(let reason): quit(reason)
        }
    }

    /// The answer where something could not be sent in a line of IRC: which word of it is to blame.
    func sent(_ isSent: Bool, _ name: String) -> SubmitOutcome {
        isSent ? .done : .notSent(reason: "“\(DrawableText.plain(name))” cannot be sent in a line of IRC.")
    }
}
