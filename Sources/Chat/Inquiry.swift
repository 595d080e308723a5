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
    /// Of the command that asks.
    let label: String?
    /// What to do with the answer.
    let proceed: (Answer) -> Void
}

extension Network {
    /// Asks the host; until it has answered, what the session says waits. A command asks one thing at a time.
    ///
    /// - Parameter isAnswer: whether what comes of it is the answer to the command in hand, under its label.
    func ask(
        _ query: Query, for session: Session, isAnswer: Bool = true, then proceed: @escaping (Answer) -> Void
    ) {
        session.parking = .asking(Inquiry(label: isAnswer ? session.label : nil, proceed: proceed))
        emit(.ask(session.id, query))
    }

    /// The host's answer to ``Effect/ask(_:_:)``. For a session that is gone, or asks for nothing, it does nothing.
    package func answer(_ id: SessionID, with answer: Answer, at time: Timestamp) {
        advance(to: time)
        concludeSaving(of: id, answer)
        guard let session = sessions[id], case .asking(let inquiry) = session.parking else { return }
        session.parking = nil
        labelling(inquiry.label, from: session) { inquiry.proceed(answer) }
        if session.isClosing { return }
        if session.parking == nil, !session.answers.isEmpty { givePortion(to: session) }
        if session.parking == nil { resume(session) }
    }
}
