import Client
import Protocol

/// The session as a stream of lines, for screen readers and for terminals that cannot be drawn on.
///
/// Every line is told once, when it has come. Of other buffers than the one that is shown only what speaks of the person is
/// told at once; the rest when the person goes there.
package struct LinearView: Sendable {
    private let clock: LocalClock
    private let wording: LinearLineFormatter
    /// The people who come and go that are told, wherever nothing else is said of a network or a room: all, or none but the person's own.
    package var events: EventDisplay
    private var told: [BufferAddress: LinearCursor] = [:]
    private var shown: BufferAddress?
    private var lastTime = ""
    private var lastDay: Int?
    /// The words in which the state of each network was told last.
    private var toldPhases: [NetworkID: String] = [:]
    /// The lines of the shown buffer that had something put under them, or were taken back, when they were looked at last.
    private var annotated: [LineID: Line] = [:]
    /// Own lines that were told as perhaps not sent.
    private var doubted: Set<LineAddress> = []
    /// Up to where mentions of other buffers have been told.
    private var called: [BufferAddress: LineID] = [:]

    package init(clock: LocalClock, casemapping: Casemapping = .rfc1459, events: EventDisplay = .smart) {
        self.clock = clock
        self.events = events
        wording = LinearLineFormatter(
            formatter: LineFormatter(
                shaper: Shaper { _ in 1 }, clock: clock, theme: Theme(.none), casemapping: casemapping, width: 80,
                nickColumns: 4, isStacked: false))
    }

    /// Lines as they are written: whatever is in them, each of them is one, and moves nothing but the cursor to the next.
    package static func rendered(_ lines: [String]) -> String {
        lines.map { DrawableText.plain($0) + "\n" }.joined()
    }

    /// The lines to be told now.
    package mutating func updates(_ chat: ChatModel, at now: Timestamp) -> [String] {
        var lines: [String] = []
        let buffer = chat.shownBuffer
        if shown != buffer.address {
            shown = buffer.address
            let topic = buffer.topic.map { ": " + DrawableText.plain($0) } ?? ""
            let name = DrawableText.plain(chat.name(of: buffer))
            if buffer.kind != .server || chat.networks.count > 1 { lines.append("--- \(name)\(topic)") }
            annotated = annotations(of: buffer)
        }
        lines += changes(in: buffer)
        for other in chat.buffers {
            lines += other.address == buffer.address ? newLines(of: buffer, chat) : calls(in: other, chat)
        }
        for network in chat.networks { lines += phaseChange(of: network, in: chat, at: now) }
        return lines
    }

    private mutating func newLines(of buffer: Buffer, _ chat: ChatModel) -> [String] {
        let tellsPeople = (chat[buffer.address.network].eventDisplay(in: buffer) ?? events) != .none
        let places = told[buffer.address, default: LinearCursor()].take(from: buffer.scrollback)
        var lines: [String] = []
        for place in places {
            let line = buffer.line(at: place)
            if called[buffer.address].map({ line.id < $0 }) == true, line.isMention { continue }
            if !tellsPeople, line.kind.isJoinPartOrQuit, !line.isOwn { continue }
            if line.isPerhapsNotSent { doubted.insert(LineAddress(buffer.address, line.id)) }
            lines += words(line, nil)
        }
        return lines
    }

    /// The lines of another buffer that speak of the person; the rest are told when the person goes there.
    private mutating func calls(in buffer: Buffer, _ chat: ChatModel) -> [String] {
        let scrollback = buffer.scrollback
        var lines: [String] = []
        for place in scrollback.index(notBelow: called[buffer.address] ?? LineID(.min))..<scrollback.count
        where scrollback.flags(at: place).contains(.mention)
            && told[buffer.address]?.contains(scrollback.id(at: place)) != true
        {
            lines += words(buffer.line(at: place), chat.name(of: buffer))
        }
        called[buffer.address] = scrollback.endID
        return lines
    }

    /// - Parameter elsewhere: the name of the buffer, where that is not the one that is shown.
    private mutating func words(_ line: Line, _ elsewhere: String?) -> [String] {
        var lines: [String] = []
        let day = clock.day(line.time)
        if day != lastDay {
            lines.append("--- \(clock.dayTitle(line.time))")
            lastDay = day
        }
        let time = clock.hourAndMinute(line.time)
        let lead =
            (time == lastTime ? "" : time + " ") + (elsewhere.map { "in \(DrawableText.plain($0)), " } ?? "")
        lastTime = time
        return lines + wording.rows(line, lead: lead)
    }

    /// A line with its day and its time.
    func dated(_ line: Line) -> [String] {
        wording.rows(line, lead: "\(clock.shortDay(line.time)) \(clock.hourAndMinute(line.time)) ")
    }

    /// The changes to lines that were told: new reactions, lines taken back, and the person's own lines that perhaps did not arrive.
    private mutating func changes(in buffer: Buffer) -> [String] {
        let now = annotations(of: buffer)
        var lines: [String] = []
        for line in now.values.sorted(by: { $0.id < $1.id }) where told[buffer.address]?.contains(line.id) == true {
            let before = annotated[line.id]
            lines += wording.updates(of: line, since: before?.reactions ?? [], wasTakenBack: before?.redaction != nil)
        }
        annotated = now
        for id in told[buffer.address]?.own ?? [] where !doubted.contains(LineAddress(buffer.address, id)) {
            guard let line = buffer.line(id), line.isPerhapsNotSent else { continue }
            doubted.insert(LineAddress(buffer.address, id))
            lines += wording.rows(line, lead: "")
        }
        return lines
    }

    private func annotations(of buffer: Buffer) -> [LineID: Line] {
        Dictionary(buffer.annotatedLines().compactMap { id in buffer.line(id).map { (id, $0) } }) { first, _ in first }
    }

    /// The state of a network, if it has changed. Where there are several networks, its name stands before it.
    private mutating func phaseChange(of network: NetworkID, in chat: ChatModel, at now: Timestamp) -> [String] {
        let status = chat[network].status(at: now)
        let words: String
        switch status.phase {
        case .waiting: words = "offline, trying again"
        case .online: words = "online as \(DrawableText.plain(status.nick))"
        case .idle, .connecting, .registering, .ended: return []
        }
        guard toldPhases[network] != words else { return [] }
        toldPhases[network] = words
        let name = chat.networks.count > 1 ? "\(DrawableText.plain(chat.name(of: network))): " : ""
        return ["--- \(name)\(words)"]
    }
}
