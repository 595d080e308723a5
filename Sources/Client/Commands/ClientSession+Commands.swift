import Protocol

/// What the person asks for, done.
extension ClientSession {
    /// Takes what was entered in a buffer's input line: a command, or something to say.
    package mutating func submit(_ input: String, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard !input.isEmpty else { return .done }
        if let reason = reasonNotToSay(invitationIn: input) { return .notSent(reason: reason) }
        switch SlashCommandTable.standard.parse(input, channelTypes: isupport.channelTypes) {
        case .success(.say) where PasswordMasking.isMistypedPasswordCommand(input): return Self.mistypedPasswordCommand
        case .success(let command):
            let outcome = perform(command, in: id, at: now)
            // The shell keeps what was sent.
            if outcome == .done { emit(.savedSessionChanged) }
            return outcome
        case .failure(let error): return .notSent(reason: error.reason)
        }
    }

    /// A command with a password that would be read by everybody.
    static let mistypedPasswordCommand = SubmitOutcome.notSent(
        reason: "Not sent: everybody would read this password. Let the line begin with a plain / and nothing before it."
    )

    /// Does one thing that the person asked for while a buffer was on the screen.
    package mutating func perform(_ command: SlashCommand, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let buffer = buffers[id] else { return .notSent(reason: "This buffer is closed.") }
        focus.askedIn(id)
        connection?.replies.personAsked()
        if !command.isSpeech { connection?.typing.answeredEverywhere() }
        switch command {
        case .help(let name): return help(name, in: id, at: now)
        case .close: return close(buffer)
        case .quit(let reason): return quit(reason)
        case .clear: return clear(id)
        case .ignore(let mask, let isAdded): return ignore(mask, isAdded: isAdded, in: id, at: now)
        case .goto(let phrase): return goto(phrase, in: id, at: now)
        case .notify(let level): return notify(level, in: id, at: now)
        case .search(let text):
            emit(.search(text))
            return .done
        case .disconnect(let reason): return disconnect(reason, at: now)
        case .login(let account): return login(account, at: now)
        case .reconnect:
            reconnectNow(at: now)
            return .done
        case .say, .me, .message, .notice, .query, .join, .part, .topic, .names, .register, .oper, .kick, .ban,
            .unban,
            .mode, .rank, .invite, .nick, .whois, .list, .away, .who, .messageOfTheDay, .ctcp, .raw:
            return performOnline(command, in: buffer, at: now)
        }
    }

    /// What takes a connection.
    private mutating func performOnline(_ command: SlashCommand, in buffer: Buffer, at now: Timestamp) -> SubmitOutcome
    {
        let id = buffer.id
        guard phase == .online else { return .notSent(reason: offlineReason) }
        switch command {
        case .say(let text): return say(text, as: .message, in: buffer, at: now)
        case .me(let text): return say(text, as: .action, in: buffer, at: now)
        case .message(let target, let text): return message(target, text, as: .message, from: id, at: now)
        case .notice(let target, let text): return message(target, text, as: .notice, from: id, at: now)
        case .query(let nick, let text): return query(nick, text, at: now)
        case .join(let channels): return enter(channels, at: now)
        case .part(let channel, let reason): return part(channel, reason, in: buffer)
        case .topic(let channel, let text): return topic(channel, text, in: buffer)
        case .names(let channel): return names(channel, in: buffer)
        case .register(let account, let email): return askRegister(account, email)
        case .oper(let name, let password): return becomeOperator(name, password)
        case .kick, .ban, .unban, .mode, .rank, .invite: return performModeration(command, in: buffer)
        case .nick, .whois, .list, .away, .who, .messageOfTheDay, .ctcp, .raw:
            let outcome = ask(command, in: buffer)
            // An error that names nothing may be about it, also where it is one of those that are sent by themselves now and then.
            if outcome == .done { noteCommandSent() }
            return outcome
        case .help, .close, .quit, .clear, .ignore, .goto, .notify, .search, .disconnect, .login, .reconnect:
            return .done
        }
    }

    private mutating func say(_ text: String, as speech: MessageForm, in buffer: Buffer, at now: Timestamp)
        -> SubmitOutcome
    {
        if let reason = whyNotSend(in: buffer) { return .notSent(reason: reason) }
        return sendText(text, as: speech, to: buffer.name, in: buffer.id, at: now)
    }

