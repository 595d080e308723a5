import Protocol

/// The lines that the shell wants to be told of: those that speak of the person, or those with some words in them.
package struct LineHook: Hashable, Sendable {
    /// Characters of a pattern.
    package static let maxPatternLength = 200
    /// Characters of a text in which a pattern is looked for.
    static let maxSearchedLength = 4096

    /// In lower case, with `*` at both ends; nil for lines that speak of the person.
    private let pattern: [Unicode.Scalar]?
    /// The rooms and people in whose buffers the line stands; empty for all.
    private let rooms: [String]

    /// - Parameters:
    ///   - pattern: words with `*` for anything and `?` for one character, which stand somewhere in the text, in whatever case; nil for lines
    ///     that speak of the person. Of a longer one the first ``maxPatternLength`` characters count.
    ///   - rooms: names of rooms and people; empty for all.
    package init(pattern: String?, rooms: [String]) {
        self.pattern = pattern.map { pattern in
            let words = Self.lowercased(pattern.unicodeScalars.prefix(Self.maxPatternLength))
            return ["*"] + words + ["*"]
        }
        self.rooms = rooms
    }

    /// The beginning of a text, as patterns are compared with it.
    static func searched(_ text: String) -> [Unicode.Scalar] {
        lowercased(text.unicodeScalars.prefix(maxSearchedLength))
    }

    private static func lowercased(_ scalars: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
        scalars.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
    }

    /// True if the text of a line matters.
    var hasPattern: Bool { pattern != nil }

    func isAbout(_ room: String, casemapping: Casemapping) -> Bool {
        guard !rooms.isEmpty else { return true }
        let folded = casemapping.fold(room)
        return rooms.contains { casemapping.fold($0) == folded }
    }

    /// - Parameters:
    ///   - text: see ``searched(_:)``.
    ///   - isCall: true if the line speaks of the person, and is to call them.
    func describes(_ text: [Unicode.Scalar], isCall: Bool) -> Bool {
        guard let pattern else { return isCall }
        return Wildcards.matches(pattern, text, any: "*", one: "?")
    }
}

/// A line that a hook is for.
package struct HookedLine: Hashable, Sendable {
    /// The numbers of the hooks, from 0, in the order in which ``SessionConfiguration/hooks`` has them.
    package let hooks: [Int]
    package let time: Timestamp
    /// The name of its buffer.
    package let room: String
    package let kind: LineKind
    /// The nick of who said it.
    package let nick: String
    /// As it is shown: without formatting and control characters, but for line ends.
    package let text: String
    /// The server's `msgid`; empty where there is none.
    package let messageID: String
    package let isMention: Bool
}
