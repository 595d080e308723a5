import Client
import Protocol

/// Lines that were typed with `--linear` and are kept until they can be sent: in their order, each for the buffer that it was typed in.
extension LinearInput {
    /// A line that waits until it can be sent.
    package struct QueuedLine: Hashable, Sendable {
        package let text: String
        /// The buffer that it was typed in. Nil where it goes to the one that is shown when its turn comes: it was typed before one was in, or
        /// in the server's own buffer, or behind a command that may show another.
        package fileprivate(set) var buffer: BufferAddress?

        package var isCommand: Bool { text.hasPrefix("/") }

        /// The buffer that it goes to now.
        package func target(_ chat: ChatModel) -> BufferAddress { buffer ?? chat.shownBuffer.address }
    }

    /// The state in which the first of the lines that are kept was refused; in another state it may be taken.
    struct RefusalContext: Hashable {
        let phase: ConnectionPhase
        let buffer: BufferAddress
        /// Nil where the buffer is closed.
        let isJoined: Bool?

        init(_ line: QueuedLine, _ chat: ChatModel) {
            buffer = line.target(chat)
            phase = chat[buffer.network].phase
            isJoined = chat[buffer]?.isJoined
        }
    }

    /// The network that the first of the lines that are kept goes to, which says when they go on; the one on the screen where none is kept.
    package func nextNetwork(_ chat: ChatModel) -> NetworkID {
        queue.first?.target(chat).network ?? chat.shown.network
    }

    /// The phase of the connection to the network that the first of the kept lines goes to.
    package func nextPhase(_ chat: ChatModel) -> ConnectionPhase { chat[nextNetwork(chat)].phase }

    package var queuedCount: Int { queue.count }
    package var isFull: Bool { queue.count >= Self.maxQueuedLines }

    /// True if the lines that are kept go out by themselves once one is online.
    package var sendsAutomatically: Bool { queuesUntilJoined || !isInteractive }

    /// True if the first line that is kept is a command.
    package var beginsWithCommand: Bool { queue.first?.isCommand == true }

    package mutating func takeFirst() -> QueuedLine? {
        guard !queue.isEmpty else { return nil }
        hasRefused = false
        (lastRefusal, refusal) = (refusal, nil)
        return queue.removeFirst()
    }

    /// Keeps a line that was taken out and could not be sent, for the buffer that refused it.
    package mutating func putBack(_ line: QueuedLine, _ chat: ChatModel, at now: Timestamp) {
        let place = RefusalContext(line, chat)
        queue.insert(QueuedLine(text: line.text, buffer: line.buffer ?? Self.targetBuffer(chat)), at: 0)
        refusal = lastRefusal?.place == place ? lastRefusal : (place, now)
    }

    /// Gives the buffer that is shown now to the kept lines up to the first command, whatever is shown later.
    package mutating func assignBuffer(_ chat: ChatModel) {
        let shown = Self.targetBuffer(chat)
        for index in queue.indices {
            queue[index].buffer = queue[index].buffer ?? shown
            if queue[index].isCommand { return }
        }
    }

    /// The person has had a buffer shown: the lines typed next are for it, and not for a buffer that a command among the kept lines shows.
    package mutating func bufferShown() { mayChangeBuffer = false }

    /// A command that was to wait for nothing was refused. If that is for want of a connection, the command is kept: the lines typed next
    /// may be for the buffer that it shows.
    package mutating func refused(_ command: String, _ chat: ChatModel, because reason: String) -> [LinearStep] {
        guard reason == chat.shown.offlineReason else { return [.printLines(["error: \(reason)"])] }
        guard !mustReject(nextPhase(chat)) else { return keep(command, chat) }
        let isTriedAgain = chat.shown.phase != .idle && sendsAutomatically
        let words = isTriedAgain ? "Not online yet: your line is kept, and goes by itself once you are." : reason
        return keep(command, chat) + [.printLines(["error: \(words)"])]
    }

    /// The buffer that what is typed now is for; nil for the server's own, where nobody hears it.
    private static func targetBuffer(_ chat: ChatModel) -> BufferAddress? {
        let shown = chat.shownBuffer
        return shown.kind == .server ? nil : shown.address
    }

    /// Drops the lines that were kept for the buffers of a network.
    ///
    /// - Returns: how many there were.
    mutating func discardQueued(of network: NetworkID, in chat: ChatModel) -> Int {
        let count = queue.count
        queue.removeAll { $0.target(chat).network == network }
        refusal = nil
        return count - queue.count
    }

    /// True if the first line that is kept would be refused as it was before.
    package func isRefused(_ chat: ChatModel) -> Bool {
        guard let refusal, let first = queue.first else { return false }
        return refusal.place == RefusalContext(first, chat)
    }

    /// True if the first line that is kept has been refused for more than `seconds` seconds, so that it is not only that one is coming in,
    /// and nothing more is read that could change that.
    ///
    /// - Parameter hasEnded: true if all has been read.
    package func isStuck(_ chat: ChatModel, hasEnded: Bool, at now: Timestamp, seconds: Int64) -> Bool {
        let phase = nextPhase(chat)
        guard isRefused(chat), phase == .online, let refusal else { return false }
        guard hasEnded || !isInteractive && mustPauseReading(phase) else { return false }
        return now.seconds(since: refusal.since) > seconds
    }

    /// True if no more is to be read until some of the lines that are kept have gone: only where they go by themselves, or nothing would be
    /// heard of the person any more.
    package func mustPauseReading(_ phase: ConnectionPhase) -> Bool {
        guard isFull, !isAsking else { return false }
        switch phase {
        case .idle, .ended: return false
        case .waiting: return !isInteractive
        case .connecting, .registering: return sendsAutomatically
        case .online: return sendsAutomatically || sending != .idle
        }
    }

    /// True if a line is refused as enough are kept. If no more is read then, lines that have been read already are kept, too.
    func mustReject(_ phase: ConnectionPhase) -> Bool { isFull && !mustPauseReading(phase) }

    mutating func keep(_ line: String, _ chat: ChatModel) -> [LinearStep] {
        guard mustReject(nextPhase(chat)) else {
            mayChangeBuffer = mayChangeBuffer && queue.contains(where: \.isCommand)
            let line = QueuedLine(
                text: line, buffer: queuesUntilJoined || mayChangeBuffer ? nil : Self.targetBuffer(chat))
            queue.append(line)
            mayChangeBuffer = mayChangeBuffer || line.isCommand
            return []
        }
        guard !hasRefused else { return [] }
        hasRefused = true
        let remedy = sendsAutomatically ? "They go once you are online." : "Once you are online, Enter sends them."
        return [
            .printLines([
                "error: Not taken, nor what comes after it: \(Self.maxQueuedLines) lines wait already. \(remedy)"
            ])
        ]
    }
}
