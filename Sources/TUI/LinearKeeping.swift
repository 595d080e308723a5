import Client
import Protocol

/// Lines that were typed with `--linear` and are kept until they can be sent: in their order, each for the buffer that it was typed in.
extension LinearInput {
    /// A line that waits until it can be sent.
    package struct KeptLine: Hashable, Sendable {
        package let text: String
        /// The buffer that it was typed in. Nil where it goes to the one that is shown when its turn comes: it was typed before one was in, or
        /// in the server's own buffer, or behind a command that may show another.
        package fileprivate(set) var buffer: BufferID?

        package var isCommand: Bool { text.hasPrefix("/") }

        /// The buffer that it goes to now.
        package func target(_ session: ClientSession) -> BufferID { buffer ?? session.shownBuffer.id }
    }

    /// Where the first of the lines that are kept was refused; elsewhere it may be taken.
    struct Place: Hashable {
        let phase: ConnectionPhase
        let buffer: BufferID
        /// Nil where the buffer is closed.
        let isJoined: Bool?

        init(_ line: KeptLine, _ session: ClientSession) {
            phase = session.phase
            buffer = line.target(session)
            isJoined = session.buffers[buffer]?.isJoined
        }
    }

    package var keptCount: Int { kept.count }
    package var isFull: Bool { kept.count >= Self.mostKept }

    /// Whether what is kept goes out by itself once one is online.
    package var goesByItself: Bool { keepsLines || !isByHand }

    /// Whether the first line that is kept is a command.
    package var beginsWithCommand: Bool { kept.first?.isCommand == true }

    package mutating func takeFirst() -> KeptLine? {
        guard !kept.isEmpty else { return nil }
        hasRefused = false
        (lastRefusal, refusal) = (refusal, nil)
        return kept.removeFirst()
    }

    /// Keeps a line that was taken out and could not be sent, for the buffer that refused it.
    package mutating func putBack(_ line: KeptLine, _ session: ClientSession, at now: Timestamp) {
        let place = Place(line, session)
        kept.insert(KeptLine(text: line.text, buffer: line.buffer ?? Self.audience(session)), at: 0)
        refusal = lastRefusal?.place == place ? lastRefusal : (place, now)
    }

    /// Gives the buffer that is shown now to the kept lines up to the first command, whatever is shown later.
    package mutating func settle(_ session: ClientSession) {
        let shown = Self.audience(session)
        for index in kept.indices {
            kept[index].buffer = kept[index].buffer ?? shown
            if kept[index].isCommand { return }
        }
    }

    /// The person has had a buffer shown: what is typed next is for it, and not for what a command shows that is kept.
    package mutating func hasShown() { mayShowOther = false }

    /// A command that was to wait for nothing was refused. Where that is for want of a connection it is kept: what is typed next may be for
    /// the buffer that it shows.
    package mutating func refused(_ command: String, _ session: ClientSession, because reason: String) -> [LinearStep] {
        guard reason == session.offlineReason else { return [.tell(["error: \(reason)"])] }
        guard !mustRefuse(session.phase) else { return keep(command, session) }
        let isTriedAgain = session.phase != .idle && goesByItself
        let words = isTriedAgain ? "Not online yet: your line is kept, and goes by itself once you are." : reason
        return keep(command, session) + [.tell(["error: \(words)"])]
    }

    /// The buffer that what is typed now is for; nil for the server's own, where nobody hears it.
    private static func audience(_ session: ClientSession) -> BufferID? {
        let shown = session.shownBuffer
        return shown.kind == .server ? nil : shown.id
    }

    /// How many there were.
    mutating func forgetKept() -> Int {
        defer { (kept, refusal) = ([], nil) }
        return kept.count
    }

    /// Whether the first line that is kept would be refused as it was before.
    package func isRefused(_ session: ClientSession) -> Bool {
        guard let refusal, let first = kept.first else { return false }
        return refusal.place == Place(first, session)
    }

    /// Whether that has been so for some seconds, so that it is not only that one is coming in, and nothing more is read that could change it.
    ///
    /// - Parameter hasEnded: whether all has been read.
    package func isStuck(_ session: ClientSession, hasEnded: Bool, at now: Timestamp, seconds: Int64) -> Bool {
        guard isRefused(session), session.phase == .online, let refusal else { return false }
        guard hasEnded || !isByHand && mustHold(session.phase) else { return false }
        return now.seconds(since: refusal.since) > seconds
    }

    /// Whether no more is to be read until some of what is kept has gone: only where it goes by itself, or nothing would be heard of the person
    /// any more.
    package func mustHold(_ phase: ConnectionPhase) -> Bool {
        guard isFull, !isAsking else { return false }
        switch phase {
        case .idle, .ended: return false
        case .waiting: return !isByHand
        case .connecting, .registering: return goesByItself
        case .online: return goesByItself || sending != .resting
        }
    }

    /// Whether a line is refused as enough are kept. Where no more is read then, what has been read already is kept, too.
    func mustRefuse(_ phase: ConnectionPhase) -> Bool { isFull && !mustHold(phase) }

    mutating func keep(_ line: String, _ session: ClientSession) -> [LinearStep] {
        guard mustRefuse(session.phase) else {
            mayShowOther = mayShowOther && kept.contains(where: \.isCommand)
            let line = KeptLine(text: line, buffer: keepsLines || mayShowOther ? nil : Self.audience(session))
            kept.append(line)
            mayShowOther = mayShowOther || line.isCommand
            return []
        }
        guard !hasRefused else { return [] }
        hasRefused = true
        let remedy = goesByItself ? "They go once you are online." : "Once you are online, Enter sends them."
        return [.tell(["error: Not taken, nor what comes behind it: \(Self.mostKept) lines wait already. \(remedy)"])]
    }
}
