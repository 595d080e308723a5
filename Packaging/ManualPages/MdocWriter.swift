/// A page of a manual, made line by line in the language of mdoc(7). <https://man.openbsd.org/mdoc.7>
struct MdocWriter {
    /// A part of a line that begins with a macro.
    enum Part {
        /// A word that goes on the line as it is: the name of a macro that is called within it, or a mark of punctuation by itself.
        case macro(String)
        /// A text that is shown as it stands here.
        case word(String)
    }

    private(set) var text = ""
    /// Bytes that a line of the page may have: mandoc(1) asks for fewer than 80.
    private static let longestLine = 78

    /// Writes a line with a macro.
    mutating func line(_ macro: String, _ parts: Part...) { line(macro, parts) }

    mutating func line(_ macro: String, _ parts: [Part]) {
        let words = parts.map { part in
            switch part {
            case .macro(let name): name
            case .word(let word): Self.argument(word)
            }
        }
        text += ([".\(macro)"] + words).joined(separator: " ") + "\n"
    }

    /// Writes a section, or what is below one with `Ss`.
    mutating func heading(_ macro: String, _ words: String) { line(macro, .word(words)) }

    /// Writes prose: its blank lines divide it into paragraphs, all others are as good as spaces. A sentence begins on a line of its own.
    mutating func prose(_ words: String) {
        for (number, paragraph) in words.split(separator: "\n\n").enumerated() {
            if number > 0 { line("Pp") }
            var current = ""
            for word in paragraph.split(whereSeparator: \.isWhitespace) {
                let shown = Self.escaped(word)
                if !current.isEmpty, current.utf8.count + shown.utf8.count >= Self.longestLine { flush(&current) }
                current += current.isEmpty ? shown : " " + shown
                if Self.endsSentence(word) { flush(&current) }
            }
            flush(&current)
        }
    }

    private mutating func flush(_ line: inout String) {
        guard !line.isEmpty else { return }
        text += (line.hasPrefix(".") ? "\\&" : "") + line + "\n"
        line = ""
    }

    /// Writes lines as they stand, indented.
    mutating func literal(_ lines: [String]) {
        line("Bd", .macro("-literal"), .macro("-offset"), .macro("indent"))
        for words in lines {
            let shown = Self.escaped(words[...])
            text += (shown.hasPrefix(".") ? "\\&" : "") + shown + "\n"
        }
        line("Ed")
    }

    /// Writes a list of terms, each with what is said of it.
    mutating func terms(_ body: (inout MdocWriter) -> Void) {
        line("Bl", .macro("-tag"), .macro("-width"), .macro("Ds"))
        body(&self)
        line("El")
    }

    private static func endsSentence(_ word: Substring) -> Bool {
        let end = word.reversed().drop { ")]\"'".contains($0) }.first
        return end.map { ".!?".contains($0) } ?? false
    }

    /// A word of a line that begins with a macro: it keeps its spaces, and names no macro.
    private static func argument(_ word: String) -> String {
        guard !word.isEmpty else { return "\"\"" }
        // A lone mark of punctuation, and what is called like a macro, would be taken for more than words.
        let isPlain = word.count == 1 || (word.count <= 3 && word.first?.isUppercase == true)
        let shown = (isPlain ? "\\&" : "") + escaped(word[...])
        return shown.contains(" ") ? "\"\(shown)\"" : shown
    }

    /// Everything is shown with the character that it is, so that it can be copied: roff would make typographical ones of some.
    private static func escaped(_ text: Substring) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case "'": "\\(aq"
            case "\"": "\\(dq"
            case "`": "\\(ga"
            case "^": "\\(ha"
            case "~": "\\(ti"
            case _ where scalar.isASCII: String(scalar)
            default: "\\[u\(hexadecimal(scalar))]"
            }
        }.joined()
    }

    /// Four digits at least.
    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }
}
