import Client
import Protocol

/// The text of a line, and its style.
extension LineFormatter {
    /// The text in the column of nicks: the nick, or a sign for the kind of line. A server's notice has none.
    func nickText(_ line: Line) -> String {
        switch line.kind {
        case .message: DrawableText.plain(line.sender)
        case .notice: line.isFromPerson ? "-\(DrawableText.plain(line.sender))-" : ""
        case .action: "*"
        case .join: "→"
        case .part, .quit, .kick: "←"
        case .nick, .topic, .mode, .invite: "·"
        case .info, .greeting, .gap: "·"
        case .error: "!"
        }
    }

    func nickStyle(_ line: Line) -> Style {
        switch line.kind {
        case .message, .action, .notice: self.style(ofNick: line.sender, isOwn: line.isOwn)
        case .error: theme.error
        case .join, .part, .quit, .kick, .nick, .topic, .mode, .invite, .info, .greeting, .gap: theme.quiet
        }
    }

    func text(of line: Line) -> FormattedText {
        if let redaction = line.redaction { return redactedText(line, redaction) }
        let style = textStyle(line)
        let sign = nickText(line)
        var text = FormattedText()
        func add(_ words: String, _ style: Style) { text.append(words, style, theme, shaper) }
        if isStacked, !line.hasNick, !sign.isEmpty { add(sign + " ", nickStyle(line)) }
        if line.kind == .action {
            let nickStyle = self.style(ofNick: line.sender, isOwn: line.isOwn)
            add(DrawableText.plain(line.sender), line.isPending ? nickStyle.with(.dim) : nickStyle)
            add(" ", style)
        }
        if line.flags.contains(.bot) { add("(bot) ", theme.quiet) }
        if let mark = line.audienceMark { add("(\(mark)) ", theme.heading) }
        switch line.kind {
        case .error:
            for part in CommandWords.parts(of: line.text) { add(part.text, part.isCommand ? style.with(.bold) : style) }
        case .message, .action, .notice, .info, .greeting:
            text.append(line.text, style, theme, shaper, mentions: line.isMention ? mentions : MentionMatcher())
        case .join, .part, .quit, .kick, .nick, .topic, .mode, .invite, .gap:
            text.append(wording(line), style, theme, shaper, mentions: line.isMention ? mentions : MentionMatcher())
        }
        if line.flags.contains(.perhapsNotSent) {
            add("  ? ", theme.error)
            add("perhaps not sent · \(line.canBeResent ? "Enter sends again" : "type it again")", theme.text)
        } else if line.flags.contains(.unconfirmed) {
            add("  ? not confirmed", theme.quiet)
        }
        return text
    }

    private func redactedText(_ line: Line, _ redaction: Redaction) -> FormattedText {
        let by = redaction.by.isEmpty ? "" : " by \(DrawableText.plain(redaction.by))"
        let reason = redaction.reason.isEmpty ? "" : " (\(DrawableText.plain(redaction.reason)))"
        return FormattedText(cells: shaper.shape("✗ deleted\(by)\(reason)", theme.quiet.with(.italic)))
    }

    /// The sign of a row that stands for several lines.
    func runSign(_ head: Line) -> String { head.kind == .greeting ? "·" : "⇄" }

    /// Joins, parts and quits in one row, or the greeting of a server: its first words, and how much more it says.
    func runText(_ lines: [Line]) -> FormattedText {
        guard let head = lines.first else { return FormattedText() }
        let sign = isStacked ? runSign(head) + " " : ""
        let columns = max(width - gutter - sign.count, 2)
        if head.kind == .greeting {
            let more = " · \(lines.count - 1) more " + (lines.count == 2 ? "line" : "lines")
            // The steps of a server before it has a word for the person are told less.
            let welcome = lines.first { !$0.text.hasPrefix("*** ") } ?? head
            let greeting = shaper.shape(
                DrawableText.plain(welcome.text), theme.text, fitting: max(columns - shaper.width(more), 2))
            return FormattedText(cells: shaper.shape(sign, theme.quiet) + greeting + shaper.shape(more, theme.quiet))
        }
        let words = sign + JoinPartSummary(lines).text(fitting: columns, shaper: shaper)
        return FormattedText(cells: shaper.shape(words, theme.quiet, fitting: max(width - gutter, 2)))
    }

    private func style(ofNick nick: String, isOwn: Bool) -> Style {
        isOwn || nick.isEmpty ? theme.ownNick : theme.nick(casemapping.fold(nick))
    }

    private func textStyle(_ line: Line) -> Style {
        var style: Style
        switch line.kind {
        case .message, .action, .info, .greeting, .error: style = theme.text
        case .notice: style = theme.notice
        case .join, .part, .quit, .kick, .nick, .topic, .mode, .invite, .gap: style = theme.quiet
        }
        if line.isPending { style = style.with(.dim) }
        return style
    }

    func wording(_ line: Line) -> String {
        let text = DrawableText.plain(line.text)
        let sender = DrawableText.plain(line.sender)
        let target = DrawableText.plain(line.target)
        let reason = line.givenReason.isEmpty ? "" : " (\(text))"
        switch line.kind {
        case .message, .action, .notice, .info, .greeting, .error: return text
        case .gap: return line.gap?.wording ?? ""
        case .join: return "\(sender) joined"
        case .part: return "\(sender) left\(reason)"
        case .quit: return "\(sender) quit\(reason)"
        case .kick: return "\(sender) kicked \(target)\(reason)"
        case .nick: return "\(sender) is now called \(target)"
        case .topic:
            let who = sender.isEmpty ? "" : "\(sender) "
            return text.isEmpty
                ? "\(who)removed the topic" : "\(who.isEmpty ? "topic" : "\(who)set the topic"): \(text)"
        case .mode: return "\(sender) set \(text)"
        case .invite: return "\(sender) invited \(target.isEmpty ? "you" : target)\(text.isEmpty ? "" : " to \(text)")"
        }
    }
}

extension Line {
    /// True if the line says itself whose it is: by a nick beside its text, or above it.
    var hasNick: Bool { (kind == .message || kind == .notice) && isFromPerson }

    /// False for what a server or this program says: the names of servers have a dot in them, and nicks have none.
    var isFromPerson: Bool { !sender.isEmpty && !sender.contains(".") }

    /// True if the line goes on with what the person of another line, the one before it, says: its nick need not be told again.
    func goesOn(from previous: Line) -> Bool {
        hasNick && previous.kind == kind && previous.sender == sender && previous.target == target
            && previous.redaction == nil && quote == nil
    }
}
