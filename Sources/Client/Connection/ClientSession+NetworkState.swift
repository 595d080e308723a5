import Protocol

/// The state of the network in words, and the rooms that are to be entered on it.
extension ClientSession {
    /// The state of the connection, for how long it has stood, and why there is none: `online as ana for 3 h 5 min`,
    /// `offline, again in 12 s: the server closed the connection`.
    package func stateWords(at now: Timestamp) -> String {
        func offline(_ words: String) -> String {
            guard let failure = lifecycle.failure else { return words }
            return words + ": " + DrawableText.plain(failure)
        }
        switch phase {
        case .idle, .ended: return offline("offline")
        case .connecting: return offline("connecting")
        case .registering: return "connected, not let in yet"
        case .waiting(let until):
            return offline("offline, again in \((max(0, until.milliseconds(since: now)) + 999) / 1000) s")
        case .online:
            let since = connection?.registration.welcomedAt.map { " for " + Self.duration(now.seconds(since: $0)) }
            return "online as \(DrawableText.plain(nick))\(since ?? "")"
        }
    }

    /// Gives the network another name on the screen: that of the server's own buffer.
    package mutating func setName(_ name: String) {
        guard name != buffers[.server]?.name else { return }
        buffers.setServerName(name)
        emit(.buffersChanged)
        markChanged(.server)
    }

    /// Enters rooms now, or once the server lets us in, and shows the first.
    package mutating func enterWhenOnline(_ channels: [SessionConfiguration.Channel], at now: Timestamp) {
        guard phase != .online else {
            if case .notSent(let reason) = enter(channels, at: now) { note(reason, kind: .error, in: .server, at: now) }
            return
        }
        for channel in channels { channelEntry.request(channel, as: casemapping.fold(channel.name)) }
        if let first = channels.first { channelEntry.showOnEntering(casemapping.fold(first.name)) }
    }

    /// Takes the place of a session that was never connected: the rooms that were asked for there are entered once the server lets us in, and
    /// the account that was named there is logged in to, with the password that was typed. To be done before ``start(at:)``.
    package mutating func takePlace(of session: ClientSession) {
        channelEntry.take(from: session.channelEntry)
        login.takeTyped(from: session.login)
    }

    /// True where the person has typed a password of an account that has not been refused.
    package var hasTypedPassword: Bool { login.isTyped }
}
