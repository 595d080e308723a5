import Protocol

/// Keeping lines in the log on this machine.
extension ClientSession {
    /// Keeps a line that stands in a buffer, if it is one to be kept.
    mutating func record(_ line: LineContent, in id: BufferID, from origin: LogRecord.Origin = .live) {
        guard line.mayBeRecorded, keepsLog(in: id), let place = buffers.position(of: id),
            mayRecord(line, in: buffers[place])
        else { return }
        actions.record(logRecord(of: line, in: buffers[place], from: origin))
    }

    /// Keeps a line of ours that stood as under way, and has arrived.
    mutating func recordArrived(_ place: LineID, in id: BufferID) {
        guard keepsLog(in: id), let buffer = buffers[id], let line = buffer.scrollback[place] else { return }
        var content = LineContent(
            time: line.time, kind: line.kind, sender: Bytes(line.sender), target: Bytes(line.target),
            text: Bytes(line.text), messageID: Bytes(line.messageID ?? ""), flags: line.flags)
        content.replyTo = buffer.annotations[place]?.replyTo
        record(content, in: id)
    }

    /// The server took a line back: the log, where there is one, forgets its words too.
    ///
    /// - Parameter room: see ``logName(of:)``.
    mutating func redactLog(_ messageID: Bytes, in room: Bytes) {
        guard !messageID.isEmpty, !room.isEmpty else { return }
        emit(.redactLog(messageID: messageID, room: room))
    }

    /// A room has another name: what is kept of it goes along, also where nothing is kept by now.
    ///
    /// - Parameters:
    ///   - old: the name by which the log knows it.
    ///   - new: the one by which it knows it from now on.
    mutating func renameLog(_ old: Bytes, to new: Bytes) {
        guard old != new else { return }
        emit(.renameLog(room: old, to: new))
    }

    /// True if a buffer's lines are kept.
    func keepsLog(in id: BufferID) -> Bool {
        guard id != .server else { return false }
        return keepsLog(logPolicy(of: id), ofTalk: buffers[id]?.kind == .query)
    }

    /// True if the lines of a room or a talk of this name are kept.
    func keepsLog(named name: String) -> Bool { keepsLog(logPolicy(named: name), ofTalk: !isChannelName(name)) }

    /// True if a page of a buffer's lines may be in the log. Of a talk it may be, too, where the server keeps its lines by now: it kept none while
    /// the person was not logged in.
    func mayHaveLog(of buffer: Buffer) -> Bool {
        keepsLog(in: buffer.id) || (buffer.kind == .query && logPolicy(of: buffer.id) == .missing)
    }

    /// True if the person wants lines kept, if only where the server keeps none.
    package var mayKeepLog: Bool { configuration.log != .off || configuration.logRooms.values.contains { $0 != .off } }

    /// True if the lines of any buffer are kept.
    var keepsAnyLog: Bool {
        keepsLog(configuration.log) || configuration.logRooms.values.contains { keepsLog($0) }
    }

    /// True if the lines of any talk are kept.
    var keepsLogOfTalks: Bool { keepsLog(configuration.log, ofTalk: true) }

    /// Servers keep what two people say to each other for those who are logged in to an account alone: for everybody else they keep none of it.
    private func keepsLog(_ policy: LogPolicy, ofTalk isTalk: Bool = false) -> Bool {
        switch policy {
        case .off: false
        case .all: true
        case .missing:
            phase == .online ? !hasHistory || (isTalk && account == nil && !isBouncer) : log.wasHistoryMissing
        }
    }

    private func logPolicy(of id: BufferID) -> LogPolicy {
        guard !configuration.logRooms.isEmpty, let place = buffers.position(of: id) else { return configuration.log }
        return logPolicy(named: buffers[place].name)
    }

    private func logPolicy(named name: String) -> LogPolicy {
        guard !configuration.logRooms.isEmpty else { return configuration.log }
        let folded = casemapping.fold(name)
        return configuration.logRooms.first { casemapping.fold($0.key) == folded }?.value ?? configuration.log
    }

    /// The name by which the log knows a buffer.
    func logName(of id: BufferID) -> Bytes? {
        buffers[id].map { logName(Bytes($0.name)) }
    }

    /// The name by which the log knows a room or a person: folded as the server compared names when it had said all of itself, whatever it says
    /// later in the connection.
    func logName(_ name: Bytes) -> Bytes { (log.casemapping ?? casemapping).fold(name).bytes[...] }

