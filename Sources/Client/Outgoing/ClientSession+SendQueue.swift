import Protocol

/// Sending no faster than the server bears, and knowing what has arrived.
extension ClientSession {
    /// The rate at which this server lets one write. Names of features are in capital letters here, and the one that says
    /// that nobody is thrown out for being fast has no value: <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/saferate.md>.
    var sendRate: SendRate {
        if isupport["SOJU.IM/SAFERATE"]?.isEmpty == true { return .unlimited }
        let isModern = !capabilities.isDisjoint(with: ["draft/chathistory", "draft/multiline", "labeled-response"])
        return isModern ? .modern : .careful
    }

    /// Messages that wait for their turn: `n waiting`.
    package var waitingCount: Int { connection?.sendQueue.waitingCount ?? 0 }

    /// Takes back what has not been sent yet. Returns it by buffer, so that nothing but a password is lost.
    package mutating func cancelWaiting(at now: Timestamp) -> [BufferID: CancelledMessages] {
        var takenBack: [BufferID: CancelledMessages] = [:]
        for message in connection?.sendQueue.takeWaiting() ?? [] {
            takenBack[message.buffer, default: CancelledMessages()].add(message.typed)
            buffers.update(message.buffer) { buffer in
                _ = buffer.pending.take { $0.sequence == message.sequence && !$0.isLost }
                if let line = message.line { buffer.scrollback.remove(line) }
            }
            markChanged(message.buffer)
        }
        return takenBack
    }

    /// Sends what has its turn.
    mutating func sendWaiting(at now: Timestamp) {
        guard phase == .online, waitingCount > 0 else { return }
        let sendRate = sendRate
        let due = connection?.sendQueue.takeDue(sendRate, at: now) ?? []
        for message in due {
            for line in message.lines { send(line) }
            outgoing.sent(message.sequence)
        }
        if !due.isEmpty, waitingCount > 0, let visible { markChanged(visible) }
    }

    mutating func sendPing(at now: Timestamp) {
        if let token = connection?.liveness.ping(at: now) { sendPing(token) }
    }

    /// Sends a PING, and notes what it stands behind.
    mutating func sendPing(_ token: String) {
        connection?.sendQueue.pinged(behind: outgoing.lastSent)
        connection?.playback.pinged()
        connection?.reactions.pinged()
        send("PING", token)
    }

    /// Marks as arrived the lines that were sent before the PING that was just answered.
    mutating func resolveSent() {
        for sent in connection?.sendQueue.takeArrived() ?? [] {
            buffers.update(sent.buffer) { buffer in
                _ = buffer.scrollback.updateFlags(sent.line) { $0.remove(.pending) }
            }
            recordArrived(sent.line, in: sent.buffer)
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
