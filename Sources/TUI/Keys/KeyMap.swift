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

        /// The keys as a manual names them: the first of each action, or all of one.
        package var names: String {
            guard actions.count > 1 else { return actions[0].keys.map(\.description).joined(separator: " ") }
            let first = actions.compactMap { $0.keys.first?.description }
            return first.count > 3 ? "\(first[0]) … \(first[first.count - 1])" : first.joined(separator: " ")
        }
    }

    package private(set) var bindings: [Binding]
    private var actions: [Key: Action] = [:]

    package init(_ bindings: [Binding]) {
        self.bindings = bindings
        index()
    }

    package func action(of key: Key) -> Action? { actions[key] }

    /// The key to be taught for an action.
    package func key(for action: Action) -> Key? {
        bindings.lazy.flatMap(\.actions).first { $0.action == action }?.keys.first
    }

    /// Gives a key another meaning, or none.
    package mutating func bind(_ key: Key, to action: Action?) {
        for row in bindings.indices {
            for place in bindings[row].actions.indices {
                bindings[row].actions[place].keys.removeAll { $0 == key }
                if bindings[row].actions[place].action == action {
                    bindings[row].actions[place].keys.insert(key, at: 0)
                }
            }
        }
        index()
    }

    private mutating func index() {
        let pairs = bindings.flatMap(\.actions).flatMap { row in row.keys.map { ($0, row.action) } }
        actions = Dictionary(pairs) { first, _ in first }
    }

    package static let standard = KeyMap([
        Binding("scroll the history by a row", (.up, [.up]), (.down, [.down])),
        Binding("scroll by a page", (.pageUp, [.pageUp]), (.pageDown, [.pageDown])),
        Binding("oldest, newest", (.oldest, [.control(.home)]), (.newest, [.control(.end)])),
        Binding(
            "start, end of what is typed; of the history where nothing is", (.lineStart, [.home]), (.lineEnd, [.end])),
        Binding("back to the newest line", (.escape, [.escape])),
        Binding("first unread line", (.firstUnread, [.alt("u")])),
        Binding("previous, next mention", (.previousMention, [.alt("p")]), (.nextMention, [.alt("n")])),
        Binding("search", (.search, [.control("f")])),
        Binding("go to a time", (.goToTime, [.alt("g")])),
        Binding("choose a message (Tab too, with nothing typed)", (.choose, [Key(.up, .shift)])),
        Binding("send", (.send, [.enter])),
        Binding("new row in what is typed", (.newRow, [.alt(.enter), .control("j")])),
        Binding("complete a nick, a room or a command", (.complete, [.tab])),
        Binding("lines sent earlier", (.recallOlder, [.control(.up)]), (.recallNewer, [.control(.down)])),
        Binding("list of lines sent earlier", (.recallList, [.control("r")])),
        Binding("next, previous buffer", (.nextBuffer, [.control("n")]), (.previousBuffer, [.control("p")])),
        Binding(
            "buffer by number",
            all: Action.allCases.compactMap { action in
                action.bufferNumber.map { (action, [.alt(Unicode.Scalar(UInt8(0x30 + $0)))]) }
            }),
        Binding("next buffer with news", (.bufferWithNews, [.alt("a")])),
        Binding("find a buffer by some letters", (.switchBuffer, [.alt("k")])),
        Binding(
            "show or hide the buffers, the users", (.toggleBuffers, [.function(7)]), (.toggleMembers, [.function(8)])),
        Binding("this help", (.help, [.function(1)])),
        Binding(
            "put what is typed away (Ctrl-Up has it); with nothing typed, twice: quit", (.interrupt, [.control("c")])),
        Binding("suspend", (.suspend, [.control("z")])),
        Binding("draw the screen anew", (.redraw, [.control("l")])),
        Binding("move", (.moveLeft, [.left, .control("b")]), (.moveRight, [.right])),
        Binding(
            "a word back, ahead", (.wordLeft, [.alt("b"), .control(.left), .alt(.left)]),
            (.wordRight, [.alt("f"), .control(.right), .alt(.right)])),
        Binding("start, end of what is typed", (.inputStart, [.control("a")]), (.inputEnd, [.control("e")])),
        Binding(
            "delete", (.deleteBackward, [.backspace, .control("h")]), (.deleteForward, [.delete, .control("d")])),
        Binding("cut to the start, to the end", (.cutToStart, [.control("u")]), (.cutToEnd, [.control("k")])),
        Binding(
            "cut the word before, the word ahead", (.cutWord, [.control("w"), .alt(.backspace)]),
            (.cutWordForward, [.alt("d")])),
        Binding("give back what was cut, or what was cut before", (.yank, [.control("y")]), (.yankOlder, [.alt("y")])),
        Binding("undo", (.undo, [.control("_")])),
        Binding("swap two letters", (.transpose, [.control("t")])),
        Binding("the wheel, where it is captured", (.wheelUp, [Key(.wheelUp)]), (.wheelDown, [Key(.wheelDown)])),
    ])
}
