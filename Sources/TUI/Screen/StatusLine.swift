import Client

/// One row that says how things stand: connection, room, nick, lag, and what has come meanwhile.
///
/// The parts that matter less go first where the row is too short; the connection and the news always stay.
struct StatusLine {
    let status: SessionStatus
    let security: LinkSecurity
    let buffer: Buffer
    /// See ``Client/ChatModel/name(of:)``.
    let name: String
    let unseen: (lines: Int, mentions: Int)
    /// Messages that wait for their turn to be sent.
    let waiting: Int
    /// All buffers, where they are shown nowhere else.
    let others: OpenBuffers?

    private struct Segment {
        var text: String
        /// Higher goes first.
        var weight: Int
        var isAlert = false
    }

    func draw(into surface: inout Surface, part: Rect, theme: Theme, shaper: Shaper) {
        let right = shaper.shape(unseenText(beside: part.width), theme.barAlert, fitting: part.width)
        let available = part.width - right.reduce(0) { $0 + $1.glyph.width } - (right.isEmpty ? 0 : 1)
        var segments = segments.filter { !$0.text.isEmpty }
        func shaped() -> [ShapedCell] {
            segments.reduce(into: []) { cells, segment in
                shaper.append(cells.isEmpty ? " " : "  ", theme.bar, to: &cells)
                shaper.append(segment.text, segment.isAlert ? theme.barAlert : theme.bar, to: &cells)
            }
        }
        var cells = shaped()
        while cells.reduce(0, { $0 + $1.glyph.width }) > available, segments.count > 1 {
            let heaviest = segments.indices.max { segments[$0].weight < segments[$1].weight } ?? 0
            segments.remove(at: heaviest)
            cells = shaped()
        }
        surface.draw(cells, x: part.x, y: part.y, in: part.x..<(part.x + max(available, 0)))
        let x = part.x + part.width - right.reduce(0) { $0 + $1.glyph.width }
        surface.draw(right, x: x, y: part.y, in: part.columns)
    }

    private var segments: [Segment] {
        [
            connection,
            Segment(
                text: DrawableText.plain(name)
                    + (buffer.isJoined || status.phase != .online ? "" : " (not in it)")
                    + (buffer.isPeerOnline == false ? " (offline)" : ""), weight: 2),
            Segment(text: DrawableText.plain(status.nick) + (status.isAway ? " (away)" : ""), weight: 1),
            Segment(text: status.userModes, weight: 6),
            Segment(text: buffer.older == .loading ? "loading…" : "", weight: 3),
            Segment(text: lag, weight: 4),
            Segment(text: typing, weight: 4),
            Segment(text: waiting > 0 ? "\(waiting) waiting, Ctrl-C takes back" : "", weight: 2, isAlert: true),
            Segment(text: buffer.modeString, weight: 5),
            Segment(text: elsewhere, weight: 3, isAlert: true),
        ]
    }

    private var connection: Segment {
        switch status.phase {
        case .online:
            switch status.upstream?.state {
            case .connecting: Segment(text: "bouncer connecting…", weight: 0, isAlert: true)
            case .disconnected: Segment(text: "bouncer offline", weight: 0, isAlert: true)
            case .connected, nil: Segment(text: security == .tls ? "tls" : "plain", weight: 0)
            }
        case .registering: Segment(text: "entering…", weight: 0, isAlert: true)
        case .connecting: Segment(text: "connecting…", weight: 0, isAlert: true)
        case .waiting: Segment(text: "offline, again in \(status.secondsToRetry ?? 0) s", weight: 0, isAlert: true)
        case .idle, .ended: Segment(text: "offline", weight: 0, isAlert: true)
        }
    }

    private var typing: String {
        let nicks = buffer.typing.prefix(2).map { DrawableText.plain($0) }.joined(separator: ", ")
        switch buffer.typing.count {
        case 0: return ""
        case 1: return "\(nicks) is typing…"
        case 2: return "\(nicks) are typing…"
        default: return "\(buffer.typing.count) are typing…"
        }
    }

    private var lag: String {
        guard let lag = status.lagMilliseconds else { return "" }
        return lag < 10_000 ? "\(lag) ms" : "\(lag / 1000) s"
    }

    private var elsewhere: String {
        guard let others else { return "" }
        let unseen = others.enumerated().filter { $1.address != buffer.address && ($1.unread > 0 || $1.mentions > 0) }
        guard !unseen.isEmpty else { return "" }
        return "[" + unseen.map { "\($0 + 1)\($1.mentions > 0 ? "!" : "")" }.joined(separator: " ") + "]"
    }

    /// The news further down: in few signs where the words would leave no room for the connection.
    private func unseenText(beside width: Int) -> String {
        guard unseen.lines > 0 else { return "" }
        let mentions = unseen.mentions == 0 ? "" : " · \(unseen.mentions) mention\(unseen.mentions == 1 ? "" : "s")"
        let text = "↓ \(unseen.lines) new\(mentions) "
        guard text.count + connection.text.count + 2 > width else { return text }
        return "↓\(unseen.lines)" + (unseen.mentions == 0 ? "" : " \(unseen.mentions)!")
    }
}
