/// A line that begins with the name of a command, and the words behind it.
struct AliasCall {
    let name: String
    /// All that stands behind the name.
    let rest: Substring

    /// Nil for speech, which may begin with `//`.
    init?(_ line: some StringProtocol) {
        guard line.first == "/" else { return nil }
        let body = Substring(line.dropFirst())
        guard body.first != "/" else { return nil }
        let end = body.firstIndex { $0 == " " || $0.isNewline } ?? body.endIndex
        name = String(body[..<end])
        rest = body[end...].trimmed
    }

    /// Bytes of a line that an alias becomes.
    private static let maxLineBytes = 1 << 16

    /// The lines of a text, with the words in their places; nil where one becomes too long.
    ///
    /// - Parameter isForShell: tells whether a line of the text is an `/exec`.
    func expanded(
        _ text: String, nick: String, room: String, isForShell: (Substring) -> Bool
    ) -> [EnteredLine]? {
        var usesWords = false
        var lines: [EnteredLine] = []
        for line in Self.split(text) {
            if isForShell(line) {
                usesWords = usesWords || Self.namesShellWords(line)
                let command = line.replacing(#/\$nick(?!\p{L})/#, with: ShellVariable.nick.reference)
                    .replacing(#/\$room(?!\p{L})/#, with: ShellVariable.room.reference)
                lines.append(EnteredLine(String(command), .shell(words: rest.split(separator: " ").map(String.init))))
            } else {
                guard let filled = self.filled(line, nick: nick, room: room, usesWords: &usesWords) else { return nil }
                lines.append(filled)
            }
        }
        if !usesWords, !rest.isEmpty, let last = lines.popLast() {
            switch last.kind {
            case .shell: lines.append(EnteredLine(last.text + " \"$@\"", last.kind))
            case .speech: lines.append(EnteredLine("\(last.text) \(rest)", .speech))
            case .typed, .filled: lines.append(EnteredLine("\(last.text) \(rest)", .filled))
            }
        }
        return lines.allSatisfy { $0.text.utf8.count <= Self.maxLineBytes } ? lines : nil
    }

    /// A line of a text with the values in their places; nil where it becomes too long.
    private func filled(_ line: Substring, nick: String, room: String, usesWords: inout Bool) -> EnteredLine? {
        var result = ""
        var hasValues = false
        var remaining = line
        while let dollar = remaining.firstIndex(of: "$") {
            guard result.utf8.count <= Self.maxLineBytes else { return nil }
            result += remaining[..<dollar]
            remaining = remaining[dollar...].dropFirst()
            var value: Substring?
            if remaining.popPrefix("$") {
                result += "$"
                continue
            } else if remaining.popPrefix("*") {
                usesWords = true
                value = rest
            } else if let number = remaining.first?.wholeNumberValue, remaining.first?.isASCII == true, number > 0 {
                usesWords = true
                remaining.removeFirst()
                let hasFollowing = remaining.popPrefix("-")
                value = words(from: number, hasFollowing: hasFollowing)
            } else if remaining.popPrefix("nick", isWord: true) {
                value = Substring(nick)
            } else if remaining.popPrefix("room", isWord: true) {
                value = Substring(room)
            }
            hasValues = hasValues || value != nil
            result += value ?? "$"
        }
        // A line that begins with a dollar is no command by itself.
        let kind: EnteredLine.Kind = !hasValues ? .typed : line.first == "$" ? .speech : .filled
        return EnteredLine(result + remaining, kind)
    }

    /// True if a command for the shell names the words that it is given: `$1`, `$*`, `$@` or `$#`, also in braces.
    private static func namesShellWords(_ command: Substring) -> Bool {
        command.contains(#/\$\{?#?[1-9*@#]/#)
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
