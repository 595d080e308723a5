import Client
import Protocol

/// A list over the chat that is searched as one types: buffers, lines sent earlier, what was found.
struct Picker: Sendable {
    enum Kind: Equatable, Sendable {
        case buffers
        /// The buffers whose numbers begin with what is typed.
        case bufferNumber
        case inputHistory
        /// In the buffer on the screen, or in all.
        case search(everywhere: Bool)
        case goTo
        /// The lines that the server found for a text.
        case serverSearch(String, includesLog: Bool)
        /// Something that is typed unseen.
        case secret(PasswordPrompt)
        /// The rooms, or the people of a room, that a server has been asked for.
        case asked(AskedList, NetworkID)
        /// An answer without words to this message.
        case reaction(LineAddress)

        /// True where what is typed looks for something in a list.
        var hasList: Bool {
            switch self {
            case .buffers, .bufferNumber, .inputHistory, .search, .serverSearch, .asked, .reaction: true
            case .goTo, .secret: false
            }
        }
    }

    enum Target: Hashable, Sendable {
        case buffer(BufferAddress)
        case text(String)
        case line(BufferAddress, LineID)
        case found(ServerSearch.Found, NetworkID)
        /// A room to enter.
        case room(String, NetworkID)
        case person(String, NetworkID)
    }

    struct Item: Sendable {
        /// The words that stand before all, in which nothing is looked for.
        var lead: String
        /// The name behind them, in a list of names.
        var name = ""
        /// The words behind the name, in quiet letters.
        var aside = ""
        var text: String
        var target: Target
    }

    var kind: Kind
    var query = InputLine()
    /// The best last, beside the input.
    var items: [Item] = []
    /// Counted from the best; nil while nothing has been chosen.
    var selected: Int?
    /// True if more was found than is shown.
    var isCut = false
    /// The search through all lines that are held, a piece at a time.
    var search: LocalSearch?
    /// The rows of a list that a server was asked for.
    var askedRows: AskedRows?

    init(_ kind: Kind) {
        self.kind = kind
        selected = kind.choosesAtOnce ? 0 : nil
    }

    /// The text that is typed, as it is to be shown: a password as dots.
    var inputLine: InputLine {
        guard case .secret = kind else { return query }
        return InputLine(String(repeating: "•", count: query.characters.count))
    }

    var title: String {
        switch kind {
        case .buffers: "go to buffer"
        case .bufferNumber: "go to buffer number"
        case .inputHistory: "sent earlier"
        case .search(false): "search here"
        case .search(true): "search everywhere"
        case .goTo: "go to time"
        case .reaction: "react"
        case .asked: askedRows?.title ?? ""
        case .serverSearch(_, includesLog: false): "found by the server"
        case .serverSearch(_, includesLog: true): "found in the log here"
        case .secret(let prompt): prompt.question
        }
    }

    /// The keys that do something in it.
    func hint(_ keys: KeyMap) -> String {
        let close = (action: Action.escape, words: " closes")
        switch kind {
        case .buffers, .bufferNumber: return keys.hint("", (.send, " goes there"), close)
        case .inputHistory: return keys.hint("", (.send, " puts it into the input"), close)
        case .search(let everywhere):
            let chosen =
                selected == nil
                ? keys.hint("", (.up, " chooses"), (.send, " asks the server")) : keys.hint("", (.send, " opens it"))
            return everywhere ? keys.hint(chosen, close) : keys.hint(chosen, (.complete, ": all buffers"), close)
        case .reaction: return keys.hint("", (.up, " chooses, or type one or its name"), (.send, " sends it"), close)
        case .secret: return keys.hint("typed unseen", (.send, " sends it"), (.escape, " cancels"))
        case .asked(.rooms, _): return keys.hint("type a part of a name or topic", (.send, " enters it"), close)
        case .asked(.names, _): return keys.hint("", (.send, " writes to them"), (.complete, ": who it is"), close)
        case .serverSearch: return keys.hint("", (.send, " opens it"), close)
        case .goTo: return keys.hint("14:30 · yesterday · 3 oct", (.send, " goes there"), close)
        }
    }

    /// The text that a search looks for, to be marked where it was found; empty in every other list.
    var searchedText: String {
        switch kind {
        case .search, .asked: query.text
        case .serverSearch(let text, _): text
        case .buffers, .bufferNumber, .inputHistory, .goTo, .secret, .reaction: ""
        }
    }

    var chosenItem: Item? {
        guard let selected, items.indices.contains(selected) else { return nil }
        return items[selected]
    }

    /// Takes what the list has by now. What is chosen is followed to its new place; where it is gone, what has its place is chosen.
    mutating func replaceItems(_ new: [Item]) {
        let chosen = chosenItem?.target
        items = new
        if let place = items.firstIndex(where: { $0.target == chosen }) { return selected = place }
        selected = selected.map { min($0, max(items.count - 1, 0)) }
    }

    mutating func move(_ step: Int) {
        guard !items.isEmpty else { return selected = nil }
        guard let place = selected else { return selected = step > 0 ? 0 : nil }
        let next = place + step
        selected = next < 0 ? (kind.choosesAtOnce ? 0 : nil) : min(next, items.count - 1)
    }
}

extension Picker.Kind {
    /// True if Enter takes the best item without more ado.
    var choosesAtOnce: Bool {
        switch self {
        case .buffers, .bufferNumber, .inputHistory, .reaction, .serverSearch, .asked: true
        case .search, .goTo, .secret: false
        }
    }
}
