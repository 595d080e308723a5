import Protocol

/// The conditions for saying something in a room.
extension Network {
    /// The reason that a user's message does not reach the room; nil if it does. <https://modern.ircdocs.horse/#moderated-channel-mode-m>
    ///
    /// - Parameter isSpeech: true for something said, which slow mode counts.
    func obstacle(to user: User, speakingIn channel: Channel, isCTCP: Bool, isSpeech: Bool = true) -> String? {
        let flags = channel.modes.flags
        let ranks = channel.membership(of: user)?.ranks
        // The host speaks everywhere, also from outside.
        if user.sessions.contains(where: \.origin.isHost) { return nil }
        if let mute = serverMute(on: user) { return "You are muted on this server" + mute.words }
        if isCTCP, flags.contains(.noCTCP), !(ranks ?? []).isAtLeast(.halfOperator) {
            return "Cannot send CTCP to channel (+C)"
        }
        if let ranks, ranks.isAtLeast(.voice) { return nil }
        if ranks == nil, flags.contains(.noExternalMessages) { return "Cannot send to channel (+n)" }
        if flags.contains(.moderated) { return "Cannot send to channel (+m)" }
        if flags.contains(.moderatedForUnregistered), user.account == nil {
            return "Cannot send to channel (+M): you need an account"
        }
        if let words = listObstacle(to: user, in: channel) { return words }
        guard isSpeech, let rest = slowModeWait(of: user, in: channel),
            let slowModeSeconds = channel.modes.slowModeSeconds
        else { return nil }
        let span = TimeSpan(seconds: Int64(slowModeSeconds))
        return "Cannot send to channel (+W): one message every \(span) here; try again in \(TimeSpan(seconds: rest))"
    }
}
