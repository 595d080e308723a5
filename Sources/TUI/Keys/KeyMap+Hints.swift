extension KeyMap {
    /// Words, and behind them the keys that do something, each with its own words, as far as there are any.
    func hint(_ words: String = "", _ keys: (action: Action, words: String)...) -> String {
        let told = keys.compactMap { hint in key(for: hint.action).map { "\($0)\(hint.words)" } }
        return ((words.isEmpty ? [] : [words]) + told).joined(separator: " · ")
    }
}
