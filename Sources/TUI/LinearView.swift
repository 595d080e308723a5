import Client
import Protocol

/// The session as a stream of lines, for screen readers and for terminals that cannot be drawn on.
///
/// Every line is told once, when it has come. Of other buffers than the one that is shown only what speaks of the person is
/// told at once; the rest when the person goes there.
package struct LinearView: Sendable {
    private let clock: LocalClock
    private let wording: LinearWording
    /// Up to where each buffer has been told.
    private var told: [BufferID: LineID] = [:]
    private var shown: BufferID?
    private var lastTime = ""
    private var lastDay: Int?
    private var lastPhase = ""
    /// The first line told since the shown buffer is.
    private var toldFrom: LineID?
    /// The lines of the shown buffer that had something put under them, or were taken back, when they were looked at last.
    private var annotated: [LineID: Line] = [:]

    /// Lines of a buffer that are told when the person goes there.
    private static let catchUp = 20

    package init(clock: LocalClock, casemapping: Casemapping = .rfc1459) {
        self.clock = clock
        wording = LinearWording(
            formatter: LineFormatter(
                shaper: Shaper { _ in 1 }, clock: clock, theme: Theme(.none), casemapping: casemapping, width: 80,
                nickColumns: 4, isStacked: false))
    }

    /// What is to be told now.
    package mutating func news(_ session: ClientSession, at now: Timestamp) -> [String] {
        var lines: [String] = []
        let buffer = session.shownBuffer
        if shown != buffer.id {
            shown = buffer.id
            let topic = buffer.topic.map { ": " + DrawableText.plain($0.text) } ?? ""
            if buffer.kind != .server { lines.append("--- \(DrawableText.plain(buffer.name))\(topic)") }
            toldFrom = nil
        }
        lines += changes(in: buffer)
        for other in session.buffers {
            let scrollback = other.scrollback
            let isShown = other.id == buffer.id
            var start = told[other.id].map { scrollback.index(notBelow: $0) } ?? 0
            if isShown { start = max(start, scrollback.count - Self.catchUp) }
            for index in start..<scrollback.count {
                if !isShown {
                    // Told when the person goes there, but for what calls them.
                    guard scrollback.flags(at: index).contains(.mention),
                        called[other.id] ?? LineID(.min) <= scrollback.id(at: index)
                    else { continue }
                    called[other.id] = scrollback.id(at: index).next
                }
                let line = other.line(at: index)
                if isShown, called[other.id].map({ line.id < $0 }) == true, line.isMention { continue }
                if isShown, toldFrom == nil { toldFrom = line.id }
                lines += words(line, isShown ? nil : other)
            }
            if isShown { told[other.id] = scrollback.endID }
        }
        if let phase = phase(session.status(at: now)), phase != lastPhase {
            lastPhase = phase
            lines.append(phase)
        }
        return lines
    }

    /// Up to where mentions of other buffers have been told.
    private var called: [BufferID: LineID] = [:]

    private mutating func words(_ line: Line, _ elsewhere: Buffer?) -> [String] {
        var lines: [String] = []
        let day = clock.day(line.time)
        if day != lastDay {
            lines.append("--- \(clock.dayTitle(line.time))")
            lastDay = day
        }
        let time = clock.hourAndMinute(line.time)
        let lead =
            (time == lastTime ? "" : time + " ") + (elsewhere.map { "in \(DrawableText.plain($0.name)), " } ?? "")
        lastTime = time
        return lines + wording.rows(line, lead: lead)
    }

    /// What was put under lines that were told since the buffer was shown, or taken back of them.
    private mutating func changes(in buffer: Buffer) -> [String] {
        var lines: [String] = []
        var now: [LineID: Line] = [:]
        for id in buffer.annotated() {
            guard let line = buffer.line(id) else { continue }
            now[id] = line
            guard let toldFrom, toldFrom <= id, let end = told[buffer.id], id < end else { continue }
            let before = annotated[id]
            lines += wording.news(
                of: line, since: before?.reactions ?? [], wasTakenBack: before?.redaction != nil)
        }
        annotated = now
        return lines
    }

    private func phase(_ status: SessionStatus) -> String? {
        switch status.phase {
        case .waiting: "--- offline, trying again"
        case .online: "--- online as \(DrawableText.plain(status.nick))"
        default: nil
        }
    }
}
