/// What is being typed: text, a cursor between two characters, and what was cut last.
///
/// All places are counted in characters as a reader sees them. Line breaks may stand in it; drawn, they are `⏎`.
package struct InputLine: Equatable, Sendable {
    package private(set) var characters: [Character] = []
    /// 0 is before the first character.
    package private(set) var cursor = 0
    /// What Ctrl-U, Ctrl-K and Ctrl-W took last, and Ctrl-Y gives back.
    package private(set) var cut: [Character] = []

    package init() {}

    package init(_ text: String) {
        characters = Array(text)
        cursor = characters.count
    }

    package var text: String { String(characters) }
    package var isEmpty: Bool { characters.isEmpty }

    /// Typed text. A mark joins the character before the cursor, as the reader expects.
    package mutating func insert(_ text: String) {
        if let first = text.unicodeScalars.first, cursor > 0, !text.isEmpty, first.value >= 0x80 {
            let joined = Array(String(characters[cursor - 1]) + text)
            if joined.count <= text.count {
                characters.replaceSubrange((cursor - 1)..<cursor, with: joined)
                cursor += joined.count - 1
                return
            }
        }
        let new = Array(text)
        characters.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    /// Pasted text: line ends of any kind become line breaks, one at the very end is left out, a tab is a space and other
    /// control characters are gone.
    package mutating func paste(_ text: String) {
        var clean = String.UnicodeScalarView()
        var before: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r": clean.append("\n")
            case "\n": if before != "\r" { clean.append("\n") }
            case "\t": clean.append(" ")
            default: if scalar.properties.generalCategory != .control { clean.append(scalar) }
            }
            before = scalar
        }
        if clean.last == "\n" { clean.removeLast() }
        insert(String(clean))
    }

    // MARK: Moving

    package mutating func moveLeft() { cursor = max(cursor - 1, 0) }
    package mutating func moveRight() { cursor = min(cursor + 1, characters.count) }
    package mutating func moveToStart() { cursor = 0 }
    package mutating func moveToEnd() { cursor = characters.count }
    package mutating func moveWordLeft() { cursor = wordStart }
    package mutating func moveWordRight() { cursor = wordEnd }

    // MARK: Taking away

    package mutating func deleteBackward() {
        guard cursor > 0 else { return }
        cursor -= 1
        characters.remove(at: cursor)
    }

    package mutating func deleteForward() {
        guard cursor < characters.count else { return }
        characters.remove(at: cursor)
    }

    package mutating func cutToStart() { cut(0..<cursor) }
    package mutating func cutToEnd() { cut(cursor..<characters.count) }
    package mutating func cutWordBackward() { cut(blankStart..<cursor) }
    package mutating func cutWordForward() { cut(cursor..<wordEnd) }
    package mutating func cutAll() { cut(0..<characters.count) }

    package mutating func yank() {
        characters.insert(contentsOf: cut, at: cursor)
        cursor += cut.count
    }

    /// Puts a text in place of another, and the cursor behind it.
    package mutating func replace(_ range: Range<Int>, with text: String) {
        let new = Array(text)
        characters.replaceSubrange(range, with: new)
        cursor = range.lowerBound + new.count
    }

    /// Takes the whole text out, as when it was sent; what was cut stays.
    package mutating func clear() {
        characters = []
        cursor = 0
    }

    private mutating func cut(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        cut = Array(characters[range])
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    /// The start of the word of letters and digits before the cursor.
    private var wordStart: Int {
        var place = cursor
        while place > 0, !characters[place - 1].isWordPart { place -= 1 }
        while place > 0, characters[place - 1].isWordPart { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        var place = cursor
        while place < characters.count, !characters[place].isWordPart { place += 1 }
        while place < characters.count, characters[place].isWordPart { place += 1 }
        return place
    }

    /// The start of what stands between spaces before the cursor, as Ctrl-W means it.
    private var blankStart: Int {
        var place = cursor
        while place > 0, characters[place - 1].isWhitespace { place -= 1 }
        while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
        return place
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
