import Chat
import Storage

/// The sessions that have asked the log for something, each as the log knows it.
struct LogReadContexts {
    private var all: [SessionID: LogReadContext] = [:]

    /// - Parameter origin: nil for a session that is gone: nothing is looked for any more that it has asked.
    mutating func context(_ session: SessionID, from origin: Origin?) -> LogReadContext {
        guard let origin else { return LogReadContext(cancelled: true) }
        if let known = all[session] { return known }
        let context = LogReadContext(source: origin.addressPrefix)
        all[session] = context
        return context
    }

    /// To be called when a session is over, however that came.
    mutating func left(_ session: SessionID) { all.removeValue(forKey: session)?.cancel() }
}
