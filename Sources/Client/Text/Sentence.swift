import Protocol

/// A server's words as a sentence for people: without what only programs read.
///
/// A line from a server has up to 16 KB: of its words ``longest`` bytes are looked at, and no work here grows faster than they do.
enum Sentence {
    /// So many bytes of a server's words are shown at most; what is cut off leaves an ellipsis.
    static let longest = 1_024
    /// So many groups in brackets are left out at the end of a text at most.
    private static let maxGroups = 4

    /// The words with a capital letter and a full stop. A mode, a code or a mask in brackets at the end is left out, and times are written
    /// as people write them. Empty where nothing is left.
    static func made(of words: String) -> String {
        let text = clause(words)
        guard let last = text.last else { return "" }
        return capitalised(text) + (".!?…".contains(last) ? "" : ".")
    }

    /// The same without a full stop, and with the first letter as it came: to stand within a sentence.
    static func clause(_ words: String) -> String {
        let whole = bounded(words)
        var text = trimmed(whole)
        var kept = ""
        for _ in 0..<maxGroups where kept.isEmpty {
            guard let bare = withoutCode(text) else { break }
            (text, kept) = bare
        }
        let cut = whole.endIndex == words.endIndex ? "" : "…"
        return (text + kept).split(separator: " ").map { withReadableTime($0) }.joined(separator: " ") + cut
    }

    /// The beginning of a text, up to ``longest`` bytes and between two scalars.
    private static func bounded(_ words: String) -> Substring {
        guard words.utf8.count > longest else { return words[...] }
        var end = words.utf8.index(words.startIndex, offsetBy: longest)
        while end > words.startIndex, words.utf8[end] & 0xC0 == 0x80 { end = words.utf8.index(before: end) }
        return words[..<end]
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

    /// The words behind the first colon; nil if there are none. Servers put there what is true of this case, behind what is true of all.
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

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    /// A word with dots or slashes in it is a name or an address, and is written as it is.
    private static func capitalised(_ text: String) -> String {
        guard let first = text.first, first.isASCII, first.isLowercase else { return text }
        let word = text.prefix { $0 != " " }
        guard word.allSatisfy({ $0.isLetter || $0 == "'" || $0 == "," || $0 == ":" || $0 == "." }) else { return text }
        guard !word.dropLast().contains(".") else { return text }
        return first.uppercased() + text.dropFirst()
    }

    /// The text before the brackets at its end, if these hold nothing but a code and masks, and the brackets anew where they hold more;
    /// nil where there is nothing to be left out.
    private static func withoutCode(_ text: Substring) -> (front: Substring, kept: String)? {
        let bare = text.last == "." ? text.dropLast() : text
        guard let close = bare.last, close == ")" || close == "]",
            let open = bare.lastIndex(of: close == ")" ? "(" : "["), open > bare.startIndex
        else { return nil }
        let inner = bare[bare.index(after: open)...].dropLast()
        let front = trimmed(bare[..<open])
        guard !isCode(inner) else { return (front, "") }
        let parts = inner.split(separator: ",").map { trimmed($0) }
        let kept = parts.filter { !isMask($0) }
        guard kept.count < parts.count else { return nil }
        return (front, kept.isEmpty ? "" : " (" + kept.joined(separator: ", ") + ")")
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

    /// `*!*@h.test`, `bob!b@h`; an address such as `staff@x.org` is none, since it may be the only remedy that the server names.
    private static func isMask(_ text: Substring) -> Bool {
        !text.contains(" ") && (text.contains("*") || text.dropLast().contains("!"))
    }

    private static func withReadableTime(_ word: Substring) -> String {
        guard word.utf8.count >= 20, let start = word.firstIndex(where: { $0.isNumber }),
            let end = word.lastIndex(of: "Z"), start < end, let time = Timestamp(iso8601: String(word[start...end]))
        else { return String(word) }
        return word[..<start] + moment(time) + word[word.index(after: end)...]
    }
}
