import Protocol

/// What went wrong, in clear words and where it concerns. <https://modern.ircdocs.horse/#numerics>
extension ClientSession {
    mutating func receiveError(_ numeric: UInt16, _ incoming: Incoming) {
        if ownQuestionRefused(numeric, incoming) || isAnswerToTyping(numeric, incoming) { return }
        // First: then it is still known which rooms were asked for.
        let refused = refuseSpeech(numeric, incoming)
        switch numeric {
        case 431, 432, 433, 436, 437, 468:
            if phase == .registering {
                _ = receiveNickRefusal(numeric, incoming)
                return
            }
        // It repeats what was said of the account.
        case 464 where link?.entryRefusal != nil: return
        case 464 where phase == .registering:
            refuseServerPassword(takesInvitation: incoming.lastText.contains("invitation"))
        case 470: followForward(from: incoming.bytes(1), to: incoming.text(2))
        case 403, 405, 471, 473...477, 479, 480, 489: forgetRoom(incoming.bytes(1))
        case 465: refusal = "The server does not let you in: /reconnect tries all the same."
        // A server without capabilities: it goes on without.
        case 421 where incoming.text(1).uppercased() == "CAP":
            greet(at: incoming.now)
            return
        case 410, 451:
            if phase == .registering {
                greet(at: incoming.now)
                return
            }
        default: break
        }
        let place = refused ?? buffer(concernedBy: incoming)
        let words = words(for: numeric, incoming, isRefusal: refused != nil)
        say(words, .error, in: place, at: incoming.now)
        if refused == nil, let asked = link?.questions.asked, asked.buffer == place {
            ownQuestionAnswered(asked.subject, in: place, at: incoming.now)
        }
    }

    /// Marks the line as refused that an error is about: the one with its label, else the oldest under way that it can be about.
    /// Returns the buffer where it stands; nil where the error is about something else.
    private mutating func refuseSpeech(_ numeric: UInt16, _ incoming: Incoming) -> BufferID? {
        if let refused = refuseLabelled(incoming) { return refused }
        let names = incoming.message.parameters.dropFirst().dropLast()
        let isAboutCommand = names.first.map { Self.isSpeech($0.text) } ?? false
        guard isAboutCommand || ErrorNumeric.subject(of: numeric) == .perhapsSpeech else { return nil }
        // A room that was asked for and is not to be had is no word that was not said.
        if !isAboutCommand, names.contains(where: { roomsAsked[casemapping.fold($0)] != nil }) { return nil }
        return refuse(named: isAboutCommand ? names.dropFirst() : names)
    }

    private mutating func refuseLabelled(_ incoming: Incoming) -> BufferID? {
        guard let label = incoming.label, let id = placeOfLabelled(label) else { return nil }
        return refuseOwn(label: label, in: id) ? id : nil
    }

    /// The buffer of the line under way that bears a label.
    func placeOfLabelled(_ label: String) -> BufferID? {
        buffers.first { $0.pending.contains { $0.label == label } }?.id
    }

    /// Of what was said to one of these, and where they are none, of all that was said, the oldest line.
    private mutating func refuse(named names: some Collection<Bytes>) -> BufferID? {
        let names = names.filter { !$0.isEmpty && $0.text != "*" }.prefix(4)
        for name in names {
            if let id = buffers.id(named: roomTarget(name)) { return refuseOwn(label: nil, in: id) ? id : nil }
        }
        guard names.isEmpty, let oldest = oldestUnderWay else { return nil }
        return refuseOwn(label: nil, in: oldest) ? oldest : nil
    }

    private static func isSpeech(_ command: String) -> Bool {
        ["PRIVMSG", "NOTICE", "BATCH"].contains(command.uppercased())
    }

    /// The room or query that the error names, else where the person asked last.
    private func buffer(concernedBy incoming: Incoming) -> BufferID {
        for parameter in incoming.message.parameters.dropFirst().dropLast().prefix(2) {
            if let id = buffers.id(named: parameter) { return id }
        }
        return link?.welcomedAt == nil ? .server : replyBuffer
    }

    private func words(for numeric: UInt16, _ incoming: Incoming, isRefusal: Bool) -> String {
        let name = DrawableText.plain(incoming.text(1))
        if isRefusal, let words = refusal(for: numeric, name) { return words }
        if let words = words(for: numeric, name, incoming) { return words }
        return isRefusal ? "Not sent: " + incoming.lastText : incoming.words(from: 1)
    }

    /// Why a message was refused, where more can be said of it than the server says. Nil where its own words are better.
    private func refusal(for numeric: UInt16, _ name: String) -> String? {
        switch numeric {
        case 412: "Not sent: there is nothing in it."
        case 417: "Not sent: the line is too long for this server."
        case 477: "Not sent: in \(name) only those may speak who are logged in. /login does that."
        case 486: "Not sent: \(name) hears only those who are logged in. /login does that."
        case 716: "Not sent: \(name) hears only those whom they have accepted."
        default: nil
        }
    }

