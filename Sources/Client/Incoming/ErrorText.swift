import Protocol

/// The text of an error for a person: what happened, then what to type. <https://modern.ircdocs.horse/#numerics>
///
/// A server's own words are used where they say more than the number does; what is for programs in them is left out: see ``Sentence``.
struct ErrorText {
    let incoming: IncomingMessage
    /// Ours.
    let nick: String
    let isupport: ISupport
    /// The advice on how to get back a nick that is ours, as a sentence.
    let wayToNick: (String) -> String
    /// The symbols of our rank in the room that the error names.
    let ranks: String
    let operators: Operators

    /// - Parameter isRefusal: something that was said is what was refused.
    func text(for numeric: UInt16, isRefusal: Bool) -> String {
        if isRefusal, let words = refusal(numeric) { return words }
        if let words = entering(numeric) ?? inChannel(numeric) ?? aboutNames(numeric) ?? ofServer(numeric) {
            return words
        }
        return isRefusal ? "Not sent: " + serverWords : incoming.sentence(without: nick)
    }

    /// The parameter at a place before the server's own words; if nothing stands there, the other word.
    private func subject(_ index: Int, or other: String) -> String { incoming.subject(index) ?? other }

    /// The server's own words.
    private var serverWords: String {
        let words = Sentence.made(of: incoming.lastText)
        return words.isEmpty ? "The server does not say why." : words
    }

    /// The server's words that say more than the number does; nil if there are none.
    private func extraWords(_ usual: String...) -> String? {
        let words = Sentence.openClause(incoming.lastText)
        return words.isEmpty || usual.contains { words.lowercased() == $0 } ? nil : Sentence.made(of: words)
    }

    private var detail: String? { Sentence.detail(incoming.lastText) }

    /// The remedy that our own server names behind the usual words of a refusal; nil if there is none.
    private var remedy: String? {
        let usual = incoming.lastText.prefix { $0 != ":" }.lowercased()
        return usual.hasPrefix("permission denied-") || usual.hasPrefix("you're not") ? detail : nil
    }

    // MARK: Refusals of messages

    private func refusal(_ numeric: UInt16) -> String? {
        let name = subject(1, or: "there")
        switch numeric {
        case 263: return "Not sent: the server is too busy now. Try again in a moment."
        case 400: return "Not sent: " + serverWords
        // soju says so of a room that is there, while its own connection is not.
        case 403: return extraWords("no such channel").map { "Not sent: " + $0 }
        case 404: return "Not sent: " + cannotSpeak(in: name)
        case 411: return "Not sent: nobody was named. Usage: /msg nick text"
        case 412: return "Not sent: there is nothing in it."
        case 417: return "Not sent: the line is too long for this server."
        case 461:
            return extraWords("not enough parameters").map { "Not sent: " + $0 }
                ?? "Not sent: something is missing in it."
        case 477: return "Not sent: in \(name) only those may speak who are logged in. /login does that."
        case 486: return "Not sent: \(name) hears only those who are logged in. /login does that."
        case 716: return "Not sent: \(name) hears only those whom they have accepted."
        default: return nil
        }
    }

    /// The mode is what most servers name in brackets, and what stands behind it is about this case.
    private func cannotSpeak(in channel: String) -> String {
        switch Sentence.mode(in: incoming.lastText) {
        case "m": return "in \(channel) only those with a voice may speak. To get one, \(askOperator)."
        case "n": return "only those who are in \(channel) may speak there. /join \(channel) enters it."
        case "C": return "\(channel) does not allow CTCP."
        case "R", "r", "M": return "in \(channel) only those may speak who are logged in. /login does that."
        case "b", "q":
            let reason = detail.map { ": \($0)" } ?? ""
            return "you are banned or muted in \(channel)\(reason). To be heard, \(askOperator)."
        case "c": return "colours and other formatting are not let into \(channel)."
        case "T", "N": return "notices are not let into \(channel)."
        case "g", "G": return "a word in it is not let into \(channel)."
        case let letter? where letter.isASCII && letter.isLetter && detail == nil:
            return "the mode +\(letter) of \(channel) forbids it."
        default: break
        }
        if let detail { return "you may not speak in \(channel): \(detail)." }
        let words =
            extraWords("cannot send to channel", "cannot send to nick/channel").map { ". " + $0 } ?? ": \(askOperator)."
        return "you may not speak in \(channel)\(words)"
    }