    private mutating func message(
        _ target: String, _ text: String, as speech: MessageForm, from id: BufferID, at now: Timestamp
    ) -> SubmitOutcome {
        if let known = buffers.id(named: channelTarget(Bytes(target))) {
            return sendText(text, as: speech, to: target, in: known, at: now)
        }
        if isChannelName(target) {
            // A room we are not in: there is no echo to wait for that could be shown anywhere.
            return sendTextUnseen(text, as: speech, to: target)
        }
        return sendText(text, as: speech, to: target, in: openQuery(target), at: now)
    }

    private mutating func query(_ nick: String, _ text: String?, at now: Timestamp) -> SubmitOutcome {
        guard !isChannelName(nick) else { return .notSent(reason: "\(nick) is a room: /join \(nick) enters it.") }
        let id = openQuery(nick)
        emit(.show(id))
        guard let text else { return .done }
        return sendText(text, as: .message, to: nick, in: id, at: now)
    }

    private mutating func enter(_ channels: [SessionConfiguration.Channel], at now: Timestamp) -> SubmitOutcome {
        if let unsaid = channels.first(where: { !canBeAskedFor($0) }) { return sent(false, unsaid.name) }
        // Those that are entered now come to the front when they are: of those that we are in, only where all are.
        let new = channels.filter { !isInChannel($0.name) }
        for channel in new.isEmpty ? Array(channels.prefix(1)) : new { showOnEntering(channel.name) }
        join(channels, at: now)
        return .done
    }

    private mutating func part(_ name: String?, _ reason: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = name ?? (buffer.kind == .channel ? buffer.name : nil) else {
            return .notSent(reason: "This is no room. It goes: /part [room] [reason]; /close puts a buffer away.")
        }
        if name == nil, let reason, let id = buffers.id(named: "#" + reason), let other = buffers[id], other.isJoined,
            other.name != channel
        {
            return .notSent(
                reason: "To leave that room: /part \(other.name). To leave this one: /part \(channel) \(reason)")
        }
        forgetChannel(Bytes(channel))
        if let id = buffers.id(named: channel) { buffers.update(id) { $0.shouldRejoin = false } }
        if let reason { send("PART", channel, reason) } else { send("PART", channel) }
        return .done
    }

    private mutating func topic(_ name: String?, _ text: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = name ?? (buffer.kind == .channel ? buffer.name : nil) else {
            return .notSent(reason: "This is no room. It goes: /topic [room] [text]")
        }
        if let text { send("TOPIC", channel, text) } else { send("TOPIC", channel) }
        return .done
    }

    private mutating func names(_ name: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = name ?? (buffer.kind == .channel ? buffer.name : nil) else {
            return .notSent(reason: "This is no room. It goes: /names [room]")
        }
        guard send("NAMES", channel) else { return sent(false, channel) }
        connection?.replies.expectNames(of: buffers.casemapping.fold(channel))
        return .done
    }

    private mutating func ask(_ command: SlashCommand, in buffer: Buffer) -> SubmitOutcome {
        switch command {
        case .nick(let nick):
            ownNick.request(nick)
            return sent(send("NICK", nick), nick)
        case .whois(let nick):
            guard let nick = nick ?? (buffer.kind == .query ? buffer.name : nil) else {
                return .notSent(reason: "Of whom? It goes: /whois nick")
            }
            return sent(send("WHOIS", nick), nick)
        case .list(let pattern):
            focus.askedIn(.server)
            emit(.show(.server))
            if let pattern { return sent(send("LIST", pattern), pattern) }
            send("LIST")
        case .away(let text):
            if let text { send("AWAY", text) } else { send("AWAY") }
        case .who(let mask):
            guard let mask = mask ?? (buffer.kind == .server ? nil : buffer.name) else {
                return .notSent(reason: "Of whom? It goes: /who room or mask")
            }
            return sent(send("WHO", mask), mask)
        case .messageOfTheDay:
            focus.askedIn(.server)
            emit(.show(.server))
            send("MOTD")
        case .ctcp(let target, let question, let text):
            return sent(send("PRIVMSG", target, CTCP(question, text).body), target)
        case .raw(let line):
            guard let message = try? Message(parsing: Bytes(line), limits: .fromClient) else {
                return .notSent(reason: "That is no line of IRC: a command of letters or three digits comes first.")
            }
            guard send(message) else { return .notSent(reason: "Only the last parameter can be empty or hold spaces.") }
        case .say, .me, .message, .notice, .query, .join, .part, .topic, .names, .register, .oper, .kick, .ban,
            .unban,
            .mode, .rank, .invite, .help, .close, .quit, .clear, .ignore, .goto, .notify, .search, .disconnect, .login,
            .reconnect:
            break
        }
        return .done
    }
}