    /// False for what may hold a password: all that is said with services, and lines of ours that would not be kept for recall either.
    private func mayRecord(_ line: LineContent, in buffer: Buffer) -> Bool {
        if buffer.kind == .query, PasswordMasking.isService(buffer.name) { return false }
        guard line.flags.contains(.own), line.kind.isTalk else { return true }
        let (text, receiver) = (line.text.text, logReceiver(of: line, in: buffer))
        // Words that begin with a slash were typed with two.
        return PasswordMasking.mayBeSaved(
            text.hasPrefix("/") ? "/" + text : text, in: receiver, isToPerson: !isBot(receiver, in: buffer))
    }

    /// True if somebody is a program, by what the server says, by their newest lines in a buffer, or by their nick.
    private func isBot(_ nick: String, in buffer: Buffer) -> Bool {
        if nick.lowercased().hasSuffix("bot") || buffers.contains(where: { $0.members[nick]?.isBot == true }) {
            return true
        }
        let lines = buffer.scrollback
        return buffer.kind == .query
            && (max(lines.count - 100, 0)..<lines.count).contains { lines.flags(at: $0).contains(.bot) }
    }

    /// The name of whom a line of ours was said to.
    private func logReceiver(of line: LineContent, in buffer: Buffer) -> String {
        line.isPrivate ? line.target.dropFirst().text : buffer.name
    }

    private func logRecord(of line: LineContent, in buffer: Buffer, from origin: LogRecord.Origin) -> LogRecord {
        var line = line
        line.text = line.text.prefix(ofAtMost: LogRecord.maxTextBytes)
        let isOwn = line.flags.contains(.own)
        let peer = buffer.kind == .query && !isOwn ? nick : buffer.name
        return LogRecord(
            room: logName(Bytes(buffer.name)), time: line.time, messageID: line.messageID,
            sender: line.sender, text: line.kind.isTalk ? line.text : [],
            message: line.playedBackMessage(to: Bytes(peer), nick: Bytes(nick)),
            isNews: buffer.countsAsUnread(line.kind, line.flags, sender: line.sender),
            isMention: line.flags.contains(.mention), isOwn: isOwn, origin: origin)
    }
}

extension LineContent {
    /// True if the line was said in private and stands in a room: see ``Line/isPrivate``.
    var isPrivate: Bool { kind.isTalk && target.first == Self.privateMark }

    /// True if a line is of a kind that the log keeps, has arrived, and never held a password.
    fileprivate var mayBeRecorded: Bool {
        guard flags.isDisjoint(with: [.pending, .unconfirmed, .perhapsNotSent, .masked]) else { return false }
        switch kind {
        case .message, .action, .notice, .join, .part, .quit, .kick, .nick, .topic, .mode: return true
        case .invite, .info, .greeting, .error, .gap: return false
        }
    }

    /// The line as a server would play it back, without its end.
    ///
    /// - Parameters:
    ///   - place: the room, or whom it was said to.
    ///   - nick: ours.
    fileprivate func playedBackMessage(to place: Bytes, nick: Bytes) -> Bytes {
        let (command, parameters): (Command, [Bytes]) =
            switch kind {
            case .message: ("PRIVMSG", [receiver(in: place, nick), text])
            case .action: ("PRIVMSG", [receiver(in: place, nick), Bytes(CTCP("ACTION", text.text).body)])
            case .notice: ("NOTICE", [receiver(in: place, nick), text])
            case .join: ("JOIN", [place])
            case .part: ("PART", [place, text])
            case .quit: ("QUIT", [text])
            case .kick: ("KICK", [place, target, text])
            case .nick: ("NICK", [target])
            case .topic: ("TOPIC", [place, text])
            case .mode: ("MODE", [place, modesWithoutKey])
            case .invite, .info, .greeting, .error, .gap: ("NOTICE", [place, text])
            }
        let message = Message(tags: logTags(place), source: sender.isEmpty ? nil : sender, command, parameters)
        return message.serialized().dropLast(2)
    }

    private func receiver(in place: Bytes, _ nick: Bytes) -> Bytes {
        guard isPrivate else { return target + place }
        let receiver = target.dropFirst()
        return receiver.isEmpty ? nick : receiver
    }

    private func logTags(_ place: Bytes) -> [Tag] {
        var tags: [Tag] = []
        if flags.contains(.own) { tags.append(Tag(LogRecord.ownTag)) }
        if flags.contains(.bot) { tags.append(Tag("bot")) }
        if let replyTo { tags.append(Tag("+draft/reply", replyTo)) }
        if isPrivate { tags.append(Tag("+draft/channel-context", place.text)) }
        return tags
    }

    /// The changes alone where a key is among them, since that stands among their parameters.
    private var modesWithoutKey: Bytes {
        let changes = text.prefix { $0 != ASCII.space }
        return changes.contains(UInt8(ascii: "k")) ? changes : text
    }
}
