import Protocol

/// The question for whose answer by the host a session waits.
struct PendingQuery {
    /// Of the ``NumberedQuery`` that is answered.
    let number: UInt64
    /// Of the command that asks.
    let label: String?
    /// Called with the answer.
    let proceed: (QueryResult) -> Void
}

extension Network {
    /// Asks the host; until it has answered, what the session says waits. A session asks one thing at a time: another is not
    /// asked, and failed.
    ///
    /// - Parameter isAnswer: true if the lines that come of the answer are those of the command in hand, under its label.
    func ask(
        _ query: Query, for session: Session, isAnswer: Bool = true, then proceed: @escaping (QueryResult) -> Void
    ) {
        if case .asking = session.inputHold { return proceed(.failed) }
        let number = queryNumbering.next()
        if case .save(let changes) = query {
            pendingSaves[number] = PendingSave(session: session.id, changes: changes)
        }
        session.inputHold = .asking(
            PendingQuery(number: number, label: isAnswer ? session.label : nil, proceed: proceed))
        emit(.ask(session.id, NumberedQuery(number: number, query: query)))
    }

    /// The host's answer to ``Effect/ask(_:_:)``. For a session that is gone, or that asks for something else by now, it only
    /// keeps what was to be kept.
    ///
    /// - Parameter number: that of the ``NumberedQuery``.
    package func answer(_ id: SessionID, to number: UInt64, with answer: QueryResult, at time: Timestamp) {
        advance(to: time)
        finishSave(number, answer)
        guard let session = sessions[id], case .asking(let inquiry) = session.inputHold, inquiry.number == number else {
            return
        }
        session.inputHold = nil
        withLabel(inquiry.label, from: session) { inquiry.proceed(answer) }
        if session.isClosing { return }
        if session.inputHold == nil, !session.answers.isEmpty { sendPortion(to: session) }
        if session.inputHold == nil { resume(session) }
    }
}
