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
        let word = message.parameters[0].text
        if word.uppercased() == "ASK", message.parameters.count > 1, session.origin.isHost {
            return giveOwnerWord(for: message.parameters[1].text, session)
        }
        if word.uppercased() == "YIELD", session.origin.isHost {
            session.yieldsHostRank = true
            if let user = session.user { refreshHostRank(of: user) }
            return
        }
        guard session.user == nil else { return reply(session, .alreadyRegistered, "You may not reregister") }
        guard ownerWords.take(word, for: session.origin.ends, at: steady) else {
            return fail("OWNER", "INVALID_WORD", "That word is not good, or not any more: connect again", session)
        }
        session.becomeHost()
        audit("OWNER", on: nil, "enters as the host", by: session)
    }

    private func giveOwnerWord(for ends: String, _ session: Session) {
        ask(.makeNonce, for: session) { [unowned self] answer in
            guard case .nonce(let nonce) = answer else {
                return fail("OWNER", "TEMPORARILY_UNAVAILABLE", LoginOutcome.failed.words, session)
            }
            let word = Base64URL.encode(nonce)
            ownerWords.add(word, for: ends, at: steady)
            respond(Message(source: settings.serverName, "OWNER", "WORD", word), to: session)
        }
    }
}

/// Words that are good once.
struct OwnerWords {
    private struct Word {
        let text: String
        let ends: String
        let expiresAt: Timestamp
    }

    /// The oldest first.
    private var words: [Word] = []
    /// Seconds.
    static let life: Int64 = 10
    static let capacity = 64

    mutating func add(_ word: String, for ends: String, at time: Timestamp) {
        words.removeAll { $0.expiresAt <= time }
        if words.count >= Self.capacity { words.removeFirst() }
        words.append(Word(text: word, ends: ends, expiresAt: time.advanced(bySeconds: Self.life)))
    }

    /// True if it is good for that connection. It is not good any more then, nor if it was said on another one.
    mutating func take(_ word: String, for ends: String?, at time: Timestamp) -> Bool {
        guard let place = words.firstIndex(where: { $0.text == word }) else { return false }
        let known = words.remove(at: place)
        return known.ends == ends && known.expiresAt > time
    }
}
