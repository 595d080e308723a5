import Protocol

/// The server's errors, told in clear words, in the buffer that they are about. <https://modern.ircdocs.horse/#numerics>
extension ClientSession {
    mutating func receiveError(_ numeric: UInt16, _ incoming: IncomingMessage) {
        if backgroundRequestRefused(numeric, incoming) || receiveEarlyRegistrationError(numeric, incoming) { return }
        let refusedReaction = refuseReaction(numeric, incoming)
        if refusedReaction == nil, isAnswerToTyping(numeric, incoming) { return }
        // First: then it is still known which rooms were asked for.
        let refused = refusedReaction ?? refuseSpeech(numeric, incoming)
        switch numeric {
        case 431, 432, 433, 436, 437, 468:
            if phase == .registering {
                _ = receiveNickRefusal(numeric, incoming)
                return
            }
            if numeric == 437 { forgetChannel(incoming.bytes(1)) }
        // It repeats what was said of the account, and that of what was told with PASS nothing opens the door.
        case 464 where connection?.registration.entryRefusal != nil:
            if phase == .registering, !DisconnectReason.suspendsLogin(incoming.lastText) {
                login.refuseServerPassword()
            }
            return
        case 464 where phase == .registering && answerWithAccount(incoming): return
        case 464 where phase == .registering:
            // Too many were wrong, from wherever: of this one the server says nothing.
            if !DisconnectReason.suspendsLogin(incoming.lastText) { refuseServerPassword(saying: incoming.lastText) }
            connection?.registration.refuseEntry(Sentence.openClause(incoming.lastText))
            return
        case 470: followForward(from: incoming.bytes(1), to: incoming.text(2))
        case 403, 405, 448, 471, 473...477, 479, 480, 489, 500, 520, 926: forgetChannel(incoming.bytes(1))
        case 465:
            if !DisconnectReason.isTemporaryBan(incoming.lastText) {
                lifecycle.stopRetrying(because: "/reconnect tries all the same.")
            }
            connection?.registration.refuseEntry(Sentence.openClause(incoming.lastText))
            return
        // A server without capabilities: it goes on without.
        case 421 where incoming.text(1).uppercased() == "CAP":
            sendRegistration(at: incoming.now)
            return
        case 410, 451:
            if phase == .registering {
                sendRegistration(at: incoming.now)
                return
            }
        default: break
        }
        let place = refused ?? buffer(concernedBy: incoming)
        let words = words(for: numeric, incoming: incoming, isRefusal: refused != nil)
        note(words, kind: .error, in: place, at: incoming.now)
        if refused == nil, let asked = connection?.backgroundRequests.asked, asked.buffer == place {
            backgroundRequestAnswered(asked.subject, in: place, at: incoming.now)
        }
    }

    /// Marks the line as refused that an error is about: the one with its label, else the oldest under way that it can be about.
    /// Returns the buffer where it stands; nil where the error is about something else.
    private mutating func refuseSpeech(_ numeric: UInt16, _ incoming: IncomingMessage) -> BufferID? {
        if let label = incoming.label { return refuseLabelled(label) }
        let names = incoming.message.parameters.dropFirst().dropLast()
        let isAboutCommand = names.first.map { Self.isSpeech($0.text) } ?? false
        // A server that labels its answers labels those to what was said: only where it did not understand the line is the label lost.
        let isPerhapsSpeech = ErrorNumeric.subject(of: numeric) == .possiblyMessage && !labelsMessages
        guard isAboutCommand || isPerhapsSpeech else { return nil }
        // A room that was asked for and is not to be had is no word that was not said.
        if !isAboutCommand, names.contains(where: { isAwaited($0) }) { return nil }
        return refuse(named: isAboutCommand ? names.dropFirst() : names, isCommandNamed: isAboutCommand)
    }

    /// True if a room was asked for, and we are not in it yet.
    private func isAwaited(_ channel: Bytes) -> Bool {
        channelEntry.isRequested(casemapping.fold(channel))
            && buffers.id(named: channel).flatMap { buffers[$0]?.isJoined } != true
    }

    /// Marks the line with a label as refused. An error that bears another command's label is about no line: then nil.
    /// <https://ircv3.net/specs/extensions/labeled-response>
    private mutating func refuseLabelled(_ label: String) -> BufferID? {
        guard let id = placeOfLabelled(label) else { return nil }
        return markRefused(label: label, in: id) ? id : nil
    }

    /// The buffer of the line under way that bears a label.
    private func placeOfLabelled(_ label: String) -> BufferID? {
        buffers.first { $0.pending.contains { $0.label == label } }?.id
    }

    /// True if a line or a reaction under way bears a label.
    func isLabelOfSpeech(_ label: String) -> Bool {
        placeOfLabelled(label) != nil || connection?.reactions.contains(label: label) == true
    }

    /// Of what was said to one of these, and where they are none, of all that was said, the oldest line.
    ///
    /// - Parameter isCommandNamed: the error says that it is about something that was said.
    private mutating func refuse(named names: some Collection<Bytes>, isCommandNamed: Bool) -> BufferID? {
        let names = names.filter { !$0.isEmpty && $0.text != "*" }.prefix(4)
        for name in names {
            if let id = buffers.id(named: channelTarget(name)) { return markRefused(label: nil, in: id) ? id : nil }
        }
        guard names.isEmpty, let oldest = oldestUnderWay else { return nil }
        // It may be about a command that was sent since.
        guard isCommandNamed || oldest.sequence > connection?.sendQueue.sequenceAtCommand ?? 0 else { return nil }
        return markRefused(label: nil, in: oldest.buffer) ? oldest.buffer : nil
    }

