import Protocol

/// Decides what may be said of the lines that are missing at a gap line. Nothing else does.
///
/// Two stretches of lines are known to be whole. What was heard on one connection while in the room is one: above a gap line nothing is
/// missing until the connection went. The pages of history that follow one another are the other: no line that the server keeps lies
/// between two lines of them. So a gap is mended as soon as the pages below it hold a line from before it: one that stands above the gap line, or one
/// that is earlier than the newest line there. One of that line's own moment proves nothing: it can have been said behind it. Which of the lines that were heard the server keeps cannot be known (its own notices it mostly
/// does not), so a certain line that does not come back says nothing as long as any line from before the gap does. Where its memory ends
/// without one although there had been something to keep, that is said: what is older is not kept. How much of that was missed nobody knows.
///
/// A server that is asked by time cannot be asked for a part of a moment. Where a moment has more lines than a page, what lies before it is
/// fetched, and the gap is not called whole.
enum GapResolution {
    /// The facts that a page of history, fetched for a gap, has shown.
    struct Page {
        /// It holds a line from before the gap.
        var reachesBefore: Bool
        /// It holds lines that were not there.
        var hasNew: Bool
        /// It holds as many lines as were asked for.
        var isFull: Bool
        /// It was asked for down to a moment before the gap, and no further.
        var isBounded: Bool
        /// It was asked for by the time of the oldest line that is there, that moment included.
        var includesMoment = false
        /// A moment that filled a page was passed over.
        var hasPassedMoment = false
        /// Above the gap stands something that a server with a memory keeps: what a person said, or did where that is played back, too.
        var hasMessageAbove: Bool
    }

    enum Step: Hashable {
        case resolved(GapLine.State)
        /// The page before this one is to be fetched, down to a moment before the gap or without such a bound, and perhaps without the
        /// moment of the oldest line that is there.
        case fetch(isBounded: Bool, passesMoment: Bool)
    }

    static func step(after page: Page) -> Step {
        if page.reachesBefore { return .resolved(page.hasPassedMoment ? .unsure : .recovered) }
        if page.hasNew, page.isFull || !page.isBounded {
            return .fetch(isBounded: page.isBounded, passesMoment: false)
        }
        // The same lines once more, all of one moment: asked again, they would come again.
        if page.isFull, !page.hasNew, page.includesMoment {
            return .fetch(isBounded: page.isBounded, passesMoment: true)
        }
        // All that was kept since that moment is here. Anything older proves that the memory goes back as far.
        if page.isBounded { return .fetch(isBounded: false, passesMoment: false) }
        return .resolved(page.hasMessageAbove && !page.hasPassedMoment ? .cut : .unsure)
    }

    /// The state of a gap if the server cannot be asked: a bouncer may by itself play back the lines that it has kept, another server does
    /// not.
    static func unasked(isBouncer: Bool) -> GapLine.State { isBouncer ? .unsure : .notRecovered }

    /// The state of a gap once lines have come that were not asked for, played back on entering.
    ///
    /// Only a line from before the gap shows that nothing is missing. A bouncer begins to play back at any line it pleases: ZNC keeps no
    /// lines that were said while another client of ours was there, or while it held our lost connection for alive.
    /// <https://wiki.znc.in/Playback>
    static func afterPlayback(_ state: GapLine.State, reachesBefore: Bool, missed: Int) -> GapLine.State {
        if reachesBefore { return .recovered }
        switch state {
        case .loading, .open, .recovered: return state
        case .cut, .notRecovered, .unsure: return missed > 0 ? .unsure : state
        }
    }
}

extension GapLine {
    /// The facts about the lines above a gap line, up to the gap before it.
    struct LinesAbove: Hashable, Sendable {
        /// The time of the newest line from a person, which is thus the server's.
        var newestAbove: Timestamp?
        /// The time of the newest that was said by one.
        var newestMessageAbove: Timestamp?
    }
}

extension Buffer {
    /// The facts about the lines above a gap line, as they were reckoned when lines came there last.
    func known(before gap: LineID) -> GapLine.LinesAbove { gaps[gap]?.known ?? computeLinesAbove(before: gap) }

    /// Reckons anew the facts about the lines above the newest gap: each line that is played back asks for them.
    mutating func refreshLinesAbove() {
        for gap in gaps.keys { gaps[gap]?.known = nil }
        guard let gap = lastAbsence else { return }
        let known = computeLinesAbove(before: gap)
        gaps[gap]?.known = known
    }

    /// At most 10,000 lines are looked at: nobody speaks longer by joins and parts alone.
    private func computeLinesAbove(before gap: LineID) -> GapLine.LinesAbove {
        var known = GapLine.LinesAbove()
        var index = scrollback.index(notBelow: gap) - 1
        let end = max(0, index - 10_000)
        while index >= end, scrollback.kind(at: index) != .gap {
            if isFromPerson(index) {
                let time = scrollback.time(at: index)
                known.newestAbove = known.newestAbove ?? time
                if scrollback.kind(at: index).isTalk {
                    known.newestMessageAbove = time
                    return known
                }
            }
            index -= 1
        }
        return known
    }

    /// True if the server told of a line by a person, with its own time. A line of our own without a msgid may bear the time of our clock.
    private func isFromPerson(_ index: Int) -> Bool {
        guard isFromServer(index), !scrollback.sender(at: index).contains(UInt8(ascii: ".")) else { return false }
        let flags = scrollback.flags(at: index)
        return !flags.contains(.own) || flags.contains(.history) || !scrollback.messageID(at: index).isEmpty
    }

    /// The newest gap line about a time when we were away.
    var lastAbsence: LineID? { gaps.lazy.filter { $0.value.cause != .jump }.map(\.key).max() }
}
