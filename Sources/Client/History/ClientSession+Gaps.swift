import Protocol

/// What happened while one was not there.
extension ClientSession {
    /// So many pages of a gap are fetched by themselves; more when somebody comes near.
    private static var pagesAtOnce: Int { 5 }
    /// Two gaps with less between them are one.
    private static var secondsBetweenGaps: Int64 { 10 }

    /// We are in a room (again): what was said before is wanted.
    mutating func learnHistory(of id: BufferID, at now: Timestamp) {
        guard let buffer = buffers[id] else { return }
        let goneSince = buffer.goneSince
        buffers.update(id) { $0.goneSince = nil }
        guard let goneSince else {
            guard hasHistory else { return }
            buffers.update(id) { $0.older = .loading }
            ask(HistoryRequest(purpose: .latest, buffer: id, target: buffer.name, limit: historyLimit))
            return
        }
        let cause: GapLine.Cause = buffer.isWanted ? .offline : .left
        openGap(in: id, cause: cause, since: goneSince, at: now)
    }

    /// Writes a gap line where the buffer ends and asks for what is missing.
    mutating func openGap(in id: BufferID, cause: GapLine.Cause, since: Timestamp, at now: Timestamp) {
        guard let buffer = buffers[id] else { return }
        let state: GapLine.State = hasHistory ? .loading : .notRecovered
        // Nothing was said since the last one, and it has hardly ended: it is the same gap, grown.
        if let last = buffer.lastGap, let until = buffer.gaps[last]?.until, !buffer.hasTalk(after: last),
            since.seconds(since: until) < Self.secondsBetweenGaps
        {
            buffers.update(id) { buffer in
                buffer.gaps[last]?.until = now
                buffer.gaps[last]?.state = state
            }
            fillGap(last, in: id)
            return
        }
        let gap = GapLine(cause: cause, state: state, since: since, until: now)
        let place = buffers.update(id) { buffer in
            let place = buffer.scrollback.append(NewLine(time: since, kind: .gap))
            buffer.scrollback.leaveRoom()
            buffer.gaps[place] = gap
            return place
        }
        markChanged(id)
        if let place { fillGap(place, in: id) }
        if !hasHistory { settleLost(in: id, at: now) }
    }

    /// Asks for the newest of what is missing below a gap line.
    mutating func fillGap(_ gap: LineID, in id: BufferID, page: Int = 0) {
        guard hasHistory, let buffer = buffers[id] else { return }
        let isAsked =
            link?.history.contains { request in
                if case .gap(gap, _) = request.purpose, request.buffer == id { true } else { false }
            } ?? false
        guard !isAsked else { return }
        let first = buffer.scrollback.index(notBelow: gap) + 1
        buffers.update(id) { $0.gaps[gap]?.state = .loading }
        ask(
            HistoryRequest(
                purpose: .gap(gap, before: buffer.firstFromServer(from: first)), buffer: id,
                target: buffer.name, limit: historyLimit, page: page))
    }

    mutating func receiveMissed(
        _ batch: Batch, gap: LineID, before: LineID?, _ page: Int, in id: BufferID, at now: Timestamp
    ) {
        guard let index = buffers[id]?.scrollback.index(of: gap) else { return }
        let merge = put(batch, from: index + 1, before: before, in: id, at: now)
        let isKnown = buffers[id]?.lastFromServer(before: gap) == nil || merge.hasMetOlder
        let isMore = !merge.hasMetOlder && merge.addedLines > 0
        let hasLost = buffers[id]?.pending.contains(where: \.isLost) == true
        buffers.update(id) { buffer in
            guard var line = buffer.gaps[gap] else { return }
            line.missed += merge.added
            if isMore {
                line.state = .open
            } else if isKnown {
                line.state = .recovered
            } else {
                line.state = line.missed > 0 ? .cut : .notRecovered
            }
            buffer.gaps[gap] = line
            buffer.recount()
        }
        placeRule(in: id)
        if isMore, page + 1 < (hasLost ? 50 : Self.pagesAtOnce), buffers[id]?.gaps[gap]?.cause != .jump {
            fillGap(gap, in: id, page: page + 1)
        } else {
            settleLost(in: id, at: now)
        }
    }

    /// Lines that were under way when the connection went: those that the server remembers have arrived.
    mutating func takeLost(_ line: NewLine, in id: BufferID) {
        buffers.update(id) { buffer in
            let index = buffer.pending.firstIndex {
                $0.isLost && $0.line.kind == line.kind && $0.line.text == line.text
            }
            if let index { buffer.pending.remove(at: index) }
        }
    }

    /// What is recovered is recovered: the lines that were not in it have perhaps not been sent.
    mutating func settleLost(in id: BufferID, at now: Timestamp) {
        let lost = buffers[id]?.pending.filter(\.isLost) ?? []
        guard !lost.isEmpty else { return }
        buffers.update(id) { $0.pending.removeAll(where: \.isLost) }
        for var pending in lost {
            pending.line.flags.remove(.pending)
            pending.line.flags.insert(.perhapsNotSent)
            append(pending.line, to: id)
        }
    }
}

extension Buffer {
    /// The connection is gone, and with it what was asked and not answered.
    mutating func leave(at time: Timestamp) {
        if kind == .query || isJoined, goneSince == nil { goneSince = time }
        if older == .loading {
            older = .failed
            olderRetryAt = Timestamp(milliseconds: 0)
        }
        for (gap, line) in gaps where line.state == .loading { gaps[gap]?.state = .open }
        for index in pending.indices { pending[index].isLost = true }
    }

    /// The newest gap line.
    var lastGap: LineID? { gaps.keys.max() }

    func hasTalk(after id: LineID) -> Bool {
        var index = scrollback.count - 1
        let end = scrollback.index(notBelow: id)
        while index > end {
            if scrollback.kind(at: index).isTalk { return true }
            index -= 1
        }
        return false
    }

    /// The oldest line from a place on that the server has too.
    func firstFromServer(from index: Int) -> LineID? {
        var index = index
        while index < scrollback.count {
            let kind = scrollback.kind(at: index)
            if kind == .gap { return nil }
            if kind != .info, kind != .error { return scrollback.id(at: index) }
            index += 1
        }
        return nil
    }
}
