import Protocol

extension TOMLPrecheck {
    /// Finds what the reader of TOML takes for granted, and ends the program over: that a table's name comes behind a `[` that begins a
    /// line, that brackets close what they opened, that what looks like a date is one, that nothing is deeper than its stack. It goes
    /// through the text as that reader does, up to where a text is not TOML.
    ///
    /// No key of ours takes a date or a time, and none is named beyond ASCII: either is told unless it stands in quotes, as is a value
    /// that begins as a number and is none.
    static func syntaxProblem(in text: String) -> (line: Int, words: String)? {
        var bytes = text.utf8[...]
        if bytes.starts(with: Byte.orderMark) { bytes = bytes.dropFirst(Byte.orderMark.count) }
        var scanner = Scanner(rest: bytes)
        while let byte = scanner.rest.first {
            if let words = scanner.take(byte) { return (scanner.line, words) }
            if scanner.depth > maxDepth {
                return (scanner.line, "tables and lists are nested more than \(maxDepth) deep: take some out")
            }
        }
        return nil
    }

    private enum Byte {
        static let opening = UInt8(ascii: "[")
        static let closing = UInt8(ascii: "]")
        static let signs = Array("+-".utf8)
        static let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]
        static let blanks = Array(" \t\r".utf8)
        static let marks = Array(" \t\r\n#\"'[]{},=".utf8)
        /// The bytes that end a value that stands in no quotes: a quote or a bracket within it does not.
        static let ends = Array(" \t\n\u{0B}\u{0C}\r#,]}".utf8)
        static let orderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    }

    /// Takes a text apart as far as brackets and words count: not within quotes, and not behind `#`.
    private struct Scanner {
        var rest: Substring.UTF8View
        var line = 1
        /// Nothing but blanks stands before it in its line.
        private var isAtLineStart = true
        /// The arrays and tables that are open within a value: the byte that closes each, and the depth of what stands in it.
        private var brackets: [(closing: UInt8, depth: Int)] = []
        /// The number of tables and lists around what comes next; see ``TOMLPrecheck/maxDepth``.
        private(set) var depth = 0
        /// The depth of the keys below the last header.
        private var tableDepth = 0
        private var isInHeader = false
        /// A key or a table's name is read, and no value: a dot in it makes a table.
        private var isInName = true
        /// A value comes next, and no key.
        private var isAtValue = false

        init(rest: Substring.UTF8View) { self.rest = rest }

        /// Takes what begins with `byte`, the next one. Returns what is wrong with it.
        mutating func take(_ byte: UInt8) -> String? {
            let isLineStart = isAtLineStart
            isAtLineStart = byte == ASCII.lineFeed || isLineStart && Byte.blanks.contains(byte)
            let isValue = isAtValue
            // A remark may stand between a comma and the value behind it.
            if byte != ASCII.lineFeed, byte != UInt8(ascii: "#"), !Byte.blanks.contains(byte) { isAtValue = false }
            switch byte {
            case Byte.opening where isLineStart && brackets.isEmpty:
                return takeHeader() ? nil : "no table's name comes behind “[”: write [name]"
            case UInt8(ascii: "#"): skip { $0 != ASCII.lineFeed }
            case Byte.quotes[0], Byte.quotes[1]: takeString(byte)
            case Byte.opening, UInt8(ascii: "{"):
                depth += 1
                brackets.append((byte == Byte.opening ? Byte.closing : UInt8(ascii: "}"), depth))
                isAtValue = byte == Byte.opening
                isInName = !isAtValue
                rest.removeFirst()
            case Byte.closing, UInt8(ascii: "}"):
                if let bracket = brackets.popLast() {
                    guard bracket.closing == byte else {
                        return "“\(UnicodeScalar(byte))” does not match the bracket that it closes: mend it"
                    }
                    depth = outerDepth
                    isInName = false
                }
                rest.removeFirst()
            case let mark where Byte.marks.contains(mark):
                take(mark: mark)
                rest.removeFirst()
            case let first where isValue && (first.isASCIIDigit || Byte.signs.contains(first)):
                let value = rest.prefix { !Byte.ends.contains($0) }
                rest = rest.dropFirst(value.count)
                if value.isDate { return "there is a date or a time in it: put it in quotes" }
                if !value.isNumber { return "a value begins like a number and is none: put it in quotes" }
            default:
                let word = takeWord()
                if isInName { depth += word.count { $0 == UInt8(ascii: ".") } }
                if word.isDate { return "there is a date or a time in it: put it in quotes" }
                if word.contains(where: { $0 >= 0x80 }) {
                    return "a letter beyond ASCII stands outside quotes: put the word in quotes"
                }
            }
            return nil
        }

        /// The depth of what stands in the innermost bracket that is open, or below the last header.
        private var outerDepth: Int { brackets.last?.depth ?? tableDepth }

        /// Notes what a mark that neither opens nor closes says of what comes behind it.
        private mutating func take(mark: UInt8) {
            switch mark {
            case ASCII.equals:
                isAtValue = true
                isInName = false
            case ASCII.comma:
                isAtValue = brackets.last?.closing == Byte.closing
                isInName = !isAtValue
                depth = outerDepth
            case ASCII.lineFeed:
                line += 1
                guard brackets.isEmpty else { return }
                if isInHeader { tableDepth = depth }
                isInHeader = false
                isInName = true
                depth = tableDepth
            default: break
            }
        }

        /// Takes a header's brackets. False where neither a name nor a bracket that closes comes next.
        private mutating func takeHeader() -> Bool {
            isInHeader = true
            depth = 1
            rest.removeFirst()
            skipBlanks()
            if rest.first == Byte.opening {
                depth = 2
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
        private mutating func takeWord() -> Substring.UTF8View {
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

    /// Letters, digits, underscores and dots, with a sign in front or behind an exponent's letter and nowhere else. Whether it is a number
    /// indeed the reader itself tells.
    fileprivate var isNumber: Bool {
        var before: UInt8?
        for byte in self {
            switch byte {
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard before == nil || before.map("eEpP".utf8.contains) == true else { return false }
            case UInt8(ascii: "_"), UInt8(ascii: "."): break
            default: guard byte.isASCIIDigit || byte.isASCIILetter else { return false }
            }
            before = byte
        }
        return true
    }
}
