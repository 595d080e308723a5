import Client

/// The help, drawn over the chat.
extension PaneState {
    /// Columns of the help at most, its frame counted: wider rows are hard to follow.
    private static var maxHelpColumns: Int { 124 }

    mutating func drawHelp(_ chat: ChatModel, into surface: inout Surface, layout: PaneLayout) {
        guard var help else { return }
        let area = Rect(
            x: 0, y: layout.chat.y, width: width,
            height: (layout.strip ?? layout.status ?? layout.hint ?? layout.input).y - layout.chat.y)
        let wide = Rect(x: 0, y: area.y, width: min(width, Self.maxHelpColumns), height: area.height)
        let columns = Panel.textSize(in: wide).columns
        let page = helpPage(help.tab, chat)
        let all = page.rows(width: columns, theme: theme, shaper: shaper)
        // A filter changes the rows and not the frame.
        let part = Panel.part(columns: columns, rows: all.count, in: area)
        let found = page.filtered(by: help.filter.text)
        let tabs = helpTabs(help)
        let filter = help.filter.isEmpty ? [] : shaper.shape("  filter: \(help.filter.text)", theme.text)
        var panel = Panel(title: tabs.flatMap(\.title) + filter, keys: helpKeys(help))
        panel.rows =
            help.filter.isEmpty
            ? all
            : found.isEmpty
                ? [shaper.shape(nothingFound(help, chat), theme.quiet, fitting: columns)]
                : found.rows(width: columns, theme: theme, shaper: shaper)
        help.offset = max(min(help.offset, panel.rows.count - Panel.textSize(in: part).rows), 0)
        panel.offset = help.offset
        self.help = help
        panel.draw(into: &surface, part: part, theme: theme, shaper: shaper)
        for y in part.rows { surface.add(SurfaceTarget(row: y, columns: part.columns, subject: .help(nil))) }
        guard !part.isEmpty else { return }
        var x = Panel.start(in: part)
        for (tab, title) in tabs {
            let end = x + title.columns
            let columns = (x..<end).clamped(to: part.columns)
            surface.add(SurfaceTarget(row: part.y, columns: columns, subject: .help(tab)))
            x = end
        }
    }

    private func helpPage(_ tab: HelpTab, _ chat: ChatModel) -> HelpPage {
        switch tab {
        case .keys:
            HelpPage(of: settings.keyMap, usesMouse: settings.usesMouse, settings: chat.shown.knownSettings)
        case .commands: HelpPage(of: chat.shown.availableCommands, settings: chat.shown.knownSettings)
        }
    }

    /// Both tabs with their titles, the open one marked. On a narrow screen the open one alone.
    private func helpTabs(_ help: HelpState) -> [(tab: HelpTab, title: [ShapedCell])] {
        let tabs: [HelpTab] = width < 40 ? [help.tab] : [.keys, .commands]
        return tabs.map { tab in
            let isOpen = tab == help.tab
            return (
                tab, shaper.shape(isOpen ? "[\(tab.title)]" : " \(tab.title) ", isOpen ? theme.heading : theme.quiet)
            )
        }
    }

    private func helpKeys(_ help: HelpState) -> [ShapedCell] {
        let keys = settings.keyMap
        let other = help.tab.other.title.lowercased()
        let closing = keys.hint("", (.escape, help.filter.isEmpty ? " closes" : " shows all"), (.complete, " \(other)"))
        let arrows = [Action.up, .down].compactMap { keys.key(for: $0)?.description }.joined(separator: "/")
        let words = [closing, "type to filter", arrows.isEmpty ? "" : "\(arrows) scroll"].filter { !$0.isEmpty }
        return shaper.shape(words.joined(separator: " · "), theme.quiet)
    }

    private func nothingFound(_ help: HelpState, _ chat: ChatModel) -> String {
        let other = helpPage(help.tab.other, chat).filtered(by: help.filter.text)
        return other.isEmpty
            ? "nothing found"
            : settings.keyMap.hint(
                "nothing found here", (.complete, ": found in \(help.tab.other.title.lowercased())"))
    }
}
