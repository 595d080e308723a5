import Protocol

/// Tells which lines are played back on a connection: said before we came in, and sent by the server right behind our entering, without being
/// asked for.
///
/// The server's clock alone does not tell them from news: it can be set back, and the clocks of a network differ. So the order of what comes
/// ends the playing back, in each room for itself: the first line from after our entering, the answer to a question that was asked behind it,
/// and the PONG to a PING that was sent behind it.
struct PlaybackWindow: Sendable {
    private struct Opening: Sendable {
        /// By the server's clock.
        let enteredAt: Timestamp
        /// True once a PING has been sent since we entered.
        var isPinged = false
    }

    /// By room; that of all talks with one person is the server's own buffer's.
    private var openings: [BufferID: Opening] = [:]
    /// The server's time of the newest line that was heard before this connection; nil where none was.
    private(set) var newestHeard: Timestamp?
    /// When the person was last there, by this machine's clock; nil where that is not known.
    private(set) var since: Timestamp?
    /// The time until which everything has been read; nil where that is not known.
    private var readUntil: Timestamp?

    /// True while no line is awaited that is played back: everything that comes is news.
    var isClosed: Bool { openings.isEmpty }

    /// The connection begins.
    ///
    /// - Parameter isFirst: it is the first since the program began.
    mutating func begin(newestHeard: Timestamp?, since: Timestamp?, isFirst: Bool) {
        self.newestHeard = newestHeard
        self.since = since
        readUntil = isFirst ? since : nil
    }

    /// The time until which all has been read of what is played back now; nil where nothing is, or that is not known.
    func readUntil(in id: BufferID) -> Timestamp? { openings[id] == nil ? nil : readUntil }

    mutating func open(_ id: BufferID, at enteredAt: Timestamp) { openings[id] = Opening(enteredAt: enteredAt) }

    mutating func close(_ id: BufferID) { openings[id] = nil }

    /// A PING was sent: what is played back comes before its PONG.
    mutating func pinged() {
        for id in openings.keys { openings[id]?.isPinged = true }
    }

    /// The PONG to the last PING came.
    mutating func ponged() {
        guard !openings.isEmpty else { return }
        openings = openings.filter { !$0.value.isPinged }
    }

    /// Takes note of a line. True where it was said before we came in; the first that was not closes.
    mutating func takes(_ time: Timestamp, in id: BufferID) -> Bool {
        guard let opening = openings[id] else { return false }
        if time < opening.enteredAt { return true }
        openings[id] = nil
        return false
    }
}
