import Client
import Protocol

/// The session as a stream of lines, for screen readers and for terminals that cannot be drawn on.
///
/// Every line is told once, when it has come. Of other buffers than the one that is shown only what speaks of the person is
/// told at once; the rest when the person goes there.
package struct LinearView: Sendable {
    private let clock: LocalClock
    private let formatter: LineFormatter
    /// Up to where each buffer has been told.
    private var told: [BufferID: LineID] = [:]
    private var shown: BufferID?
    private var lastTime = ""
    private var lastDay: Int?
    private var lastPhase = ""

    /// Lines of a buffer that are told when the person goes there.
    private static let catchUp = 20

    package init(clock: LocalClock, casemapping: Casemapping = .rfc1459) {
        self.clock = clock
        formatter = LineFormatter(
            shaper: Shaper { _ in 1 }, clock: clock, theme: Theme(.none), casemapping: casemapping, width: 80,
            nickColumns: 4, isStacked: false)
    }

    /// What is to be told now.
    package mutating func news(_ session: ClientSession, at now: Timestamp) -> [String] {
        var lines: [String] = []
        let buffer = session.shownBuffer
        if shown != buffer.id {
            shown = buffer.id
            let topic = buffer.topic.map { ": " + DrawableText.plain($0.text) } ?? ""
            if buffer.kind != .server { lines.append("--- \(DrawableText.plain(buffer.name))\(topic)") }
        }
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
                let line = scrollback[index]
                if isShown, called[other.id].map({ line.id < $0 }) == true, line.isMention { continue }
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
        let sender = DrawableText.plain(line.sender)
        let text = formatter.wording(line)
        let body =
            switch line.kind {
            case .message: "\(sender): \(text)"
            case .notice: sender.isEmpty ? text : "\(sender), notice: \(text)"
            case .action: "\(sender) \(text)"
            case .error: "error: \(text)"
            default: text
            }
        let state = line.flags.contains(.perhapsNotSent) ? " (perhaps not sent)" : ""
        return lines
            + body.split(whereSeparator: \.isNewline).prefix(50).enumerated().map { place, row in
                (place == 0 ? lead : "") + row + state
            }
    }

    private func phase(_ status: SessionStatus) -> String? {
        switch status.phase {
        case .waiting: "--- offline, trying again"
        case .online: "--- online as \(DrawableText.plain(status.nick))"
        default: nil
        }
    }
}
