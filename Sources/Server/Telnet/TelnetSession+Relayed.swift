import Protocol

/// Lines of IRC that are for a telnet session, as lines to read.
extension TelnetSession {
    /// - Parameter time: `hh:mm:ss`, as the server's clock shows it.
    mutating func received(_ message: Message, at time: String) -> Translation {
        var translation = Translation()
        let last = message.parameters.last?.text ?? ""
        switch message.command {
        // Without the token: the answer is the gateway's, and proves nothing of what has reached the person.
        case "PING": translation.inputs = [Message("PONG")]
        case "001": welcome(message, &translation)
        case "353": users += last.split(separator: " ").map { String($0.drop { "~&@%+".contains($0) }) }
        case "366":
            translation.show("Current users are: " + users.joined(separator: ", "))
            users = []
            if let arrival { translation.show(arrival) }
            arrival = nil
        case "332": translation.show("The topic is: \(last)")
        case "433":
            translation.show("Name entered is already in use.")
            resume(as: .name, translation: &translation)
        case "451", "462": break
        case "301": translation.show("\(message.text(at: 1) ?? "Somebody") is away: \(last)")
        case "ERROR":
            let words = farewell(last)
            if words != lastWords, words != "Quit", !words.hasPrefix("Quit:") { translation.show(words) }
        default:
            if let line = wording.line(for: message, at: time) {
                show(line, for: message, in: &translation)
            } else if message.isRefusal {
                translation.show(last)
                lastWords = last
                // After these two it is over.
                let isLast = message.command == "464" || message.command == "465"
                if stage == .entering, !isLast { resume(as: .name, translation: &translation) }
            }
        }
        if message.command == "KICK", message.text(at: 1) == nick { translation.inputs = [Message("QUIT")] }
        return translation
    }

    /// True for a message that reads the same for all those whom it does not concern: it tells what somebody did.
    static func readsAlike(_ message: Message) -> Bool {
        switch message.command {
        case "JOIN", "PART", "QUIT", "KICK", "TOPIC", "MODE", "NICK": true
        case "PRIVMSG", "NOTICE": message.source.map { Source(parsing: $0).user != nil } ?? false
        default: false
        }
    }

    /// True for a message by the person of this telnet session, and for a KICK of that person.
    func isConcerned(by message: Message) -> Bool {
        message.source.map { Source(parsing: $0).name == nick } ?? false
            || message.command == "KICK" && message.text(at: 1) == nick
    }

    private mutating func welcome(_ message: Message, _ translation: inout Translation) {
        nick = message.text(at: 0) ?? ""
        translation.show("Welcome \(nick)!")
        translation.show(Self.commandList)
        resume(as: .present, translation: &translation)
    }

    private func farewell(_ text: String) -> String {
        guard let mark = text.firstRange(of: "): ") else { return text }
        return String(text[mark.upperBound...])
    }

    /// Shows what somebody did, and notes what it changes: this person's own JOIN is shown behind the list of users.
    private mutating func show(_ line: String, for message: Message, in translation: inout Translation) {
        let isOwn = message.source.map { Source(parsing: $0).name == nick } ?? false
        switch message.command {
        case "JOIN" where isOwn && wording.isHere(message):
            arrival = line
            return
        case "NICK" where isOwn: nick = message.text(at: 0) ?? ""
        case "PRIVMSG", "NOTICE": if message.isFromServer { lastWords = line }
        default: break
        }
        translation.show(line)
    }
}
