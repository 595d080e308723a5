import Client
import Protocol
import Storage

/// A line of a log as `--export-log` writes it.
struct ExportedLine {
    enum Kind: String {
        case message, action, notice, join, part, quit, kick, nick, topic, mode
        /// A line that the server took back.
        case redacted
    }

    /// The folded name of the room, or the nick of the person talked with.
    let room: String
    let time: Timestamp
    let messageID: String
    let kind: Kind
    /// The nick that it is from; empty where nobody is named.
    let nick: String
    /// The nick of the person who was thrown out, or the new nick; empty for all else.
    let target: String
    /// The words, the reason, the topic or the modes.
    let text: String
    let isOwn: Bool

    /// Room for the longest message that a log keeps.
    private static let limits = LineLimits(tags: 1 << 20, body: 1 << 20)

    /// Nil for what no line of a log is.
    init?(_ match: LoggedMatch) {
        let line = match.line
        room = match.room.text
        time = line.time
        messageID = line.messageID.text
        let message = try? Message(parsing: line.message, limits: Self.limits)
        guard let message else {
            guard line.message.isEmpty else { return nil }
            (kind, nick, target, text, isOwn) = (.redacted, line.sender.text, "", "", false)
            return
        }
        nick = line.sender.text
        isOwn = message.tag(LogRecord.ownTag) != nil
        func word(_ index: Int) -> String { message.text(at: index) ?? "" }
        let isAction = message.parameters.count > 1 && CTCP(parsing: message.parameters[1])?.command == "ACTION"
        switch message.command {
        case "PRIVMSG": (kind, target, text) = (isAction ? .action : .message, "", line.text.text)
        case "NOTICE": (kind, target, text) = (.notice, "", line.text.text)
        case "JOIN": (kind, target, text) = (.join, "", "")
        case "PART": (kind, target, text) = (.part, "", word(1))
        case "QUIT": (kind, target, text) = (.quit, "", word(0))
        case "KICK": (kind, target, text) = (.kick, word(1), word(2))
        case "NICK": (kind, target, text) = (.nick, word(0), "")
        case "TOPIC": (kind, target, text) = (.topic, "", word(1))
        case "MODE":
            (kind, target, text) = (.mode, "", message.parameters.dropFirst().map(\.text).joined(separator: " "))
        default: return nil
        }
    }

    /// A row for each of its rows: `2026-11-30 14:05:06 <ana> hello`, without anything that a terminal would obey.
    ///
    /// - Parameters:
    ///   - offset: how far the person's clock is ahead of UTC then, in seconds.
    ///   - namesRoom: true if the room stands behind the time.
    func rows(offset: Int, namesRoom: Bool) -> String {
        let moment = time.advanced(bySeconds: Int64(offset)).iso8601
        let place = namesRoom ? DrawableText.plain(room) + " " : ""
        let lead = "\(moment.prefix(10)) \(moment.dropFirst(11).prefix(8)) \(place)"
        return words.map { lead + $0 + "\n" }.joined()
    }

    private var words: [String] {
        let name = DrawableText.plain(nick)
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map { DrawableText.plain(String($0)) }
        let reason = text.isEmpty ? "" : " (\(DrawableText.plain(text)))"
        switch kind {
        case .message: return rows.map { "<\(name)> \($0)" }
        case .action: return rows.map { "* \(name) \($0)" }
        case .notice: return rows.map { "-\(name)- \($0)" }
        case .join: return ["-- \(name) joined"]
        case .part: return ["-- \(name) left\(reason)"]
        case .quit: return ["-- \(name) quit\(reason)"]
        case .kick: return ["-- \(name) kicked \(DrawableText.plain(target))\(reason)"]
        case .nick: return ["-- \(name) is now \(DrawableText.plain(target))"]
        case .topic: return ["-- \(name) set the topic: \(DrawableText.plain(text))"]
        case .mode: return ["-- \(name) set \(DrawableText.plain(text))"]
        case .redacted: return ["<\(name)> (deleted)"]
        }
    }

    /// One line of JSON, with its line feed. A part that says nothing is left out.
    var json: String {
        var parts = [("time", time.iso8601), ("room", room), ("kind", kind.rawValue), ("nick", nick)]
        parts += [("target", target), ("text", text), ("msgid", messageID)].filter { !$0.1.isEmpty }
        return JSONLine.object(parts, flags: isOwn ? ["own"] : [])
    }
}
