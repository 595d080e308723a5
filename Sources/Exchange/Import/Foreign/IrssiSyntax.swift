import Chat
import Protocol

/// The way in which irssi writes: the time without its day, a nick or a mark, and the words; and lines that tell the date.
/// <https://irssi.org/documentation/help/log/>, <https://github.com/irssi/irssi/blob/master/src/fe-common/irc/module-formats.c>
enum IrssiSyntax: ForeignLogSyntax {
    static let format = ImportFormat.irssi
    static let program = "irssi's"
    static let days = LogDays.betweenLines

    /// `NETWORK/#room.log`.
    static func conversationName(in path: String) -> String? {
        let name = Bytes(path.split(separator: "/").last.map(String.init) ?? "")
        return name.removing(suffix: ".log")?.text
    }

    static func parse(_ line: Bytes) -> ForeignLogLine? {
        if let words = line.removing(prefix: "--- ") { return date(words) }
        guard let (second, rest) = line.leadingTime, let words = rest.removing(prefix: " ") else { return nil }
        return .stamped(.second(second), content(words))
    }

    /// `Log opened Mon Nov 30 18:00:00 2026`, or `Log closed` with the same; `Day changed Tue Dec 01 2026`.
    private static func date(_ line: Bytes) -> ForeignLogLine? {
        let words = line.words
        guard words.count == 6 || words.count == 7 else { return nil }
        let occasion: ForeignLogLine.DateLine
        switch (words[0] + [ASCII.space] + words[1]).text {
        case "Log opened" where words.count == 7: occasion = .opened
        case "Log closed" where words.count == 7: occasion = .closed
        case "Day changed" where words.count == 6: occasion = .changed
        default: return nil
        }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard let month = months.firstIndex(of: words[3].text), let day = Int(words[4].text),
            let year = words.last.flatMap({ Int($0.text) }),
            let date = CalendarDay(year: year, month: month + 1, day: day)
        else { return nil }
        guard occasion != .changed else { return .date(WallClockTime(day: date, second: 0), occasion) }
        guard let time = words[5].leadingTime, time.rest.isEmpty else { return nil }
        return .date(WallClockTime(day: date, second: time.second), occasion)
    }

    private static func content(_ words: Bytes) -> ForeignLine {
        if let line = words.removing(prefix: "<") {
            guard let (nick, text) = line.parts(around: "> ") else { return .unknown }
            return ForeignEvent.message(by: ForeignEvent.Actor.nick(ofRanked: nick), text)
        }
        if let line = words.removing(prefix: " * ") {
            guard let (nick, text) = line.parts(around: " ") else { return .unknown }
            return ForeignEvent.action(by: nick, text)
        }
        if let line = words.removing(prefix: "-!- ") { return happening(line) }
        if let line = words.removing(prefix: "[notice(") {
            guard let (_, text) = line.parts(around: ")] ") else { return .unknown }
            return ForeignEvent.notice(by: .keeper, text)
        }
        guard let (head, text) = words.removing(prefix: "-")?.parts(around: "- "),
            let nick = (head.parts(around: ":") ?? head.parts(around: "("))?.before
        else { return .unknown }
        return ForeignEvent.notice(by: .named(nick), text)
    }

    private static func happening(_ words: Bytes) -> ForeignLine {
        if let line = words.removing(prefix: "Irssi: ") {
            return line.parts(around: ": Total of ") == nil ? .remark : .arrival(topic: nil)
        }
        return movement(words) ?? change(words) ?? .unknown
    }

    private static func movement(_ words: Bytes) -> ForeignLine? {
        if let (who, _) = words.parts(aroundLast: " has joined ") {
            guard let (nick, more) = who.parts(around: " ["), let (address, _) = more.parts(around: "]") else {
                return nil
            }
            return .event(ForeignEvent(kind: .join, actor: .named(nick), address: address))
        }
        if let (who, more) = words.parts(around: " has left "),
            let event = ForeignEvent(.part, of: who, addressBetween: "[", "]")
        {
            return event.saying((more.parts(around: " ")?.after ?? []).unwrapped("[", "]"))
        }
        if let (who, reason) = words.parts(around: " has quit "),
            let event = ForeignEvent(.quit, of: who, addressBetween: "[", "]")
        {
            return event.saying(reason.unwrapped("[", "]"))
        }
        guard let (victim, more) = words.parts(around: " was kicked from "), let (_, by) = more.parts(around: " by ")
        else { return nil }
        let (nick, reason) = by.parts(around: " ") ?? (by, [])
        return ForeignEvent.kick(of: victim, by: nick, reason.unwrapped("[", "]") ?? [])
    }

    private static func change(_ words: Bytes) -> ForeignLine? {
        if let line = words.removing(prefix: "mode/") ?? words.removing(prefix: "ServerMode/") {
            guard let (_, change) = line.parts(around: " ["), let (change, nick) = change.parts(aroundLast: "] by ")
            else { return nil }
            // If several did the same at once, the first stands for all.
            return ForeignEvent.mode(by: nick.parts(around: ",")?.before ?? nick, change)
        }
        if let new = words.removing(prefix: "You're now known as ") { return ForeignEvent.nick(of: .keeper, to: new) }
        if let (old, new) = words.parts(around: " is now known as ") {
            return ForeignEvent.nick(of: .named(old), to: new)
        }
        if let (nick, more) = words.parts(around: " changed the topic of "),
            let (_, topic) = more.parts(around: " to: ")
        {
            return ForeignEvent.topic(by: nick, topic)
        }
        if let (nick, _) = words.removing(prefix: "Topic unset by ")?.parts(around: " on ") {
            return ForeignEvent.topic(by: nick, [])
        }
        return words.removing(prefix: "Topic for ") == nil && words.removing(prefix: "Topic set by ") == nil
            ? nil : .arrival(topic: nil)
    }
}
