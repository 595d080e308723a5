import Protocol

/// The facts about the connection that a status line shows.
package struct SessionStatus: Hashable, Sendable {
    package var phase: ConnectionPhase
    package var nick: String
    /// Our user modes, such as `+iw`; empty where there are none.
    package var userModes: String
    package var isAway: Bool
    /// Milliseconds to the server and back; nil while not known.
    package var lagMilliseconds: Int?
    /// Whole seconds until the next try, rounded up; nil while none is waited for.
    package var secondsToRetry: Int?
    /// The name that the network gives itself.
    package var network: String?
    /// The network of a bouncer that the connection is for, and how the bouncer's own connection there stands; nil where there is none.
    package var upstream: BouncerNetwork?
}

extension ClientSession {
    package func status(at now: Timestamp) -> SessionStatus {
        var wait: Int?
        if case .waiting(let until) = phase { wait = Int(max(0, until.milliseconds(since: now)) + 999) / 1000 }
        let modes = connection?.identity.userModes ?? []
        return SessionStatus(
            phase: phase, nick: nick, userModes: modes.isEmpty ? "" : "+" + String(modes.sorted()),
            isAway: connection?.identity.isAway ?? false,
            lagMilliseconds: connection?.liveness.lag(at: now), secondsToRetry: wait, network: isupport["NETWORK"],
            upstream: upstream)
    }
}
