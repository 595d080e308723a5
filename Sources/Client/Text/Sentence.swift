import Protocol

/// A server's words as a sentence for people: without what only programs read.
enum Sentence {
    /// The words with a capital letter and a full stop. A mode, a code or a mask in brackets at the end is left out, and times are written
    /// as people write them. Empty where nothing is left.
    static func made(of words: String) -> String {
        let text = clause(words)
        guard let last = text.last else { return "" }
        return capitalised(text) + (".!?…".contains(last) ? "" : ".")
    }

    /// The same without a full stop, and with the first letter as it came: to stand within a sentence.
    static func clause(_ words: String) -> String {
        var text = trimmed(words[...])
        while let bare = withoutCode(text) { text = bare }
        return text.split(separator: " ").map { withReadableTime($0) }.joined(separator: " ")
    }

    /// The clause without a full stop at its end, where it is to be followed by more.
    static func openClause(_ words: String) -> String {
        let text = clause(words)
        return text.last == "." ? String(text.dropLast()) : text
    }

    /// `2023-11-14 22:13 UTC`.
    static func moment(_ time: Timestamp) -> String {
        time.iso8601.prefix(16).split(separator: "T").joined(separator: " ") + " UTC"
    }

    /// The moment that a count of seconds since 1970 names; nil for what is none.
    static func moment(seconds text: String) -> String? {
        guard let seconds = Int64(text), (1..<253_402_300_800).contains(seconds) else { return nil }
        return moment(Timestamp(seconds: seconds))
    }

    /// What stands behind the first colon: servers put there what is true of this case, behind what is true of all.
    static func detail(_ words: String) -> String? {
        let parts = words.split(separator: ": ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let text = openClause(String(parts[1]))
        return text.isEmpty ? nil : text
    }

    /// The letter of the mode that a refusal names: `m` of `Cannot send to channel (+m)`.
    static func mode(in words: String) -> Character? {
        guard let start = words.firstRange(of: "(+") ?? words.firstRange(of: "[+") else { return nil }
        let rest = words[start.upperBound...]
        guard let letter = rest.first, rest.dropFirst().first.map({ ")]".contains($0) }) == true else { return nil }
        return letter
    }

    private static func trimmed(_ text: Substring) -> String {
        let front = text.drop { $0.isWhitespace }
        return String(front.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// A word with dots or slashes in it is a name or an address, and is written as it is.
    private static func capitalised(_ text: String) -> String {
        guard let first = text.first, first.isASCII, first.isLowercase else { return text }
        let word = text.prefix { $0 != " " }
        guard word.allSatisfy({ $0.isLetter || $0 == "'" || $0 == "," || $0 == ":" || $0 == "." }) else { return text }
        guard !word.dropLast().contains(".") else { return text }
        return first.uppercased() + text.dropFirst()
    }

    /// The text without the brackets at its end, if these hold nothing but codes and masks, or without these; nil where there is nothing of
    /// the kind.
    private static func withoutCode(_ text: String) -> String? {
        let bare = text.last == "." ? text.dropLast() : text[...]
        guard let close = bare.last, close == ")" || close == "]",
            let open = bare.lastIndex(of: close == ")" ? "(" : "["), open > bare.startIndex
        else { return nil }
        let inner = bare[bare.index(after: open)...].dropLast()
        let front = trimmed(bare[..<open])
        guard !isCode(inner) else { return front }
        let parts = inner.split(separator: ",").map { trimmed($0) }
        let kept = parts.filter { !isMask($0) }
        guard kept.count < parts.count else { return nil }
        return kept.isEmpty ? front : front + " (" + kept.joined(separator: ", ") + ")"
    }

    /// `+m`, `404`, `#22`, `CANNOT_SEND`, `PRIVMSG CANNOT_SEND`.
    private static func isCode(_ text: Substring) -> Bool {
        if text.first == "+" || text.first == "-" { return text.utf8.count <= 8 && !text.contains(" ") }
        let isUpper = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || " #*_-".utf8.contains($0)
        }
        let words = text.split(separator: " ")
        let isNumber = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "#") }
        return !words.isEmpty && isUpper && (isNumber || words.count > 1 || text.contains("_"))
    }

    private static func isMask(_ text: String) -> Bool {
        !text.contains(" ") && (text.contains("@") || text.contains("!") || text.contains("*"))
    }

    private static func withReadableTime(_ word: Substring) -> String {
        guard word.utf8.count >= 20, let start = word.firstIndex(where: { $0.isNumber }),
            let end = word.lastIndex(of: "Z"), start < end, let time = Timestamp(iso8601: String(word[start...end]))
        else { return String(word) }
        return word[..<start] + moment(time) + word[word.index(after: end)...]
    }
}
