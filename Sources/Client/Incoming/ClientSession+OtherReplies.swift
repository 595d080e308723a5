import Protocol

/// A server's answers to questions that only /raw asks, and what it tells of itself: in words, without the parts that are for programs.
/// <https://modern.ircdocs.horse/#numerics>
extension ClientSession {
    /// Nil for what says nothing to a person, such as the ends of lists.
    func words(ofAnswer numeric: UInt16, incoming: IncomingMessage) -> String? {
        let name = incoming.subject(1) ?? ""
        switch numeric {
        // The version, which 002 has told, with the letters of all modes; an identity for servers; the ends of lists.
        case 4, 5, 8, 17, 42, 219, 262, 310, 365, 366, 374, 392, 394, 706, 762: return nil
        case 10: return "The server asks you to go to another: grillo-tui \(name) \(incoming.drawn(2))"
        case 250, 256...259, 265, 266, 372, 704, 705: return incoming.lastText
        case 2, 3, 371: return Sentence.clause(incoming.lastText)
        case 212: return "\(incoming.drawn(1)) was used \(incoming.drawn(2)) times."
        case 243: return "\(incoming.drawn(incoming.message.parameters.count - 1)) is an operator of this server."
        case 252...254: return "\(name) \(incoming.lastText)"
        case 263: return "The server is too busy for \(name.isEmpty ? "that" : name) now. Try again in a moment."
        case 302: return hosts(incoming.lastText)
        case 303:
            let nicks = incoming.lastText.split(separator: " ").joined(separator: ", ")
            return nicks.isEmpty ? "None of them is online." : "Online now: \(nicks)."
        case 351: return "This server runs \(incoming.drawn(1))."
        case 364: return "\(incoming.drawn(2)): \(incoming.lastText.drop { $0.isNumber || $0 == " " })"
        case 381: return "You are an operator of this server now."
        case 382: return "The server reads its settings again."
        case 391: return "At the server it is \(Sentence.openClause(incoming.lastText))."
        case 710: return knock(incoming)
        case 711: return "\(name) has been told that you would like to come in."
        case 717: return "\(name) has been told that you wrote."
        case 718: return "\(name) writes to you, and you hear only those whom you accept: /raw ACCEPT \(name)"
        case 730: return "Online now: \(Self.nicks(incoming.lastText))."
        case 731: return "Offline: \(Self.nicks(incoming.lastText))."
        // The profile stands at the head of the answer to WHOIS, without a name that would mislead.
        case 760 where hasProfile(name) && MetadataKey(rawValue: incoming.text(2)) != nil: return nil
        case 760, 761: return "\(name): \(incoming.drawn(2)) is \(incoming.lastText)"
        default: return incoming.answer(without: nick)
        }
    }

    /// 302: `nick*=+user@host`, where `*` marks an operator, and `-` who is away.
    private func hosts(_ list: String) -> String {
        let people = list.split(separator: " ").prefix(16).compactMap { entry -> String? in
            let parts = entry.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            let nick = parts[0].last == "*" ? parts[0].dropLast() : parts[0]
            return "\(nick) is \(parts[1].dropFirst())" + (parts[1].first == "-" ? ", away" : "")
        }
        return people.isEmpty ? "None of them is online." : people.joined(separator: "; ") + "."
    }

    /// 710: somebody would like to be let in. The room stands before the mask.
    private func knock(_ incoming: IncomingMessage) -> String {
        let place = isChannelName(incoming.text(1)) ? 1 : 2
        let nick = DrawableText.plain(incoming.bytes(place + 1).nickOfSource.text)
        return "\(nick) would like to be let into \(incoming.drawn(place)): /invite \(nick) \(incoming.drawn(place))"
    }
}
