import Client
import Protocol

/// The bare view: text alone, for copying by the terminal.
extension Screen {
    /// True while nothing but text is on the screen, for the terminal's own mouse. The sessions are told of it by ``ChatModel/cover(_:)``.
    package var showsBareView: Bool { panes.arrangement.bareView != nil }

    /// From the line on that stands lowest in the history.
    mutating func openBareView(_ shown: Buffer) {
        guard shown.lineCount > 0 else { return showNote("There is nothing here to copy.") }
        panes.selection = nil
        let newest: LineID
        switch panes.views[shown.address]?.position {
        case .at(let id, _): newest = id
        case .newest, nil: newest = shown.id(at: shown.lineCount - 1)
        }
        panes.arrangement.bareView = BareView(newest: newest, end: shown.endID)
    }

    mutating func closeBareView() {
        if showsBareView { panes.arrangement.bareView = nil }
    }

    mutating func drawBareView(_ bareView: BareView, _ chat: ChatModel, _ shown: Buffer) -> Surface {
        var surface = panes.drawBareView(bareView, chat, shown, layout(chat, shown))
        if let question = panes.question { panes.drawQuestion(question, into: &surface) }
        return surface
    }
}

extension PaneState {
    /// A whole frame: the last lines up to the newest of the view, as many rows as there is room for, from the top.
    mutating func drawBareView(
        _ bareView: BareView, _ chat: ChatModel, _ shown: Buffer, _ layout: PaneLayout
    ) -> Surface {
        var view = views[shown.address] ?? newView
        views[shown.address] = nil
        let chatFormatter = formatter(layout, chat, shown, in: layout.chat, wholeNicks: view.alikeNicks.whole)
        let formatter = BareLineFormatter(chatFormatter)
        // From the lowest row up.
        var rows: [ChatRow] = []
        var index = min(shown.index(notBelow: bareView.newest), shown.lineCount - 1)
        while index >= 0, rows.count < height {
            let head = view.shownLine(for: shown.id(at: index), in: shown, formatter: chatFormatter)
            // Of the lines from here up none is shown.
            guard head <= shown.id(at: index) else { break }
            index = shown.index(notBelow: head)
            let line = shown.line(at: index)
            let run = view.run(
                from: line, in: shown, clock: clock, events: chatFormatter.events,
                casemapping: chatFormatter.casemapping
            ).filter { $0.id < bareView.end }
            rows += formatter.rows(of: line, run: run, width: width).reversed()
            index -= 1
        }
        views[shown.address] = view
        var surface = Surface(width: width, height: height)
        surface.leavesMouse = true
        for (y, row) in rows.prefix(height).reversed().enumerated() {
            surface.draw(row.cells, x: 0, y: y)
            for link in row.links {
                let x = Array(row.cells[..<link.cells.lowerBound]).columns
                let end = x + Array(row.cells[link.cells]).columns
                surface.add(SurfaceLink(row: y, columns: x..<end, url: link.url))
            }
        }
        return surface
    }
}
