import Client
import Protocol

/// Which joins, parts and quits stand as one row: those that follow each other on one day, but for those of people who spoke
/// shortly before. The rank that a server, or a service, gives to somebody who has just come in belongs to it.
///
/// A run never reaches over the border of a block of ids, some 256 lines, so finding it costs no more than that, however many there are; and what
/// was found stays as it is while newer lines come.
package struct JoinPartRuns: Sendable {
    package enum RunPosition: Hashable, Sendable {
        /// A line like any other.
        case alone
        /// Stands for so many lines, itself and those below it.
        case head(count: Int)
        /// Is told of by the line at this place.
        case hidden(head: Int)
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
        /// How many of a run's lines are joins, parts and quits.
        var moves: [Int: Int] = [:]
        /// The nicks of the people who came in during the run that is open.
        var arrived: Set<String> = []
        /// When each who spoke there did last.
        var spoke: [String: Timestamp] = [:]
        var lastDay: Int?
        var isRunOpen = false
    }

    private var blocks: [Int: Block] = [:]
    /// The block last asked for, while the buffer stays as it is.
    private var current: Block?

    package init() {}

    /// To be told where the buffer may have changed.
    mutating func bufferMayHaveChanged() { current = nil }

    /// - Parameter expandedRuns: heads of runs whose lines are to be shown each.
    package mutating func place(
        of index: Int, in scrollback: Scrollback, clock: LocalClock, expandedRuns: Set<LineID>
    ) -> RunPosition {
        guard index < scrollback.count else { return .alone }
        let kind = scrollback.kind(at: index)
        guard kind.isJoinPartOrQuit || kind == .mode else { return .alone }
        let block: Block
        if let current, current.lines.contains(index) {
            block = current
        } else {
            block = self.block(scrollback.id(at: index).number >> Self.bits, in: scrollback, clock: clock)
            current = block
        }
        let slot = index - block.lines.lowerBound
        let head = block.heads[slot]
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
        // If nothing but newer lines came, only they are looked at.
        if let known, known.lines.count < end - first, scrollback.id(at: first + known.lines.count - 1) == known.lastID
        {
            block = known
            block.lines = first..<(first + known.lines.count)
        }
        blocks[name] = nil
        var spokeBefore: [String: Timestamp] = [:]
        for index in before..<first where scrollback.kind(at: index).isTalk {
            spokeBefore[scrollback[index].sender] = scrollback.time(at: index)
        }
        for index in block.lines.upperBound..<end {
            block.scan(at: index, in: scrollback, clock: clock, spokeBefore: spokeBefore)
        }
        block.lines = first..<end
        block.lastID = lastID
        blocks[name] = block
        return block
    }
}

extension JoinPartRuns.Block {
    /// For so long after a word somebody is still being talked with.
    private static var secondsOfTalk: Int64 { 20 * 60 }

    fileprivate mutating func scan(
        at index: Int, in scrollback: Scrollback, clock: LocalClock, spokeBefore: [String: Timestamp]
    ) {
        let kind = scrollback.kind(at: index)
        let time = scrollback.time(at: index)
        if kind.isTalk { spoke[scrollback[index].sender] = time }
        var joins = false
        if kind.isJoinPartOrQuit, !scrollback.flags(at: index).contains(.own) {
            let sender = scrollback[index].sender
            let last = spoke[sender] ?? spokeBefore[sender]
            joins = last.map { time.seconds(since: $0) > Self.secondsOfTalk } ?? true
        }
        let day = clock.day(time)
        let isOpen = isRunOpen && day == lastDay
        if kind == .mode, isOpen { joins = isRankOnArrival(scrollback[index]) }
        if joins, isOpen, let head = heads.last {
            heads.append(head)
            counts[head, default: 1] += 1
            if kind != .mode { moves[head, default: 1] += 1 }
        } else {
            heads.append(heads.count)
            arrived = []
        }
        if joins, kind == .join { arrived.insert(scrollback[index].sender) }
        isRunOpen = joins
        lastDay = day
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

extension LineKind {
    /// True for the kinds of line that are told in one row where there are many of them: joins, parts and quits.
    package var isJoinPartOrQuit: Bool { self == .join || self == .part || self == .quit }
}

/// The words that tell of a run of joins, parts and quits in one row.
struct JoinPartSummary {
    private enum NetChange {
        case joined, left, joinedAndLeft, leftAndRejoined
    }

    private let groups: [(verb: String, nicks: [String])]

    init(_ lines: [Line]) {
        var netChanges: [String: NetChange] = [:]
        var order: [String] = []
        for line in lines where line.kind.isJoinPartOrQuit {
            let comes = line.kind == .join
            if netChanges[line.sender] == nil { order.append(line.sender) }
            netChanges[line.sender] =
                switch netChanges[line.sender] {
                case nil: comes ? .joined : .left
                case .joined, .leftAndRejoined: comes ? netChanges[line.sender] : .joinedAndLeft
                case .left, .joinedAndLeft: comes ? .leftAndRejoined : netChanges[line.sender]
                }
        }
        func nicks(_ netChange: NetChange) -> [String] {
            order.filter { netChanges[$0] == netChange }.map { DrawableText.plain($0) }
        }
        groups = [
            ("joined", nicks(.joined)), ("left", nicks(.left)), ("came and went", nicks(.joinedAndLeft)),
            ("went and came back", nicks(.leftAndRejoined)),
        ].filter { !$0.nicks.isEmpty }
    }

    /// The most names that fit.
    func text(fitting width: Int, shaper: Shaper) -> String {
        for limit in [8, 5, 3, 2, 1] {
            let text = text(names: limit)
            if shaper.width(text) <= width { return text }
        }
        return text(names: 0)
    }

    private func text(names limit: Int) -> String {
        groups.map { verb, nicks in
            guard limit > 0 else { return "\(nicks.count) \(verb)" }
            guard nicks.count > limit + 1 || (nicks.count > limit && limit == 1) else {
                let last = nicks.count > 1 ? " and " + (nicks.last ?? "") : ""
                return (nicks.count > 1 ? nicks.dropLast() : nicks[...]).joined(separator: ", ") + last + " " + verb
            }
            return nicks.prefix(limit).joined(separator: ", ") + " and \(nicks.count - limit) more \(verb)"
        }.joined(separator: " · ")
    }
}