    // MARK: Rooms

    private func entering(_ numeric: UInt16) -> String? {
        let channel = subject(1, or: "The room")
        let behind = detail.map { ": \($0)" } ?? ""
        switch numeric {
        case 403: return noSuchChannel(subject(1, or: ""))
        case 405: return "You are in as many rooms as this server allows: /part one to enter \(channel)."
        case 470: return "\(channel) leads to \(subject(2, or: "another room")) now."
        case 471: return "\(channel) is full\(behind). Try /join \(channel) again later."
        case 473: return "\(channel) is for those invited: ask somebody inside to /invite you."
        case 474: return "You are banned from \(channel)\(behind). An operator of it can lift that: /msg nick text"
        case 475: return "\(channel) has a key: /join \(channel) key"
        case 476, 479:
            return
                "“\(channel)” cannot be the name of a room. \(extraWords("bad channel mask", "invalid channel name") ?? rule)"
        case 477: return "\(channel) is for those with an account: /login if you have one, else /register makes one."
        case 480: return "\(channel) does not let you in: \(serverClause). /join \(channel) tries again."
        case 489: return "\(channel) is for those who come over TLS: start again with --tls."
        default: return nil
        }
    }

    private var rule: String { "It begins with #, and has no spaces or commas." }

    private var serverClause: String {
        let words = Sentence.openClause(incoming.lastText)
        return words.isEmpty ? "the server does not say why" : words
    }

    private func noSuchChannel(_ name: String) -> String {
        guard let first = name.unicodeScalars.first else {
            return "There is no such room: /list shows those there are."
        }
        let marks = isupport.channelTypes
        guard !marks.unicodeScalars.contains(first) else {
            return "There is no room \(name): /list shows those there are."
        }
        return
            "“\(name)” is not the name of a room. It begins with \(marks.first ?? "#"), as \(marks.first ?? "#")\(name) does."
    }

    private func inChannel(_ numeric: UInt16) -> String? {
        switch numeric {
        case 404: return "Not sent: " + cannotSpeak(in: subject(1, or: "there"))
        case 441:
            return "\(subject(1, or: "That person")) is not in \(subject(2, or: "the room")): /names lists who is."
        case 442: return "You are not in \(subject(1, or: "that room")): /join \(subject(1, or: "room")) enters it."
        case 443: return "\(subject(1, or: "That person")) is in \(subject(2, or: "the room")) already."
        case 467: return "\(subject(1, or: "The room")) has a key already: /mode -k key removes it."
        case 472: return "There is no mode “\(subject(1, or: "?"))” on this server. /help mode shows its usage."
        case 478:
            return
                "A list of \(subject(1, or: "the room")) is full\(detail.map { ": \($0)" } ?? ""). /ban shows it, /unban mask makes space."
        case 482: return rankNeeded(in: subject(1, or: "the room"))
        case 525: return "That cannot be the key of \(subject(1, or: "a room")): leave out spaces and commas."
        case 696: return "Not set: \(serverWords)"
        default: return knocking(numeric)
        }
    }

    private func rankNeeded(in channel: String) -> String {
        let extraWords = extraWords(
            "you're not channel operator", "you're not a channel operator", "you are not channel operator",
            "you are not a channel operator")
        // Our own server, and others, know of a rank that is there and not enough.
        if let extraWords, !ranks.isEmpty || incoming.lastText.lowercased().contains("rank") {
            return "That needs a higher rank in \(channel). \(extraWords)"
        }
        if let remedy { return "Only an operator of \(channel) may do that: \(remedy)." }
        // It may take less than an operator, or something else.
        if let extraWords { return "You may not do that in \(channel). \(extraWords)" }
        return "Only an operator of \(channel) may do that: \(askOperator)."
    }

