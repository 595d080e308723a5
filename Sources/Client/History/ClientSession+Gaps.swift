import Protocol

/// The lines that were missed while one was not there.
extension ClientSession {
    /// So many pages of a gap are fetched by themselves; more when somebody comes near.
    private static var pagesAtOnce: Int { 5 }
    /// Two gaps with less between them are one.
    private static var secondsBetweenGaps: Int64 { 10 }

    /// We are in a room (again): what was said before is wanted.
    mutating func fetchMissedHistory(of id: BufferID, at now: Timestamp) {
        guard let buffer = buffers[id] else { return }
        let absentSince = buffer.membership.absentSince
        buffers.update(id) { $0.membership.endAbsence() }
        guard let absentSince else {
            return fetchLatestHistory(of: buffer)
        }
        let cause: GapLine.Cause = buffer.membership.shouldRejoin ? .offline : .left
        openGap(in: id, cause: cause, since: absentSince, at: now)
    }

    /// Writes a gap line where the buffer ends and asks for what is missing.
    mutating func openGap(in id: BufferID, cause: GapLine.Cause, since: Timestamp, at now: Timestamp) {
        guard let buffer = buffers[id] else { return }
        var since = since
        let state = hasHistory ? .loading : GapResolution.unasked(isBouncer: isBouncer)
        // Nothing was said since the last one, and it has hardly ended: it is the same gap, grown.
        if let last = buffer.lastGap, let line = buffer.gaps[last], let until = line.until,
            !buffer.hasTalk(after: last), since.seconds(since: until) < Self.secondsBetweenGaps
        {
            if !hasHistory {
                buffers.update(id) { buffer in
                    buffer.gaps[last]?.until = now
                    buffer.gaps[last]?.state = state
                }
                return markChanged(id)
            }
            // The lines that are missing now belong below those that have come since: the gap line moves down, unless lines are missing at
            // its old place.
            if line.state == .recovered, line.missed == 0 {
                since = min(line.since ?? since, since)
                buffers.update(id) { buffer in
                    buffer.scrollback.remove(last)
                    buffer.gaps[last] = nil
                }
            }
        }
        let gap = GapLine(cause: cause, state: state, since: since, until: now)
        let place = buffers.update(id) { buffer in
            let place = buffer.scrollback.append(LineContent(time: since, kind: .gap))
            buffer.scrollback.reserveIDs()
            buffer.gaps[place] = gap
            buffer.pruneGaps()
            buffer.refreshLinesAbove()
            return place
        }
        markChanged(id)
        if let place { fillGap(place, in: id) }
        if !hasHistory { resolveLost(in: id, at: now) }
    }

    /// Asks for the newest of what is missing below a gap line.
    mutating func fillGap(
        _ gap: LineID, in id: BufferID, page: Int = 0, isBounded: Bool = true, passesMoment: Bool = false
    ) {
        guard let buffer = buffers[id], let source = historySource(ofGap: gap, in: buffer) else { return }
        func isSame(_ request: HistoryFetch) -> Bool {
            if case .gap(gap, _) = request.purpose, request.buffer == id { true } else { false }
        }
        let isAsked = connection?.history.contains(where: isSame) ?? false
        guard !isAsked, !log.awaitsPage(where: isSame) else { return }
        let first = buffer.scrollback.index(notBelow: gap) + 1
        buffers.update(id) { $0.gaps[gap]?.state = .loading }
        ask(
            HistoryFetch(
                purpose: .gap(gap, before: buffer.firstFromServer(from: first)), buffer: id,
                target: buffer.name, limit: historyLimit, source: source, page: page,
                isBounded: isBounded && source == .server, passesMoment: passesMoment))
    }

    mutating func receiveMissed(
        _ messages: [Message], gap: LineID, before: LineID?, request: HistoryFetch, in id: BufferID, at now: Timestamp
    ) {
        guard let index = buffers[id]?.scrollback.index(of: gap), let known = buffers[id]?.known(before: gap) else {
            return resolveLost(in: id, at: now)
        }
        let merge = put(
            messages, from: index + 1, before: before, newestAbove: known.newestAbove, source: request.source, in: id,
            at: now)
        let hasLost = buffers[id]?.pending.contains(where: \.isLost) == true
        let hasMessageAbove =
            known.newestMessageAbove != nil || known.newestAbove != nil && capabilities.contains("draft/event-playback")
        let step = GapResolution.step(
            after: .init(
                reachesBefore: merge.reachesBefore, hasNew: merge.addedLines > 0,
                isFull: messages.count >= request.limit, isBounded: request.isBounded,
                includesMoment: before != nil && !request.passesMoment,
                hasPassedMoment: buffers[id]?.gaps[gap]?.hasPassedMoment ?? false, hasMessageAbove: hasMessageAbove))
        buffers.update(id) { buffer in
            buffer.gaps[gap]?.missed += merge.added
            switch step {
            case .resolved(let state): buffer.gaps[gap]?.state = state
            case .fetch(_, let passesMoment):
                buffer.gaps[gap]?.state = .open
                if passesMoment { buffer.gaps[gap]?.hasPassedMoment = true }
            }
            buffer.recountUnread()
        }
        placeUnreadRule(in: id)
        guard case .fetch(let isBounded, let passesMoment) = step,
            mayGoOn(request, isBounded, hasLost: hasLost, gap: gap, in: id)
        else { return resolveLost(in: id, at: now) }
        fillGap(gap, in: id, page: request.page + 1, isBounded: isBounded, passesMoment: passesMoment)
    }

    /// True if the next page is fetched at once; false if it waits until somebody comes near. The page that looks for the end of the
    /// server's memory never waits.
    private func mayGoOn(
        _ request: HistoryFetch, _ isBounded: Bool, hasLost: Bool, gap: LineID, in id: BufferID
    ) -> Bool {
        if request.isBounded, !isBounded { return true }
        return request.page + 1 < (hasLost ? 50 : Self.pagesAtOnce) && buffers[id]?.gaps[gap]?.cause != .jump
    }

    /// Lines that were under way when the connection went: those that the server remembers have arrived.
    mutating func takeLost(_ line: LineContent, in id: BufferID) {
        buffers.update(id) { buffer in
            _ = buffer.pending.takeFirst { $0.isLost && $0.line.kind == line.kind && $0.line.text == line.text }
        }
    }

    /// Marks the lost lines of a buffer as perhaps not sent: no more is recovered, and these were not among the recovered lines.
    mutating func resolveLost(in id: BufferID, at now: Timestamp) {
        let lost = buffers.update(id) { $0.pending.take(where: \.isLost) } ?? []
        for pending in lost { append(pending.settled(.perhapsNotSent), to: id) }
    }
}

extension Buffer {
    /// The connection is gone, and with it what was asked and not answered.
    mutating func connectionLost(at time: Timestamp) {
        typists.refusesOwn = false
        if kind == .query || isJoined { membership.beginAbsence(at: time) }
        olderPages.connectionLost()
        for (gap, line) in gaps where line.state == .loading { gaps[gap]?.state = .open }
        pending.lose()
    }

    /// So many gaps are remembered in one buffer: a server that throws one out and lets one in again does not fill the memory with them.
    static let maxGaps = 500

    /// Forgets the gaps whose lines have been trimmed, and the oldest where there are too many.
    mutating func pruneGaps() {
        guard gaps.count > Self.maxGaps else { return }
        let first = scrollback.firstID
        gaps = gaps.filter { $0.key >= first }
        for gap in gaps.keys.sorted().prefix(max(0, gaps.count - Self.maxGaps / 2)) {
            scrollback.remove(gap)
            gaps[gap] = nil
        }
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
