import Chat
import Protocol

/// Speaks in a room for a script, and follows a room for it, through the host's own door.
package struct AdminChat {
    let folder: String
    private let nick: String

    /// - Parameter nick: as who it is done; with a number behind it where the nick is taken.
    package init(folder: String, nick: String) {
        self.folder = folder
        self.nick = nick
    }

    /// Says a text, a message for each of its lines, from outside of the room: nobody sees anybody come or go. Returns when all of it is
    /// stored. Lines without any text are left out.
    ///
    /// Throws ``AdminRefusal`` where there is nothing to say, and where the room does not take it.
    ///
    /// - Parameters:
    ///   - room: or a person, or a service.
    ///   - tell: told each line that a service answers.
    package func say(_ text: String, in channel: String, _ tell: (String) -> Void = { _ in }) throws {
        var lines = Bytes(text).split { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn }[...]
        guard !lines.isEmpty else {
            throw AdminRefusal(
                "there is no text to send", remedy: "write it behind the room: grillo send '\(channel)' hello")
        }
        try say(in: channel, descriptor: nil, tell) { Line(lines.popFirst()) }
    }

    /// Says each line of a descriptor as it comes, to its end.
    package func say(linesOf input: Int32, in channel: String, _ tell: (String) -> Void = { _ in }) throws {
        try say(in: channel, descriptor: input, tell) { .end }
    }

    /// Messages that may be under way: what comes of each is read before many more are sent.
    private static let window = 64

    /// The next line that is to be said.
    private enum Line {
        case text(Bytes)
        case end

        init(_ text: Bytes?) { self = text.map { .text($0) } ?? .end }
    }

    /// - Parameters:
    ///   - descriptor: the file descriptor that lines are read from; nil if `next` gives them.
    private func say(in channel: String, descriptor: Int32?, _ tell: (String) -> Void, _ next: () -> Line) throws {
        try Self.requireAddress(channel, "say one, and the text outside of its quotes: grillo send '#lobby' hello")
        var count = 0
        var answers = LabelledAnswers()
        var isIn = false
        var isOver = false
        func say(_ line: Line) throws -> [Message] {
            count += 1
            guard case .text(let text) = line else {
                isOver = true
                return []
            }
            guard !text.contains(ASCII.nul) else {
                throw AdminRefusal(
                    "line \(count) has a NUL byte, which cannot be sent",
                    remedy: "take it out, such as with tr -d '\\0'")
            }
            return PlainText.pieces(Bytes(text.text)).map {
                Message(tags: [answers.label()], "PRIVMSG", [Bytes(channel), $0])
            }
        }
        /// As much of what is to be said as may be under way.
        func goOn() throws -> AdminSocketClient.Next {
            var messages: [Message] = []
            while isIn, descriptor == nil, !isOver, answers.underWay < Self.window { messages += try say(next()) }
            return isIn && isOver && answers.underWay == 0 ? .over : .say(messages)
        }
        let input = descriptor.map {
            AdminSocketClient.Input(descriptor: $0, isWanted: { isIn && !isOver && answers.underWay < Self.window }) {
                line in
                let messages = try say(Line(line))
                return isOver && answers.underWay == 0 ? .over : .say(messages)
            }
        }
        try enter(["echo-message batch labeled-response"], input) { message, ownNick in
            if message.isRefusal { throw refusal(message) }
            let isAnswer = answers.take(message)
            switch message.command {
            case "001": isIn = true
            case "CAP" where message.text(at: 1) == "NAK":
                throw AdminRefusal(
                    "the server that runs here is of another version", remedy: "restart it, and try again")
            case "PING": return .say([Message("PONG", message.parameters.last?.text ?? "")])
            case "NOTICE" where isAnswer: tell(message.parameters.last?.text ?? "")
            default: break
            }
            return try goOn()
        }
    }

    /// Tells what is said in a room, a line at a time, for ever; before that the last `count` lines of its history. Of what this connection
    /// itself does, only its coming and going is not told: who said something under the same nick before, or from elsewhere, is heard.
    ///
    /// - Parameters:
    ///   - note: told something about the room that is not part of it.
    ///   - warn: told that there was no such room before: perhaps another one is meant.
    package func follow(
        _ channel: String, last count: Int, note: (String) -> Void = { _ in }, warn: (String) -> Void = { _ in },
        _ tell: (String) -> Void
    ) throws {
        try Self.requireAddress(channel, "say one: grillo tail '#lobby'")
        guard channel.hasPrefix("#") else {
            throw AdminRefusal("'\(channel)' is no room", remedy: "a room begins with #: grillo tail '#\(channel)'")
        }
        var emptiness = Emptiness(isPastKnown: count == 0)
        func tellEmptiness() {
            switch emptiness.take() {
            case .new:
                warn(
                    "there was no room \(channel), and nobody else is in it now; waiting for messages. If you mean another "
                        + "room, press Ctrl-C and name that")
            case .alone: note("nobody else is in \(channel); waiting for messages")
            case nil: break
            }
        }
        let wording = MessageWording(channel: channel)
        // A message that is in the history and comes as it is said, too, is told once.
        var told: Set<String> = []
        // The messages said before the history has come, which may take a moment, are told behind it.
        var held: [Message]? = count > 0 ? [] : nil
        var count = count
        func show(_ message: Message) {
            if let msgid = message.tag("msgid") {
                if told.count > 10_000 { told = [] }
                guard told.insert(msgid).inserted else { return }
            }
            guard let line = wording.line(for: message, at: Self.clock(message)).map(PlainText.shown), !line.isEmpty
            else { return }
            tell(line)
        }
        try enter(["server-time message-tags batch", "draft/chathistory"]) { message, ownNick in
            switch message.command {
            case "001":
                let history = count > 0 ? [Message("CHATHISTORY", "LATEST", channel, "*", String(count))] : []
                // A session that only listens is no operator there, and nobody is told that it became one.
                return .say([Message("OWNER", "YIELD"), Message("MODE", channel), Message("JOIN", channel)] + history)
            // A server from before that knows nothing of it.
            case "462": return .say([])
            // The answer to MODE: to JOIN it is not.
            case "403": emptiness.isNew = true
            case "PING": return .say([Message("PONG", message.parameters.last?.text ?? "")])
            case "353" where message.parameters.last?.text.drop(while: { "~&@%+".contains($0) }) == ownNick[...]:
                emptiness.isAlone = true
                tellEmptiness()
            case _ where message.isRefusal: throw refusal(message)
            case "KICK" where message.text(at: 1) == ownNick:
                show(message)
                throw AdminRefusal(
                    "\(channel) is not followed any more", remedy: "begin again: grillo tail '\(channel)'")
            // If no history is kept, there is nothing to wait for.
            case "CAP" where message.text(at: 1) == "NAK" && message.text(at: 2)?.contains("chathistory") == true:
                count = 0
                held = nil
                emptiness.isPastKnown = true
            default: break
            }
            if message.tag("batch") != nil { emptiness.isNew = false }
            if message.command == "BATCH", message.text(at: 0)?.first == "-" {
                held?.forEach(show)
                held = nil
                emptiness.isPastKnown = true
                tellEmptiness()
            }
            guard let source = message.source.map({ Source(parsing: $0) }), source.user != nil,
                source.name != ownNick || message.command == "PRIVMSG" || message.command == "NOTICE"
            else { return .say([]) }
            if held != nil, message.tag("batch") == nil { held?.append(message) } else { show(message) }
            return .say([])
        }
    }

    /// The facts about a room that is entered to be followed, as they are found out line by line.
    private struct Emptiness {
        enum Finding { case new, alone }

        /// There was no such room, as far as one is told.
        var isNew = false
        var isAlone = false
        /// The history has come, or was not asked for.
        var isPastKnown: Bool
        private var isTold = false

        init(isPastKnown: Bool) { self.isPastKnown = isPastKnown }

        /// The finding that is to be told; nil if there is none, or it was told before.
        mutating func take() -> Finding? {
            guard isAlone, isPastKnown, !isTold else { return nil }
            isTold = true
            return isNew ? .new : .alone
        }
    }

    /// Comes in, and hands over each line with the nick that was had.
    ///
    /// - Parameter capabilities: the lists of capabilities to ask for; each list is had in whole or not at all.
    private func enter(
        _ capabilities: [String], _ input: AdminSocketClient.Input? = nil,
        _ hear: (Message, String) throws -> AdminSocketClient.Next
    ) throws {
        try DataFolder.requireThere(folder)
        var name = nick
        var tries = 0
        guard !nick.isEmpty, !nick.utf8.contains(where: { $0 <= 0x20 }), !nick.hasPrefix(":") else {
            throw AdminRefusal("'\(nick)' cannot be a nick", remedy: "say one word, such as --nick cron")
        }
        let first =
            capabilities.map { Message("CAP", "REQ", $0) } + [
                Message("NICK", name), Message("USER", "host", "0", "*", nick), Message("CAP", "END"),
            ]
        try AdminSocketClient(folder: folder).converse(first, input: input) { message in
            if message.command == "433" {
                tries += 1
                name = "\(nick)\(tries)"
                return .say([Message("NICK", name)])
            }
            return try hear(message, name)
        }
    }

    /// Throws unless a text is one address on a line: a room, or a person. What holds more would be heard in part.
    private static func requireAddress(_ text: String, _ remedy: String) throws {
        let isOne = !text.isEmpty && !text.hasPrefix(":") && !text.utf8.contains { $0 <= 0x20 || $0 == ASCII.comma }
        guard !isOne else { return }
        throw AdminRefusal(text.isEmpty ? "no room is named" : "'\(text)' is not one room", remedy: remedy)
    }

    /// Date and time of a message, where the server is.
    private static func clock(_ message: Message) -> String {
        let time = LocalTime(message.tag("time").flatMap { Timestamp(iso8601: $0) } ?? WallClock.now())
        return "\(time.date) \(time.clock)"
    }
}
