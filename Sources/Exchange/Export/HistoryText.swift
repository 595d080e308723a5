import Chat
import Foundation
import Protocol

/// A conversation in the form in which WeeChat's logger keeps one: a line each, the time, a nick or a mark, and the words, set apart by tabs.
/// <https://weechat.org/files/doc/weechat/stable/weechat_user.en.html#logger_plugin>
///
/// Colours and the like are left out, as WeeChat does, and each line of a message is a line of its own. What such a log has no words for is not
/// in it: reactions, redactions, and what was redacted.
package struct HistoryText: ExportWriter {
    /// The marks that stand in a nick's place.
    private enum Mark: String, CaseIterable {
        case incoming = "-->"
        case outgoing = "<--"
        case network = "--"
        case action = " *"
    }

    private let clock: LocalClock
    /// As the last change of it said, which the next one tells; empty where there is none, nil where it is not known.
    private var topic: String?

    /// - Parameter timeZone: of the times, which are told without one.
    package init(timeZone: TimeZone) { clock = LocalClock(timeZone) }

    package mutating func begin(_ header: ExportHeader) -> Bytes { [] }

    package mutating func write(_ event: Event, in conversation: Conversation?) -> Bytes {
        guard !event.isBlank else { return [] }
        let source = Source(parsing: Bytes(event.source))
        let nick = DrawableText.plain(source.name)
        let room = DrawableText.plain(event.target)
        let subject = DrawableText.plain(event.subject ?? "")
        let reason = event.text.isEmpty ? "" : " (\(Self.line(event.text)))"
        func line(_ mark: Mark, _ words: String) -> Bytes { self.line(event.time, mark.rawValue, words) }
        switch event.kind {
        case .message: return message(event, by: nick)
        case .notice:
            return lines(of: event.text.text).reduce(into: []) { $0 += line(.network, "Notice(\(nick)): \($1)") }
        case .join: return line(.incoming, "\(nick)\(Self.person(event))\(Self.address(source)) has joined \(room)")
        case .part: return line(.outgoing, "\(nick)\(Self.address(source)) has left \(room)\(reason)")
        case .quit: return line(.outgoing, "\(nick)\(Self.address(source)) has quit\(reason)")
        case .kick: return line(.outgoing, "\(nick) has kicked \(subject)\(reason)")
        case .mode: return line(.network, "Mode \(room) [\(Self.line(event.text))] by \(nick)")
        case .nick: return line(.network, "\(nick) is now known as \(subject)")
        case .topic: return line(.network, "\(nick) \(change(ofTopic: Self.line(event.text), in: room))")
        case .redaction, .tagMessage: return []
        }
    }

    package mutating func end() -> Bytes { [] }

    private func message(_ event: Event, by nick: String) -> Bytes {
        if let request = CTCP(parsing: event.text), request.command == "ACTION" {
            return lines(of: request.text).reduce(into: []) {
                $0 += line(event.time, Mark.action.rawValue, "\(nick) \($1)")
            }
        }
        // Somebody may be called as what stands for something else.
        let isMark = Mark.allCases.contains { $0.rawValue == nick }
        return lines(of: event.text.text).reduce(into: []) {
            $0 += line(event.time, isMark ? "\u{FFFD}\(nick)" : nick, $1)
        }
    }

    private mutating func change(ofTopic topic: String, in room: String) -> String {
        let old = self.topic ?? ""
        self.topic = topic
        return switch (old.isEmpty, topic.isEmpty) {
        case (true, false): "has changed topic for \(room) to \"\(topic)\""
        case (false, false): "has changed topic for \(room) from \"\(old)\" to \"\(topic)\""
        case (false, true): "has unset topic for \(room) (old topic: \"\(old)\")"
        case (true, true): "has unset topic for \(room)"
        }
    }

    private func line(_ time: Timestamp, _ prefix: String, _ words: String) -> Bytes {
        Bytes("\(clock.dateAndSecond(time))\t\(prefix)\t\(words)\n")
    }

    private func lines(of text: String) -> [String] {
        text.utf8.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false).map { Self.line($0) }
    }

    /// A text as one line without anything that a terminal would obey.
    private static func line(_ text: some Collection<UInt8>) -> String { DrawableText.plain(text.text) }

    /// The account and the real name of somebody who came, as far as they are known.
    private static func person(_ join: Event) -> String {
        let account = join.account.map { " [\(DrawableText.plain($0))]" } ?? ""
        return account + (join.text.isEmpty ? "" : " (\(line(join.text)))")
    }

    private static func address(_ source: Source) -> String {
        guard let user = source.user, let host = source.host else { return "" }
        return " (\(DrawableText.plain("\(user)@\(host)")))"
    }
}
