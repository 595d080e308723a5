import Protocol

/// MARKREAD. <https://ircv3.net/specs/extensions/read-marker>
extension Network {
    func markRead(_ session: Session, _ message: Message) {
        guard session.has(.readMarker), let user = session.user else {
            return reply(session, .unknownCommand, "MARKREAD", "Unknown command")
        }
        guard let target = message.text(at: 0), !target.isEmpty else {
            return fail(session, "MARKREAD", "NEED_MORE_PARAMS", "Missing parameters")
        }
        guard let (name, conversation) = markable(target, by: user) else {
            return fail(session, "MARKREAD", "INVALID_PARAMS", "Invalid target", context: [shown(target)])
        }
        guard let word = message.text(at: 1) else { return tellMarker(of: conversation, name: name, to: session) }
        guard case .point(.time(let time)) = HistoryRequest.Point.parse(word) else {
            return fail(session, "MARKREAD", "INVALID_PARAMS", "Invalid timestamp", context: [shown(word)])
        }
        if let old = marker(of: conversation, for: user), time <= old {
            return tellMarker(of: conversation, name: name, to: session)
        }
        setMarker(session, of: conversation, for: user, to: min(time, messageTime)) { [unowned self] isSet in
            guard isSet else {
                return fail(
                    session, "MARKREAD", "INTERNAL_ERROR", "The read timestamp could not be set",
                    context: [shown(target)])
            }
            for other in user.sessions where other === session || other.has(.readMarker) {
                tellMarker(of: conversation, name: name, to: other)
            }
        }
    }

    /// The conversation in which a user may set a marker, with its name before it; nil where the target cannot be the name of one.
    private func markable(_ target: String, by user: User) -> (String, Conversation)? {
        if target.hasPrefix("#") {
            if let channel = channel(named: target), channel.membership(of: user) != nil {
                return (channel.name, .channel(channel.folded))
            }
            // Whoever is not in a room is not told whether there is one.
            guard
                channels.problem(withSyntaxOf: ChannelNameRules.composed(target), limit: settings.limits.channel) == nil
            else {
                return nil
            }
            return (target, .channel(foldChannel(target)))
        }
        guard NicknameRules.problem(with: target, limit: settings.limits.nick) == nil else { return nil }
        let other = users[fold(target)]
        return (
            other?.nick ?? target, .between(identity(of: user), other.map(identity) ?? owner(ofNick: fold(target)))
        )
    }

    private func marker(of conversation: Conversation, for user: User) -> Timestamp? {
        guard let account = user.account else { return user.markers[conversation] }
        return registry.markers[fold(account)]?[conversation]
    }

    /// Sets a marker, and says whether it is set: an account's once the log has it. There may be too many already.
    private func setMarker(
        _ session: Session, of conversation: Conversation, for user: User, to time: Timestamp,
        then proceed: @escaping (Bool) -> Void
    ) {
        let account = user.account.map(fold)
        let markers = account.map { registry.markers[$0] ?? [:] } ?? user.markers
        guard markers[conversation] != nil || markers.count < settings.limits.markers else { return proceed(false) }
        if let account {
            save([.markRead(account: account, conversation, time)], for: session, then: proceed)
        } else {
            user.markers[conversation] = time
            proceed(true)
        }
    }

    /// To be told behind a JOIN, before the names.
    func tellMarker(of channel: Channel, to session: Session) {
        guard session.has(.readMarker) else { return }
        tellMarker(of: .channel(channel.folded), name: channel.name, to: session)
    }

    private func tellMarker(of conversation: Conversation, name: String, to session: Session) {
        guard let user = session.user else { return }
        let time = marker(of: conversation, for: user).map { "timestamp=" + $0.iso8601 } ?? "*"
        respond(Message(source: settings.serverName, "MARKREAD", name, time), to: session)
    }
}
