import Client
import Protocol

/// All that the panes of a screen, and what lies over them, are drawn from beside the sessions.
///
/// The code that draws the panes is here and reads nothing else, and each change of this value makes the screen draw the next frame anew.
/// So nothing that is shown in a pane can be changed without being drawn. It has more than fifteen variables: each is one thing that can be
/// open, hidden or chosen.
struct PaneState: Sendable {
    let shaper: Shaper
    let clock: LocalClock
    /// Every view that was made goes by it.
    var settings: ScreenSettings {
        didSet { for id in views.keys { views[id]?.keepsTail = settings.keepsTail } }
    }
    var theme: Theme
    /// How the connection to each network is secured; plain where nothing is said.
    var security: [NetworkID: LinkSecurity] = [:]
    var width: Int
    var height: Int
    var memberList = MemberListState()
    var arrangement = PaneArrangement()
    /// The view of each buffer that the person has looked at, with their place in it.
    var views: [BufferAddress: ChatView] = [:]
    /// The words of the program about the last key; gone with the next key, or after a while: they may lie over what is said meanwhile.
    var note: Note?
    /// Nil while the help is closed.
    var help: HelpState?
    var picker: Picker?
    var questions = OpenQuestions()
    /// The card of somebody while it is open.
    var card: NickCard?
    /// The text that is being selected while the left button is down; empty before the pointer moves.
    var selection: TextSelection?
    /// The message that `d` was pressed for once.
    var pendingRedaction: LineAddress?

    /// Some words of the program.
    struct Note: Sendable {
        let text: String
        /// When they were drawn first.
        var shownAt: Timestamp?
    }

    /// The help while it is open.
    struct HelpState: Sendable {
        /// More rows than any page has: a scroll to it goes to the end.
        static let endOffset = 100_000

        private(set) var tab: HelpTab
        /// How far it is scrolled, in rows.
        var offset = 0
        /// The text that is looked for in the help; empty where all of the page is shown.
        private(set) var filter = InputLine()

        init(tab: HelpTab) { self.tab = tab }

        /// Shows a page from its beginning; the one that is open stays as it is.
        mutating func turn(to tab: HelpTab) {
            guard tab != self.tab else { return }
            self.tab = tab
            offset = 0
        }

        /// Changes what is looked for, and goes to the first that is found.
        mutating func edit(_ change: (inout InputLine) -> Void) {
            change(&filter)
            offset = 0
        }
    }

    init(width: Int, height: Int, shaper: Shaper, clock: LocalClock, theme: Theme, settings: ScreenSettings) {
        self.width = max(width, 1)
        self.height = max(height, 1)
        self.shaper = shaper
        self.clock = clock
        self.theme = theme
        self.settings = settings
    }

    /// A view of a buffer that has not been looked at yet.
    var newView: ChatView { ChatView(keepsTail: settings.keepsTail) }

    /// The prompt whose password is being typed; nil where none is.
    var promptBeingAnswered: PasswordPrompt? {
        if case .secret(let prompt) = picker?.kind { prompt } else { nil }
    }

    /// The text that is typed to look for something in what is open, over a buffer; nil where the draft is typed.
    func query(in buffer: BufferAddress) -> InputLine? {
        picker?.inputLine ?? (memberList.hasFocus(in: buffer) ? memberList.query : nil)
    }

    /// True while a password is being typed.
    var isTypingSecret: Bool { promptBeingAnswered != nil }

    /// The question that is to be answered next. Whoever is typing a password finishes that first: nothing of it is to be seen.
    var question: OpenQuestions.Question? { isTypingSecret ? nil : questions.first }

    /// True where the note asks whether to take back the chosen message. It then stands in the row above the input, and not over the last
    /// lines: the message may be the last of them.
    func isAskingForRedaction(in shown: Buffer) -> Bool {
        guard picker == nil, let pendingRedaction, pendingRedaction.buffer == shown.address else { return false }
        return pendingRedaction.line == views[shown.address]?.chosen
    }

    /// The people who come and go that a buffer shows.
    func events(in buffer: Buffer, _ chat: ChatModel) -> EventDisplay {
        chat[buffer.address.network].eventDisplay(in: buffer) ?? settings.events
    }

    /// The formatter of a buffer's lines, by what holds in its network.
    ///
    /// - Parameters:
    ///   - part: the part of the screen where they stand.
    ///   - wholeNicks: nicks that are not cut.
    func formatter(
        _ layout: PaneLayout, _ chat: ChatModel, _ buffer: Buffer, in part: Rect, wholeNicks: Set<String>
    ) -> LineFormatter {
        let network = buffer.address.network
        return LineFormatter(
            shaper: shaper, clock: clock, theme: theme, casemapping: chat[network].isupport.casemapping,
            // The last column is that of the bar.
            width: max(part.width - 1, 1),
            nickColumns: chosenNickColumns(part) ?? layout.nickColumns,
            isStacked: layout.isStacked, timeFormat: settings.timeFormat, mentions: chat[network].mentionMatcher,
            wholeNicks: wholeNicks, events: events(in: buffer, chat))
    }

    /// The columns that the person gives to the nicks, a third of the chat at most; nil where that is left to the screen.
    private func chosenNickColumns(_ part: Rect) -> Int? {
        let bounds = ScreenSettings.nickColumnBounds
        return settings.nickColumns.map { max(min($0, part.width / 3, bounds.upperBound), bounds.lowerBound) }
    }
}
