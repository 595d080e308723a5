/// Passwords that people type where they are seen: what of a line is shown, and what of it is kept.
package enum Secrets {
    /// What is shown of a message to a service: its first words, where a password follows them. nil where all may be seen.
    static func masked(_ text: String, to target: String) -> String? {
        guard let service = Service.named(target) else { return nil }
        var words = text.split(separator: " ")
        // In a room the one who is meant may stand before it: `root: identify …`.
        if words.count > 1, let last = words[0].last, ":,".contains(last) { words.removeFirst() }
        // Services take their commands with a slash or a mark before them, too.
        if let first = words.first, let mark = first.first, "/!.".contains(mark) { words[0] = first.dropFirst() }
        guard let open = service.open(words) else { return nil }
        return words.prefix(open).joined(separator: " ") + " ••••••"
    }

    /// Whether what is said to somebody may hold passwords.
    package static func isService(_ target: String) -> Bool { Service.named(target) != nil }

    /// Whether an input line holds a password, so that it is not had again.
    ///
    /// - Parameter target: the name of the buffer that it is typed in.
    package static func isSecret(_ input: String, to target: String) -> Bool {
        switch InputKind(input) {
        case .speech(let text): return masked(text, to: target) != nil
        case .unknownCommand(let words):
            // Other programs know `/ns identify` and `/identify`, and so do fingers.
            let name = words.first.map(String.init) ?? ""
            return ["pass", "identify", "id", "auth"].contains(name.lowercased()) || isService(name)
        case .command(let entry, let words): return isSecret(entry, words)
        }
    }

    private static func isSecret(_ entry: CommandTable.Entry, _ words: [Substring]) -> Bool {
        switch entry.name {
        case "login", "register", "oper": return words.count > 2
        case "msg", "query", "notice": return words.count > 1 && isSecret(words.dropFirst(2), to: words[1])
        case "raw": return isSecretLine(words.dropFirst())
        default: return false
        }
    }

    /// A line of IRC, as it is sent.
    private static func isSecretLine(_ line: ArraySlice<Substring>) -> Bool {
        let words = line.drop { $0.first == "@" || $0.first == ":" }
        guard let command = words.first?.lowercased() else { return false }
        switch command {
        case "pass", "oper", "authenticate", "register", "verify", "webirc", "login", "identify": return true
        case "privmsg", "notice", "squery", "cprivmsg", "cnotice":
            return words.count > 1 && isSecret(words.dropFirst(2), to: words[words.startIndex + 1])
        case "znc": return isSecret(words.dropFirst(), to: "*status")
        default: return isSecret(words.dropFirst(), to: Substring(command))
        }
    }

    private static func isSecret(_ words: ArraySlice<Substring>, to target: Substring) -> Bool {
        let text = words.joined(separator: " ")
        return masked(text.first == ":" ? String(text.dropFirst()) : text, to: String(target)) != nil
    }

    /// Whether an input line may be written down: nothing that is said to a service is, nor what holds a key or an invitation, nor a command
    /// that nobody knows.
    ///
    /// - Parameter target: the name of the buffer that it is typed in.
    package static func mayBeKept(_ input: String, in target: String) -> Bool {
        guard !isService(target), !isSecret(input, to: target), !input.lowercased().contains("grillo://") else {
            return false
        }
        switch InputKind(input) {
        case .speech: return true
        case .unknownCommand: return false
        case .command(let entry, let words):
            switch entry.name {
            case "login", "register", "oper", "raw": return false
            case "msg", "query", "notice", "ctcp": return words.count < 2 || !isService(String(words[1]))
            // The key of a room stands behind its name, and among a room's modes.
            case "join": return words.count < 3
            case "mode": return !words.contains { ["+", "-"].contains($0.first) && $0.contains("k") }
            default: return true
            }
        }
    }

    private enum InputKind {
        case speech(String)
        case unknownCommand([Substring])
        /// Its words, the command's name the first.
        case command(CommandTable.Entry, [Substring])

        init(_ input: String) {
            // What a slip puts before the slash is looked through.
            let bare = input.drop { $0.isWhitespace }
            guard bare.first == "/", !bare.hasPrefix("//") else {
                self = .speech(bare.hasPrefix("//") ? String(bare.dropFirst()) : input)
                return
            }
            let words = bare.dropFirst().split { $0.isWhitespace }
            if let name = words.first, let entry = CommandTable.standard.entry(named: String(name)) {
                self = .command(entry, words)
            } else {
                self = .unknownCommand(words)
            }
        }
    }
}
