import Protocol

/// The settling of lines under way of which no echo comes.
extension ClientSession {
    /// Gives the lines sent up to a point their place, marked as not heard back.
    mutating func resolvePending(in id: BufferID, upTo sequence: Int, at now: Timestamp) {
        let waiting = waitingSequences
        let settled =
            buffers.update(id) { buffer in
                buffer.pending.take { $0.sequence <= sequence && $0.isUnderWay(but: waiting) }
            } ?? []
        guard !settled.isEmpty else { return }
        // Of what is said to a service nothing comes back but its answer.
        let isToService = buffers[id].map { $0.kind == .query && PasswordMasking.isService($0.name) } ?? false
        for pending in settled { append(pending.settled(isToService ? [] : .unconfirmed), to: id) }
    }

    /// Settles lines under way by an answer in their buffer. An answer that bears the label of our line shows that the line has arrived,
    /// and stands below it. So do the words of a service, since many servers send nothing else back of a line that is said to a service;
    /// but a service may speak by itself as well, so that such a line is known to have arrived only with the next PONG.
    mutating func resolveByAnswer(_ incoming: IncomingMessage, in id: BufferID) {
        guard let buffer = buffers[id], !buffer.pending.isEmpty else { return }
        let waiting = waitingSequences
        let isService = buffer.kind == .query && PasswordMasking.isService(buffer.name)
        let answered =
            buffers.update(id) { buffer in
                buffer.pending.take { pending in
                    pending.isUnderWay(but: waiting)
                        && (pending.label == nil ? isService : pending.label == incoming.label)
                }
            } ?? []
        for pending in answered {
            connection?.sendQueue.addAnswered(
                AnsweredLine(
                    label: pending.label, buffer: id, text: pending.line.text, sequence: pending.sequence))
            let line = pending.label == nil ? pending.line : pending.settled()
            guard let line = append(line, to: id), pending.label == nil else { continue }
            connection?.sendQueue.addArriving(ArrivingLine(sequence: pending.sequence, buffer: id, line: line))
        }
    }

    /// Takes the echo of a line that stands since its answer came; false where it is of another.
    mutating func resolveByEcho(label: String?, in id: BufferID, text: Bytes) -> Bool {
        guard let line = connection?.sendQueue.takeAnswered(label: label, in: id, text: text) else { return false }
        if let place = connection?.sendQueue.takeArriving(sequence: line.sequence) {
            buffers.update(id) { buffer in
                _ = buffer.scrollback.updateFlags(place) { $0.remove(.pending) }
            }
            recordArrived(place, in: id)
            markChanged(id)
        }
        return true
    }

    /// The server took a line and has nothing to send back for it: it stands as it was sent.
    mutating func acknowledgePending(label: String?) {
        if let label { acknowledgeReaction(label: label) }
        guard let label, let id = buffers.first(where: { $0.pending.contains { $0.label == label } })?.id else {
            return
        }
        guard let pending = takeRefused(label: label, in: id) else { return }
        append(pending.settled(), to: id)
    }

    /// The server refused what was sent: it stands, marked as not heard back. With no label, it is the oldest in the buffer that is under way.
    @discardableResult
    mutating func markRefused(label: String?, in id: BufferID) -> Bool {
        if let line = connection?.sendQueue.takeOldestArriving(in: id) {
            let isThere =
                buffers.update(id) { buffer in
                    buffer.scrollback.updateFlags(line) { flags in
                        flags.remove(.pending)
                        flags.insert(.unconfirmed)
                    }
                } ?? false
            markChanged(id)
            return isThere
        }
        guard let pending = takeRefused(label: label, in: id) else { return false }
        append(pending.settled(.unconfirmed), to: id)
        return true
    }

    /// The line that has been under way for longest.
    var oldestUnderWay: (sequence: Int, buffer: BufferID)? {
        let waiting = waitingSequences
        var oldest = connection?.sendQueue.oldestArriving.map { ($0.sequence, $0.buffer) }
        for buffer in buffers where !buffer.pending.isEmpty {
            guard let sequence = buffer.pending.first(where: { $0.isUnderWay(but: waiting) })?.sequence else {
                continue
            }
            if sequence < oldest?.0 ?? Int.max { oldest = (sequence, buffer.id) }
        }
        return oldest
    }

    /// True while a line without a label, sent before a reaction or with it, is under way in a buffer.
    func isUnderWay(in id: BufferID, before reaction: SentReaction) -> Bool {
        let waiting = waitingSequences
        return connection?.sendQueue.isArriving(in: id, upTo: reaction.sequence) == true
            || buffers[id]?.pending.contains {
                $0.isUnderWay(but: waiting) && $0.label == nil && $0.sequence <= reaction.sequence
            } == true
    }

    /// The lines that have not been sent yet.
    private var waitingSequences: Set<Int> { connection?.sendQueue.waitingSequences ?? [] }

    /// Takes away the line under way that the server refused; nil where none is known.
    private mutating func takeRefused(label: String?, in id: BufferID) -> PendingLine? {
        let waiting = waitingSequences
        let refused = buffers.update(id) { buffer in
            buffer.pending.takeFirst { $0.isUnderWay(but: waiting) && (label == nil || $0.label == label) }
        }
        guard let refused = refused ?? nil else { return nil }
        markChanged(id)
        return refused
    }
}
