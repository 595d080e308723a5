import Protocol

/// A secret that somebody claims to know. Only the host can tell, and it takes its time: it is not checked here.
package enum Credential: Hashable, Sendable {
    /// What was said with PASS, by somebody who may not come in without.
    case serverPassword(String)
    /// What was said with OPER.
    case `operator`(name: String, password: String)
}

/// What the host says of a ``Credential``.
package enum Verdict: Hashable, Sendable {
    case right
    case wrong
}

/// What a session waits for while the host checks a secret.
struct Verification {
    let credential: Credential
    /// Of the command that brought the secret.
    let label: String?
}

extension Network {
    /// Has the host check a secret; until it has answered, what the session says waits.
    func verify(_ credential: Credential, of session: Session) {
        session.parking = .verifying(Verification(credential: credential, label: session.label))
        emit(.verify(session.id, credential))
    }

    /// The host's answer to ``Effect/verify(_:_:)``.
    package func answerVerification(of id: SessionID, _ verdict: Verdict, at time: Timestamp) {
        advance(to: time)
        guard let session = sessions[id], case .verifying(let verification) = session.parking else { return }
        session.parking = nil
        labelling(verification.label, from: session) {
            switch verification.credential {
            case .serverPassword: passwordChecked(verdict, session)
            case .operator: operatorChecked(verdict, session)
            }
        }
        if session.parking == nil, !session.isClosing { resume(session) }
    }
}
