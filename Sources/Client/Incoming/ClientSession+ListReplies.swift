import Protocol

/// Lists that were asked for, a line each, and what is said at their end: who is banned, who is where, whom one watches.
/// <https://modern.ircdocs.horse/#mode-message>, <https://modern.ircdocs.horse/#who-message>
extension ClientSession {
    /// The numeric that ends a list with lines of this one.
    private static func end(of numeric: UInt16) -> UInt16? {
        switch numeric {
        case 336: 337
        case 346: 347
        case 348: 349
        case 352, 354: 315
        case 367: 368
        case 728: 729
        case 732: 733
        default: nil
        }
    }

    /// A line of a list, or its end. False where it is neither.
    @discardableResult
    mutating func receiveList(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        if let end = Self.end(of: numeric) {
            connection?.replies.beganList(endingWith: end)
            note(words(ofItem: numeric, incoming: incoming), in: replyBuffer, at: incoming.now)
            return true
        }
        guard [315, 337, 347, 349, 368, 729, 733].contains(numeric) else { return false }
        let isEmpty = connection?.replies.endedList(numeric) ?? true
        if let words = words(ofEnd: numeric, incoming: incoming, isEmpty: isEmpty) {
            note(words, in: replyBuffer, at: incoming.now)
        }
        return true
    }

    private func words(ofItem numeric: UInt16, incoming: IncomingMessage) -> String {
        switch numeric {
        case 336: "You are invited to \(incoming.drawn(incoming.message.parameters.count - 1))."
        case 346: mask("Let into \(incoming.drawn(1)) without an invitation", incoming, from: 2)
        case 348: mask("Never banned from \(incoming.drawn(1))", incoming, from: 2)
        case 367: mask("Banned from \(incoming.drawn(1))", incoming, from: 2)
        case 728: mask("Muted in \(incoming.drawn(1))", incoming, from: 3)
        case 732: "You watch \(Self.nicks(incoming.lastText))."
        case 352: person(incoming)
        default: incoming.answer(without: nick) ?? "The server knows nothing of that."
        }
    }

    /// A mask with whoever set it, and when, where the server tells.
    private func mask(_ lead: String, _ incoming: IncomingMessage, from index: Int) -> String {
        let setter = incoming.bytes(index + 1).nickOfSource.text
        let by = setter.isEmpty ? "" : " (by \(DrawableText.plain(setter))"
        let time = Sentence.moment(seconds: incoming.text(index + 2)).map { ", \($0)" } ?? ""
        return "\(lead): \(incoming.drawn(index))" + (by.isEmpty ? "" : by + time + ")")
    }

    /// 352: <https://modern.ircdocs.horse/#rplwhoreply-352>
    private func person(_ incoming: IncomingMessage) -> String {
        let (channel, flags) = (incoming.drawn(1), incoming.text(6))
        var places: [String] = []
        if isChannelName(channel) { places.append("in \(channel)") }
        if flags.first == "G" { places.append("away") }
        if flags.contains("*") { places.append("operator of the server") }
        let ranks = isupport.channelModeKinds.prefixes.map(\.symbol).filter {
            $0 != "*" && flags.dropFirst().contains($0)
        }
        // The number of servers between stands before the name.
        let name = incoming.lastText.drop { $0.isNumber }.drop { $0 == " " }
        let place = places.isEmpty ? "" : " " + places.joined(separator: ", ")
        return "\(String(ranks.prefix(1)))\(incoming.drawn(5)) is \(incoming.drawn(2))@\(incoming.drawn(3))\(place)"
            + (name.isEmpty ? "" : ": \(name)")
    }

    private func words(ofEnd numeric: UInt16, incoming: IncomingMessage, isEmpty: Bool) -> String? {
        let name = incoming.subject(1) ?? "that"
        switch numeric {
        case 315: return isEmpty ? "Nobody was found for \(name)." : nil
        case 337: return isEmpty ? "Nobody has invited you." : "/join room enters one."
        case 347: return isEmpty ? "Nobody is let into \(name) without an invitation." : nil
        case 349: return isEmpty ? "There are no exceptions from the bans of \(name)." : nil
        case 368:
            return isEmpty
                ? "Nobody is banned from \(name). /ban nick keeps somebody out." : "/unban mask lets somebody in again."
        case 729: return isEmpty ? "Nobody is muted in \(name)." : "/mode -q mask lets somebody speak again."
        case 733: return isEmpty ? "You watch nobody. /friend nick tells when somebody comes and goes." : nil
        default: return nil
        }
    }

    /// The nicks of `nick!user@host,nick`, for people.
    static func nicks(_ list: String) -> String {
        list.split(separator: ",").map { DrawableText.plain(Bytes(String($0)).nickOfSource.text) }.joined(
            separator: ", ")
    }
}
