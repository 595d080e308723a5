import Protocol

/// The lock: what a session must show before its registration is complete, see ``Origin/needs``.
///
/// Whatever it may show it can show first, SASL and PASS; it is asked when it has said all else. An invitation's secret comes as the
/// password, because every client can send one.
extension Network {
    /// - Returns: true if a session may come in. If not, it is refused, or registration goes on when the answer is there.
    func isAdmitted(_ session: Session) -> Bool {
        if session.admission.isAdmitted { return true }
        let needs = session.origin.needs
        if session.admission.invitationProblem == nil, let invitation = invitation(shownBy: session) {
            accept(invitation, from: session)
            return false
        }
        if needs.isEmpty || needs.contains(.account) && session.registration.account != nil {
            session.admission.admit(
                invitedBy: session.registration.account.flatMap { registry.accounts[fold($0)]?.invitedBy })
            return true
        }
        askForPassword(session)
        return false
    }

    // MARK: The password

    private func askForPassword(_ session: Session) {
        let origin = session.origin
        guard let password = session.registration.password else {
            return turnAway(session, Self.admissionHint(for: origin, hasNoCapabilities: session.hasNoCapabilities))
        }
        if let problem = session.admission.invitationProblem { return turnAway(session, problem) }
        if turnAwayIfTooSoon(session) { return }
        guard origin.needs.contains(.password) else { return passwordChecked(session, .wrong) }
        verify(.serverPassword(password), of: session)
    }

    private func turnAwayIfTooSoon(_ session: Session) -> Bool {
        guard let wait = loginThrottle.wait(serverPasswordFrom: session.origin, at: monotonicNow) else { return false }
        turnAway(session, "Too many wrong passwords: try again in \(wait) seconds")
        return true
    }

    /// Of several guesses that run at once, those count that would have been allowed one after the other.
    func passwordChecked(_ session: Session, _ verdict: VerificationResult) {
        if turnAwayIfTooSoon(session) { return }
        guard verdict == .right else {
            loginThrottle.failed(serverPasswordFrom: session.origin, at: monotonicNow)
            let what =
                session.origin.needs.contains(.password) ? "neither the server's password nor" : "not"
            let ways = Self.admissionHint(for: session.origin, hasNoCapabilities: session.hasNoCapabilities)
            return turnAway(session, "Password incorrect: it is \(what) a valid invitation. \(ways)")
        }
        loginThrottle.succeeded(serverPasswordFrom: session.origin)
        session.admission.admit()
        registerIfReady(session)
    }

    /// Turns a session away. If no password of the server's would do, an account is missing, and that is said as the registry of replies
    /// has it: <https://ircv3.net/registry#standard-replies>.
    func turnAway(_ session: Session, _ reason: String) {
        activity.refused(by: .admission)
        if session.origin.needsAccount { fail(session, "*", "ACCOUNT_REQUIRED", reason) }
        reply(session, .passwordMismatch, reason)
        close(session, reason: reason)
    }

    /// The ways in for somebody who has shown nothing, as one sentence: those that their program can take.
    ///
    /// - Parameter hasNoCapabilities: true where perhaps a person types the lines of the protocol: then the commands are named, too. Other programs ask for
    ///   passwords in their own way.
    static func admissionHint(for origin: Origin, hasNoCapabilities: Bool) -> String {
        let needs = origin.needs
        var ways: [String] = []
        if needs.contains(.account), !origin.isTelnet {
            ways.append("an account (log in\(hasNoCapabilities ? " with SASL" : ""))")
        }
        if needs.contains(.invitation) {
            let how =
                origin.isTelnet
                ? "what its link has behind invite="
                : hasNoCapabilities
                    ? "open its link, or send what it has behind invite= with PASS"
                    : "open its link, or give what it has behind invite= as the server password"
            ways.append("an invitation (\(how))")
        }
        if needs.contains(.password) {
            ways.append("the server's password" + (hasNoCapabilities && !origin.isTelnet ? " (with PASS)" : ""))
        }
        let last = ways.popLast() ?? ""
        let list = ways.isEmpty ? last : ways.joined(separator: ", ") + " or " + last
        let place = origin.isTelnet ? "come in, typed when the password is asked for" : "come in"
        return "You need \(list) to \(place): ask whoever hosts this server"
    }
}

extension Origin {
    /// True if nobody comes in from there by a password of the server's: an account, or an invitation in its place, is required.
    var needsAccount: Bool { needs.contains(.account) && !needs.contains(.password) }
}