    private func words(for numeric: UInt16, _ name: String, _ incoming: Incoming) -> String? {
        switch Numeric(rawValue: numeric) {
        case .noSuchNick: return "Nobody here is called \(name)."
        case .noSuchChannel: return "There is no room \(name)."
        case .cannotSendToChannel: return "Not sent: you may not speak in \(name). (\(incoming.lastText))"
        case .tooManyChannels: return "You are in as many rooms as this server allows: /part one to enter \(name)."
        case .nicknameInUse: return "\(name) is taken: your nick stays \(nick). \(wayToNick(name))"
        case .erroneousNickname: return "\(name) cannot be a nick on this server. (\(incoming.lastText))"
        case .notOnChannel: return "You are not in \(name): /join \(name) enters it."
        case .linkChannel: return "\(name) leads to \(DrawableText.plain(incoming.text(2))) now. (\(incoming.lastText))"
        case .channelIsFull: return "\(name) is full."
        case .inviteOnlyChannel: return "\(name) is for those invited: ask somebody inside to /invite you."
        case .bannedFromChannel: return "You are banned from \(name)."
        case .badChannelKey: return "\(name) has a key: /join \(name) key"
        case .needRegisteredNick: return "\(name) is for those with an account."
        case .channelOperatorPrivilegesNeeded:
            let way = remedy(in: incoming) ?? "ask one of those who have @ before their nick"
            return "Only an operator of \(name) may do that: \(way)."
        case .noPrivileges:
            let way = remedy(in: incoming).map { ", and its host: \($0)" } ?? ""
            return "Only an operator of this server may do that (/oper name makes you one)\(way)."
        case .unknownCommand: return "This server does not know \(name)."
        case .passwordMismatch: return incoming.lastText
        case .youAreBanned: return "This server does not let you in. (\(incoming.lastText))"
        default: return nil
        }
    }

    /// How somebody has a nick that is theirs.
    private func wayToNick(_ name: String) -> String {
        let isOwn = account.map { casemapping.fold($0) == casemapping.fold(name) } ?? false
        return isOwn ? "/msg NickServ REGAIN \(name) takes it back." : "If it is yours, /login \(name) takes it back."
    }

    /// What our own server says behind the usual words of a refusal: what to do.
    private func remedy(in incoming: Incoming) -> String? {
        let parts = incoming.lastText.split(separator: ": ", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : nil
    }

    /// FAIL, WARN and NOTE: <https://ircv3.net/specs/extensions/standard-replies>
    mutating func receiveStandardReply(_ incoming: Incoming) {
        let isFailure = incoming.message.command == "FAIL"
        if isFailure, incoming.text(1) == "ACCOUNT_REQUIRED", phase == .registering {
            return refuseEntry(incoming.lastText)
        }
        if isFailure, incoming.text(0) == "TAGMSG", isAnswerToTyping(nil, incoming) { return }
        if isFailure, incoming.text(0) == "REGISTER" { return receiveRegistrationFailure(incoming) }
        if isFailure, incoming.text(0) == "SEARCH", failSearch(incoming.lastText) { return }
        if isFailure, incoming.text(0) == "CHATHISTORY", receiveHistoryFailure(incoming) { return }
        // Nobody but this program tells how far has been read: that it failed is no news for the person.
        if isFailure, incoming.text(0) == "MARKREAD" {
            if let asked = link?.questions.asked, asked.subject == .readMarker {
                ownQuestionAnswered(.readMarker, in: asked.buffer, at: incoming.now)
            }
            return
        }
        var place = link?.welcomedAt == nil ? BufferID.server : replyBuffer
        for context in incoming.message.parameters.dropFirst(2).dropLast().prefix(4) {
            if let id = buffers.id(named: context) { place = id }
        }
        let refused = isFailure ? refuseFailed(incoming) : nil
        place = refused ?? place
        let lead = refused == nil ? "" : "Not sent: "
        say(
            "\(lead)\(incoming.lastText) (\(incoming.text(0)) \(incoming.text(1)))", isFailure ? .error : .info,
            in: place, at: incoming.now)
    }

    /// FAIL: the line with its label, else one that its command and its context can be about.
    private mutating func refuseFailed(_ incoming: Incoming) -> BufferID? {
        if let refused = refuseLabelled(incoming) { return refused }
        guard Self.isSpeech(incoming.text(0)) else { return nil }
        let context = incoming.message.parameters.dropFirst(2).dropLast()
        // What stands there besides the target depends on the code.
        return refuse(named: context.filter { buffers.id(named: roomTarget($0)) != nil })
    }
}
