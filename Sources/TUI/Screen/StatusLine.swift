import Client
import Protocol

/// One row that tells what stands nowhere else: at the left the nick, trouble with the connection and the news of other buffers, at the right
/// the security of the connection and what is new further down.
///
/// The parts that matter less go first where the row is too short. Trouble and news stay: of the news as many names as there is room for.
struct StatusLine {
    let status: SessionStatus
    let security: LinkSecurity
    let buffer: Buffer
    /// See ``Client/ChatModel/name(of:)``.
    let name: String
    /// True where the row of the topic tells the name of the buffer.
    let isNameShown: Bool
    let unseen: (lines: Int, mentions: Int)
    /// The key that leads to it.
    let newestKey: Key?
    /// Messages that wait for their turn to be sent.
    let waiting: Int
    /// The key that takes them back.
    let takeBackKey: Key?
    let hotlist: Hotlist

    /// A part of the row.
    private struct Segment {
        var text: String
        /// Higher goes first; 0 stays.
        var weight: Int
        var tone = Tone.plain
    }

    private enum Tone {
        case plain
        case quiet
        case alert
    }

    /// Columns that the news have where all else would take the row.
    private static let newsColumns = 24
    /// A shorter way to the server and back is none that one feels.
    private static let lagToTell = 300

    func draw(into surface: inout Surface, part: Rect, theme: Theme, shaper: Shaper) {
        var left = left.filter { !$0.text.isEmpty }
        var right = right(beside: part.width).filter { !$0.text.isEmpty }
        let news = hotlist.row(fitting: min(Self.newsColumns, part.width / 2), theme, shaper).cells.columns
        /// The columns that are left for the news.
        func room() -> Int {
            let beside = left.isEmpty || hotlist.entries.isEmpty ? 1 : 4
            let end = right.isEmpty ? 1 : cells(right, parted: "  ", theme, shaper).columns + 3
            return part.width - beside - cells(left, parted: " · ", theme, shaper).columns - end
        }
        while room() < news {
            let heaviest = (left + right).map(\.weight).max() ?? 0
            guard heaviest > 0 else { break }
            left.removeAll { $0.weight == heaviest }
            right.removeAll { $0.weight == heaviest }
        }
        let named = hotlist.row(fitting: room(), theme, shaper)
        var row = shaper.shape(" ", theme.bar) + cells(left, parted: " · ", theme, shaper)
        if !named.cells.isEmpty, !left.isEmpty { shaper.append(" · ", theme.bar, to: &row) }
        let start = surface.draw(row, x: part.x, y: part.y, in: part.columns)
        surface.draw(named.cells, x: start, y: part.y, in: part.columns)
        for (columns, buffer) in named.names {
            let columns = (start + columns.lowerBound)..<(start + columns.upperBound)
            surface.add(
                SurfaceTarget(row: part.y, columns: columns.clamped(to: part.columns), subject: .buffer(buffer)))
        }
        let end = cells(right, parted: "  ", theme, shaper)
        surface.draw(end, x: part.x + part.width - 1 - end.columns, y: part.y, in: part.columns)
    }

    private func cells(_ segments: [Segment], parted sign: String, _ theme: Theme, _ shaper: Shaper) -> [ShapedCell] {
        segments.reduce(into: []) { cells, segment in
            if !cells.isEmpty { shaper.append(sign, theme.bar, to: &cells) }
            let style =
                switch segment.tone {
                case .plain: theme.bar
                case .quiet: theme.barQuiet
                case .alert: theme.barAlert
                }
            shaper.append(segment.text, style, to: &cells)
        }
    }

    private var left: [Segment] {
        [
            trouble,
            Segment(text: place, weight: 2),
            Segment(text: DrawableText.plain(status.nick) + (status.isAway ? " (away)" : ""), weight: 3),
            Segment(text: waitingText, weight: 1, tone: .alert),
            Segment(text: buffer.older == .loading ? "loading…" : "", weight: 6),
            Segment(text: lag, weight: 6),
            Segment(text: typing, weight: 6),
            Segment(text: modes, weight: 7),
        ]
    }

    private func right(beside width: Int) -> [Segment] {
        var segments: [Segment] = []
        if status.phase == .online {
            switch security {
            case .tls: segments.append(Segment(text: "TLS", weight: 5, tone: .quiet))
            case .local: segments.append(Segment(text: "not encrypted · this machine", weight: 5, tone: .quiet))
            case .plain: segments.append(Segment(text: "not encrypted", weight: 4, tone: .alert))
            }
        }
        segments.append(Segment(text: unseenText(isShort: width < 40), weight: 0, tone: .alert))
        return segments
    }

    private var trouble: Segment {
        switch status.phase {
        case .online:
            switch status.upstream?.state {
            case .connecting: Segment(text: "bouncer connecting…", weight: 0, tone: .alert)
            case .disconnected: Segment(text: "bouncer offline", weight: 0, tone: .alert)
            case .connected, nil: Segment(text: "", weight: 0)
            }
        case .registering: Segment(text: "entering…", weight: 0, tone: .alert)
        case .connecting: Segment(text: "connecting…", weight: 0, tone: .alert)
        case .waiting: Segment(text: "offline, again in \(status.secondsToRetry ?? 0) s", weight: 0, tone: .alert)
        case .idle, .ended: Segment(text: "offline", weight: 0, tone: .alert)
        }
    }

    /// The buffer where no other row names it, and what is amiss with it.
    private var place: String {
        let name = DrawableText.plain(name)
        if status.phase == .online, !buffer.isJoined { return "\(name) (not in it)" }
        if buffer.isPeerOnline == false { return "\(name) (offline)" }
        return isNameShown ? "" : name
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

    private var waitingText: String {
        guard waiting > 0 else { return "" }
        return "\(waiting) waiting" + (takeBackKey.map { ", \($0) takes back" } ?? "")
    }

    private var lag: String {
        guard let lag = status.lagMilliseconds, lag > Self.lagToTell else { return "" }
        return lag < 10_000 ? "lag \(lag) ms" : "lag \(lag / 1000) s"
    }

    /// The modes, for those who can change them: those of the person for an operator of the server, those of the room for an operator of it.
    private var modes: String {
        let isServerOperator = status.userModes.contains { $0 == "o" || $0 == "O" }
        let isRoomOperator = buffer.members[status.nick]?.prefixes.contains { $0 != "+" } ?? false
        let modes = [isServerOperator ? status.userModes : "", isRoomOperator ? buffer.modeString : ""]
        return modes.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The news further down: in few signs where there is no room for words.
    private func unseenText(isShort: Bool) -> String {
        guard unseen.lines > 0 else { return "" }
        guard !isShort else { return "↓\(unseen.lines)" + (unseen.mentions == 0 ? "" : " \(unseen.mentions)!") }
        let mentions = unseen.mentions == 0 ? "" : " · \(unseen.mentions) mention\(unseen.mentions == 1 ? "" : "s")"
        return "↓ \(unseen.lines) new\(mentions)" + (newestKey.map { " · \($0)" } ?? "")
    }
}
