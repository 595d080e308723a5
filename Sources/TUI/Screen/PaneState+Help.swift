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
        var panel = Panel(title: helpTitle(help), keys: helpKeys(help))
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
    }

    private func helpPage(_ tab: HelpTab, _ chat: ChatModel) -> HelpPage {
        switch tab {
        case .keys: HelpPage(of: settings.keyMap, usesMouse: settings.usesMouse)
        case .commands: HelpPage(of: chat.shown.availableCommands)
        }
    }

    /// Both tabs, the open one marked, and what is looked for. On a narrow screen the open one alone.
    private func helpTitle(_ help: HelpState) -> [ShapedCell] {
        func tab(_ tab: HelpTab) -> [ShapedCell] {
            tab == help.tab
                ? shaper.shape("[\(tab.title)]", theme.heading) : shaper.shape(" \(tab.title) ", theme.quiet)
        }
        let filter = help.filter.isEmpty ? [] : shaper.shape("  filter: \(help.filter.text)", theme.text)
        return (width < 40 ? tab(help.tab) : tab(.keys) + tab(.commands)) + filter
    }

    private func helpKeys(_ help: HelpState) -> [ShapedCell] {
        let escape = help.filter.isEmpty ? "Esc closes" : "Esc shows all"
        return shaper.shape(
            "\(escape) · Tab \(help.tab.other.title.lowercased()) · type to filter · Up/Down scroll", theme.quiet)
    }

    private func nothingFound(_ help: HelpState, _ chat: ChatModel) -> String {
        let other = helpPage(help.tab.other, chat).filtered(by: help.filter.text)
        return other.isEmpty
            ? "nothing found" : "nothing found here · Tab: found in \(help.tab.other.title.lowercased())"
    }
}
