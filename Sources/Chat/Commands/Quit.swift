import Protocol

/// Going: QUIT, and the end of a session, of a user and of the server.
extension Network {
    /// <https://modern.ircdocs.horse/#quit-message>
    func quit(_ session: Session, _ message: Message) { close(session, reason: farewell(message, of: session)) }

    /// The words that the others are told when somebody says QUIT.
    private func farewell(_ message: Message, of session: Session) -> String {
        var words = message.parameters.first?.prefix(ofAtMost: settings.limits.quitReason).text ?? ""
        // All the rooms hear the same words; none where it would take long to know who may hear them.
        if let user = session.user {
            let isKnown = session.origin.isExemptFromLimits || checkLists(user)
            if !isKnown || isMuted(user) { words = "" }
        }
        return words.isEmpty ? "Quit" : "Quit: " + words
    }

    /// Ends a session of our own accord: it is told why, and the others too.
    func close(_ session: Session, reason: String) {
        guard !session.isClosing else { return }
        session.isClosing = true
        // The answers that the session has got come before the farewell.
        if !session.labelledResponses.isEmpty { flushLabelledResponses(of: session) }
        let farewell = Message("ERROR", "Closing link (\(session.origin.host)): \(reason)")
        emit(.close(session.id, farewell: farewell.limited(to: .fromServer).serialized()))
        end(session, reason: reason)
    }

    /// Takes a session, and with its last session its user, out of everything.
    func end(_ session: Session, reason: String) {
        session.isClosing = true
        sessions.remove(session)
        // The closures that wait in it for answers would hold on to the session.
        session.inputHold = nil
        session.answers.removeAll()
        session.input.clear()
        pendingSaves.releaseNames(by: session.id)
        watchers.unwatchAll(by: session)
        guard let user = session.user else { return }
        session.user = nil
        noteArrival(of: session, at: user)
        user.sessions.removeAll { $0 === session }
        for channel in user.channels { channel.forget(session) }
        guard !user.sessions.isEmpty else { return lastSessionEnded(of: user, reason: reason) }
        refreshAway(of: user)
        refreshOperator(of: user)
        refreshHostRank(of: user)
    }

    /// Takes a user out of every room and tells those who shared one.
    func remove(_ user: User, reason: String) {
        let text = Bytes(reason)
        let event = makeEvent(.quit, by: user, in: conversations(of: user), text: text)
        record(event)
        broadcast(relay(event, by: user, command: "QUIT", parameters: [text]), to: peers(of: user))
        for channel in user.channels { leave(channel, user) }
        users.setModes(of: user, to: [])
        users.remove(user, at: now, limits: settings.limits)
        user.invitations = []
        tellWatchers(thatIsOffline: user.nick, folded: user.folded)
        giveFreedNick(user.folded, user.nick)
    }

    /// Ends every session, and says so in the rooms, and to those who are in none. That everybody leaves is on record, but not told
    /// to each of the others. The reason stands in a NOTICE; the ERROR behind it does not say it again, but a word that clients know as one
    /// after which they may come back.
    package func shutDown(reason: String, at time: Timestamp) {
        advance(to: time)
        for channel in channels.sorted {
            broadcast(
                Relay(message: Message(source: settings.serverName, "NOTICE", channel.name, reason), time: messageTime),
                to: channel.audience)
        }
        for session in sessions.sorted where !session.isClosing {
            session.isClosing = true
            if session.user?.channels.isEmpty ?? true {
                emit(Message(source: settings.serverName, "NOTICE", session.displayName, reason), to: session)
            }
            let farewell = Message("ERROR", "Closing link (\(session.origin.host)): Shutdown")
            emit(.close(session.id, farewell: farewell.serialized()))
        }
        for user in users.sorted {
            if !user.sessions.isEmpty { saveLastArrival(user) }
            // Somebody who stays while not connected stays over a restart, too.
            if isAlwaysOn(user) {
                notePresence(of: user)
            } else {
                record(makeEvent(.quit, by: user, in: conversations(of: user), text: Bytes(reason)))
            }
        }
        sessions.removeAll()
        users.removeAll()
        watchers.removeAll()
        channels.removeAll()
    }
}
