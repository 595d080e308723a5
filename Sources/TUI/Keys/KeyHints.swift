/// The keys that the footer has taught: a key that was used three times is not shown any more.
package struct KeyHints: Equatable, Sendable {
    /// How often each was used, by its name.
    package private(set) var used: [String: Int]
    private static let enough = 3

    package init(_ used: [String: Int] = [:]) { self.used = used }

    /// All that is ever taught.
    private static let taught: [Action] = [
        .help, .recallOlder, .pageUp, .choose, .nextBuffer, .switchBuffer, .search, .recallList, .escape, .goToTime,
    ]

    mutating func used(_ action: Action) {
        guard Self.taught.contains(action) else { return }
        count(action)
    }

    /// The person was told beside this key of another.
    mutating func told(_ action: Action) { count(action) }

    private mutating func count(_ action: Action) {
        let name = action.rawValue
        if let count = used[name], count >= Self.enough { return }
        used[name, default: 0] += 1
    }

    func isLearnt(_ action: Action) -> Bool { used[action.rawValue, default: 0] >= Self.enough }
}

extension Screen {
    /// Three keys that fit the moment, for an empty input: those that have not been learnt, as far as there is room.
    ///
    /// - Parameter hasSent: gives true where something was sent in the buffer that can be had again. It is asked only where that matters.
    func footer(isScrolled: Bool, isAlone: Bool, hasSent: () -> Bool, fitting width: Int) -> String {
        guard settings.showsFooter else { return "" }
        let recallsSent = !isScrolled && !inputState.keyHints.isLearnt(.recallOlder) && hasSent()
        let keyHints: [(Action, String)] =
            isScrolled
            ? [(.escape, "newest"), (.goToTime, "go to a time"), (.search, "search"), (.choose, "choose")]
            : [(.help, "help")] + (recallsSent ? [(.recallOlder, "what you sent")] : [])
                + [(.pageUp, "history"), (.choose, "choose a message")]
                + (isAlone ? [] : [(.nextBuffer, "next room"), (.switchBuffer, "find a room")])
                + [(.search, "search"), (.recallList, "sent earlier")]
        let open = keyHints.filter { !inputState.keyHints.isLearnt($0.0) }.prefix(3)
        var text = ""
        for (action, words) in open {
            guard let key = keyMap.key(for: action) else { continue }
            let longer = text + (text.isEmpty ? "" : " · ") + "\(key) \(words)"
            if shaper.width(longer) <= width { text = longer }
        }
        return text
    }
}
