/// The number of things that have happened since a host last asked: what its measurements are made of. Numbers alone, and nobody's names.
package struct ActivityCounts: Hashable, Sendable {
    /// Messages that were said, by the command that they are told with: PRIVMSG, NOTICE and TAGMSG.
    package internal(set) var messages = 0
    package internal(set) var notices = 0
    package internal(set) var tagMessages = 0
    /// Sessions that those were for, counted once for each message; that of the speaker is one of them where it is in the room.
    package internal(set) var deliveries = 0
    /// Proofs of who somebody is, an account's owner or an operator, that were right, and those that were wrong.
    package internal(set) var logins = 0
    package internal(set) var failedLogins = 0
    package internal(set) var refusals: [RefusalRule: Int] = [:]
}

/// The rules by which Chat keeps somebody out, or something back.
package enum RefusalRule: String, CaseIterable, Sendable {
    /// Too many connections of one address, or too many that have not registered.
    case connectionLimit = "connection_limit"
    /// Neither an account nor an invitation nor the password with which one comes in.
    case admission
    case ban
    /// IRC without TLS from elsewhere.
    case plaintext
    /// Too many wrong passwords before.
    case loginWait = "login_wait"
    /// More lines at once than a session may say: it waits, and is not refused.
    case rate
    /// A line that is no message of IRC.
    case malformed
}

/// Counts what happens until the host asks.
final class ActivityCounter {
    private var counts = ActivityCounts()
    private var isEmpty = true

    /// Takes the counts out; nil where nothing has happened.
    func take() -> ActivityCounts? {
        guard !isEmpty else { return nil }
        defer { (counts, isEmpty) = (ActivityCounts(), true) }
        return counts
    }

    /// Counts something that was said to an audience.
    func said(_ kind: Event.Kind, _ relay: Relay, to audience: Audience) {
        switch kind {
        case .notice: counts.notices += 1
        case .tagMessage: counts.tagMessages += 1
        case .message: counts.messages += 1
        case .join, .part, .kick, .topic, .mode, .nick, .quit, .redaction: return
        }
        isEmpty = false
        for group in audience.groups where relay.concerns(group.capabilities) {
            counts.deliveries += group.sessions.count
        }
    }

    func loggedIn() {
        isEmpty = false
        counts.logins += 1
    }

    func loginFailed() {
        isEmpty = false
        counts.failedLogins += 1
    }

    func refused(by rule: RefusalRule) {
        isEmpty = false
        counts.refusals[rule, default: 0] += 1
    }
}
