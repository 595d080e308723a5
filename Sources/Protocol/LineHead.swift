/// The label and the command of a line that is no valid message: enough to answer it as the command that it would have been.
package struct LineHead: Hashable, Sendable {
    /// The value of its `label` tag; nil where it has none, or one that cannot be sent back as it came or has more than 256 bytes.
    package var label: String?
    /// The command; nil where the word in its place is neither letters nor three digits.
    package var command: Command?

    /// Reads a line of any bytes, or the beginning of one that was too long. Linear in its length.
    ///
    /// - Parameter isCut: true if the line went on; its last word is then not looked at, for that may have gone on, too.
    package init(of line: Bytes, isCut: Bool = false) {
        var rest = line
        if rest.first == ASCII.at {
            guard let (section, isWhole) = rest.takeWord(isCut: isCut) else { return }
            label = Self.label(in: section.dropFirst(), isWhole: isWhole)
        }
        if rest.first == ASCII.colon { _ = rest.takeWord() }
        guard let (verb, isWhole) = rest.takeWord(isCut: isCut), isWhole else { return }
        command = Command(parsing: verb)
    }

    /// Finds the value of the last `label` tag, the one that counts in a message, too.
    private static func label(in section: Bytes, isWhole: Bool) -> String? {
        var items = section.split(separator: ASCII.semicolon)
        if !isWhole { items = items.dropLast() }
        let name = Bytes("label=")
        guard let value = items.last(where: { $0.starts(with: name) })?.dropFirst(name.count), value.count <= 256,
            value.isValidUTF8,
            !value.contains(where: { $0 == ASCII.nul || $0 == ASCII.carriageReturn })
        else { return nil }
        return Tag.unescape(value)
    }
}

extension ArraySlice<UInt8> {
    /// Takes a word like ``takeWord()``, and the spaces before it; nil where there is nothing.
    ///
    /// - Parameter isCut: true if this is the beginning of a line.
    /// - Returns: the word, and whether all of it is there.
    fileprivate mutating func takeWord(isCut: Bool) -> (word: Bytes, isWhole: Bool)? {
        skipSpaces()
        guard !isEmpty else { return nil }
        let end = endIndex
        let word = takeWord()
        return (word, word.endIndex < end || !isCut)
    }
}
