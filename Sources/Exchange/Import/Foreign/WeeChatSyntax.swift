import Chat
import Protocol

/// The way in which WeeChat's logger writes: the time, a nick or a mark, and the words, set apart by tabs. A nick may have the mark of its rank before it.
/// <https://weechat.org/files/doc/weechat/stable/weechat_user.en.html#logger_plugin>
enum WeeChatSyntax: ForeignLogSyntax {
    static let format = ImportFormat.weechat
    static let program = "WeeChat's"
    static let days = LogDays.onLines

    /// `irc.SERVER.#room.weechatlog`, with a number behind it where it was set aside for its size.
    static func conversationName(in path: String) -> String? {
        var name = Bytes(path.split(separator: "/").last.map(String.init) ?? "")
        if let (before, number) = name.parts(aroundLast: "."), number.allSatisfy(\.isASCIIDigit) { name = before }
        name = name.removing(suffix: ".weechatlog") ?? name
        guard let buffer = name.removing(prefix: "irc.") else {
            return name.first == UInt8(ascii: "#") ? name.text : nil
        }
        guard buffer.removing(prefix: "server.") == nil else { return nil }
        // A server's name may have dots in it, a nick has none.
        let room = buffer.parts(around: ".#").map { Bytes("#") + $0.after }
        return (room ?? buffer.parts(aroundLast: ".")?.after)?.text
    }

    static func parse(_ line: Bytes) -> ForeignLogLine? {
        guard let (stamp, rest) = stamp(line), let body = rest.removing(prefix: "\t"),
            let (prefix, words) = body.parts(around: "\t")
        else { return nil }
        return .stamped(stamp, content(prefix, words))
    }

    /// Reads a time by the clock on the wall, or one in UTC with decimals as newer versions write it where they are told to.
    private static func stamp(_ line: Bytes) -> (stamp: ForeignLogLine.Stamp, rest: Bytes)? {
        guard let (day, a) = line.leadingDay, let b = a.removing(prefix: " ") ?? a.removing(prefix: "T"),
            let (second, c) = b.leadingTime
        else { return nil }
        var rest = c
        var millisecond = 0
        if let decimals = c.removing(prefix: ".") {
            let digits = decimals.prefix(while: \.isASCIIDigit)
            guard let value = (digits.prefix(3) + Bytes("000")).number(digits: 3)?.value, !digits.isEmpty else {
                return nil
            }
            millisecond = value
            rest = decimals.dropFirst(digits.count)
        }
        let shown = WallClockTime(day: day, second: second)
        guard let end = rest.removing(prefix: "Z") else { return (.wallClock(shown), rest) }
        return (.moment(Timestamp(seconds: shown.seconds).advanced(byMilliseconds: Int64(millisecond))), end)
    }

    private static func content(_ prefix: Bytes, _ words: Bytes) -> ForeignLine {
        switch prefix.text {
        case "-->": return join(words)
        case "<--": return departure(words)
        case "--": return network(words)
        case " *":
            guard let (nick, action) = words.parts(around: " ") else { return .unknown }
            return ForeignEvent.action(by: ForeignEvent.Actor.nick(ofRanked: nick), action)
        case "=!=": return .remark
        case "": return words.removing(prefix: "****") == nil ? .unknown : .remark
        default:
            let nick = prefix.removing(prefix: "<")?.removing(suffix: ">") ?? prefix
            return ForeignEvent.message(by: ForeignEvent.Actor.nick(ofRanked: nick), words)
        }
    }

    /// `NICK [ACCOUNT] (REAL NAME) (USER@HOST) has joined #ROOM`, where each part behind the nick may be missing.
    private static func join(_ words: Bytes) -> ForeignLine {
        guard let (who, _) = words.parts(aroundLast: " has joined ") else { return .unknown }
        let nick = who.parts(around: " ")?.before ?? who
        var about = who.dropFirst(nick.count)
        var event = ForeignEvent(kind: .join, actor: .named(nick))
        if let (before, last) = about.parts(aroundLast: " ("), let address = last.removing(suffix: ")"),
            ForeignLimits.isAddress(address)
        {
            event.address = address
            about = before
        }
        event.text = about.parts(around: " (")?.after.removing(suffix: ")") ?? []
        return .event(event)
    }

