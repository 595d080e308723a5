import Client

/// The misspelt words of what is typed.
struct Spelling: Sendable {
    /// Characters of a text beyond which nothing is marked.
    private static let maxTextLength = 4000
    /// Characters of a word beyond which it is none.
    private static let maxWordLength = 50
    /// Words that are remembered.
    private static let maxKnown = 2000

    private let checker: any SpellChecker
    /// The words that were asked for, and whether they are correct.
    private var known: [String: Bool] = [:]

    init(_ checker: any SpellChecker) { self.checker = checker }

    /// The misspelt words of a text, in characters. The one that the cursor is in, or behind, is still being typed.
    ///
    /// Nothing is looked at in a command other than /me, nor where something may be a password; links, names of rooms and words with digits
    /// are no words of a language.
    ///
    /// - Parameter isName: true for the nick of somebody.
    mutating func misspelt(in line: InputLine, isName: (String) -> Bool) -> [Range<Int>] {
        guard Self.isSpeech(line), !line.mayContainPassword, line.characters.count <= Self.maxTextLength else {
            return []
        }
        return Self.words(in: line.characters).filter { range in
            guard !(range.lowerBound...range.upperBound).contains(line.cursor) else { return false }
            let word = String(line.characters[range])
            return !isName(word) && !isCorrect(word)
        }
    }

    /// The words that may be meant by the one before the cursor, with its place; nil where it is correct, or none is known.
    mutating func corrections(in line: InputLine, isName: (String) -> Bool) -> (range: Range<Int>, words: [String])? {
        guard Self.isSpeech(line), !line.mayContainPassword, line.characters.count <= Self.maxTextLength,
            let range = Self.words(in: line.characters).first(where: { $0.upperBound == line.cursor })
        else { return nil }
        let word = String(line.characters[range])
        guard !isName(word), !isCorrect(word) else { return nil }
        let words = checker.corrections(of: word)
        return words.isEmpty ? nil : (range, words)
    }

    /// True for what is said, by /me too.
    private static func isSpeech(_ line: InputLine) -> Bool {
        !line.isCommand || line.characters.starts(with: ["/", "m", "e", " "])
    }

    private mutating func isCorrect(_ word: String) -> Bool {
        if let known = known[word] { return known }
        if known.count >= Self.maxKnown { known = [:] }
        let isCorrect = checker.isCorrect(word)
        known[word] = isCorrect
        return isCorrect
    }

    /// The words of a text: letters, with apostrophes between them.
    private static func words(in characters: [Character]) -> [Range<Int>] {
        characters.indices.split { characters[$0].isWhitespace }.flatMap { token -> [Range<Int>] in
            let text = characters[token]
            guard !text.contains(where: { $0.isNumber || "/@#_\\<>".contains($0) }), !hasInnerMark(text) else {
                return []
            }
            // A part is a range of the text's own places.
            let parts: [Range<Int>] = token.split { !characters[$0].isLetter && !"'’".contains(characters[$0]) }
            return parts.compactMap { part in
                var range = part
                while let last = range.last, !characters[last].isLetter { range.removeLast() }
                while let first = range.first, !characters[first].isLetter { range.removeFirst() }
                return range.isEmpty || range.count > maxWordLength ? nil : range
            }
        }
    }

    /// True for what is written like `example.org` or `:smile:`.
    private static func hasInnerMark(_ text: ArraySlice<Character>) -> Bool {
        if text.first == ":" { return true }
        return text.indices.dropLast().contains { ".:".contains(text[$0]) && text[$0 + 1].isLetter }
    }
}

extension Screen {
    /// Marks the words of what is typed that are in none of the person's languages.
    ///
    /// - Parameter checker: knows the words of the languages; nil where nothing is checked.
    package mutating func checkSpelling(by checker: (any SpellChecker)?) {
        inputState.spelling = checker.map { Spelling($0) }
    }

    /// The misspelt words of what is typed into a buffer; none while something else is typed.
    mutating func misspelt(in line: InputLine, _ chat: ChatModel, _ shown: Buffer) -> [Range<Int>] {
        guard !isSearching(shown), inputState.spelling != nil else { return [] }
        return inputState.spelling?.misspelt(in: line) { shown.isName($0, own: chat.shown.nick) } ?? []
    }
}

extension Screen {
    /// True while what is typed is no draft: a list is open, or the user list has the keys.
    func isSearching(_ shown: Buffer) -> Bool {
        panes.picker != nil || panes.memberList.hasFocus(in: shown.address)
    }
}

extension Buffer {
    /// True for the nick of somebody here.
    func isName(_ word: String, own nick: String) -> Bool { word == nick || word == name || members[word] != nil }
}