    // MARK: People and nicks

    private func aboutNames(_ numeric: UInt16) -> String? {
        let name = subject(1, or: "that name")
        switch numeric {
        case 401:
            if let first = name.unicodeScalars.first, isupport.channelTypes.unicodeScalars.contains(first) {
                return noSuchChannel(name)
            }
            return "Nobody here is called \(name): /names lists who is in a room."
        case 406: return "Nobody was called \(name) lately."
        case 407:
            return "That is too many at once. \(extraWords("too many targets", "too many recipients") ?? "Name fewer.")"
        case 431: return "A nick is missing there. Usage: /nick name"
        case 432:
            return
                "\(name) cannot be a nick on this server. \(extraWords("erroneous nickname", "erroneus nickname") ?? "Take letters and digits, a letter first: /nick name")"
        case 433: return "\(name) is taken: your nick stays \(nick). \(wayToNick(name))"
        case 436: return "\(name) is in use twice, and not free now. /nick name takes another."
        case 437:
            return
                "\(name) is not free now. \(extraWords("nick/channel is temporarily unavailable") ?? "Try again later.")"
        case 438: return "You cannot change your nick now. \(extraWords("nick change too fast") ?? "Try again later.")"
        case 451: return "The server has not let you in yet. /reconnect starts over."
        case 462: return "That is possible only while connecting. /reconnect starts over."
        case 501: return "There is no such user mode on this server. Usage: /mode \(nick) +i"
        case 502: return "You can see and change only your own modes: /mode \(nick)"
        case 531:
            return
                "Not sent: \(name) does not hear you. \(extraWords("cannot send to user") ?? "/whois \(name) tells who that is.")"
        case 716: return "\(name) hears only those whom they have accepted."
        case 734: return "The list of those whom you watch is full. /raw MONITOR - nick makes space."
        default: return nil
        }
    }

    // MARK: The server

    private func ofServer(_ numeric: UInt16) -> String? {
        let name = subject(1, or: "that")
        switch numeric {
        case 263: return "The server is too busy for \(name) now. Try again in a moment."
        case 400: return "The server could not do that. \(serverWords)"
        case 402: return "There is no server called \(name) here. Leave its name out to ask this one."
        case 409: return "A word is missing there. Usage: /raw PING word"
        case 410: return "The server knows no CAP \(name)."
        case 411: return "Nobody was named. Usage: /msg nick text"
        case 412: return "There is nothing in it."
        case 417: return "That line is too long for this server."
        case 421: return "This server does not know \(name). /help lists what can be typed."
        case 461: return tooLittle(name)
        case 464:
            return extraWords("password incorrect").map { "Refused: \($0)" }
                ?? "The password is wrong. /oper name asks for it again."
        case 465: return "This server does not let you in. \(serverWords)"
        case 481:
            guard let remedy else { return "Only an operator of this server may do that (/oper name makes you one)." }
            return "Only server operators may (/oper name); \(remedy)."
        case 483: return "A server cannot be killed."
        case 491:
            return
                "You cannot become an operator here. \(extraWords("no o-lines for your host") ?? "Ask who runs the server.")"
        case 524: return "The server has no help on \(name). /help lists what can be typed."
        case 691: return "The connection stays unencrypted. \(serverWords)"
        case 723: return "That needs the operator privilege “\(name)”, which you do not have."
        default: return nil
        }
    }

    /// 461: how it goes, where it is one of our commands.
    private func tooLittle(_ command: String) -> String {
        if let extraWords = extraWords("not enough parameters", "need more parameters") {
            return "\(command) was not understood. \(extraWords)"
        }
        guard let entry = SlashCommandTable.standard.entries.first(where: { $0.name == command.lowercased() }) else {
            return "Something is missing after \(command). /raw HELP \(command) asks for its usage."
        }
        return "Something is missing there. Usage: \(entry.usage)"
    }
}
