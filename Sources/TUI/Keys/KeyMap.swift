/// Which key does what: the one table that binds them and that the help shows.
package struct KeyMap: Sendable {
    /// A row of the help.
    package struct Binding: Sendable {
        package let purpose: String
        /// The actions of the row, each with the keys that do it, the one to be taught first.
        package internal(set) var actions: [(action: Action, keys: [Key])]

        init(_ purpose: String, _ actions: (Action, [Key])...) {
            self.purpose = purpose
            self.actions = actions.map { (action: $0.0, keys: $0.1) }
        }

        init(_ purpose: String, all actions: [(Action, [Key])]) {
            self.purpose = purpose
            self.actions = actions.map { (action: $0.0, keys: $0.1) }
        }

        /// The keys as a manual names them: the first of each action, such as `Alt-P/N` or `Alt-1…9`; or all of one.
        package var names: String {
            guard actions.count > 1 else { return allNames }
            let keys = actions.compactMap(\.keys.first)
            guard let first = keys.first else { return "" }
            guard keys.allSatisfy({ $0.modifiers == first.modifiers }) else {
                return keys.map(\.description).joined(separator: " ")
            }
            let rest = keys.dropFirst().map { $0.description.dropFirst($0.modifierNames.count) }
            return keys.count > 3
                ? "\(first)…\(rest[rest.count - 1])" : ([first.description[...]] + rest).joined(separator: "/")
        }

        /// Every key of the row by its full name.
        package var allNames: String {
            actions.flatMap(\.keys).map(\.description).joined(separator: " ")
        }
    }

    /// Rows of the help under one heading.
    package struct Section: Sendable {
        package let heading: String
        package internal(set) var bindings: [Binding]

        init(_ heading: String, _ bindings: [Binding]) {
            self.heading = heading
            self.bindings = bindings
        }
    }

    package private(set) var sections: [Section]
    private var actions: [Key: Action] = [:]

    package init(_ sections: [Section]) {
        self.sections = sections
        index()
    }

    package var bindings: [Binding] { sections.flatMap(\.bindings) }

    package func action(of key: Key) -> Action? { actions[key] }

    /// The key to be taught for an action.
    package func key(for action: Action) -> Key? {
        sections.lazy.flatMap(\.bindings).flatMap(\.actions).first { $0.action == action }?.keys.first
    }

    /// Gives a key another meaning, or none.
    package mutating func bind(_ key: Key, to action: Action?) {
        for section in sections.indices {
            for row in sections[section].bindings.indices {
                sections[section].bindings[row].bind(key, to: action)
            }
        }
        index()
    }

    private mutating func index() {
        let pairs = bindings.flatMap(\.actions).flatMap { row in row.keys.map { ($0, row.action) } }
        actions = Dictionary(pairs) { first, _ in first }
    }

    package static let standard = KeyMap([
        Section("Reading", reading), Section("Writing", writing), Section("Editing", editing),
        Section("Rooms", rooms), Section("Screen", screen),
    ])

    private static let reading = [
        Binding("scroll by a row", (.up, [.up]), (.down, [.down])),
        Binding("scroll by a page", (.pageUp, [.pageUp]), (.pageDown, [.pageDown])),
        Binding(
            "oldest, newest line", (.oldest, [.control(.home), .alt(.home)]), (.newest, [.control(.end), .alt(.end)])),
        Binding("start, end of the input; of the room if it is empty", (.lineStart, [.home]), (.lineEnd, [.end])),
        Binding("newest line", (.escape, [.escape])),
        Binding("first unread line", (.firstUnread, [.alt("u")])),
        Binding("previous, next mention", (.previousMention, [.alt("p")]), (.nextMention, [.alt("n")])),
        Binding("search", (.search, [.control("f")])),
        Binding("go to a time", (.goToTime, [.alt("g")])),
        Binding("choose a message (or Tab in an empty input)", (.choose, [Key(.up, .shift)])),
    ]

    private static let writing = [
        Binding("send", (.send, [.enter])),
        Binding("new line", (.newRow, [.alt(.enter), .control("j")])),
        Binding("complete a nick, a room, a command", (.complete, [.tab])),
        Binding("the choice before", (.completeBack, [Key(.tab, .shift)])),
        Binding(
            "what you sent before; /set arrows recall: also by Up, Down", (.recallOlder, [.control(.up)]),
            (.recallNewer, [.control(.down)])),
        Binding("list of what you sent", (.recallList, [.control("r")])),
        Binding(
            "format what follows: then b bold, i italic, u underlined, c colour, o off…", (.format, [.control("x")])),
        Binding("clear the input (Ctrl-Up brings it back); if empty, twice: quit", (.interrupt, [.control("c")])),
    ]

    private static let editing = [
        Binding("left, right", (.moveLeft, [.left, .control("b")]), (.moveRight, [.right])),
        Binding(
            "word left, right", (.wordLeft, [.alt("b"), .control(.left), .alt(.left)]),
            (.wordRight, [.alt("f"), .control(.right), .alt(.right)])),
        Binding("start, end", (.inputStart, [.control("a")]), (.inputEnd, [.control("e")])),
        Binding(
            "delete", (.deleteBackward, [.backspace, .control("h")]), (.deleteForward, [.delete, .control("d")])),
        Binding("cut to the start, end", (.cutToStart, [.control("u")]), (.cutToEnd, [.control("k")])),
        Binding(
            "cut the word before, after", (.cutWord, [.control("w"), .alt(.backspace)]),
            (.cutWordForward, [.alt("d")])),
        Binding("paste what was cut, what was cut before", (.yank, [.control("y")]), (.yankOlder, [.alt("y")])),
        Binding("undo", (.undo, [.control("_")])),
        Binding("swap two letters", (.transpose, [.control("t")])),
    ]

    private static let rooms = [
        Binding(
            "next, previous buffer", (.nextBuffer, [.control("n"), .alt(.down), .function(6)]),
            (.previousBuffer, [.control("p"), .alt(.up), .function(5)])),
        Binding(
            "buffer by number",
            all: Action.allCases.compactMap { action in
                action.bufferNumber.map { (action, [.alt(Unicode.Scalar(UInt8(0x30 + $0)))]) }
            }),
        Binding("any buffer by its number", (.bufferByNumber, [.alt("j")])),
        Binding("last buffer", (.lastBuffer, [.alt("/")])),
        Binding("next unread buffer", (.bufferWithNews, [.alt("a")])),
        Binding("find a buffer", (.switchBuffer, [.alt("k")])),
    ]

    private static let screen = [
        Binding("show, hide buffers, users", (.toggleBuffers, [.function(7)]), (.toggleMembers, [.function(8)])),
        Binding("the keys to the user list, and back", (.membersFocus, [.function(9)])),
        Binding("the other of two buffers (/split)", (.otherPane, [.alt("w")])),
        Binding("text alone, to be copied", (.bareView, [.alt("l")])),
        Binding("this help", (.help, [.function(1)])),
        Binding("suspend", (.suspend, [.control("z")])),
        Binding("draw the screen anew", (.redraw, [.control("l")])),
        Binding("the wheel, with mouse = true", (.wheelUp, [Key(.wheelUp)]), (.wheelDown, [Key(.wheelDown)])),
    ]
}

extension KeyMap.Binding {
    /// Gives a key to the action of this row, first of its keys, and takes it from all others.
    fileprivate mutating func bind(_ key: Key, to action: Action?) {
        for place in actions.indices {
            actions[place].keys.removeAll { $0 == key }
            if actions[place].action == action { actions[place].keys.insert(key, at: 0) }
        }
    }
}
