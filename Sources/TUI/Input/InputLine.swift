/// The text that is being typed, with a cursor between two characters, the cuts, and the changes that can be undone.
///
/// All places are counted in characters as a reader sees them. Line breaks may stand in the text.
package struct InputLine: Equatable, Sendable {
    package private(set) var characters: [Character] = [] {
        didSet { if characters.isEmpty { mayContainPassword = false } }
    }
    /// 0 is before the first character.
    package private(set) var cursor = 0
    package var kills = KillRing()
    private var undoStack = UndoStack()
    /// True if the text is known to be nothing but printable ASCII: each character one column, no break.
    private(set) var isPlain = true
    /// True if something in the text was typed where a password was asked for, and may be one: then the text is kept nowhere but in sight.
    /// The flag goes along with text that is cut and given back, and with undoing, and ends where nothing is left.
    var mayContainPassword = false

    package init() {}

    package init(_ text: String) {
        characters = Array(text)
        cursor = characters.count
        isPlain = text.isPrintableASCII
    }

    package var text: String { String(characters) }
    package var isEmpty: Bool { characters.isEmpty }
    /// True if the text has more than one row, however wide the screen is.
    var hasBreaks: Bool { !isPlain && characters.contains(where: \.isBreak) }

    /// True if the text is a command, which is never sent as several messages.
    package var isCommand: Bool {
        characters.first?.isSlash == true && !(characters.count > 1 && characters[1].isSlash)
    }

    // MARK: Putting in

    /// Typed text. A mark joins the character before the cursor, as the reader expects.
    package mutating func insert(_ text: String) {
        recordUndo(as: text.allSatisfy { $0.isWhitespace } ? .other : .typing)
        put(text)
    }

    /// A typed letter.
    package mutating func insert(_ letter: Unicode.Scalar) {
        // ASCII joins nothing that stands before it (nor do we let it, behind the few signs that are drawn with the letter that
        // follows), and at the beginning there is nothing to join: no need to look for where characters end.
        guard letter.isASCII || cursor == 0 else { return insert(String(letter)) }
        recordUndo(as: letter.properties.isWhitespace ? .other : .typing)
        isPlain = isPlain && (0x20..<0x7F).contains(letter.value)
        characters.insert(Character(letter), at: cursor)
        cursor += 1
    }

    private mutating func put(_ text: String) {
        isPlain = isPlain && text.isPrintableASCII
        if let first = text.unicodeScalars.first, cursor > 0, first.value >= 0x80 {
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
        recordUndo(as: .other)
        put(String(clean))
    }

    /// Puts a text in place of another, and the cursor behind it.
    package mutating func replace(_ range: Range<Int>, with text: String) {
        recordUndo(as: .other)
        let new = Array(text)
        isPlain = isPlain && text.isPrintableASCII
        characters.replaceSubrange(range, with: new)
        cursor = range.lowerBound + new.count
    }

    /// Takes the whole text out, as when it was sent; the cuts stay.
    package mutating func clear() {
        recordUndo(as: .other)
        characters = []
        cursor = 0
        isPlain = true
    }

    // MARK: Moving

    package mutating func moveLeft() { move(to: cursor - 1) }
    package mutating func moveRight() { move(to: cursor + 1) }
    package mutating func moveToStart() { move(to: 0) }
    package mutating func moveToEnd() { move(to: characters.count) }
    package mutating func moveWordLeft() { move(to: wordStart) }
    package mutating func moveWordRight() { move(to: wordEnd) }

    package mutating func move(to place: Int) {
        cursor = min(max(place, 0), characters.count)
        undoStack.endRun()
        kills.endRun()
    }

    // MARK: Taking away

    package mutating func deleteBackward() {
        guard cursor > 0 else { return }
        recordUndo(as: .deleting)
        cursor -= 1
        characters.remove(at: cursor)
    }

    package mutating func deleteForward() {
        guard cursor < characters.count else { return }
        recordUndo(as: .deleting)
        characters.remove(at: cursor)
    }

    package mutating func cutToStart() { cut(0..<cursor, isBackward: true) }
    package mutating func cutToEnd() { cut(cursor..<characters.count, isBackward: false) }
    package mutating func cutWordBackward() { cut(blankStart..<cursor, isBackward: true) }
    package mutating func cutWordForward() { cut(cursor..<wordEnd, isBackward: false) }

    private mutating func cut(_ range: Range<Int>, isBackward: Bool) {
        guard !range.isEmpty else { return }
        saveSnapshot(as: .other)
        kills.add(
            KillRing.Cut(Array(characters[range]), mayContainPassword: mayContainPassword), isBackward: isBackward)
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    /// Gives back what was cut last.
    package mutating func yank() {
        guard let cut = kills.newest else { return }
        recordUndo(as: .other)
        putBack(cut, in: cursor..<cursor)
    }

    /// Puts what was cut before that in place of what was just given back.
    package mutating func yankOlder() {
        guard let range = kills.yanked, range.upperBound == cursor, let cut = kills.rotate() else { return }
        saveSnapshot(as: .other)
        putBack(cut, in: range)
    }

    private mutating func putBack(_ cut: KillRing.Cut, in range: Range<Int>) {
        isPlain = isPlain && String(cut.text).isPrintableASCII
        mayContainPassword = mayContainPassword || cut.mayContainPassword
        characters.replaceSubrange(range, with: cut.text)
        cursor = range.lowerBound + cut.text.count
        kills.yanked = range.lowerBound..<cursor
    }

    /// Swaps the characters on both sides of the cursor.
    package mutating func transpose() {
        guard characters.count > 1, cursor > 0 else { return }
        recordUndo(as: .other)
        let place = min(cursor, characters.count - 1)
        characters.swapAt(place - 1, place)
        cursor = place + 1
    }

    // MARK: Undoing

    /// Takes back the last change; one after the other, to where it began.
    package mutating func undo() {
        guard let before = undoStack.pop() else { return }
        characters = before.characters
        cursor = before.cursor
        mayContainPassword = before.mayContainPassword
        isPlain = text.isPrintableASCII
        kills.endRun()
    }

    private mutating func recordUndo(as kind: UndoStack.Kind) {
        saveSnapshot(as: kind)
        kills.endRun()
    }

    private mutating func saveSnapshot(as kind: UndoStack.Kind) {
        undoStack.recordUndo(
            .init(characters: characters, cursor: cursor, mayContainPassword: mayContainPassword), kind)
    }

    // MARK: Words

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

extension String {
    fileprivate var isPrintableASCII: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
