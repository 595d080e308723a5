import Chat
import Protocol

/// The line of an event: its time, a nick or a sign, and what happened.
extension HTMLBuffer {
    /// Appends one paragraph. Its class tells the kind: `j` for comings and goings, `k` for other news, `o` for notices, `x` for what was redacted,
    /// `r` for what is told of an earlier line, whose `id` is its `data-to`.
    mutating func append(line event: Event, at time: String) {
        append(markup: "<p id=\"")
        append(idOf: event.number)
        append(markup: "\"")
        let nick = Source(parsing: Bytes(event.source)).name
        let subject = event.subject ?? ""
        switch event.kind {
        case .message: append(message: event, by: nick, at: time)
        case .notice: append(notice: event, by: nick, at: time)
        case .join: append(news: event, words: "joined", by: nick, at: time, kind: " class=\"j\">", sign: "→")
        case .part: append(news: event, words: "left", by: nick, at: time, kind: " class=\"j\">", sign: "←")
        case .quit: append(news: event, words: "quit", by: nick, at: time, kind: " class=\"j\">", sign: "←")
        case .nick:
            append(news: event, words: "is now called \(subject)", by: nick, at: time, kind: " class=\"j\">", sign: "·")
        case .kick:
            append(news: event, words: "kicked \(subject)", by: nick, at: time, kind: " class=\"k\">", sign: "←")
        case .mode: append(news: event, words: "set", by: nick, at: time, kind: " class=\"k\">", sign: "·")
        case .topic:
            let words = event.text.isEmpty ? "removed the topic" : "set the topic:"
            append(news: event, words: words, by: nick, at: time, kind: " class=\"k\">", sign: "·")
        case .redaction: append(redaction: event, by: nick, at: time)
        case .tagMessage: append(reaction: event, by: nick, at: time)
        }
        append(markup: "</span></p>\n")
    }

    /// Appends all that stands before the words.
    private mutating func append(head sign: String, at time: String, classOf nick: String? = nil) {
        append(markup: "<time>")
        append(escaped: time)
        append(markup: "</time><b")
        if let nick { append(classOf: nick) }
        append(markup: ">")
        append(text: sign)
        append(markup: "</b><span>")
    }

    /// The colour that a nick has in `grillo-tui`.
    private mutating func append(classOf nick: String) {
        append(markup: " class=\"n")
        append(number: NickColors.index(of: Casemapping.ascii.fold(nick), among: NickColors.onDark.count))
        append(markup: "\"")
    }

    private mutating func append(message event: Event, by nick: String, at time: String) {
        guard !event.isBlank else { return append(blank: nick, at: time) }
        append(markup: ">")
        if let request = CTCP(parsing: event.text), request.command == "ACTION" {
            append(head: "*", at: time)
            append(replyOf: event)
            append(markup: "<b")
            append(classOf: nick)
            append(markup: ">")
            append(text: nick)
            append(markup: "</b> ")
            append(message: request.text)
        } else {
            append(head: nick, at: time, classOf: nick)
            append(replyOf: event)
            append(message: event.text.text)
        }
    }

    private mutating func append(notice event: Event, by nick: String, at time: String) {
        guard !event.isBlank else { return append(blank: nick, at: time) }
        append(markup: " class=\"o\">")
        append(head: "-\(nick)-", at: time, classOf: nick)
        append(replyOf: event)
        append(message: event.text.text)
    }

    private mutating func append(blank nick: String, at time: String) {
        append(markup: " class=\"x\">")
        append(head: nick, at: time, classOf: nick)
        append(markup: "✗ deleted")
    }

    /// Appends what somebody did, and behind it the reason, the topic or the modes.
    private mutating func append(
        news event: Event, words: String, by nick: String, at time: String, kind: StaticString, sign: String
    ) {
        append(markup: kind)
        append(head: sign, at: time)
        append(text: "\(nick) \(words)")
        // The real name of somebody who comes is no reason.
        guard !event.text.isEmpty, event.kind != .join else { return }
        let isReason = event.kind != .topic && event.kind != .mode
        append(markup: isReason ? " (" : " ")
        append(message: event.text.text)
        if isReason { append(markup: ")") }
    }

    private mutating func append(redaction event: Event, by nick: String, at time: String) {
        append(markup: " class=\"r\"")
        if let number = event.redacted {
            append(markup: " data-gone=\"")
            append(text: nick)
            append(markup: "\"")
            append(attributeTo: number)
        }
        append(markup: ">")
        append(head: "✗", at: time)
        append(text: "\(nick) deleted a message")
        guard !event.text.isEmpty else { return }
        append(markup: "<span> (")
        append(message: event.text.text)
        append(markup: ")</span>")
    }

    private mutating func append(reaction event: Event, by nick: String, at time: String) {
        guard let reaction = event.reaction else { return append(markup: "><span>") }
        append(markup: reaction.isTaken ? " class=\"r\" data-untake=\"" : " class=\"r\" data-react=\"")
        append(text: reaction.text)
        append(markup: "\" data-by=\"")
        append(text: nick)
        append(markup: "\"")
        append(attributeTo: reaction.number)
        append(markup: ">")
        append(head: "·", at: time)
        append(text: "\(nick) \(reaction.isTaken ? "took back" : "reacted with") \(reaction.text)")
    }

    private mutating func append(attributeTo number: EventNumber) {
        append(markup: " data-to=\"")
        append(idOf: number)
        append(markup: "\"")
    }

    private mutating func append(replyOf event: Event) {
        guard let number = event.replyTo else { return }
        append(markup: "<a class=\"q\" href=\"#")
        append(idOf: number)
        append(markup: "\">↳ an earlier message</a>")
    }
}

extension Event {
    /// An emoji or a word that somebody put under a message, or took back.
    struct Reaction {
        var number: EventNumber
        var text: String
        var isTaken: Bool
    }

    /// The message that it answers. <https://ircv3.net/specs/client-tags/reply>
    var replyTo: EventNumber? {
        tags.last { $0.key == "+draft/reply" || $0.key == "+reply" }.flatMap { EventNumber(msgid: $0.value) }
    }

    /// <https://ircv3.net/specs/client-tags/react>
    var reaction: Reaction? {
        guard kind == .tagMessage, let number = replyTo else { return nil }
        for tag in tags where !tag.value.isEmpty {
            switch tag.key {
            case "+draft/react", "+react": return Reaction(number: number, text: tag.value, isTaken: false)
            case "+draft/unreact", "+unreact": return Reaction(number: number, text: tag.value, isTaken: true)
            default: break
            }
        }
        return nil
    }
}
