import Protocol

/// Decides what may be said of the lines that are missing at a gap line. Nothing else does.
///
/// Two stretches of lines are known to be whole. What was heard on one connection while in the room is one: above a gap line nothing is
/// missing until the connection went. The pages of history that follow one another are the other: no line that the server keeps lies
/// between two lines of them. So a gap is mended as soon as the pages below it hold a line from before it: one that stands above the gap line, or one
/// that is not later than the newest line there. Which of the lines that were heard the server keeps cannot be known (its own notices it mostly
/// does not), so a certain line that does not come back says nothing as long as any line from before the gap does. Only where its memory
/// ends without one has it forgotten something, and only if there had been something to keep; where there was not, nothing is claimed.
enum GapRule {
    /// What a page of history, fetched for a gap, has shown.
    struct Page {
        /// It holds a line from before the gap.
        var reachesBefore: Bool
        /// It holds lines that were not there.
        var hasNew: Bool
        /// It holds as many lines as were asked for.
        var isFull: Bool
        /// It was asked for down to a moment before the gap, and no further.
        var isBounded: Bool
        /// Above the gap stands something that a server with a memory keeps: what a person said, or did where that is played back, too.
        var hasWitness: Bool
        /// The messages recovered so far.
        var missed: Int
    }

    enum Step: Hashable {
        case settled(GapLine.State)
        /// The page before this one is to be fetched, down to a moment before the gap or without such a bound.
        case fetch(isBounded: Bool)
    }

    static func step(after page: Page) -> Step {
        if page.reachesBefore { return .settled(.recovered) }
        if page.hasNew, page.isFull || !page.isBounded { return .fetch(isBounded: page.isBounded) }
        // All that was kept since that moment is here. Anything older proves that the memory goes back as far.
        if page.isBounded { return .fetch(isBounded: false) }
        guard page.hasWitness else { return .settled(.unsure) }
        return .settled(page.missed > 0 ? .cut : .notRecovered)
    }

    /// What is known where nobody can be asked: a bouncer may play back what it has kept by itself, another server does not.
    static func unasked(isBouncer: Bool) -> GapLine.State { isBouncer ? .unsure : .notRecovered }

    /// What is known once lines came that were not asked for, played back on entering.
    ///
    /// ZNC plays back what was said since the last client left, and no line from before that, at most `ChanBufferSize` lines, which is
    /// 50 unless it was changed: fewer are all there are. <https://wiki.znc.in/Playback>
    static func afterPlayback(_ state: GapLine.State, reachesBefore: Bool, isBouncer: Bool, missed: Int)
        -> GapLine.State
    {
        if reachesBefore { return .recovered }
        switch state {
        case .recovered where isBouncer && missed >= 50: return .unsure
        case .loading, .open, .recovered: return state
        case .cut, .notRecovered, .unsure:
            guard missed > 0 else { return state }
            return isBouncer && missed < 50 ? .recovered : .unsure
        }
    }
}

extension Buffer {
    /// What stands above a gap line, up to the gap before it: the newest line from a person, whose time is thus the server's, and the newest
    /// that was said by one. At most 10,000 lines are looked at: nobody speaks longer by joins and parts alone.
    func known(before gap: LineID) -> (edge: Timestamp?, witness: Timestamp?) {
        var edge: Timestamp?
        var index = scrollback.index(notBelow: gap) - 1
        let end = max(0, index - 10_000)
        while index >= end, scrollback.kind(at: index) != .gap {
            if isFromPerson(index) {
                let time = scrollback.time(at: index)
                edge = edge ?? time
                if scrollback.kind(at: index).isTalk { return (edge, time) }
            }
            index -= 1
        }
        return (edge, nil)
    }

    /// Whether the server told of a line by a person, with its own time. One of our own without a msgid may have been written by our clock.
    private func isFromPerson(_ index: Int) -> Bool {
        guard isFromServer(index), !scrollback.sender(at: index).contains(UInt8(ascii: ".")) else { return false }
        let flags = scrollback.flags(at: index)
        return !flags.contains(.own) || flags.contains(.history) || !scrollback.messageID(at: index).isEmpty
    }

    /// The newest gap line about a time when we were away.
    var lastAbsence: LineID? { gaps.filter { $0.value.cause != .jump }.keys.max() }
}
