import Protocol

/// Answers to what the person asked: WHOIS, WHOWAS, LIST, INVITE. They are shown where the question was asked.
/// <https://modern.ircdocs.horse/#whois-message>
extension ClientSession {
    mutating func receiveAnswer(_ numeric: UInt16, _ incoming: IncomingMessage) {
        let nick = incoming.drawn(1)
        let text: String
        switch numeric {
        case 301:
            receiveAwayReply(incoming)
            return
        case 311:
            connection?.replies.beganWhois(of: buffers.casemapping.fold(nick))
            text = "\(nick) is \(incoming.text(2))@\(incoming.text(3)): \(incoming.lastText)"
            if let words = profileWords(of: nick) {
                note(text, in: replyBuffer, at: incoming.now)
                return note(words, in: replyBuffer, at: incoming.now)
            }
        case 312 where connection?.replies.isWhowas(of: buffers.casemapping.fold(nick)) == true:
            text = "\(nick) was on \(incoming.text(2)), until \(Sentence.openClause(incoming.lastText))"
        case 312: text = "\(nick) is on \(incoming.text(2)): \(incoming.lastText)"
        case 314:
            connection?.replies.beganWhowas(of: buffers.casemapping.fold(nick))
            text = "\(nick) was \(incoming.drawn(2))@\(incoming.drawn(3)): \(incoming.lastText)"
        case 317: text = idle(nick, incoming)
        case 318:
            connection?.replies.endedWhois()
            return
        case 369:
            connection?.replies.endedWhowas()
            return
        case 321: return
        case 319: text = "\(nick) is in \(incoming.lastText)"
        case 322: text = channel(incoming)
        case 323: text = "End of the list of rooms. /join room enters one."
        case 330:
            let verb = incoming.lastText.hasPrefix("was") ? "was" : "is"
            text = "\(nick) \(verb) logged in as \(incoming.text(2))"
        case 338 where incoming.message.parameters.count > 3: text = "\(nick) really comes from \(incoming.text(2))"
        case 341: text = "\(nick) has been invited to \(incoming.text(2))."
        default: text = incoming.message.parameters.count > 2 ? "\(nick) \(incoming.lastText)" : nick
        }
        note(text, in: numeric == 322 || numeric == 323 ? .server : replyBuffer, at: incoming.now)
    }

    /// 301 comes with a WHOIS, and each time one writes to somebody who is away: then it is shown once, until it changes, they are heard
    /// again, or an hour has passed.
    private mutating func receiveAwayReply(_ incoming: IncomingMessage) {
        let nick = incoming.text(1)
        let folded = casemapping.fold(nick)
        guard connection?.replies.isNews(incoming.lastText, about: folded, at: incoming.now) != false else { return }
        // A program that says so by itself gives no reason: <https://ircv3.net/specs/extensions/pre-away>.
        let reason = incoming.lastText == "*" ? "." : ": \(incoming.lastText)"
        note("\(nick) is away\(reason)", in: buffers.id(named: nick) ?? replyBuffer, at: incoming.now)
    }

    /// Somebody speaks or comes in: that they are away is news again. Not every server tells when they are back.
    mutating func forgetAwayReply(_ nick: Bytes) {
        connection?.replies.forgetAway(buffers.casemapping.fold(nick))
    }

    private func channel(_ incoming: IncomingMessage) -> String {
        let count = incoming.text(2) == "1" ? "1 user" : "\(incoming.drawn(2)) users"
        let topic = incoming.text(3)
        return "\(incoming.drawn(1)), \(count)" + (topic.isEmpty ? "" : ": \(topic)")
    }

    private func idle(_ nick: String, _ incoming: IncomingMessage) -> String {
        guard let seconds = Int64(incoming.text(2)) else { return "\(nick) \(incoming.lastText)" }
        let since = Sentence.moment(seconds: incoming.text(3)).map { ", connected since \($0)" } ?? ""
        return "\(nick) has been idle for " + Self.duration(seconds) + since
    }

    /// `3 d 4 h`, `4 min 10 s`: the two greatest units.
    static func duration(_ seconds: Int64) -> String {
        switch max(0, seconds) {
        case let s where s < 60: "\(s) s"
        case let s where s < 3600: "\(s / 60) min \(s % 60) s"
        case let s where s < 86_400: "\(s / 3600) h \(s % 3600 / 60) min"
        case let s: "\(s / 86_400) d \(s % 86_400 / 3600) h"
        }
    }
}
