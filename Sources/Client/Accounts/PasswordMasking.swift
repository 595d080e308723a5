/// Passwords that people type where they are seen: what of a line is shown, and what of it is kept.
package enum PasswordMasking {
    /// The part of a message to a service that is shown: of each row that holds a password, the words before the password. Nil if all may
    /// be seen.
    ///
    /// - Parameter hasBot: true if BitlBee's bot is in the room that is the target, or if that is not known.
    static func masked(_ text: String, to target: String, hasBot: Bool = true) -> String? {
        guard let service = ServiceBot.named(target, hasBot: hasBot) else { return nil }
        var isMasked = false
        let rows = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { row -> String in
            let words = commandWords(row)
            guard
                let visibleWordCount = service.visibleWordCount(words)
                    ?? (service.relaysLines ? visibleWordCountOfRelayed(words) : nil)
            else {
                return String(row)
            }
            isMasked = true
            return words.prefix(visibleWordCount).joined(separator: " ") + " ••••••"
        }
        return isMasked ? rows.joined(separator: "\n") : nil
    }

    /// The words of a command to a program, without what may stand before its first.
    static func commandWords(_ row: Substring) -> [Substring] {
        var words = InvisibleText.trimmed(row).split(whereSeparator: \.isWhitespace)
        // In a room the one who is meant may stand before it: `root: identify …`.
        if words.count > 1, let last = words[0].last, ":,".contains(last) { words.removeFirst() }
        // Services take their commands with a slash or a mark before them, too.
        if let first = words.first, let mark = first.first, "/!.".contains(mark) { words[0] = first.dropFirst() }
        return words
    }

    /// Words before a line of IRC that a bouncer is told to send: the command, the user, the network, and one more.
    private static let maxBeforeRelayed = 5

    /// How many of the words may be seen, where they end with a line of IRC that holds a password.
    private static func visibleWordCountOfRelayed(_ words: [Substring]) -> Int? {
        (1..<max(min(words.count - 1, maxBeforeRelayed), 1)).first {
            lineContainsPassword(words[$0...], isRelayed: true)
        }
        .map { $0 + 1 }
    }

    /// True if the target is a service: words to it may hold passwords.
    package static func isService(_ target: String) -> Bool { ServiceBot.named(target) != nil }

    /// True if an input line holds a password: such a line is not kept for recall.
    ///
    /// - Parameters:
    ///   - target: the name of the buffer that the line is typed in.
    ///   - hasBot: true if BitlBee's bot is in that buffer, or if that is not known.
    package static func containsPassword(_ input: String, to target: String, hasBot: Bool = true) -> Bool {
        switch InputKind(input) {
        case .speech(let text): return masked(text, to: target, hasBot: hasBot) != nil
        case .unknownCommand(let words):
            // Other programs know `/ns identify` and `/identify`, and so do fingers.
            let name = words.first.map(String.init) ?? ""
            return ["pass", "identify", "id", "auth"].contains(name.lowercased()) || isService(name)
                || SlashCommandTable.standard.entry(named: name).map { containsPassword($0, words) } ?? false
        case .command(let entry, let words): return containsPassword(entry, words)
        }
    }

    private static func containsPassword(_ entry: SlashCommandTable.Entry, _ words: [Substring]) -> Bool {
        switch entry.name {
        case "login", "register", "oper": return words.count > 2
        case "msg", "query", "notice":
            let rest = ForeignCommand.withoutNetwork(words.dropFirst())
            return rest.first.map { containsPassword(rest.dropFirst(), to: $0) } ?? false
        case "raw": return lineContainsPassword(words.dropFirst())
        // The key of a room and the secret of an invitation stand in a link behind its `?`.
        case "connect":
            return words.contains { $0.contains("?") } || namesPassword(words) || ConnectTarget.placeCount(words) > 3
        case "networks": return namesPassword(words) || ConnectTarget.placeCount(words) > 3
        // A proxy's password stands in its address.
        case "set":
            return words.contains { $0.contains("://") && $0.contains("@") }
                || words.count > 2 && namesPassword(words.prefix(2))
        case "alias":
            // That of an alias is not looked at: it would be one of itself. Other programs have a verb before the name.
            let hasVerb = words.count > 1 && ["add", "addreplace"].contains(words[1].lowercased())
            let text = words.dropFirst(hasVerb ? 3 : 2).joined(separator: " ")
            return text.lowercased().hasPrefix("/al") || containsPassword(text, to: "")
        default: return false
        }
    }

    /// True if an option or a setting is named like one that holds a password, here or in other programs: `-sasl_password=x`.
    /// A command that prints one is none.
    private static func namesPassword(_ words: some Sequence<Substring>) -> Bool {
        words.dropFirst().contains { word in
            let word = word.lowercased()
            return word.contains("pass") && !word.hasSuffix("-command")
        }
    }

    /// True if a line of IRC, as it is sent, holds a password.
    ///
    /// - Parameter isRelayed: true if the line stands in a command of another line. Then no further line is looked for in this one: that
    ///   would take time that doubles with each word.
    private static func lineContainsPassword(_ line: ArraySlice<Substring>, isRelayed: Bool = false) -> Bool {
        let words = line.drop { $0.first == "@" || $0.first == ":" }
        guard let command = words.first?.lowercased() else { return false }
        switch command {
        case "pass", "oper", "authenticate", "register", "verify", "webirc", "login", "identify": return true
        case "privmsg", "notice", "squery", "cprivmsg", "cnotice":
            guard words.count > 1 else { return false }
            return containsPassword(words.dropFirst(2), to: words[words.startIndex + 1], isRelayed: isRelayed)
        case "znc": return containsPassword(words.dropFirst(), to: "*status", isRelayed: isRelayed)
        default: return containsPassword(words.dropFirst(), to: Substring(command), isRelayed: isRelayed)
        }
    }

    private static func containsPassword(_ words: ArraySlice<Substring>, to target: Substring, isRelayed: Bool = false)
        -> Bool
    {
        var words = words
        if let first = words.first, first.first == ":" { words[words.startIndex] = first.dropFirst() }
        guard isRelayed else { return masked(words.joined(separator: " "), to: String(target)) != nil }
        return ServiceBot.named(String(target))?.visibleWordCount(Array(words)) != nil
    }

    /// The commands that take a password, of bots whose names do not tell them from people: eggdrop <https://docs.eggheads.org>, Limnoria
    /// <https://docs.limnoria.net>.
    private static let botWords: Set<String> = passwordWords.union([
        "id", "register", "op", "halfop", "voice", "invite", "key", "addhost", "adduser",
    ])
    /// Those of them that no person begins a sentence with.
    private static let passwordWords: Set<String> = [
        "ident", "identify", "auth", "authenticate", "login", "pass", "password", "passwd", "setpass", "newpass",
        "chpass",
    ]

    /// True if words that are about to be said to everybody were meant as a command with a password: an invisible character stands before
    /// the slash, or the slash is not the plain one.
    static func isMistypedPasswordCommand(_ speech: String) -> Bool {
        if case .speech = InputKind(speech) { return false }
        return containsPassword(speech, to: "")
    }

    /// True if words to one person would be a command with a password, if that person were a bot.
    private static func mayBeForBot(_ text: some StringProtocol, isToPerson: Bool = false) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { row in
            let words = commandWords(Substring(row))
            guard words.count > 1 else { return false }
            let command = words[0].lowercased()
            guard isToPerson, !passwordWords.contains(command) else { return botWords.contains(command) }
            // A bot that nobody calls one is told the command, the password and perhaps a room, and people say more than that.
            return botWords.contains(command) && (words.count == 2 || words[2].hasPrefix("#"))
        }
    }

    /// True if an input line may be written to a file. False for all that is said to a service, could be a password for a bot, or holds a
    /// key or an invitation, and for an unknown command.
    ///
    /// - Parameters:
    ///   - target: the name of the buffer that the line is typed in.
    ///   - isToPerson: true where that is a person and no bot: then only what can hardly be talk counts as a command.
    package static func mayBeSaved(_ input: String, in target: String, isToPerson: Bool = false) -> Bool {
        // A room that may be a gateway's, or any other.
        let service = ServiceBot.named(target)
        guard service?.needsBitlBeeBot ?? true, !containsPassword(input, to: target),
            !InvitationText.containsInvitation(input)
        else { return false }
        switch InputKind(input) {
        case .speech(let text): return target.hasPrefix("#") || !mayBeForBot(text, isToPerson: isToPerson)
        case .unknownCommand: return false
        case .command(let entry, let words):
            switch entry.name {
            case "login", "register", "oper", "raw", "exec": return false
            case "alias": return words.count < 3
            case "msg", "query", "notice", "ctcp":
                guard words.count > 1 else { return true }
                return !isService(String(words[1])) && !mayBeForBot(words.dropFirst(2).joined(separator: " "))
            // The key of a room stands behind its name, and among a room's modes.
            case "join": return words.count < 3
            case "mode": return !words.contains { ["+", "-"].contains($0.first) && $0.contains("k") }
            default: return true
            }
        }
    }

    private enum InputKind {
        case speech(String)
        /// Its words; also those of a command that other programs have, and that is answered with a sentence here.
        case unknownCommand([Substring])
        /// Its words, the command's name the first.
        case command(SlashCommandTable.Entry, [Substring])

        /// The slash, and that of the full-width keyboards of East Asia.
        private static let slashes: Set<Unicode.Scalar> = ["/", "／"]

        init(_ input: String) {
            // A slip of the fingers can put invisible characters before the slash, or type a character that resembles it: neither hides a
            // command.
            let bare = InvisibleText.trimmed(input).unicodeScalars
            guard let slash = bare.first, Self.slashes.contains(slash) else {
                self = .speech(input)
                return
            }
            let body = bare.dropFirst()
            guard body.first.map(Self.slashes.contains) != true else {
                self = .speech(String(body))
                return
            }
            let line = InvisibleText.trimmed(Substring(body))
            let end = line.firstIndex { $0.isWhitespace } ?? line.endIndex
            let name = line[..<end]
            let foreign = SlashCommandTable.standard.foreignName(of: String(name))
            switch ForeignCommand.meaning(of: foreign, arguments: line[end...], channelTypes: "#&") {
            case .command(let own, let arguments): self.init(name: Substring(own), arguments: Substring(arguments))
            case .answer: self = .unknownCommand(Self.words(name, line[end...]))
            case nil: self.init(name: name, arguments: line[end...])
            }
        }

        private init(name: Substring, arguments: Substring) {
            let words = Self.words(name, arguments)
            if let entry = SlashCommandTable.standard.entry(named: String(name)) {
                self = .command(entry, words)
            } else {
                self = .unknownCommand(words)
            }
        }

        private static func words(_ name: Substring, _ arguments: Substring) -> [Substring] {
            // Rows stay apart: each can be a command to a program.
            (name.isEmpty ? [] : [name])
                + arguments.drop { $0.isWhitespace }.split { $0.isWhitespace && !$0.isNewline }
        }
    }
}
