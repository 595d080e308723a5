import Protocol

/// Somebody who has no IRC client, only `telnet` or `nc`: what he types becomes IRC lines, and what he would be sent becomes plain ones.
///
/// A value without a socket or a clock. It speaks as the chat server of 2011 did.
struct PlainSession {
    /// What comes of something: lines for the server, in his name, and text for his screen.
    struct Turn: Equatable {
        var inputs: [Message] = []
        var text = ""

        mutating func show(_ line: String) { text += PlainText.shown(line) + "\r\n" }
    }

    enum Stage {
        case password
        case name
        /// He has said a name; whether it is his the server will tell.
        case entering
        case present
    }

    static let namePrompt = "Please enter your name: "
    static let passwordPrompt = "Please enter the password: "
    static let commands = ["!users", "!msg NAME TEXT", "!commands", "!quit"]
    /// Bytes of text in one message, so that the line around it stays within its limit.
    static let textLimit = 300

    private(set) var stage: Stage
    private let lobby: String
    private let room: FoldedName
    private var nick = ""
    private var users: [String] = []
    /// That he came in himself, to be told behind who is there.
    private var arrival: String?
    /// What he typed while the server had not said yet whether the name is his.
    private var waiting: [PlainLine] = []
    private static let patience = 256
    /// The server's last words, so that they are not said twice.
    private var lastWords = ""

    init(lobby: String, needsPassword: Bool) {
        self.lobby = lobby
        room = Casemapping.ascii.fold(lobby)
        stage = needsPassword ? .password : .name
    }

    var isPresent: Bool { stage == .present }

    /// The first thing he sees.
    func prompt() -> String {
        switch stage {
        case .password: Self.passwordPrompt
        case .name: Self.namePrompt
        case .entering, .present: ""
        }
    }

    // MARK: What he types

    mutating func typed(_ line: PlainLine) -> Turn {
        var turn = Turn()
        take(line, &turn)
        return turn
    }

    private mutating func take(_ line: PlainLine, _ turn: inout Turn) {
        guard stage != .entering else {
            if waiting.count < Self.patience || line == .end {
                waiting.append(line)
            } else {
                turn.show("That came too early, so it was not sent: wait for the welcome.")
            }
            return
        }
        switch line {
        case .end: turn.inputs.append(Message("QUIT"))
        case .tooLong: refuse("That line was too long, so it was not sent.", &turn)
        case .text(let bytes):
            guard let text = PlainText.typed(bytes) else {
                return refuse("That line was not UTF-8, so it was not sent.", &turn)
            }
            take(text, &turn)
        }
    }

    private func refuse(_ words: String, _ turn: inout Turn) {
        turn.show(words)
        turn.text += prompt()
    }

    private mutating func take(_ text: String, _ turn: inout Turn) {
        switch stage {
        case .password:
            stage = .name
            turn.inputs.append(Message("PASS", text))
            turn.text += prompt()
        case .name: enter(as: text.split(separator: " ").joined(separator: " "), &turn)
        case .present: speak(text, &turn)
        case .entering: break
        }
    }

    private mutating func enter(as name: String, _ turn: inout Turn) {
        guard !name.isEmpty else { return turn.text += Self.namePrompt }
        stage = .entering
        turn.inputs += [Message("USER", "plain", "0", "*", name), Message("NICK", name), Message("JOIN", lobby)]
    }

    /// Goes on with what he typed meanwhile.
    private mutating func resume(as next: Stage, _ turn: inout Turn) {
        stage = next
        if next == .name { turn.text += Self.namePrompt }
        while stage != .entering, !waiting.isEmpty { take(waiting.removeFirst(), &turn) }
    }

    private func speak(_ text: String, _ turn: inout Turn) {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard let command = words.first else { return }
        switch command.lowercased() {
        case "!quit": turn.inputs.append(Message("QUIT"))
        case "!users": turn.inputs.append(Message("NAMES", lobby))
        case "!commands": turn.show(Self.commandList)
        case "!msg" where words.count == 3: turn.inputs += pieces(of: words[2]).map { Message("PRIVMSG", words[1], $0) }
        case let other where other.hasPrefix("!"): turn.show(Self.commandList)
        default: turn.inputs += pieces(of: text).map { Message("PRIVMSG", lobby, $0) }
        }
    }

