import Chat
import Protocol

/// The way in which ZNC's module `log` writes: a file for each day of a window, the time in brackets, a nick or a mark, and the words.
/// <https://wiki.znc.in/Log>
enum ZNCSyntax: ForeignLogSyntax {
    static let format = ImportFormat.znc
    static let program = "ZNC's"
    static let days = LogDays.inName

    /// `NETWORK/#room/2026-11-30.log`, or, as versions before 1.6 call it, `NETWORK_#room_20261130.log`.
    static func conversationName(in path: String) -> String? {
        let names = path.split(separator: "/").map { Bytes(String($0)) }
        guard let name = names.last?.removing(suffix: ".log") else { return nil }
        if name.leadingDay?.rest.isEmpty == true {
            guard names.count > 1, names[names.count - 2] != Bytes("status") else { return nil }
            return names[names.count - 2].text
        }
        guard let (window, _) = name.parts(aroundLast: "_"), let room = window.parts(around: "_#")?.after else {
            return nil
        }
        return "#" + room.text
    }

    /// True for the name of a file of one day, in the folder of its window.
    static func isWindowDay(_ name: String) -> Bool {
        Bytes(name).removing(suffix: ".log")?.leadingDay?.rest.isEmpty == true
    }

    static func day(in path: String) -> CalendarDay? {
        guard let name = path.split(separator: "/").last.map({ Bytes(String($0)) })?.removing(suffix: ".log") else {
            return nil
        }
        if let day = name.leadingDay, day.rest.isEmpty { return day.day }
        let digits = name.suffix(8)
        guard digits.allSatisfy(\.isASCIIDigit), let year = digits.number(digits: 4),
            let month = year.rest.number(digits: 2), let day = month.rest.number(digits: 2)
        else { return nil }
        return CalendarDay(year: year.value, month: month.value, day: day.value)
    }

    static func parse(_ line: Bytes) -> ForeignLogLine? {
        guard let (second, rest) = line.removing(prefix: "[")?.leadingTime, let words = rest.removing(prefix: "] ")
        else {
            return nil
        }
        return .stamped(.second(second), content(words))
    }

    private static func content(_ words: Bytes) -> ForeignLine {
        if let line = words.removing(prefix: "<") {
            guard let (nick, text) = line.parts(around: "> ") else { return .unknown }
            return ForeignEvent.message(by: nick, text)
        }
        if let line = words.removing(prefix: "*** ") { return happening(line) }
        if let line = words.removing(prefix: "* ") {
            guard let (nick, text) = line.parts(around: " ") else { return .unknown }
            return ForeignEvent.action(by: nick, text)
        }
        if let (nick, text) = words.removing(prefix: "-")?.parts(around: "- ") {
            return ForeignEvent.notice(by: .named(nick), text)
        }
        let ofConnection = ["Connected to IRC", "Disconnected from IRC"]
        return ofConnection.contains { words.removing(prefix: $0) != nil } ? .remark : .unknown
    }

    private static func happening(_ words: Bytes) -> ForeignLine {
        if let line = words.removing(prefix: "Joins: ") {
            guard let (nick, address) = line.parts(around: " ("), let (address, _) = address.parts(around: ")") else {
                return .unknown
            }
            return .event(ForeignEvent(kind: .join, actor: .named(nick), address: address))
        }
        if let line = words.removing(prefix: "Parts: ") { return departure(.part, line) }
        if let line = words.removing(prefix: "Quits: ") { return departure(.quit, line) }
        if let (victim, more) = words.parts(around: " was kicked by ") {
            let (nick, reason) = more.parts(around: " ") ?? (more, [])
            return ForeignEvent.kick(of: victim, by: nick, reason.unwrapped("(", ")") ?? [])
        }
        if let (nick, change) = words.parts(around: " sets mode: ") {
            return ForeignEvent.mode(by: nick, change.last == ASCII.space ? change.dropLast() : change)
        }
        if let (nick, topic) = words.parts(around: " changes topic to ") {
            return topic.unwrapped("'", "'").map { ForeignEvent.topic(by: nick, $0) } ?? .unknown
        }
        guard let (old, new) = words.parts(around: " is now known as ") else { return .unknown }
        return ForeignEvent.nick(of: .named(old), to: new)
    }

    /// `NICK (USER@HOST) (REASON)`.
    private static func departure(_ kind: ForeignEvent.Departure, _ words: Bytes) -> ForeignLine {
        guard let (who, reason) = words.parts(around: ") "),
            let event = ForeignEvent(kind, of: who + Bytes(")"), addressBetween: "(", ")")
        else { return .unknown }
        return event.saying(reason.unwrapped("(", ")"))
    }
}
