import Client
import Protocol

/// Which lines stand as one row: joins, parts, quits and changes of nick that follow each other on one day, but for those of people who spoke
/// shortly before; the person's own, where they are played back; and the greeting of a server. The rank that a server, or a service, gives to
/// somebody who has just come in belongs to it, and so does everybody whom a net split has taken, or brings back.
///
/// A run never reaches over the border of a block of ids, some 256 lines, so finding it costs no more than that, however many there are; and what
/// was found stays as it is while newer lines come.
package struct LineRuns: Sendable {
    package enum RunPosition: Hashable, Sendable {
        /// A line like any other.
        case alone
        /// Stands for so many lines, itself and those below it.
        case head(count: Int)
        /// Is told of by the line at this place.
        case hidden(head: Int)
        /// Is not shown at all, as are so many lines from this place on.
        case omitted(head: Int, count: Int)
    }

    /// Of an id's number: neighbours are 2^24 apart, mostly.
    private static let bits = 32
    private static let blockLimit = 64

    fileprivate struct Block {
        /// The lines in it, when it was looked at, by their places.
        var lines: Range<Int>
        /// The number of lines in the block before this one: the people who spoke in those lines count as having spoken.
        let before: Int
        let firstID: LineID
        var lastID: LineID
        /// For each line the place in the block of the first of its run: its own where there is none.
        var heads: [Int] = []
        var counts: [Int: Int] = [:]
        /// The number of a run's lines that are joins, parts, quits and changes of nick.
        var moves: [Int: Int] = [:]
        /// The nicks of the people who came in during the run that is open.
        var arrived: Set<String> = []
        /// The nicks of the people whom a net split has taken.
        var splitOff: Set<String> = []
        /// The people who spoke in the block before this one and, up to the line that was looked at last, in this one.
        var speakers = RecentSpeakers()
        /// The first lines of the runs that are not shown.
        var omitted: Set<Int> = []
        var lastDay: Int?
        /// True behind a gap line, until the person has come in again.
        var isReturning = false
        /// The run that the next line may belong to.
        var open: Subject?
    }

    /// The lines that a run is of.
    fileprivate enum Subject {
        case people
        case greeting
        /// People who are not shown.
        case omittedPeople
    }

    private var blocks: [Int: Block] = [:]
    /// The block last asked for, while the buffer stays as it is.
    private var current: Block?
    private var events = EventDisplay.smart
    private var casemapping = Casemapping.rfc1459

    package init() {}

    /// To be told where the buffer may have changed.
    mutating func bufferMayHaveChanged() { current = nil }

    /// - Parameters:
    ///   - events: the people who come and go that are shown.
    ///   - casemapping: that of the network: by it people are known again.
    ///   - expandedRuns: heads of runs whose lines are to be shown each.
    package mutating func place(
        of index: Int, in scrollback: Scrollback, clock: LocalClock, events: EventDisplay, casemapping: Casemapping,
        expandedRuns: Set<LineID>
    ) -> RunPosition {
        guard index < scrollback.count else { return .alone }
        let kind = scrollback.kind(at: index)
        guard kind.isJoinPartOrQuit || kind == .nick || kind == .mode || kind == .greeting || kind == .error else {
            return .alone
        }
        if events != self.events || casemapping != self.casemapping {
            self = LineRuns()
            (self.events, self.casemapping) = (events, casemapping)
        }
        let block: Block
        if let current, current.lines.contains(index) {
            block = current
        } else {
            block = self.block(scrollback.id(at: index).number >> Self.bits, in: scrollback, clock: clock)
            current = block
        }
        let slot = index - block.lines.lowerBound
        let head = block.heads[slot]
        if block.omitted.contains(head) {
            return .omitted(head: block.lines.lowerBound + head, count: block.counts[head] ?? 1)
        }
        if !expandedRuns.isEmpty, expandedRuns.contains(scrollback.id(at: block.lines.lowerBound + head)) {
            return .alone
        }
        // Somebody who came and was given a rank has nothing in common with others yet.
        guard block.moves[head, default: 1] > 1 else { return .alone }
        if head != slot { return .hidden(head: block.lines.lowerBound + head) }
        return .head(count: block.counts[head] ?? 1)
    }

    private mutating func block(_ name: Int, in scrollback: Scrollback, clock: LocalClock) -> Block {
        let first = scrollback.index(notBelow: LineID(name << Self.bits))
        let end = scrollback.index(notBelow: LineID((name + 1) << Self.bits))
        let before = scrollback.index(notBelow: LineID((name - 1) << Self.bits))
        let (firstID, lastID) = (scrollback.id(at: first), scrollback.id(at: end - 1))
        let known = blocks[name].flatMap { $0.firstID == firstID && $0.before == first - before ? $0 : nil }
        if var known, known.lines.count == end - first, known.lastID == lastID {
            known.lines = first..<end
            return known
        }
        if blocks.count >= Self.blockLimit { blocks.removeAll(keepingCapacity: true) }
        var block = Block(lines: first..<first, before: first - before, firstID: firstID, lastID: lastID)
        // Behind a gap line a block begins.
        block.isReturning = Self.isGapOpen(before: first, in: scrollback)
        // If nothing but newer lines came, only they are looked at.
        if let known, known.lines.count < end - first, scrollback.id(at: first + known.lines.count - 1) == known.lastID
        {
            block = known
            block.lines = first..<(first + known.lines.count)
        } else {
            for index in before..<first { block.speakers.take(index, of: scrollback, casemapping) }
        }
        blocks[name] = nil
        for index in block.lines.upperBound..<end {
            block.speakers.take(index, of: scrollback, casemapping)
            block.scan(at: index, in: scrollback, clock: clock, events: events, casemapping: casemapping)
        }
        block.lines = first..<end
        block.lastID = lastID
        blocks[name] = block
        return block
    }

    /// True if a gap line stands shortly before a place, and the person has not come in again behind it.
    private static func isGapOpen(before index: Int, in scrollback: Scrollback) -> Bool {
        let last = (max(index - 8, 0)..<index).last { place in
            let kind = scrollback.kind(at: place)
            return kind == .gap || (kind == .join && scrollback.flags(at: place).contains(.own))
        }
        return last.map { scrollback.kind(at: $0) == .gap } ?? false
    }
}

