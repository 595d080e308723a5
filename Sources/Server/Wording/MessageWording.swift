import Protocol

/// Words what people do in a channel, a line of plain text for each message, for those who have no IRC client.
///
/// The words may hold anything that somebody said: ``PlainText/shown(_:)`` makes them fit for a terminal.
struct MessageWording {
    /// The channel that needs no mention: of what happens in another one the line says where.
    private let channel: FoldedName

    init(channel: String) { self.channel = Casemapping.ascii.fold(channel) }

    /// The line for a message; nil for a message that tells of nothing that somebody did.
    ///
    /// - Parameter time: `hh:mm:ss`, as the server's clock shows it.
    func line(for message: Message, at time: String) -> String? {
        guard let source = message.source.map({ Source(parsing: $0) }) else { return nil }
        let (who, place) = (source.name, place(of: message))
        let last = message.parameters.last?.text ?? ""
        switch message.command {
        case "JOIN": return "[\(time)] \(who) joins\(place)"
        case "PART", "QUIT": return "[\(time)] \(who) leaves\(place)"
        case "KICK": return "[\(time)] \(message.text(at: 1) ?? "") is kicked by \(who): \(last)\(place)"
        case "TOPIC": return "[\(time)] \(who) sets the topic: \(last)\(place)"
        case "MODE" where message.text(at: 0)?.hasPrefix("#") == true:
            let words = message.parameters.dropFirst().map(\.text).joined(separator: " ")
            return "[\(time)] \(who) sets \(words)\(place)"
        case "NICK": return "[\(time)] \(who) is now \(message.text(at: 0) ?? "")"
        case "INVITE": return "[\(time)] \(who) invites you to \(last)"
        case "PRIVMSG", "NOTICE": return speech(message, of: source, place: place, at: time)
        default: return nil
        }
    }

    /// True for a message to the channel itself, or to none.
    func isHere(_ message: Message) -> Bool { place(of: message).isEmpty }

    private func place(of message: Message) -> String {
        let target = message.text(at: 0) ?? ""
        return target.hasPrefix("#") && Casemapping.ascii.fold(target) != channel ? " (in \(target))" : ""
    }

    private func speech(_ message: Message, of source: Source, place: String, at time: String) -> String? {
        let text = message.parameters.count > 1 ? message.parameters[1] : []
        guard source.user != nil else { return text.text }
        let isDirect = message.text(at: 0)?.contains("#") != true
        if let request = CTCP(parsing: text) {
            return request.command == "ACTION" ? "[\(time)] * \(source.name) \(request.text)\(place)" : nil
        }
        return "[\(time)] \(source.name)\(isDirect ? " (to you)" : ""): \(text.text)\(place)"
    }
}

extension Message {
    /// True for a message whose source is the server: a name without a user behind it.
    var isFromServer: Bool { source.map { Source(parsing: $0).user == nil } ?? false }
}