    /// True if a numeric names the command of something that was said, or of a reaction that is under way.
    func isAboutSpeech(_ incoming: IncomingMessage) -> Bool {
        let command = incoming.text(1)
        return Self.isSpeech(command) || command.uppercased() == "TAGMSG" && connection?.reactions.isEmpty == false
    }

    private static func isSpeech(_ command: String) -> Bool {
        ["PRIVMSG", "NOTICE", "BATCH"].contains(command.uppercased())
    }

    /// The buffer that the error names: the one where the person asked last, if it is among them, else a room, else a query; where it names
    /// none, the one where the person asked last.
    private func buffer(concernedBy incoming: IncomingMessage) -> BufferID {
        guard connection?.registration.welcomedAt != nil else { return .server }
        let named = incoming.message.parameters.dropFirst().dropLast().prefix(2).compactMap { buffers.id(named: $0) }
        if named.contains(replyBuffer) { return replyBuffer }
        return named.first { buffers[$0]?.kind == .channel } ?? named.first ?? replyBuffer
    }

    private func words(for numeric: UInt16, incoming: IncomingMessage, isRefusal: Bool) -> String {
        let channel = incoming.message.parameters.dropFirst().dropLast().lazy.compactMap { buffers.id(named: $0) }.first
        let ranks = channel.flatMap { buffers[$0]?.members[nick]?.prefixes } ?? ""
        return ErrorText(
            incoming: incoming, nick: nick, isupport: isupport, wayToNick: wayToNick, ranks: ranks,
            operators: channel.map { operators(of: $0) } ?? .unknown
        ).text(for: numeric, isRefusal: isRefusal)
    }

    /// How somebody has a nick that is theirs.
    private func wayToNick(_ name: String) -> String {
        let isOwn = account.map { casemapping.fold($0) == casemapping.fold(name) } ?? false
        return isOwn ? "/msg NickServ REGAIN \(name) takes it back." : "If it is yours, /login \(name) takes it back."
    }

    /// FAIL, WARN and NOTE: <https://ircv3.net/specs/extensions/standard-replies>
    mutating func receiveStandardReply(_ incoming: IncomingMessage) {
        let isFailure = incoming.message.command == "FAIL"
        if isFailure, receiveBouncerFailure(incoming) { return }
        if isFailure, incoming.text(1) == "ACCOUNT_REQUIRED", phase == .registering {
            guard DisconnectReason.suspendsLogin(incoming.lastText) else {
                return handleAccountRequired(incoming.lastText, takesInvitation: true)
            }
            if connection?.registration.entryRefusal == nil {
                connection?.registration.refuseEntry(Sentence.openClause(incoming.lastText))
            }
            return
        }
        if incoming.text(0) == "METADATA", receiveMetadataReply(incoming) { return }
        let refusedReaction = isFailure ? refuseReaction(nil, incoming) : nil
        if isFailure, refusedReaction == nil, incoming.text(0) == "TAGMSG", isAnswerToTyping(nil, incoming) { return }
        let isAboutAll = incoming.text(0) == "*" && connection?.registration.isMakingAccount == true
        if isFailure, isAboutAll || incoming.text(0) == "REGISTER" { return receiveRegistrationFailure(incoming) }
        if isFailure, incoming.text(0) == "SEARCH", failSearch(Self.words(ofReply: incoming)) { return }
        if isFailure, incoming.text(0) == "CHATHISTORY", receiveHistoryFailure(incoming) { return }
        if isFailure, incoming.text(0) == "JOIN", followRename(incoming) { return }
        // Nobody but this program tells how far has been read: that it failed is no news for the person.
        if isFailure, incoming.text(0) == "MARKREAD" {
            if let asked = connection?.backgroundRequests.asked, asked.subject == .readMarker {
                backgroundRequestAnswered(.readMarker, in: asked.buffer, at: incoming.now)
            }
            return
        }
        var place = connection?.registration.welcomedAt == nil ? BufferID.server : replyBuffer
        for context in incoming.message.parameters.dropFirst(2).dropLast().prefix(4) {
            if let id = buffers.id(named: context) { place = id }
        }
        let refused = refusedReaction ?? (isFailure ? refuseFailed(incoming) : nil)
        place = refused ?? place
        let lead = refused == nil ? "" : "Not sent: "
        note(lead + Self.words(ofReply: incoming), kind: isFailure ? .error : .info, in: place, at: incoming.now)
    }

    /// The description alone, as a sentence: the code before it is for programs. If there is no description, a sentence that names the
    /// refused command, as far as that is known.
    private static func words(ofReply incoming: IncomingMessage) -> String {
        let words = incoming.message.parameters.count > 2 ? Sentence.made(of: incoming.lastText) : ""
        guard words.isEmpty else { return words }
        let command = incoming.text(0)
        return command.isEmpty || command == "*"
            ? "The server refuses something, and does not say what."
            : "The server does not say why \(command) was refused."
    }

    /// FAIL: the line with its label, else one that its command and its context can be about.
    private mutating func refuseFailed(_ incoming: IncomingMessage) -> BufferID? {
        if let label = incoming.label { return refuseLabelled(label) }
        guard Self.isSpeech(incoming.text(0)) else { return nil }
        let context = incoming.message.parameters.dropFirst(2).dropLast()
        // The context can hold more than the target: its other words depend on the code.
        return refuse(named: context.filter { buffers.id(named: channelTarget($0)) != nil }, isCommandNamed: true)
    }
}
