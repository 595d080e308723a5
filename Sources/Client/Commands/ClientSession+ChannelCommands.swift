import Protocol

/// The commands about a room: /join, /part, /cycle, /knock, /topic; and those about a buffer's lines: /search, /goto, /clear.
extension ClientSession {
    mutating func enter(_ channels: [SessionConfiguration.Channel], at now: Timestamp) -> SubmitOutcome {
        if let unsaid = channels.first(where: { !canBeAskedFor($0) }) { return sent(false, unsaid.name) }
        // Those that are entered now come to the front when they are: of those that we are in, only where all are.
        let new = channels.filter { !isInChannel($0.name) }
        for channel in new.isEmpty ? Array(channels.prefix(1)) : new { showOnEntering(channel.name) }
        join(channels, at: now)
        return .done
    }

    mutating func part(_ name: String?, _ reason: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = name ?? (buffer.kind == .channel ? buffer.name : nil) else {
            return .notSent(reason: "This is not a room. Usage: /part [room] [reason]; /close puts a buffer away.")
        }
        if name == nil, let reason, let id = buffers.id(named: "#" + reason), let other = buffers[id], other.isJoined,
            other.name != channel
        {
            return .notSent(
                reason: "To leave that room: /part \(other.name). To leave this one: /part \(channel) \(reason)")
        }
        forgetChannel(Bytes(channel))
        forgetRememberedChannel(channel)
        if let id = buffers.id(named: channel) { buffers.update(id) { $0.membership.giveUp() } }
        if let reason { send("PART", channel, reason) } else { send("PART", channel) }
        return .done
    }

    /// The key that opened the door opens it again. The room is asked for at once: the server answers in order.
    mutating func cycle(_ name: String?, _ reason: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let name = name ?? (buffer.kind == .channel ? buffer.name : nil) else {
            return .notSent(reason: "This is not a room. Usage: /cycle [room] [reason]")
        }
        let key = buffers.id(named: name).flatMap { buffers[$0]?.membership.key }
        let channel = SessionConfiguration.Channel(name: name, key: key)
        guard canBeAskedFor(channel) else { return sent(false, name) }
        if isInChannel(name) { send(Message("PART", ([name] + (reason.map { [$0] } ?? [])).map { Bytes($0) })) }
        channelEntry.request(channel, as: casemapping.fold(name))
        send(Message("JOIN", ([name] + (key.map { [$0] } ?? [])).map { Bytes($0) }))
        return .done
    }

    /// <https://modern.ircdocs.horse/#rplknock-710>
    mutating func knock(_ name: String, _ text: String?) -> SubmitOutcome {
        let channel = isChannelName(name) ? name : "#" + name
        guard !isInChannel(channel) else { return .notSent(reason: "You are in \(channel) already.") }
        guard let text else { return sent(send("KNOCK", channel), channel) }
        return sent(send("KNOCK", channel, text), text)
    }

    mutating func topic(_ name: String?, _ text: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = name ?? (buffer.kind == .channel ? buffer.name : nil) else {
            return .notSent(reason: "This is not a room. Usage: /topic [room] [text]")
        }
        if let text { send("TOPIC", channel, text) } else { send("TOPIC", channel) }
        return .done
    }

    // MARK: The lines of a buffer

    mutating func search(_ text: String) -> SubmitOutcome {
        emit(.search(text))
        return .done
    }

    mutating func goto(_ phrase: String, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let time = TimePhrase.parse(phrase, now: now, utcOffsetSeconds: utcOffsetSeconds) else {
            return .notSent(
                reason:
                    "“\(DrawableText.plain(phrase))” is not a time in the past. Try 14:30, yesterday, 3 oct or 2h ago.")
        }
        goto(time, in: id, at: now)
        return .done
    }

    /// The lines are put out of sight and memory; they are fetched again when one goes back to them.
    mutating func clear(_ id: BufferID) -> SubmitOutcome {
        buffers.update(id) { buffer in
            buffer.scrollback.removeAll()
            buffer.gaps = [:]
            buffer.annotations.removeAll()
            buffer.olderPages.cleared()
            buffer.readPosition.removeRule()
            buffer.recountUnread()
        }
        markChanged(id)
        return .done
    }
}
