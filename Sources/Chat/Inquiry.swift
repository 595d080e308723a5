import Protocol

/// What a session asks for that only the host can answer: it has the log, and time for what takes time.
package enum Query: Hashable, Sendable {
    /// Whether a secret is right. Answered by ``Answer/verdict(_:)``.
    case verify(Credential)
    /// A page of a conversation. Answered by ``Answer/events(_:)``, in rising order.
    case page(HistoryRequest)
    /// Where something was said lately. Answered by ``Answer/targets(_:)``.
    case targets(TargetsRequest)
    /// One event. Answered by ``Answer/event(_:)``.
    case find(EventNumber)
    /// What fits. Answered by ``Answer/found(_:)``, the newest first.
    case search(SearchQuery)
    /// Bytes that nobody can guess. Answered by ``Answer/nonce(_:)``.
    case makeNonce
    /// Whether a password is the right one. One at a time for each address. Answered by ``Answer/verdict(_:)``.
    case checkPassword(Bytes, SCRAM.Credential, from: String)
    /// What is to be kept of a new password. One at a time for each address. Answered by ``Answer/credential(_:)``.
    case makeCredential(Bytes, from: String)
    /// Changes that somebody waits for: answered by ``Answer/saved`` when they are stored; if they are not, they never will be.
    case save([RegistryChange])
    /// What an account said is to be taken out of the log. Answered by ``Answer/saved``.
    case erase(FoldedName)
}

/// One question of a session: its answer counts for it alone. An answer that was taken for another's would let somebody in with
/// a password that is right somewhere else.
package struct Question: Hashable, Sendable {
    /// No two questions of a server's life have the same one.
    package let number: UInt64
    package let query: Query

    package init(number: UInt64, query: Query) {
        self.number = number
        self.query = query
    }
}

/// What the host says to a ``Query``.
package enum Answer: Hashable, Sendable {
    case verdict(Verdict)
    case events([Event])
    case targets([HistoryTarget])
    case event(Event?)
    case found([Event])
    case nonce([UInt8])
    case credential(SCRAM.Credential)
    case saved
    /// It cannot be told: the log failed, say. The host knows why, and has put it into its own log.
    case failed
}

/// What a session waits for while the host looks for an answer.
struct Inquiry {
    /// Of the ``Question`` that is answered.
    let number: UInt64
    /// Of the command that asks.
    let label: String?
    /// What to do with the answer.
    let proceed: (Answer) -> Void
}

extension Network {
    /// Asks the host; until it has answered, what the session says waits. A session asks one thing at a time: another is not
    /// asked, and failed.
    ///
    /// - Parameter isAnswer: whether what comes of it is the answer to the command in hand, under its label.
    func ask(
        _ query: Query, for session: Session, isAnswer: Bool = true, then proceed: @escaping (Answer) -> Void
    ) {
        if case .asking = session.parking { return proceed(.failed) }
        lastQuestion += 1
        if case .save(let changes) = query { savings[lastQuestion] = Saving(session: session.id, changes: changes) }
        session.parking = .asking(
            Inquiry(number: lastQuestion, label: isAnswer ? session.label : nil, proceed: proceed))
        emit(.ask(session.id, Question(number: lastQuestion, query: query)))
    }

    /// The host's answer to ``Effect/ask(_:_:)``. For a session that is gone, or that asks for something else by now, it only
    /// keeps what was to be kept.
    ///
    /// - Parameter number: that of the ``Question``.
    package func answer(_ id: SessionID, to number: UInt64, with answer: Answer, at time: Timestamp) {
        advance(to: time)
        concludeSaving(number, answer)
        guard let session = sessions[id], case .asking(let inquiry) = session.parking, inquiry.number == number else {
            return
        }
        session.parking = nil
        labelling(inquiry.label, from: session) { inquiry.proceed(answer) }
        if session.isClosing { return }
        if session.parking == nil, !session.answers.isEmpty { givePortion(to: session) }
        if session.parking == nil { resume(session) }
    }
}
