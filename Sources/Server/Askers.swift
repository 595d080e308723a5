import Chat
import Storage

/// The sessions that have asked the log for something, each as the log knows it.
struct Askers {
    private var all: [SessionID: Asker] = [:]

    /// - Parameter origin: nil for a session that is gone: nothing is looked for any more that it has asked.
    mutating func asker(_ session: SessionID, from origin: Origin?) -> Asker {
        guard let origin else { return Asker(hasLeft: true) }
        if let known = all[session] { return known }
        let asker = Asker(source: origin.neighbourhood)
        all[session] = asker
        return asker
    }

    /// To be called when a session is over, however that came.
    mutating func left(_ session: SessionID) { all.removeValue(forKey: session)?.leave() }
}
