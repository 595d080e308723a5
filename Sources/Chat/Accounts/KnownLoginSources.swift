import Protocol

/// The sources, addresses or IPv6 /64s, from which somebody has logged in to an account or become an operator, kept over restarts: there
/// the wrong passwords of strangers slow nobody.
///
/// A source is kept as the first bytes of a keyed digest: whoever reads the database learns no addresses from it.
extension Network {
    /// Sources kept of each account; the one with the oldest login makes place.
    static let knownSourcesLimit = 16
    private static let markLength = 8

    /// Seconds that a session has to wait before it may guess a password; nil if it may now.
    ///
    /// It is asked before a guess is checked, and again before the verdict counts: of several guesses that run at once, those
    /// count that would have been allowed one after the other, and the rest tells nothing.
    func loginWait(_ session: Session, _ name: FoldedName) -> Int64? {
        let isKnown = knows(session.origin, of: name)
        let wait = loginThrottle.wait(for: name, from: session.origin, isKnown: isKnown, at: monotonicNow)
        // Whoever asks and has to wait is refused.
        if wait != nil { activity.refused(by: .loginWait) }
        return wait
    }

    func loginFailed(_ session: Session, _ name: FoldedName) {
        activity.loginFailed()
        loginThrottle.failed(name, from: session.origin, isKnown: knows(session.origin, of: name), at: monotonicNow)
    }

    func loginSucceeded(_ session: Session, _ name: FoldedName) {
        activity.loggedIn()
        loginThrottle.succeeded(name, from: session.origin)
        remember(session.origin, of: name)
    }

    func forgetSources(of name: FoldedName) {
        guard registry.notes[Self.sourcesNote(name)] != nil else { return }
        change(.note(Self.sourcesNote(name), nil))
    }

    /// To be called when what opens an account has changed: somebody else may have known it, who then is no better known than others.
    ///
    /// - Parameter session: the one that changed it; its source stays known.
    func reviewSources(of name: FoldedName, changedBy session: Session?) {
        let isKnown = session.map { knows($0.origin, of: name) } ?? false
        forgetSources(of: name)
        if isKnown, let session { remember(session.origin, of: name) }
    }

    private func remember(_ origin: Origin, of name: FoldedName) {
        guard !origin.isHost, let mark = mark(of: origin, for: name) else { return }
        var marks = marks(for: name)
        guard marks.last != mark else { return }
        marks.removeAll { $0 == mark }
        marks.append(mark)
        change(.note(Self.sourcesNote(name), Array(marks.suffix(Self.knownSourcesLimit).joined())))
    }

    private func knows(_ origin: Origin, of name: FoldedName) -> Bool {
        let marks = marks(for: name)
        guard !marks.isEmpty, let mark = mark(of: origin, for: name) else { return false }
        return marks.contains(mark)
    }

    private func marks(for name: FoldedName) -> [[UInt8]] {
        let kept = (registry.notes[Self.sourcesNote(name)] ?? []).suffix(Self.knownSourcesLimit * Self.markLength)
        let bytes = Array(kept)
        return stride(from: 0, to: bytes.count - bytes.count % Self.markLength, by: Self.markLength).map {
            Array(bytes[$0..<$0 + Self.markLength])
        }
    }

    private func mark(of origin: Origin, for name: FoldedName) -> [UInt8]? {
        guard let primitives, let secret = registry.notes[Registry.secretNote] else { return nil }
        let words = Array("source \(name) \(origin.addressPrefix)".utf8)
        return Array(primitives.hmac(secret, words).prefix(Self.markLength))
    }

    private static func sourcesNote(_ name: FoldedName) -> String { "sources \(name)" }
}
