/// What a key can do.
package enum Action: Hashable, Sendable {
    case scrollUp, scrollDown, pageUp, pageDown, oldest, newest
    /// To the newest line where nothing is typed, else within what is typed.
    case lineStart, lineEnd
    case moveLeft, moveRight, wordLeft, wordRight, inputStart, inputEnd
    case deleteBackward, deleteForward, cutToStart, cutToEnd, cutWord, cutWordForward, yank
    case send, newRow, complete, interrupt
    case nextBuffer, previousBuffer, bufferWithNews, buffer(Int)
    case toggleBuffers, toggleMembers
    case help, redraw, suspend, escape
}

/// Which key does what: the one table that binds them and that the help shows.
package struct KeyMap: Sendable {
    /// A row of the help.
    package struct Binding: Sendable {
        /// The keys as a manual names them.
        package let names: String
        package let does: String
        let keys: [(Key, Action)]

        init(_ names: String? = nil, _ does: String, _ keys: (Key, Action)...) {
            self.keys = keys
            self.does = does
            self.names = names ?? keys.map(\.0.description).joined(separator: " ")
        }

        init(_ names: String, _ does: String, all keys: [(Key, Action)]) {
            self.names = names
            self.does = does
            self.keys = keys
        }
    }

    package let bindings: [Binding]
    private let actions: [Key: Action]

    package init(_ bindings: [Binding]) {
        self.bindings = bindings
        actions = Dictionary(bindings.flatMap(\.keys)) { first, _ in first }
    }

    package func action(of key: Key) -> Action? { actions[key] }

    package static let standard = KeyMap([
        Binding("Up Down", "scroll the history by a row", (.up, .scrollUp), (.down, .scrollDown)),
        Binding("PageUp PageDown", "scroll by a page", (.pageUp, .pageUp), (.pageDown, .pageDown)),
        Binding("Ctrl-Home Ctrl-End", "oldest, newest", (.control(.home), .oldest), (.control(.end), .newest)),
        Binding(
            "Home End", "start, end of what is typed; with nothing typed: oldest, newest", (.home, .lineStart),
            (.end, .lineEnd)),
        Binding("Esc", "back to the newest line", (.escape, .escape)),
        Binding("Enter", "send", (.enter, .send)),
        Binding(
            "Alt-Enter Ctrl-J", "new row in what is typed", (.alt(.enter), .newRow), (.control("j"), .newRow)),
        Binding("Tab", "complete a nick, a room or a command", (.tab, .complete)),
        Binding(
            "Ctrl-N Ctrl-P", "next, previous buffer", (.control("n"), .nextBuffer), (.control("p"), .previousBuffer)),
        Binding(
            "Alt-1 … Alt-9", "buffer by number",
            all: (1...9).map { (.alt(Unicode.Scalar(UInt8(0x30 + $0))), .buffer($0)) }),
        Binding("Alt-A", "next buffer with news", (.alt("a"), .bufferWithNews)),
        Binding(
            "F7 F8", "show or hide the buffers, the users", (.function(7), .toggleBuffers),
            (.function(8), .toggleMembers)),
        Binding("F1", "this help", (.function(1), .help)),
        Binding(
            "Ctrl-C", "clear what is typed (Ctrl-Y gives it back); with nothing typed, twice: quit",
            (.control("c"), .interrupt)),
        Binding("Ctrl-Z", "suspend", (.control("z"), .suspend)),
        Binding("Ctrl-L", "draw the screen anew", (.control("l"), .redraw)),
        Binding(
            "Left Right", "move", (.left, .moveLeft), (.right, .moveRight), (.control("b"), .moveLeft),
            (.control("f"), .moveRight)),
        Binding(
            "Alt-B Alt-F", "a word back, ahead", (.alt("b"), .wordLeft), (.alt("f"), .wordRight),
            (.control(.left), .wordLeft), (.control(.right), .wordRight), (.alt(.left), .wordLeft),
            (.alt(.right), .wordRight)),
        Binding(
            "Ctrl-A Ctrl-E", "start, end of what is typed", (.control("a"), .inputStart), (.control("e"), .inputEnd)),
        Binding(
            "Backspace Delete", "delete", (.backspace, .deleteBackward), (.control("h"), .deleteBackward),
            (.delete, .deleteForward), (.control("d"), .deleteForward)),
        Binding(
            "Ctrl-U Ctrl-K", "cut to the start, to the end", (.control("u"), .cutToStart), (.control("k"), .cutToEnd)),
        Binding(
            "Ctrl-W Alt-D", "cut the word before, the word ahead", (.control("w"), .cutWord),
            (.alt(.backspace), .cutWord),
            (.alt("d"), .cutWordForward)),
        Binding("Ctrl-Y", "give back what was cut", (.control("y"), .yank)),
    ])
}
