import Protocol

/// The sessions that watch a nick with MONITOR, whether anybody has it or not.
final class MonitorWatchers {
    private var byNick: [FoldedName: [Session]] = [:]

    /// The sessions that watch a nick, in the order in which they began.
    subscript(nick: FoldedName) -> [Session] { byNick[nick] ?? [] }

    /// The nicks that are watched, in no order.
    var nicks: some Collection<FoldedName> { byNick.keys }

    /// - Parameter nick: one that the session does not watch yet, as it spelled it.
    func watch(_ nick: String, _ folded: FoldedName, by session: Session) {
        session.monitored.insert(nick, folded)
        byNick[folded, default: []].append(session)
    }

    func unwatch(_ folded: FoldedName, by session: Session) {
        guard session.monitored.remove(folded) else { return }
        byNick[folded]?.removeAll { $0 === session }
        if byNick[folded]?.isEmpty == true { byNick[folded] = nil }
    }

    func unwatchAll(by session: Session) {
        for folded in session.monitored.folded { unwatch(folded, by: session) }
    }

    func removeAll() { byNick = [:] }
}
