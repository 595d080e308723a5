/// Putting the text of an alias in the place of its name.
extension AliasTable {
    /// Aliases that are replaced for one input, those that stand in the text of others among them.
    private static let maxReplaced = 32
    /// Lines that one input stands for.
    private static let maxLines = 64

    /// The lines that an input stands for, each to be taken as if it had been typed; the input alone where it begins with no alias.
    ///
    /// In the text of an alias `$1` to `$9` stand for the words behind its name, `$2-` for the second and all that follow, `$*` for all,
    /// `$nick` for the person's nick, `$room` for the name of the buffer and `$$` for a dollar. Where none of the words is named they stand
    /// behind the text. A `;` with a command behind it begins the next line; one among the words begins none.
    ///
    /// - Throws: the mistake, as a sentence, where aliases stand for each other without end, or for too much.
    package func lines(for input: String, nick: String, room: String) throws(SlashCommandError) -> [String] {
        guard !isEmpty, input.first == "/" else { return [input] }
        var lines: [String] = []
        var replacedCount = 0
        // The next one last.
        var pending = [input]
        while let line = pending.popLast() {
            guard let call = AliasCall(line), let text = self[call.name] else {
                lines.append(line)
                continue
            }
            let shown = DrawableText.plain(call.name)
            replacedCount += 1
            guard replacedCount <= Self.maxReplaced else {
                throw SlashCommandError(
                    reason: "/\(shown) stands for itself, or for too many others. /alias \(shown) tells its text.")
            }
            guard let parts = call.expanded(text, nick: nick, room: room),
                lines.count + pending.count + parts.count <= Self.maxLines
            else {
                throw SlashCommandError(reason: "/\(shown) becomes too long. /alias \(shown) tells its text.")
            }
            pending += parts.reversed()
        }
        return lines
    }
}

/// A line that begins with the name of a command, and the words behind it.
private struct AliasCall {
    let name: String
    /// All that stands behind the name.
    let rest: Substring

    /// Nil for speech, which may begin with `//`.
    init?(_ line: String) {
        guard line.first == "/" else { return nil }
        let body = line.dropFirst()
        guard body.first != "/" else { return nil }
        let end = body.firstIndex { $0 == " " || $0.isNewline } ?? body.endIndex
        name = String(body[..<end])
        rest = body[end...].trimmed
    }

    /// Bytes of a line that an alias becomes.
    private static let maxLineBytes = 1 << 16

    /// The lines of a text, with the words in their places; nil where one becomes too long.
    func expanded(_ text: String, nick: String, room: String) -> [String]? {
        var usesWords = false
        var lines: [String] = []
        for line in Self.split(text) {
            var result = ""
            var remaining = line
            while let dollar = remaining.firstIndex(of: "$") {
                guard result.utf8.count <= Self.maxLineBytes else { return nil }
                result += remaining[..<dollar]
                remaining = remaining[dollar...].dropFirst()
                if remaining.popPrefix("$") {
                    result += "$"
                } else if remaining.popPrefix("*") {
                    usesWords = true
                    result += rest
                } else if let number = remaining.first?.wholeNumberValue, remaining.first?.isASCII == true, number > 0 {
                    usesWords = true
                    remaining.removeFirst()
                    let hasFollowing = remaining.popPrefix("-")
                    result += words(from: number, hasFollowing: hasFollowing)
                } else if remaining.popPrefix("nick", isWord: true) {
                    result += nick
                } else if remaining.popPrefix("room", isWord: true) {
                    result += room
                } else {
                    result += "$"
                }
            }
            lines.append(result + remaining)
        }
        if !usesWords, !rest.isEmpty, let last = lines.indices.last { lines[last] += " " + rest }
        return lines.allSatisfy { $0.utf8.count <= Self.maxLineBytes } ? lines : nil
    }

    /// A word by its number from 1, with all that follow it if they are wanted; empty where there are not so many.
    private func words(from number: Int, hasFollowing: Bool) -> Substring {
        var remaining = rest
        for _ in 1..<number {
            guard let space = remaining.firstIndex(of: " ") else { return "" }
            remaining = remaining[space...].trimmed
        }
        return hasFollowing ? remaining : remaining.prefix { $0 != " " }
    }

    /// The lines of a text: one ends at a `;` behind which a command stands.
    private static func split(_ text: String) -> [Substring] {
        var lines: [Substring] = []
        var start = text.startIndex
        var place = text.startIndex
        while let semicolon = text[place...].firstIndex(of: ";") {
            let behind = text.index(after: semicolon)
            let next = text[behind...].drop { $0 == " " }
            if next.first == "/" {
                lines.append(text[start..<semicolon].trimmed)
                start = next.startIndex
            }
            place = behind
        }
        return (lines + [text[start...].trimmed]).filter { !$0.isEmpty }
    }
}

extension Substring {
    /// Takes a text away from the beginning.
    ///
    /// - Parameter isWord: true if no letter may follow it.
    /// - Returns: false where something else stands there.
    fileprivate mutating func popPrefix(_ text: String, isWord: Bool = false) -> Bool {
        guard hasPrefix(text) else { return false }
        let rest = dropFirst(text.count)
        if isWord, rest.first?.isLetter == true { return false }
        self = rest
        return true
    }
}
