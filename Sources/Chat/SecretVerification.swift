import Protocol

/// A secret that somebody claims to know. Only the host can tell, and it takes its time: it is not checked here.
package enum ClaimedSecret: Hashable, Sendable {
    /// The word said with PASS, by somebody who may not come in without it.
    case serverPassword(String)
}

/// The host's answer to a ``ClaimedSecret``.
package enum VerificationResult: Hashable, Sendable {
    case right
    case wrong
}

extension Network {
    /// Has the host check a secret.
    func verify(_ credential: ClaimedSecret, of session: Session) {
        ask(.verify(credential), for: session) { [unowned self] answer in
            let verdict = answer == .verdict(.right) ? VerificationResult.right : .wrong
            switch credential {
            case .serverPassword: passwordChecked(session, verdict)
            }
        }
    }
}
