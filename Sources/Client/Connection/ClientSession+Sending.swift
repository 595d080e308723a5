import Protocol

/// One line to the server. <https://modern.ircdocs.horse/#message-format>
extension ClientSession {
    /// Sends one line. Only what is written to be read is cut where it is too long: of a password, a key, a mask or a name a part is another.
    /// False where it cannot be said in IRC (too long, or a name with a space in it) or there is no connection.
    ///
    /// - Parameter isSeen: false where nothing on a screen changes by it.
    @discardableResult
    mutating func send(_ message: Message, isSeen: Bool = true) -> Bool {
        guard connection != nil, message.firstMalformedMiddle == nil else { return false }
        let cut = message.limited(to: .fromClient)
        let count = cut.parameters.count
        for (index, parameter) in cut.parameters.enumerated()
        where parameter.count != message.parameters[index].count {
            guard index == count - 1, !parameter.isEmpty, message.command.mayBeCut else { return false }
        }
        actions.send(cut, isSeen: isSeen)
        if message.command.mayBeRefusedWithoutName { noteCommandSent() }
        return true
    }

    /// A command was sent that is about no message: an error that names nothing may be about it.
    mutating func noteCommandSent() { connection?.sendQueue.commandSent(behind: outgoing.lastSent) }

    /// True if a message can be said whole in one line of IRC.
    func fits(_ message: Message) -> Bool {
        message.firstMalformedMiddle == nil && message.limited(to: .fromClient) == message
    }

    @discardableResult
    mutating func send(_ command: Command, _ parameters: String...) -> Bool {
        send(Message(command, parameters.map { Bytes($0) }))
    }
}

extension Command {
    /// True if an error that names nothing may be about this command, and so about no message. Commands that are sent between messages by
    /// themselves are seldom refused; those that the person asks for are another matter, and are noted when the person's command is carried
    /// out.
    fileprivate var mayBeRefusedWithoutName: Bool {
        switch self {
        case "PRIVMSG", "NOTICE", "BATCH", "TAGMSG", "PING", "PONG", "MARKREAD", "CHATHISTORY", "WHO", "MONITOR",
            "METADATA":
            false
        default: true
        }
    }

    /// True if the last parameter may be cut: it is written for people to read, or is a nick, which the server may cut itself.
    fileprivate var mayBeCut: Bool {
        switch self {
        case "PRIVMSG", "NOTICE", "TOPIC", "AWAY", "PART", "QUIT", "KICK", "REDACT", "USER", "SETNAME", "WALLOPS",
            "NICK":
            true
        default: false
        }
    }
}
