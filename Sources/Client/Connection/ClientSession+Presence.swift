import Protocol

/// Being away over connections that come and go. <https://ircv3.net/specs/extensions/pre-away>
extension ClientSession {
    /// Says before the welcome that the person is away: in their words, or with `*` where the connection has come back by itself and nobody
    /// is at the screen.
    mutating func announcePresence() {
        guard phase == .registering, capabilities.contains("draft/pre-away"),
            connection?.registration.sayPresence() == true,
            let words = presence.announcement(isUnattended: hasBeenOnline && !hasFocus)
        else { return }
        send("AWAY", words)
    }

    /// Says at the welcome that the person is away, in their words, where the server could not be told before.
    mutating func announcePresenceAtWelcome() {
        presence.welcomed()
        guard presence.awayText != nil, connection?.registration.sayPresence() == true,
            let words = presence.announcement(isUnattended: false)
        else { return }
        send("AWAY", words)
    }

    /// The person is at the screen: the server hears of it if it was told otherwise.
    mutating func personReturned() {
        guard connection != nil, presence.returned() else { return }
        send("AWAY")
    }

    /// /away and /back; nil for being back.
    mutating func away(_ text: String?) -> SubmitOutcome {
        presence.say(text)
        if let text { send("AWAY", text) } else { send("AWAY") }
        return .done
    }
}
