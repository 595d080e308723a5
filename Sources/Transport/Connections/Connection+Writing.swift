import Glibc

/// The writing side of a connection.
///
/// 1. Frames leave in the order they were sent; the peer never sees one with a part missing.
/// 2. What the socket takes at once is not queued; what it does not is, and only then is writability watched.
/// 3. More than `limits.sendQueueBytes` waiting ends the connection at once; exempt frames do not count.
/// 4. `drained` is told once for each time the queue rose above `limits.drainMark`, or was asked for.
extension Connection {
    /// Bytes that wait for the peer, encrypted ones included.
    package var queuedBytes: Int { queue.bytes + backlog.count }

    /// The mark of the last batch that the lane has carried out, if all that the connection was sent until now has arrived at its
    /// peer's system; nil while some of it waits here or is not acknowledged. It costs a system call where something was sent since the
    /// last time.
    package var acknowledgedMark: LaneBatch.Mark? {
        guard queuedBytes == 0 else { return nil }
        if !isAllAcknowledged { isAllAcknowledged = Socket.isAcknowledged(descriptor) }
        return isAllAcknowledged ? core.mark : nil
    }

    /// Sends `frame`; dropped when the connection is not open.
    package func send(_ frame: Frame) {
        withExtendedLifetime(frame) {
            withUnsafePointer(to: Unmanaged.passUnretained(frame)) {
                transmit(UnsafeBufferPointer(start: $0, count: 1))
            }
        }
    }

    /// Sends what the peer itself asked for, which does not count against its send queue's bound: send a piece, and the
    /// next when `drained` is told.
    package func sendExempt(_ frame: Frame) {
        guard phase == .open else { return }
        isAllAcknowledged = false
        queue.append(frame, isExempt: true)
        flushQueued(tryNow: !isWritingWatched)
    }

    /// Asks for one call of `drained`: when few enough bytes wait, or in a turn of its own if that is so now.
    package func notifyWhenDrained() {
        wantsDrained = true
        if queuedBytes <= configuration.limits.drainMark { core.reportDrainedLater(id) }
    }

    func reportDrained() {
        guard wantsDrained, phase == .open, queuedBytes <= configuration.limits.drainMark else { return }
        wantsDrained = false
        handler.drained(self)
    }

    /// Sends `frames`, in one write if the socket takes them; the caller keeps them alive meanwhile.
    func transmit(_ frames: UnsafeBufferPointer<Unmanaged<Frame>>) {
        guard phase == .open else { return }
        isAllAcknowledged = false
        var cursor = FrameCursor()
        // If bytes wait already, writability is watched.
        if !isWritingWatched, tls == nil || frames.count == 1 {
            guard tls == nil ? write(frames, from: &cursor) : encrypt(frames[0], from: &cursor) else { return }
        }
        guard cursor.index < frames.count else { return }
        while cursor.index < frames.count {
            queue.append(frames[cursor.index].takeUnretainedValue(), from: cursor.offset, isExempt: false)
            cursor = FrameCursor(index: cursor.index + 1)
        }
        flushQueued(tryNow: tls != nil && !isWritingWatched)
    }

    /// Sends what waits, as much as the socket takes now.
    func flush() {
        guard phase != .dead, phase != .lingering, flushSome(records: 16) else { return }
        updateWatch()
        if queuedBytes == 0, case .flushing = phase { return finishFlushing() }
        reportDrained()
    }

    /// Sends what the TLS session left to be sent; what does not go becomes the backlog. False when that ended it.
    @discardableResult
    func sendCiphertext() -> Bool {
        guard !core.ciphertext.isEmpty else { return true }
        defer { core.ciphertext.removeAll() }
        var sent = 0
        if backlog.isEmpty {
            switch core.ciphertext.bytes.withUnsafeBytes({ Socket.send(descriptor, $0) }) {
            case .bytes(let count): sent = count
            case .wouldBlock: break
            case .failed(let code): return fail(code)
            }
        }
        guard sent < core.ciphertext.bytes.count else { return true }
        backlog += core.ciphertext.bytes[sent...]
        // A record is sealed only where nothing waits; more is what the peer made the session answer.
        guard backlog.count <= max(configuration.limits.sendQueueBytes, 4 * TLSRecord.maxPlaintext) else {
            abort(.sendQueueExceeded)
            return false
        }
        updateWatch()
        return phase != .dead
    }

