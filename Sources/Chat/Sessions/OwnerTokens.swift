import Basics
import Protocol

/// OWNER: how the host enters as the host over TCP, too. Whoever can open the host's own door asks there for a word for a connection
/// within this machine that stands already, and says it over that connection before registration is complete.
///
///     host's own door      C: OWNER ASK :<both ends of the connection>
///                          S: :server OWNER WORD <word>
///     the connection       C: OWNER <word>
///     host's own door      C: OWNER YIELD    (it only listens, and takes no rank in the host's rooms; there is no answer)
///
/// A word is good once, for ten seconds, and for that connection alone: what is said of it is worth nothing to anybody else. A session
/// that came through a proxy or a gateway has no ends, and no word is good for it.
extension Network {
    func owner(_ session: Session, _ message: Message) {
        let token = message.parameters[0].text
        if token.uppercased() == "ASK", message.parameters.count > 1, session.origin.isHost {
            return giveOwnerToken(session, for: message.parameters[1].text)
        }
        if token.uppercased() == "YIELD", session.origin.isHost {
            session.yieldsHostRank = true
            if let user = session.user { refreshHostRank(of: user) }
            return
        }
        guard session.user == nil else { return reply(session, .alreadyRegistered, "You may not reregister") }
        guard ownerTokens.take(token, for: session.origin.ends, at: monotonicNow) else {
            return fail(session, "OWNER", "INVALID_WORD", "That token is not valid, or no longer: connect again")
        }
        session.becomeHost()
        audit("OWNER", detail: "enters as the host", by: session)
    }

    private func giveOwnerToken(_ session: Session, for ends: String) {
        guard let primitives else {
            return fail(session, "OWNER", "TEMPORARILY_UNAVAILABLE", LoginOutcome.failed.words)
        }
        let token = Base64URL.encode(primitives.randomBytes(SCRAM.nonceCount))
        ownerTokens.add(token, for: ends, at: monotonicNow)
        respond(Message(source: settings.serverName, "OWNER", "WORD", token), to: session)
    }
}

/// Words that are good once.
final class OwnerTokens {
    private struct Token {
        let text: String
        let ends: String
        let expiresAt: Timestamp
    }

    /// The oldest first.
    private var tokens: [Token] = []
    /// Seconds.
    static let lifetimeSeconds: Int64 = 10
    static let capacity = 64

    func add(_ token: String, for ends: String, at time: Timestamp) {
        tokens.removeAll { $0.expiresAt <= time }
        if tokens.count >= Self.capacity { tokens.removeFirst() }
        tokens.append(Token(text: token, ends: ends, expiresAt: time.advanced(bySeconds: Self.lifetimeSeconds)))
    }

    /// True if it is good for that connection. It is not good any more then, nor if it was said on another one.
    func take(_ token: String, for ends: String?, at time: Timestamp) -> Bool {
        guard let place = tokens.firstIndex(where: { $0.text == token }) else { return false }
        let known = tokens.remove(at: place)
        return known.ends == ends && known.expiresAt > time
    }
}