    private static func departure(_ words: Bytes) -> ForeignLine {
        if let (nick, more) = words.parts(around: " has kicked ") {
            let (victim, reason) = more.parts(around: " ") ?? (more, [])
            return ForeignEvent.kick(of: victim, by: nick, reason.unwrapped("(", ")") ?? [])
        }
        if let (who, more) = words.parts(around: " has left "), let event = departure(.part, of: who) {
            let reason = more.parts(around: " ")?.after ?? []
            return event.saying(reason.unwrapped("(", ")"))
        }
        if let (who, reason) = words.parts(around: " has quit"), let event = departure(.quit, of: who) {
            return event.saying(reason.dropFirst().unwrapped("(", ")"))
        }
        return .unknown
    }

    private static func departure(_ kind: ForeignEvent.Departure, of who: Bytes) -> ForeignEvent? {
        ForeignEvent(kind, of: who, addressBetween: "(", ")")
    }

    private static func network(_ words: Bytes) -> ForeignLine {
        if let mode = words.removing(prefix: "Mode "), let (_, change) = mode.parts(around: " ["),
            let (change, nick) = change.parts(aroundLast: "] by ")
        {
            return ForeignEvent.mode(by: nick, change)
        }
        if let new = words.removing(prefix: "You are now known as ") { return ForeignEvent.nick(of: .keeper, to: new) }
        if let (old, new) = words.parts(around: " is now known as ") {
            return ForeignEvent.nick(of: .named(old), to: new)
        }
        return topic(words) ?? notice(words) ?? remark(words)
    }

    private static func topic(_ words: Bytes) -> ForeignLine? {
        if let (nick, more) = words.parts(around: " has changed topic for "), ForeignLimits.isNick(nick) {
            guard let (_, change) = more.parts(around: " "), let change = change.removing(suffix: "\"") else {
                return nil
            }
            if let new = change.removing(prefix: "to \"") { return ForeignEvent.topic(by: nick, new) }
            guard let change = change.removing(prefix: "from \""), let new = change.parts(around: "\" to \"")?.after
            else { return nil }
            return .event(ForeignEvent(kind: .topic, actor: .named(nick), text: new, topicChange: change))
        }
        guard let (nick, _) = words.parts(around: " has unset topic for "), ForeignLimits.isNick(nick) else {
            return nil
        }
        return ForeignEvent.topic(by: nick, [])
    }

    /// `Notice(NICK): TEXT`; the own ones `Notice -> #ROOM: TEXT`; in a private talk `NICK: TEXT` and `NICK (USER@HOST): TEXT`, of which a
    /// server's answers cannot be told apart but for the one about a nick that is gone.
    private static func notice(_ words: Bytes) -> ForeignLine? {
        if let (_, text) = words.removing(prefix: "Notice -> ")?.parts(around: ": ") {
            return ForeignEvent.notice(by: .keeper, text)
        }
        guard let (who, text) = words.parts(around: ": ") else { return nil }
        if let nick = (who.removing(prefix: "Notice(") ?? who.removing(prefix: "PvNotice("))?.removing(suffix: ")") {
            return ForeignEvent.notice(by: .named(nick), text)
        }
        let nick = who.parts(around: " (")?.before ?? who
        guard nick != Bytes("irc"), text != Bytes("No such nick/channel"), ForeignLimits.isNick(nick) else {
            return nil
        }
        return .event(ForeignEvent(kind: .notice, actor: .named(nick), text: text, isOfTalk: true))
    }

    private static func remark(_ words: Bytes) -> ForeignLine {
        if let (_, topic) = words.removing(prefix: "Topic for ")?.parts(around: " is \"") {
            return .arrival(topic: topic.removing(suffix: "\""))
        }
        let arrivals = ["Topic set by ", "Channel "]
        if arrivals.contains(where: { words.removing(prefix: $0) != nil }) { return .arrival(topic: nil) }
        // The server's answers about a room; what WeeChat says of the connection.
        let remarks = ["#", "irc: "]
        let isAnswer = words.removing(suffix: ": No such nick/channel") != nil
        return isAnswer || remarks.contains { words.removing(prefix: $0) != nil } ? .remark : .unknown
    }
}
