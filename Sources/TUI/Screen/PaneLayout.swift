/// Which part of the screen shows what.
///
/// From the top: the topic; the buffers, the chat and the users side by side; a strip of buffers where there is no room
/// for their list; the status; a hint on what is typed; the input. A small screen loses first the list of buffers (below 110 columns), then the
/// users (below 64), then the topic and the strip (below 8 and 12 rows); the last rows are always the input.
package struct PaneLayout: Hashable, Sendable {
    /// The contents that the layout is to make room for.
    package struct Contents: Hashable, Sendable {
        /// Rooms and queries that are open.
        package var conversations = 0
        package var hasMembers = false
        package var showsMembers = true
        package var showsBuffers = true
        /// Rows that the input would like: it gets a third of the screen at most.
        package var inputRows = 1
        /// Rows between the status and the input.
        package var hintRows = 0
        /// Columns that the person wants for the users' list and for that of the buffers; nil for the usual number.
        package var memberColumns: Int?
        package var bufferColumns: Int?

        package init() {}
    }

    package private(set) var topic: Rect?
    package private(set) var buffers: Rect?
    package private(set) var chat: Rect
    package private(set) var members: Rect?
    package private(set) var strip: Rect?
    package private(set) var status: Rect?
    package private(set) var hint: Rect?
    package let input: Rect
    /// True if a nick stands above its text and not beside it.
    package let isStacked: Bool

    /// The pane at a cell in which text can be selected; nil where there is none, as over the status and the input.
    func pane(x: Int, y: Int) -> Rect? {
        [topic, buffers, chat, members, strip].compactMap { $0 }.first { $0.contains(x: x, y: y) }
    }

    package static let bufferColumns = 18
    /// The columns that a person can give to a list: beside two of the widest there is room for the chat.
    package static let listColumns = 8...40

    /// Columns of the users' list, its rule not counted.
    private static func memberColumns(width: Int) -> Int { width < 100 ? 16 : width < 140 ? 18 : 22 }

    private static func bounded(_ columns: Int) -> Int {
        min(max(columns, listColumns.lowerBound), listColumns.upperBound)
    }

    /// Columns of the nicks beside the text: always as many, so that the text stands where it stood.
    static func nickColumns(width: Int) -> Int { width < 90 ? 8 : 10 }

    package init(width: Int, height: Int, contents: Contents) {
        isStacked = width < 50
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
        let wantsBuffers = contents.showsBuffers && contents.conversations > 1
        if wantsBuffers, width < 110, height >= 12 {
            bottom -= 1
            strip = Rect(x: 0, y: bottom, width: width, height: 1)
        }
        var left = 0
        var right = width
        if wantsBuffers, width >= 110 {
            let columns = contents.bufferColumns.map(Self.bounded) ?? Self.bufferColumns
            left = columns + 1
            buffers = Rect(x: 0, y: top, width: columns, height: bottom - top)
        }
        if contents.hasMembers, contents.showsMembers, width >= 64 {
            let columns = contents.memberColumns.map(Self.bounded) ?? Self.memberColumns(width: width)
            right -= columns + 1
            members = Rect(x: right + 1, y: top, width: columns, height: bottom - top)
        }
        chat = Rect(x: left, y: top, width: right - left, height: bottom - top)
    }
}
