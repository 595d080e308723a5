import Protocol

/// The changing of metadata, and who is told of it.
extension Network {
    /// Sets what everybody sees of a thing, or takes it away, and tells those who want to know. The session that asked is answered by itself.
    ///
    /// - Parameter session: one that may; see ``mayChangeMetadata(_:of:)``.
    func change(_ key: String, to value: String?, of target: MetadataTarget, by session: Session) {
        switch target {
        case .newcomer: session.registration.metadata[key] = value
        case .user(let user):
            guard profile(of: user)[key] != value else { return }
            store(value, for: key, about: nil, of: user)
            tell(key, value, of: user, except: session)
        case .channel(let channel):
            guard channel.metadata[key] != value else { return }
            auditMetadata(of: channel, detail: key, by: session)
            channel.metadata[key] = value
            persist(channel)
            tell(key, value, of: channel, except: session)
        }
    }

    /// Takes away all that everybody sees of a thing, at once.
    ///
    /// - Parameters:
    ///   - keys: those of all that there is.
    ///   - session: one that may; see ``mayChangeMetadata(_:of:)``.
    func clear(_ keys: [String], of target: MetadataTarget, by session: Session) {
        if keys.isEmpty { return }
        switch target {
        case .newcomer: session.registration.metadata = [:]
        case .user: for key in keys { change(key, to: nil, of: target, by: session) }
        case .channel(let channel):
            auditMetadata(of: channel, detail: "CLEAR", by: session)
            channel.metadata = [:]
            persist(channel)
            for key in keys { tell(key, nil, of: channel, except: session) }
        }
    }

    /// To be called before an operator of the server's changes something that only those who run the room may change.
    private func auditMetadata(of channel: Channel, detail: String, by session: Session) {
        if session.user.flatMap({ channel.membership(of: $0) })?.ranks.isAtLeast(.operator) == true { return }
        audit("METADATA", on: channel.name, detail: detail, by: session)
    }

    /// An account's is kept over a restart, a guest's as long as the guest is here.
    func store(_ value: String?, for key: String, about target: FoldedName?, of user: User) {
        if let account = user.account.map(fold) {
            change(.saveMetadata(account, key: key, about: target, value))
        } else {
            user.metadata[key, target] = value
        }
    }

    // MARK: Marks

    /// Sets a mark of a user's own on a room or a person, whether that is here or not.
    func setMark(_ session: Session, on name: String, _ key: String, to value: String?, in draft: MetadataDraft) {
        guard let user = session.user, let (shownName, target) = markedTarget(named: name, by: user) else {
            return refuseTarget(session, name)
        }
        guard value == nil || value == "0" || value == "1" else {
            return refuseValue(session, of: key, "It is 0 or 1", in: draft)
        }
        let isSet = value == "1"
        let marks = allMarks(of: user)
        if isSet, marks[target] == nil, marks.count >= settings.limits.metadataMarks {
            let problem = "You have marked as many as you can: remove a mark first"
            return fail(session, "METADATA", "LIMIT_REACHED", problem, context: [shownName])
        }
        if (marks[target]?[key] != nil) != isSet {
            store(isSet ? "1" : nil, for: key, about: target, of: user)
            // Clients of soju show a mark when METADATA tells it, also to the one that set it, and look at no answer.
            var audience = MetadataAudience()
            for other in user.sessions { audience.add(other, subscribingTo: key) }
            tell(key, isSet ? "1" : "0", of: shownName, to: audience, except: draft == .two ? nil : session)
        }
        respond(keyValue(key, isSet ? "1" : "0", of: shownName, for: session), to: session)
    }

    /// The name of a room or a person as a session is told it, and as a mark on it is kept; nil where it can be the name of neither.
    func markedTarget(named name: String, by user: User) -> (name: String, folded: FoldedName)? {
        if name == "*" { return (user.nick, user.folded) }
        if name.hasPrefix("#") {
            if let channel = channel(named: name, seenBy: user) { return (channel.name, channel.folded) }
            let composed = ChannelNameRules.composed(name)
            guard channels.problem(withSyntaxOf: composed, limit: settings.limits.channel) == nil else { return nil }
            return (name, foldChannel(name))
        }
        guard NicknameRules.problem(with: name, limit: settings.limits.nick) == nil else { return nil }
        return (users[fold(name)]?.nick ?? name, fold(name))
    }

    // MARK: Telling

    /// Tells the members of a room, as far as they want to know, what a newcomer tells of itself.
    func tellProfile(of user: User, to channel: Channel, except session: Session?) {
        let profile = self.profile(of: user)
        guard !profile.isEmpty, channel.hasSubscribers else { return }
        for (key, value) in profile.sorted(by: { $0.key < $1.key }) {
            tell(key, value, of: user.nick, to: channel.subscribers(to: key), except: session)
        }
    }

    private func tell(_ key: String, _ value: String?, of channel: Channel, except session: Session?) {
        tell(key, value, of: channel.name, to: channel.subscribers(to: key), except: session)
    }

    /// Tells the user's own other sessions, those who share a room with the user, and those who watch the user and may know of it.
    func tell(_ key: String, _ value: String?, of user: User, except session: Session?) {
        tell(key, value, of: user.nick, to: subscribers(to: key, of: user), except: session)
    }

    private func subscribers(to key: String, of user: User) -> MetadataAudience {
        let watchers = watchers[user.folded].filter { $0.user.map { showsMetadata(user, to: $0) } ?? false }
        // Most are in one room, and that knows who is in it.
        if user.channels.count == 1, watchers.isEmpty { return user.channels[0].subscribers(to: key) }
        let broadcast = sessions.nextUniqueNumber()
        var audience = MetadataAudience()
        func add(_ sessions: [Session]) {
            for session in sessions where session.lastBroadcast != broadcast {
                session.lastBroadcast = broadcast
                audience.add(session, subscribingTo: key)
            }
        }
        add(user.sessions)
        for channel in user.channels {
            for member in channel.members { add(member.user.sessions) }
        }
        add(watchers)
        return audience
    }

    /// Tells those who subscribe to a key. The numerics of the third draft go to `*`, so that all read the same. A line of the second draft
    /// always has a value: one that was taken away is empty there.
    private func tell(
        _ key: String, _ value: String?, of target: String, to audience: MetadataAudience, except exception: Session?
    ) {
        let server = settings.serverName
        if !audience.second.groups.isEmpty {
            let message = Message(source: server, "METADATA", target, key, "*", value ?? "")
            broadcast(Relay(message: message, time: messageTime), to: audience.second, except: exception)
        }
        if !audience.third.groups.isEmpty {
            let message =
                value.map { Message(source: server, Command(.keyValue), "*", target, key, "*", $0) }
                ?? Message(source: server, Command(.keyNotSet), "*", target, key, "Key not set")
            broadcast(Relay(message: message, time: messageTime), to: audience.third, except: exception)
        }
    }
}
