import Protocol

/// Sending no faster than the server bears, and knowing what has arrived.
extension ClientSession {
    /// How fast this server lets one write.
    var pace: Pace {
        let isModern = !capabilities.isDisjoint(with: ["draft/chathistory", "draft/multiline", "labeled-response"])
        return isModern ? .modern : .careful
    }

    /// Messages that wait for their turn: `n waiting`.
    package var waitingCount: Int { link?.waiting.count ?? 0 }

    /// Takes back what has not been sent yet. Returns it by buffer, so that nothing but a password is lost.
    package mutating func cancelWaiting(at now: Timestamp) -> [BufferID: TakenBack] {
        let waiting = link?.waiting ?? []
        link?.waiting = []
        var takenBack: [BufferID: TakenBack] = [:]
        for message in waiting {
            takenBack[message.buffer, default: TakenBack()].add(message.typed)
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
        guard phase == .online, let waiting = link?.waiting, !waiting.isEmpty else { return }
        let pace = pace
        var sent = 0
        for message in waiting {
            guard link?.pace.take(pace, at: now) == true else { break }
            for line in message.lines { send(line) }
            if let line = message.line { link?.unsettled.append((message.sequence, message.buffer, line)) }
            lastSequenceSent = message.sequence
            sent += 1
        }
        guard sent > 0 else { return }
        link?.waiting.removeFirst(sent)
        if waitingCount > 0 || sent < waiting.count, let visible { markChanged(visible) }
    }

    mutating func sendPing(at now: Timestamp) {
        if let token = link?.liveness.ping(at: now) { sendPing(token) }
    }

    /// Sends a PING, and notes what it stands behind.
    mutating func sendPing(_ token: String) {
        link?.sequenceAtPing = lastSequenceSent
        link?.playback.pinged()
        link?.reactionsPinged()
        send("PING", token)
    }

    /// What was sent before the PING that was just answered has arrived.
    mutating func settleSent(upTo sequence: Int) {
        guard let unsettled = link?.unsettled, unsettled.contains(where: { $0.sequence <= sequence }) else { return }
        link?.unsettled.removeAll { $0.sequence <= sequence }
        for sent in unsettled where sent.sequence <= sequence {
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
