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
            resume(as: .name, &translation)
        case "451", "462": break
        case "301": translation.show("\(message.text(at: 1) ?? "Somebody") is away: \(last)")
        case "ERROR":
            let words = farewell(last)
            if words != lastWords, words != "Quit", !words.hasPrefix("Quit:") { translation.show(words) }
        default:
            if let line = line(for: message, at: time) {
                translation.show(line)
            } else if message.isRefusal {
                translation.show(last)
                lastWords = last
                // After these two it is over.
                let isLast = message.command == "464" || message.command == "465"
                if stage == .entering, !isLast { resume(as: .name, &translation) }
            }
        }
        if message.command == "KICK", message.text(at: 1) == nick { translation.inputs = [Message("QUIT")] }
        return translation
    }

    /// Whether a line reads the same for all those whom it does not concern: it is what somebody did.
    static func readsAlike(_ message: Message) -> Bool {
        switch message.command {
        case "JOIN", "PART", "QUIT", "KICK", "TOPIC", "MODE", "NICK": true
        case "PRIVMSG", "NOTICE": message.source.map { Source(parsing: $0).user != nil } ?? false
        default: false
        }
    }

    /// True for a message that is about this session.
    func isConcerned(by message: Message) -> Bool {
        message.source.map { Source(parsing: $0).name == nick } ?? false
            || message.command == "KICK" && message.text(at: 1) == nick
    }

    private mutating func welcome(_ message: Message, _ translation: inout Translation) {
        nick = message.text(at: 0) ?? ""
        translation.show("Welcome \(nick)!")
        translation.show(Self.commandList)
        resume(as: .present, &translation)
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
        let place = target.hasPrefix("#") && Casemapping.ascii.fold(target) != channel ? " (in \(target))" : ""
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
