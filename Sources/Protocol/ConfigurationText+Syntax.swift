extension ConfigurationText {
    /// Finds what the reader of TOML takes for granted, and ends the program over: that a table's name comes behind a `[` that begins a
    /// line, and digits behind a date. It goes through the text as that reader does, up to where a text is not TOML.
    ///
    /// No key of ours takes a date or a time, so any that stands in no quotes is told.
    static func syntaxProblem(in text: String) -> (line: Int, words: String)? {
        var scanner = Scanner(rest: text.utf8[...])
        while let byte = scanner.rest.first {
            if scanner.isAtLineStart, scanner.depth == 0, byte == Byte.opening {
                guard scanner.takeHeader() else {
                    return (scanner.line, "no table's name comes behind “[”: write [name]")
                }
            } else if byte < 0x80, !Byte.marks.contains(byte) {
                guard !scanner.takeWord().isDate else {
                    return (scanner.line, "there is a date or a time in it: put it in quotes")
                }
            } else {
                scanner.take(byte)
            }
        }
        return nil
    }

    private enum Byte {
        static let opening = UInt8(ascii: "[")
        static let closing = UInt8(ascii: "]")
        static let marks = Array(" \t\r\n#\"'[]{},=".utf8)
        static let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]
    }

    /// Takes a text apart as far as brackets count: not within quotes, and not behind `#`.
    private struct Scanner {
        var rest: Substring.UTF8View
        var line = 1
        /// Nothing but blanks stands before it in its line.
        var isAtLineStart = true
        /// Of arrays and tables within a value.
        var depth = 0

        mutating func take(_ byte: UInt8) {
            switch byte {
            case ASCII.lineFeed:
                rest.removeFirst()
                line += 1
                isAtLineStart = true
                return
            // Beyond ASCII are blanks and the mark of the byte order, too; no key begins there.
            case ASCII.space, UInt8(ascii: "\t"), ASCII.carriageReturn, 0x80...:
                rest.removeFirst()
                return
            case UInt8(ascii: "#"): skip { $0 != ASCII.lineFeed }
            case Byte.quotes[0], Byte.quotes[1]: takeString(byte)
            case Byte.opening, UInt8(ascii: "{"):
                depth += 1
                rest.removeFirst()
            case Byte.closing, UInt8(ascii: "}"):
                depth = max(depth - 1, 0)
                rest.removeFirst()
            // A mark that stands alone.
            default: rest.removeFirst()
            }
            isAtLineStart = false
        }

        /// Takes a header's brackets. False where neither a name nor a bracket that closes comes next.
        mutating func takeHeader() -> Bool {
            isAtLineStart = false
            rest.removeFirst()
            skipBlanks()
            if rest.first == Byte.opening {
                rest.removeFirst()
                skipBlanks()
            }
            // The end of the text is told by the reader itself.
            guard let next = rest.first else { return true }
            let isName =
                next.isASCIILetter || next.isASCIIDigit || next == UInt8(ascii: "-") || next == UInt8(ascii: "_")
            return isName || Byte.quotes.contains(next) || next == Byte.closing
        }

        /// Takes what stands up to the next blank or mark.
        mutating func takeWord() -> Substring.UTF8View {
            isAtLineStart = false
            let word = rest.prefix { !Byte.marks.contains($0) }
            rest = rest.dropFirst(word.count)
            return word
        }

        private mutating func takeString(_ quote: UInt8) {
            let many = [quote, quote, quote]
            let isLong = rest.starts(with: many)
            rest = rest.dropFirst(isLong ? 3 : 1)
            while let byte = rest.first {
                if byte == ASCII.lineFeed {
                    // One that was not closed is no TOML: what comes then is not read.
                    guard isLong else { return }
                    line += 1
                }
                if isLong ? rest.starts(with: many) : byte == quote {
                    rest = rest.dropFirst(isLong ? 3 : 1)
                    // Up to two quotes may stand before the three that close.
                    if isLong { rest = rest.dropFirst(rest.prefix(2).prefix { $0 == quote }.count) }
                    return
                }
                rest = rest.dropFirst(
                    byte == ASCII.backslash && quote == Byte.quotes[0] && rest.dropFirst().first != ASCII.lineFeed
                        ? 2 : 1)
            }
        }

        private mutating func skipBlanks() { skip { $0 == ASCII.space || $0 == UInt8(ascii: "\t") } }

        private mutating func skip(while isSkipped: (UInt8) -> Bool) { rest = rest.drop(while: isSkipped) }
    }
}

extension Substring.UTF8View {
    /// `2024-…`, or digits with a colon behind them.
    fileprivate var isDate: Bool {
        let digits = prefix(while: \.isASCIIDigit).count
        guard let next = dropFirst(digits).first else { return false }
        return next == ASCII.colon || digits == 4 && next == UInt8(ascii: "-")
    }
}
