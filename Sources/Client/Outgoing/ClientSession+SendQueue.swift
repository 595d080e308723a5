import Protocol

/// Sending no faster than the server bears, and knowing what has arrived.
extension ClientSession {
    /// How fast this server lets one write.
    var sendRate: SendRate {
        let isModern = !capabilities.isDisjoint(with: ["draft/chathistory", "draft/multiline", "labeled-response"])
        return isModern ? .modern : .careful
    }

    /// Messages that wait for their turn: `n waiting`.
    package var waitingCount: Int { connection?.waiting.count ?? 0 }

    /// Takes back what has not been sent yet. Returns it by buffer, so that nothing but a password is lost.
    package mutating func cancelWaiting(at now: Timestamp) -> [BufferID: CancelledMessages] {
        let waiting = connection?.waiting ?? []
        connection?.waiting = []
        var takenBack: [BufferID: CancelledMessages] = [:]
        for message in waiting {
            takenBack[message.buffer, default: CancelledMessages()].add(message.typed)
            buffers.update(message.buffer) { buffer in
                buffer.pending.removeAll { $0.sequence == message.sequence && !$0.isLost }
                if let line = message.line { buffer.scrollback.remove(line) }
            }
            markChanged(message.buffer)
        }
        return takenBack
    }

    /// Sends what has its turn.
    mutating func sendWaiting(at now: Timestamp) {
        guard phase == .online, let waiting = connection?.waiting, !waiting.isEmpty else { return }
        let sendRate = sendRate
        var sent = 0
        for message in waiting {
            guard connection?.sendRateLimiter.take(sendRate, at: now) == true else { break }
            for line in message.lines { send(line) }
            if let line = message.line { connection?.awaitingPong.append((message.sequence, message.buffer, line)) }
            lastSequenceSent = message.sequence
            sent += 1
        }
        guard sent > 0 else { return }
        connection?.waiting.removeFirst(sent)
        if waitingCount > 0 || sent < waiting.count, let visible { markChanged(visible) }
    }

    mutating func sendPing(at now: Timestamp) {
        if let token = connection?.liveness.ping(at: now) { sendPing(token) }
    }

    /// Sends a PING, and notes what it stands behind.
    mutating func sendPing(_ token: String) {
        connection?.sequenceAtPing = lastSequenceSent
        connection?.playback.pinged()
        connection?.reactionsPinged()
        send("PING", token)
    }

    /// What was sent before the PING that was just answered has arrived.
    mutating func resolveSent(upTo sequence: Int) {
        guard let awaitingPong = connection?.awaitingPong, awaitingPong.contains(where: { $0.sequence <= sequence })
        else { return }
        connection?.awaitingPong.removeAll { $0.sequence <= sequence }
        for sent in awaitingPong where sent.sequence <= sequence {
            buffers.update(sent.buffer) { buffer in
                _ = buffer.scrollback.updateFlags(sent.line) { $0.remove(.pending) }
            }
            markChanged(sent.buffer)
        }
    }

    /// The connection went before a line was settled.
    mutating func markNotSent(_ line: LineID, in id: BufferID) {
        buffers.update(id) { buffer in
            _ = buffer.scrollback.updateFlags(line) { flags in
                flags.remove(.pending)
                flags.insert(.perhapsNotSent)
            }
        }
    }
}
