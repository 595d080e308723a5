/// An option of a command line that its program does not have.
package struct MisspeltOption: Hashable, Sendable {
    /// As it was typed, up to a `=`.
    package let typed: String
    /// The one that was meant, as far as one can tell.
    package let nearest: String?

    /// Finds the first; nil where all are known.
    ///
    /// - Parameters:
    ///   - arguments: as they were typed; behind a `--` there are no options.
    ///   - known: options with the dashes before them.
    package init?(in arguments: some Sequence<String>, known: some Collection<String>) {
        let options = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }.map { option in
            String(option.prefix { $0 != "=" })
        }
        guard let typed = options.first(where: { !known.contains($0) }) else { return nil }
        self.typed = typed
        nearest = Self.nearest(to: typed, in: known)
    }

    /// The nearest of some words, of which half may be mistyped and two letters at most; nil where none is near.
    package static func nearest(to typed: String, in known: some Collection<String>) -> String? {
        let word = typed.drop { $0 == "-" }.lowercased()
        let most = min(2, word.count / 2)
        return known.map { ($0, EditDistance.between(word, String($0.drop { $0 == "-" }))) }
            .filter { $0.1 <= most }.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// The sentences that name the option that does not exist, and the one that was perhaps meant.
    package var words: String {
        "There is no option \(typed)." + (nearest.map { " Did you mean \($0)?" } ?? "")
    }
}
