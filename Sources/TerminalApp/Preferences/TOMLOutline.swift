import Protocol

/// The tables and keys of a text in TOML, each with its place among the bytes, so that one can be changed and all else stays as it is.
/// <https://toml.io/en/v1.0.0>
///
/// It is for texts that the reader of TOML has taken. It tells less than that reader, and never guesses: of a text that it does not follow
/// to the end there is no outline.
struct TOMLOutline {
    /// A key with its value.
    struct Entry {
        /// The parts of a dotted key, without quotes.
        let path: [String]
        let value: Range<Int>
        /// All lines that it stands on, with the end of the last.
        let lines: Range<Int>
    }

    /// A table with the keys that stand below its head. The first table of a text has no head: its keys stand above all others.
    struct Table {
        let path: [String]
        /// True for `[[name]]`.
        let isArrayElement: Bool
        /// The line of its head, with its end.
        let head: Range<Int>
        var entries: [Entry] = []

        /// The end of the last line that says something of it.
        var end: Int { entries.last?.lines.upperBound ?? head.upperBound }
    }

    private(set) var tables = [Table(path: [], isArrayElement: false, head: 0..<0)]

    /// - Returns: nil for a text that is not followed to its end.
    init?(_ bytes: [UInt8]) {
        var scanner = TOMLScanner(bytes)
        while true {
            scanner.skipBlankLines()
            guard !scanner.isAtEnd else { return }
            let start = scanner.lineStart
            if scanner.current == UInt8(ascii: "[") {
                guard let head = scanner.takeHead(), scanner.takeLineEnd() else { return nil }
                tables.append(
                    Table(path: head.path, isArrayElement: head.isArrayElement, head: start..<scanner.position))
            } else {
                guard let path = scanner.takeKey(), scanner.take(UInt8(ascii: "=")), let value = scanner.takeValue(),
                    scanner.takeLineEnd()
                else { return nil }
                tables[tables.count - 1].entries.append(
                    Entry(path: path, value: value, lines: start..<scanner.position))
            }
        }
    }
}

/// Goes through the bytes of a text in TOML.
struct TOMLScanner {
    let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// The byte that comes next; nil at the end.
    var current: UInt8? { isAtEnd ? nil : bytes[position] }

    /// The start of the line that is being read.
    var lineStart: Int {
        bytes[..<position].lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? 0
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == UInt8(ascii: "\t") }

    mutating func skipBlanks() {
        while let current, Self.isBlank(current) { position += 1 }
    }

    /// Skips blanks, ends of lines and comments.
    mutating func skipBlankLines() {
        while let current {
            if current == UInt8(ascii: "#") {
                skipComment()
            } else if Self.isBlank(current) || current == ASCII.lineFeed || current == ASCII.carriageReturn {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func skipComment() {
        while let current, current != ASCII.lineFeed { position += 1 }
    }

    /// Takes a byte, and the blanks on both sides of it.
    mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard current == byte else { return false }
        position += 1
        skipBlanks()
        return true
    }

    /// Takes the rest of a line on which nothing more is said.
    mutating func takeLineEnd() -> Bool {
        skipBlanks()
        if current == UInt8(ascii: "#") { skipComment() }
        if current == ASCII.carriageReturn { position += 1 }
        guard let current else { return true }
        position += 1
        return current == ASCII.lineFeed
    }

    /// Takes `[name]` or `[[name]]`.
    mutating func takeHead() -> (path: [String], isArrayElement: Bool)? {
        let (open, shut) = (UInt8(ascii: "["), UInt8(ascii: "]"))
        guard take(open) else { return nil }
        let isArrayElement = take(open)
        guard let path = takeKey(), take(shut), !isArrayElement || take(shut) else { return nil }
        return (path, isArrayElement)
    }

    /// Takes a key; nil for one with an escaped character in it.
    mutating func takeKey() -> [String]? {
        var path: [String] = []
        repeat {
            let start = position
            if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
                guard let range = takeText(), let part = Self.text(of: bytes[range]) else { return nil }
                path.append(part)
            } else {
                while let current, current.isBareKeyByte { position += 1 }
                guard position > start else { return nil }
                path.append(bytes[start..<position].text)
            }
        } while take(UInt8(ascii: "."))
        return path
    }

    /// Takes a value of any kind.
    mutating func takeValue() -> Range<Int>? {
        let start = position
        guard let first = current else { return nil }
        switch first {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return takeText()
        case UInt8(ascii: "["), UInt8(ascii: "{"): return takeNested()
        default:
            while let current, !",]}#\r\n".utf8.contains(current) { position += 1 }
            while position > start, Self.isBlank(bytes[position - 1]) { position -= 1 }
            return position > start ? start..<position : nil
        }
    }

    /// Takes a list or a table in braces, with all that is in it.
    private mutating func takeNested() -> Range<Int>? {
        let start = position
        var depth = 0
        while let current {
            switch current {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard takeText() != nil else { return nil }
                continue
            case UInt8(ascii: "#"):
                skipComment()
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            position += 1
            if depth == 0 { return start..<position }
        }
        return nil
    }

    /// Takes a text in quotes of any kind, with its quotes.
    mutating func takeText() -> Range<Int>? {
        let start = position
        guard let quote = current else { return nil }
        let isLong = bytes[position...].prefix(3).count { $0 == quote } == 3
        let length = isLong ? 3 : 1
        position += length
        while let current {
            if current == ASCII.backslash, quote == UInt8(ascii: "\"") {
                position = min(position + 2, bytes.count)
            } else if current == quote, bytes[position...].prefix(length).allSatisfy({ $0 == quote }) {
                guard position + length <= bytes.count else { return nil }
                position += length
                // Before the quotes that end a long text may stand two of its own.
                if isLong { for _ in 0..<2 where self.current == quote { position += 1 } }
                return start..<position
            } else if current == ASCII.lineFeed, !isLong {
                return nil
            } else {
                position += 1
            }
        }
        return nil
    }

    /// The text that stands in quotes on one line; nil where a character in it is escaped, or it is a long one.
    static func text(of quoted: ArraySlice<UInt8>) -> String? {
        let inner = quoted.dropFirst().dropLast()
        guard let quote = quoted.first, quoted.count >= 2, !inner.contains(quote),
            quote == UInt8(ascii: "'") || !inner.contains(ASCII.backslash)
        else { return nil }
        return inner.text
    }
}

extension UInt8 {
    /// True for a byte of a key without quotes.
    fileprivate var isBareKeyByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