    private func pieces(of text: String) -> [String] {
        var rest = Bytes(text)
        var pieces: [String] = []
        while !rest.isEmpty {
            let piece = rest.prefix(ofAtMost: Self.textLimit)
            pieces.append(piece.text)
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }

    private static let commandList = "Available commands are: " + commands.joined(separator: ", ")

    // MARK: What he would be sent

    /// - Parameter time: `hh:mm:ss`, as his server's clock shows it.
    mutating func told(_ message: Message, at time: String) -> Turn {
        var turn = Turn()
        let last = message.parameters.last?.text ?? ""
        switch message.command {
        case "PING": turn.inputs = [Message("PONG", last)]
        case "001": welcome(message, &turn)
        case "353": users += last.split(separator: " ").map { String($0.drop { "~&@%+".contains($0) }) }
        case "366":
            turn.show("Current users are: " + users.joined(separator: ", "))
            users = []
            if let arrival { turn.show(arrival) }
            arrival = nil
        case "332": turn.show("The topic is: \(last)")
        case "433":
            turn.show("Name entered is already in use.")
            resume(as: .name, &turn)
        case "451", "462": break
        case "301": turn.show("\(message.text(at: 1) ?? "Somebody") is away: \(last)")
        case "ERROR":
            let words = farewell(last)
            if words != lastWords, !words.hasPrefix("Quit:") { turn.show(words) }
        default:
            if let line = line(for: message, at: time) {
                turn.show(line)
            } else if isRefusal(message.command) {
                turn.show(last)
                // After these two it is over.
                let isLast = message.command == "464" || message.command == "465"
                if stage == .entering, !isLast { resume(as: .name, &turn) }
            }
        }
        if message.command == "KICK", message.text(at: 1) == nick { turn.inputs = [Message("QUIT")] }
        return turn
    }

    private mutating func welcome(_ message: Message, _ turn: inout Turn) {
        nick = message.text(at: 0) ?? ""
        turn.show("Welcome \(nick)!")
        turn.show(Self.commandList)
        resume(as: .present, &turn)
    }

    private func isRefusal(_ command: Command) -> Bool {
        command == "FAIL"
            || command.name.count == 3 && (command.name.hasPrefix("4") || command.name.hasPrefix("5"))
                && command != "422"
    }

    private func farewell(_ text: String) -> String {
        guard let mark = text.firstRange(of: "): ") else { return text }
        return String(text[mark.upperBound...])
    }

    /// What somebody did, as a line; nil for what is not shown.
    private mutating func line(for message: Message, at time: String) -> String? {
        guard let source = message.source.map({ Source(parsing: $0) }) else { return nil }
        let (who, target) = (source.name, message.text(at: 0) ?? "")
        let last = message.parameters.last?.text ?? ""
        let place = target.hasPrefix("#") && Casemapping.ascii.fold(target) != room ? " (in \(target))" : ""
        switch message.command {
        case "JOIN":
            let words = "[\(time)] \(who) joins\(place)"
            guard who == nick, place.isEmpty else { return words }
            arrival = words
            return nil
        case "PART", "QUIT": return "[\(time)] \(who) leaves\(place)"
        case "KICK": return "[\(time)] \(message.text(at: 1) ?? "") is put out by \(who): \(last)\(place)"
        case "TOPIC": return "[\(time)] \(who) sets the topic: \(last)\(place)"
        case "MODE" where target.hasPrefix("#"):
            let words = message.parameters.dropFirst().map(\.text).joined(separator: " ")
            return "[\(time)] \(who) sets \(words)\(place)"
        case "NICK":
            if who == nick { nick = target }
            return "[\(time)] \(who) is now \(target)"
        case "INVITE": return "[\(time)] \(who) invites you to \(last)"
        case "PRIVMSG", "NOTICE": return speech(message, who, target, place, at: time)
        default: return nil
        }
    }

    private mutating func speech(
        _ message: Message, _ who: String, _ target: String, _ place: String, at time: String
    ) -> String? {
        let text = message.parameters.count > 1 ? message.parameters[1] : []
        // A name with a dot and no user behind it is the server's.
        guard message.source.map({ Source(parsing: $0).user != nil }) == true else {
            lastWords = text.text
            return text.text
        }
        let isDirect = !target.contains("#")
        if let request = CTCP(parsing: text) {
            return request.command == "ACTION" ? "[\(time)] * \(who) \(request.text)\(place)" : nil
        }
        return "[\(time)] \(who)\(isDirect ? " (to you)" : ""): \(text.text)\(place)"
    }
}

/// What came from somebody on the plain road.
enum PlainLine: Hashable, Sendable {
    /// Never empty.
    case text(Bytes)
    case tooLong
    /// He will type no more, but may still be reading.
    case end
}