extension LineRuns.Block {
    /// For so long after a word somebody is still being talked with.
    private static var secondsOfTalk: Int64 { 20 * 60 }

    fileprivate mutating func scan(
        at index: Int, in scrollback: Scrollback, clock: LocalClock, events: EventDisplay, casemapping: Casemapping
    ) {
        let kind = scrollback.kind(at: index)
        let day = clock.day(scrollback.time(at: index))
        if day != lastDay { open = nil }
        lastDay = day
        var subject: LineRuns.Subject?
        switch kind {
        case .greeting: subject = .greeting
        case .join, .part, .quit:
            subject = self.subject(of: scrollback[index], events: events, casemapping: casemapping)
        case .nick: subject = subjectOfNickChange(scrollback[index], events: events, casemapping: casemapping)
        case .gap: takeGap(after: index, in: scrollback, events: events)
        case .mode where open != nil && isRankOnArrival(scrollback[index]): subject = open
        case .message, .action, .notice, .kick, .topic, .mode, .invite, .info, .error: break
        }
        if let subject, subject == open, let head = heads.last {
            heads.append(head)
            counts[head, default: 1] += 1
            if kind != .mode { moves[head, default: 1] += 1 }
        } else {
            if subject == .omittedPeople { omitted.insert(heads.count) }
            heads.append(heads.count)
            arrived = []
        }
        if subject != nil, kind == .join { arrived.insert(scrollback[index].sender) }
        if subject != nil, kind == .nick, arrived.contains(scrollback[index].sender) {
            arrived.insert(scrollback[index].target)
        }
        open = subject
    }

    /// A gap line tells that the connection was lost and came back: the line before it that tells of the loss, and the person's own join after
    /// it, say the same.
    private mutating func takeGap(after index: Int, in scrollback: Scrollback, events: EventDisplay) {
        guard events != .all else { return }
        isReturning = true
        let slot = heads.count - 1
        guard slot >= 0, heads[slot] == slot, scrollback.kind(at: index - 1) == .error,
            scrollback.flags(at: index - 1).contains(.own)
        else { return }
        omitted.insert(slot)
    }

    /// The run that a join, part or quit may belong to; nil where it stands by itself.
    private mutating func subject(
        of line: Line, events: EventDisplay, casemapping: Casemapping
    ) -> LineRuns.Subject? {
        if line.isOwn {
            defer { isReturning = false }
            guard events != .all else { return nil }
            if line.flags.contains(.history) { return line.kind == .part ? nil : .people }
            return isReturning && line.kind == .join ? .omittedPeople : nil
        }
        switch events {
        case .all: return nil
        case .none: return .omittedPeople
        case .smart:
            let wasSplitOff = line.kind == .join ? splitOff.remove(line.sender) != nil : line.isSplitQuit
            if line.isSplitQuit { splitOff.insert(line.sender) }
            if wasSplitOff { return .people }
            guard let last = speakers.lastWord(of: line.sender, casemapping) else { return .people }
            return line.time.seconds(since: last) > Self.secondsOfTalk ? .people : nil
        }
    }

    /// The run that a change of nick may belong to; nil where it stands by itself.
    private func subjectOfNickChange(
        _ line: Line, events: EventDisplay, casemapping: Casemapping
    ) -> LineRuns.Subject? {
        guard events == .smart, !line.isOwn else { return nil }
        // The last word has gone over to the new nick.
        guard let last = speakers.lastWord(of: line.target, casemapping) else { return .people }
        return line.time.seconds(since: last) > Self.secondsOfTalk ? .people : nil
    }

    /// True if a change of modes gives nothing but ranks, to people who came in during this run, and comes from no person: the names of
    /// servers have a dot in them, and those of services end with `serv`.
    private func isRankOnArrival(_ line: Line) -> Bool {
        guard line.sender.contains(".") || line.sender.lowercased().hasSuffix("serv") else { return false }
        let words = line.text.split(separator: " ")
        guard let letters = words.first, letters.first == "+", letters.count == words.count else { return false }
        return letters.dropFirst().allSatisfy { "Yqaohv".contains($0) }
            && words.dropFirst().allSatisfy { arrived.contains(String($0)) }
    }
}
