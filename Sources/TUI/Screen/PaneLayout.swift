/// Which part of the screen shows what.
///
/// From the top: the topic; the buffers, the chat and the users side by side; a strip of buffers where there is no room
/// for their list; the status; a hint on what is typed; the input. A small screen loses first the list of buffers (below 110 columns), then the
/// users (below 64), then the topic and the strip (below 8 and 12 rows); the last rows are always the input.
///
/// From 101 columns on two buffers can stand side by side, each with its topic above and with 50 columns or more. The list of buffers beside
/// them needs 120 columns, and the list of users a screen on which each of the two buffers keeps 50. Lists for which the person wants more
/// columns than there are leave 40 to the chat, or to each of two.
package struct PaneLayout: Hashable, Sendable {
    /// The contents that the layout is to make room for.
    package struct Contents: Hashable, Sendable {
        /// Rooms and queries that are open.
        package var conversations = 0
        package var hasMembers = false
        package var showsMembers = true
        package var showsBuffers = true
        /// The side of the buffer that is typed into, where another is to stand beside it; nil where there is one alone.
        package var activeSide: Side?
        /// Rows that the input would like: it gets a third of the screen at most.
        package var inputRows = 1
        /// Rows between the status and the input.
        package var hintRows = 0
        /// Columns that the person wants for the users' list and for that of the buffers; nil for the usual number.
        package var memberColumns: Int?
        package var bufferColumns: Int?

        package init() {}
    }

    package enum Side: Hashable, Sendable {
        case left, right

        var opposite: Side { self == .left ? .right : .left }
    }

    /// The place of the buffer beside the one that is typed into.
    package struct Beside: Hashable, Sendable {
        package let topic: Rect?
        package let chat: Rect
        /// The rule between the two.
        package let rule: Rect

        func contains(x: Int, y: Int) -> Bool { chat.contains(x: x, y: y) || topic?.contains(x: x, y: y) ?? false }
    }

    package private(set) var topic: Rect?
    package private(set) var buffers: Rect?
    package private(set) var chat: Rect
    package private(set) var beside: Beside?
    package private(set) var members: Rect?
    package private(set) var strip: Rect?
    package private(set) var status: Rect?
    package private(set) var hint: Rect?
    package let input: Rect

    /// True if a nick stands above its text and not beside it: where the chat, or the narrower of two, has fewer than 46 columns.
    package var isStacked: Bool { chatColumns < 46 }

    /// Columns of the nicks beside the text: eight on a screen below 90 columns, and where wide lists leave the chat fewer than 50, else ten.
    /// Lists of the usual width do not count: the text stays where it stands when one comes or goes.
    var nickColumns: Int { input.width < 90 || chatColumns < 50 ? 8 : 10 }

    /// Columns of the narrowest chat.
    private var chatColumns: Int { min(chat.width, beside?.chat.width ?? chat.width) }

    /// The pane at a cell in which text can be selected; nil where there is none, as over the status and the input.
    func pane(x: Int, y: Int) -> Rect? {
        [topic, buffers, chat, beside?.topic, beside?.chat, members, strip].compactMap { $0 }
            .first { $0.contains(x: x, y: y) }
    }

    package static let bufferColumns = 18
    /// The columns that a person can give to a list, where that leaves the chat ``fewestChatColumns``.
    package static let listColumns = 8...40
    /// A screen of so many columns has room for two buffers side by side.
    package static let splitColumns = 2 * fewestSplitColumns + 1
    /// Columns that the lists leave to a chat.
    private static let fewestChatColumns = 40
    /// Columns of each of the two at least, but for lists that the person made wide.
    private static let fewestSplitColumns = 50

    /// Columns of the users' list, its rule not counted.
    private static func memberColumns(width: Int) -> Int { width < 100 ? 16 : width < 140 ? 18 : 22 }

    private static func bounded(_ columns: Int) -> Int {
        min(max(columns, listColumns.lowerBound), listColumns.upperBound)
    }

    package init(width: Int, height: Int, contents: Contents) {
        let rows = max(1, min(contents.inputRows, height / 3))
        input = Rect(x: 0, y: height - rows, width: width, height: rows)
        var top = 0
        var bottom = height - rows
        if contents.hintRows > 0, height >= 4 {
            bottom -= contents.hintRows
            hint = Rect(x: 0, y: bottom, width: width, height: contents.hintRows)
        }
        if bottom >= 2 || height == 2 {
            bottom -= 1
            status = Rect(x: 0, y: bottom, width: width, height: 1)
        }
        if height >= 8 {
            topic = Rect(x: 0, y: 0, width: width, height: 1)
            top = 1
        }
        let activeSide = width >= Self.splitColumns ? contents.activeSide : nil
        let wantsBuffers = contents.showsBuffers && contents.conversations > 1
        let hasBuffers = wantsBuffers && width >= (activeSide == nil ? 110 : 120)
        if wantsBuffers, !hasBuffers, height >= 12 {
            bottom -= 1
            strip = Rect(x: 0, y: bottom, width: width, height: 1)
        }
        var left = 0
        var right = width
        let wantsMembers = contents.hasMembers && contents.showsMembers
        // Two chats have a rule between them, and each list has one. Beside two chats the users give way by themselves.
        let lists = hasBuffers && wantsMembers && activeSide == nil ? 2 : 1
        let chats = activeSide == nil ? Self.fewestChatColumns : 2 * Self.fewestChatColumns + 1
        let mostColumns = (width - chats) / lists - 1
        if hasBuffers {
            let columns = min(contents.bufferColumns.map(Self.bounded) ?? Self.bufferColumns, mostColumns)
            left = columns + 1
            buffers = Rect(x: 0, y: top, width: columns, height: bottom - top)
        }
        let columns = min(
            contents.memberColumns.map(Self.bounded) ?? Self.memberColumns(width: width), mostColumns)
        let hasRoomForMembers =
            activeSide == nil ? width >= 64 : right - left - columns - 1 > 2 * Self.fewestSplitColumns
        if wantsMembers, hasRoomForMembers {
            right -= columns + 1
            members = Rect(x: right + 1, y: top, width: columns, height: bottom - top)
        }
        chat = Rect(x: left, y: top, width: right - left, height: bottom - top)
        if let activeSide { split(typingInto: activeSide) }
    }

    /// Gives the other half of the chat to another buffer. The topics share their row with the rule that goes on between them.
    private mutating func split(typingInto active: Side) {
        let middle = chat.x + (chat.width - 1) / 2
        func half(_ side: Side, of whole: Rect) -> Rect {
            switch side {
            case .left: Rect(x: whole.x, y: whole.y, width: middle - whole.x, height: whole.height)
            case .right:
                Rect(x: middle + 1, y: whole.y, width: whole.columns.upperBound - middle - 1, height: whole.height)
            }
        }
        let top = topic?.y ?? chat.y
        beside = Beside(
            topic: topic.map { half(active.opposite, of: $0) }, chat: half(active.opposite, of: chat),
            rule: Rect(x: middle, y: top, width: 1, height: chat.rows.upperBound - top))
        topic = topic.map { half(active, of: $0) }
        chat = half(active, of: chat)
    }
}
