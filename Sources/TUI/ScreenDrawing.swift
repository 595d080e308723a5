import Client
import Protocol

extension Screen {
    /// The screen as it should look now.
    ///
    /// - Parameter sessionChanged: false where nothing has happened to the session since the last frame but the passing of
    ///   time: then a key that only edits costs a row or two.
    package mutating func draw(_ session: ClientSession, at now: Timestamp, sessionChanged: Bool = true) -> Surface {
        let shown = session.shownBuffer
        let layout = self.layout(session.buffers, shown: shown)
        var surface: Surface
        if !sessionChanged, let lastFrame {
            surface = lastFrame
            self.lastFrame = nil
            surface.fill(layout.input, theme.text)
        } else {
            surface = Surface(width: width, height: height)
            drawPanes(session, shown, layout, into: &surface)
        }
        if let part = layout.status { drawStatus(session, shown, layout, at: now, into: &surface, part) }
        InputView.draw(views[shown.id]?.draft ?? InputLine(), into: &surface, layout.input, theme, shaper)
        lastFrame = surface
        return surface
    }

    private mutating func drawPanes(
        _ session: ClientSession, _ shown: Buffer, _ layout: PaneLayout, into surface: inout Surface
    ) {
        var view = views[shown.id] ?? ChatView()
        views[shown.id] = nil
        view.draw(shown, into: &surface, layout.chat) {
            self.formatter(layout, session, nickColumns: $0)
        }
        let formatter = self.formatter(layout, session, nickColumns: view.nickColumns)
        views[shown.id] = view
        if let part = layout.topic { drawTopic(shown, session, into: &surface, part) }
        if let part = layout.buffers {
            BufferPane.draw(session.buffers, shown: shown.id, into: &surface, part, theme, shaper)
        }
        if let part = layout.members {
            MemberPane.draw(shown.members, into: &surface, part, formatter, ownNick: session.nick)
        }
        if let part = layout.strip {
            BufferPane.drawStrip(session.buffers, shown: shown.id, into: &surface, part, theme, shaper)
        }
        if helpOffset != nil { drawHelp(session, into: &surface, layout) }
        if let note { drawNote(note, into: &surface, layout.chat) }
    }

    private mutating func drawStatus(
        _ session: ClientSession, _ shown: Buffer, _ layout: PaneLayout, at now: Timestamp, into surface: inout Surface,
        _ part: Rect
    ) {
        let news = views[shown.id, default: ChatView()].news(in: shown)
        let line = StatusLine(
            status: session.status(at: now), security: security, buffer: shown, news: news,
            others: layout.buffers == nil && layout.strip == nil ? session.buffers : nil)
        surface.fill(part, theme.bar)
        line.draw(into: &surface, part, theme, shaper)
    }

    private func drawTopic(_ buffer: Buffer, _ session: ClientSession, into surface: inout Surface, _ part: Rect) {
        surface.fill(part, theme.bar)
        var cells = shaper.shape(" " + DrawableText.plain(buffer.name), theme.bar.with(.bold))
        if let topic = buffer.topic?.text, !topic.isEmpty {
            shaper.append("  " + DrawableText.plain(topic), theme.bar, to: &cells)
        } else if buffer.kind == .server, let network = session.isupport["NETWORK"] {
            shaper.append("  " + DrawableText.plain(network), theme.bar, to: &cells)
        }
        if cells.reduce(0, { $0 + $1.glyph.width }) > part.width - 1 {
            var columns = 0
            let kept = cells.prefix {
                columns += $0.glyph.width
                return columns <= part.width - 2
            }
            cells = kept + [ShapedCell(Glyph("…"), theme.bar)]
        }
        surface.draw(cells, x: part.x, y: part.y, in: part.columns)
    }

    /// A word to the reader over the last rows of the chat.
    private func drawNote(_ note: String, into surface: inout Surface, _ part: Rect) {
        guard part.width > 4, part.height > 0 else { return }
        let cells = shaper.shape(note, theme.note)
        let rows = Wrap.rows(cells, width: part.width - 2).prefix(min(part.height, 4))
        var y = part.y + part.height - rows.count
        for row in rows {
            surface.fill(Rect(x: part.x, y: y, width: part.width, height: 1), theme.note)
            surface.draw(cells[row], x: part.x + 1, y: y, in: part.columns)
            y += 1
        }
    }
}