    /// After something was queued: sends what it can, keeps to the bound, and watches for more.
    private func flushQueued(tryNow: Bool) {
        if tryNow, !flushSome(records: .max) { return }
        guard queue.countedBytes <= configuration.limits.sendQueueBytes else { return abort(.sendQueueExceeded) }
        if queuedBytes > configuration.limits.drainMark { wantsDrained = true }
        updateWatch()
    }

    /// Writes `frames` past the queue, which is empty, until the socket takes no more. False when it broke, which ends
    /// the connection.
    private func write(_ frames: UnsafeBufferPointer<Unmanaged<Frame>>, from cursor: inout FrameCursor) -> Bool {
        while cursor.index < frames.count {
            let outcome: Socket.IOResult
            let offered: Int
            if frames.count == 1 {
                let rest = frames[0]._withUnsafeGuaranteedRef { $0.bytes }[cursor.offset...]
                offered = rest.count
                outcome = Socket.send(descriptor, UnsafeRawBufferPointer(rebasing: rest))
            } else {
                let (count, bytes) = cursor.fill(core.pieces, from: frames)
                offered = bytes
                outcome = Socket.send(descriptor, core.pieces.baseAddress!, count: count)
            }
            switch outcome {
            case .failed(let code): return fail(code)
            case .wouldBlock: return true
            case .bytes(let sent):
                cursor.advance(sent, over: frames)
                if sent < offered { return true }
            }
        }
        return true
    }

    /// Encrypts `frame` where it lies, past the queue, which is empty, until the socket takes no more. False when that ended
    /// the connection.
    private func encrypt(_ frame: Unmanaged<Frame>, from cursor: inout FrameCursor) -> Bool {
        let bytes = frame._withUnsafeGuaranteedRef { $0.bytes }
        while backlog.isEmpty, cursor.offset < bytes.count, let tls {
            let record = UnsafeRawBufferPointer(rebasing: bytes[cursor.offset...].prefix(TLSRecord.maxPlaintext))
            if let cause = tls.encrypt(record) {
                abort(.tlsFailed(cause))
                return false
            }
            cursor.offset += record.count
            guard sendCiphertext() else { return false }
        }
        if cursor.offset == bytes.count { cursor = FrameCursor(index: 1) }
        return true
    }

    /// False when the socket or the session broke, which ends the connection.
    private func flushSome(records: Int) -> Bool {
        tls == nil ? flushPlain() : flushEncrypted(records: records)
    }

    private func flushPlain() -> Bool {
        guard !queue.isEmpty else { return true }
        let count = queue.fill(core.pieces)
        switch Socket.send(descriptor, core.pieces.baseAddress!, count: count) {
        case .bytes(let sent): queue.remove(sent)
        case .wouldBlock: break
        case .failed(let code): return fail(code)
        }
        return true
    }

    /// The backlog, then record after record, each encrypted only once the one before has left.
    private func flushEncrypted(records: Int) -> Bool {
        if !backlog.isEmpty {
            switch backlog.withUnsafeBytes({ Socket.send(descriptor, $0) }) {
            case .bytes(backlog.count): backlog = []
            case .bytes(let sent): backlog.removeFirst(sent)
            case .wouldBlock: break
            case .failed(let code): return fail(code)
            }
        }
        var made = 0
        while backlog.isEmpty, !queue.isEmpty, made < records, let tls {
            let count = queue.copy(into: core.outbound)
            if let cause = tls.encrypt(UnsafeRawBufferPointer(rebasing: core.outbound[..<count])) {
                abort(.tlsFailed(cause))
                return false
            }
            queue.remove(count)
            guard sendCiphertext() else { return false }
            made += 1
        }
        return true
    }

    private func fail(_ code: Int32) -> Bool {
        abort(flushingReason ?? .reset(code))
        return false
    }
}
