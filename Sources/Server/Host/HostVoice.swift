import Chat
import Protocol

/// What scripts do in a room, through the host's own door: say something, and follow what is said.
package struct HostVoice {
    private let folder: String
    private let nick: String

    /// - Parameter nick: as who it is done; with a number behind it where the nick is taken.
    package init(folder: String, nick: String) {
        self.folder = folder
        self.nick = nick
    }

    /// Says something, from outside of the room: nobody sees anybody come or go. Returns when all of it is stored.
    ///
    /// Throws ``HostRefusal`` where the room does not take it.
    package func say(_ text: String, in room: String) throws { try say(Bytes(text), nil, in: room) }

    /// Says each line of a descriptor as it comes, to its end.
    package func say(linesOf input: Int32, in room: String) throws { try say([], input, in: room) }

    /// Messages that may be under way: the echo of each is read before many more are sent.
    private static let window = 64

    private func say(_ first: Bytes, _ descriptor: Int32?, in room: String) throws {
        var underWay = 0
        var isIn = false
        var isOver = descriptor == nil
        func say(_ text: Bytes) -> HostDoor.Next {
            let messages = Bytes(text.text).pieces(ofAtMost: PlainSession.textLimit)
                .map { Message("PRIVMSG", [Bytes(room), $0]) }
            underWay += messages.count
            return isOver && underWay == 0 ? .over : .say(messages)
        }
        let input = descriptor.map {
            HostDoor.Input(descriptor: $0, isWanted: { isIn && !isOver && underWay < Self.window }) { line in
                if line == nil { isOver = true }
                return say(line ?? [])
            }
        }
        try enter("echo-message", input) { message, ownNick in
            switch message.command {
            case "001":
                isIn = true
                return say(first)
            case "PRIVMSG" where message.source.map({ Source(parsing: $0).name }) == ownNick: underWay -= 1
            case "PING": return .say([Message("PONG", message.parameters.last?.text ?? "")])
            case "FAIL", "401", "403", "404", "411", "412", "417", "432", "465": throw refusal(message)
            default: break
            }
            return isIn && isOver && underWay == 0 ? .over : .say([])
        }
    }

    /// Tells what is said in a room, a line at a time, for ever; before that the last `count` lines of its history.
    package func follow(_ room: String, last count: Int, _ tell: (String) -> Void) throws {
        var screen = PlainSession(lobby: room, needsPassword: false)
        // What is in the history and comes as it is said, too, is told once.
        var told: Set<String> = []
        // What is said before the history has come, which may take a moment, is told behind it.
        var held: [Message]? = count > 0 ? [] : nil
        func show(_ message: Message) {
            if let msgid = message.tag("msgid") {
                if told.count > 10_000 { told = [] }
                guard told.insert(msgid).inserted else { return }
            }
            let text = screen.told(message, at: Self.clock(message)).text
            for line in text.split(separator: "\r\n" as Character) { tell(String(line)) }
        }
        try enter("server-time message-tags batch draft/chathistory") { message, ownNick in
            switch message.command {
            case "001":
                let history = count > 0 ? [Message("CHATHISTORY", "LATEST", room, "*", String(count))] : []
                return .say([Message("JOIN", room)] + history)
            case "PING": return .say([Message("PONG", message.parameters.last?.text ?? "")])
            case "FAIL", "403", "432", "465", "471", "473", "474", "475", "476": throw refusal(message)
            default: break
            }
            if message.command == "BATCH", message.text(at: 0)?.first == "-" {
                held?.forEach(show)
                held = nil
            }
            guard let source = message.source.map({ Source(parsing: $0) }), source.user != nil, source.name != ownNick
            else { return .say([]) }
            if held != nil, message.tag("batch") == nil { held?.append(message) } else { show(message) }
            return .say([])
        }
    }

    /// Comes in, and hands over each line with the nick that was had.
    private func enter(
        _ capabilities: String, _ input: HostDoor.Input? = nil, _ hear: (Message, String) throws -> HostDoor.Next
    ) throws {
        var name = nick
        var tries = 0
        let first = [
            Message("CAP", "REQ", capabilities), Message("NICK", name), Message("USER", "host", "0", "*", nick),
            Message("CAP", "END"),
        ]
        try HostDoor(folder: folder).converse(first, input: input) { message in
            if message.command == "433" {
                tries += 1
                name = "\(nick)\(tries)"
                return .say([Message("NICK", name)])
            }
            return try hear(message, name)
        }
    }

    private func refusal(_ message: Message) -> HostRefusal {
        HostRefusal(message) { code in
            switch code {
            case "432": "choose another nick with --nick"
            case "404", "465", "471", "473", "474", "475": "see who may speak and enter there"
            default: "name a room that is there, such as '#lobby'"
            }
        }
    }

    /// Date and time of a message, where the server is.
    private static func clock(_ message: Message) -> String {
        let time = LocalTime(message.tag("time").flatMap { Timestamp(iso8601: $0) } ?? WallClock.now())
        return "\(time.date) \(time.clock)"
    }
}
