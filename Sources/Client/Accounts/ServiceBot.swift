/// Programs that people tell passwords to by talking to them, each kind with the commands that hold one.
struct ServiceBot: Sendable {
    /// Nicks or rooms in lower case, without what follows an `@`. One that ends with `…` stands for all that begin so, one that begins with it
    /// for all that end so.
    let names: [String]
    /// The words that stand before a password. Whatever follows them is a secret.
    let passwordCommands: [PasswordCommand]
    /// True if the program sends lines of IRC for the person. Such a line stands at the end of the command that the program is told.
    let relaysLines: Bool

    /// True if only the presence of the program's bot tells such a room from other rooms that have a name of this kind.
    let needsBitlBeeBot: Bool

    /// The nick of BitlBee's bot.
    static let bitlBeeNick = "root"

    /// The words before a password; `*` is any word, and `…` in front stands for any beginning of one.
    struct PasswordCommand: Sendable {
        let words: [String]
        /// So many words may follow, for the line to be the command and no talk; nil for any number.
        let maxArguments: Int?

        /// - Parameter text: the words, and at the end perhaps `<2`: at most two follow.
        init(_ text: String) {
            let words = text.split(separator: " ")
            maxArguments = words.last.flatMap { $0.first == "<" ? Int($0.dropFirst()) : nil }
            self.words = words.dropLast(maxArguments == nil ? 0 : 1).map(String.init)
        }
    }

    private init(
        _ names: String, relaysLines: Bool = false, needsBitlBeeBot: Bool = false, _ passwordCommands: String...
    ) {
        self.init(names, relaysLines: relaysLines, needsBitlBeeBot: needsBitlBeeBot, passwordCommands)
    }

    private init(
        _ names: String, relaysLines: Bool = false, needsBitlBeeBot: Bool = false, _ passwordCommands: [String]
    ) {
        self.names = names.split(separator: " ").map(String.init)
        self.passwordCommands = passwordCommands.map { PasswordCommand($0) }
        self.relaysLines = relaysLines
        self.needsBitlBeeBot = needsBitlBeeBot
    }

    /// BitlBee's commands that nobody says by chance: <https://www.bitlbee.org/user-guide.html>.
    private static let gatewayCommands = [
        "account add * * <2", "account * set password", "account * set -del password", "acc add * * <2",
        "acc * set password", "account set * password", "account * set oauth", "chat set * password",
        "account * set /password", "account set …/password", "account set …/oauth", "acc set …/password",
        "acc set …/oauth", "acc set * password", "otr smp *", "otr smpq *",
    ]
    /// Those that begin as talk does: a password is one word, or stands in quotes. Before it may stand an option, or a name by mistake.
    private static let gatewayWords = ["identify <2", "id <1", "register <1", "drop <1", "set password <1"]

    /// The nicks of services on many servers, but for those that have commands of their own.
    private static let serviceNicks =
        "nickserv authserv userserv saslserv memoserv operserv hostserv botserv groupserv helpserv infoserv statserv spamserv rootserv"

    /// The first that bears a name answers for it.
    private static let all: [ServiceBot] = [
        // ZNC: <https://wiki.znc.in/Modules>. Its modules are `*name`. KiwiBNC's one is `*bnc`.
        ServiceBot("*status", "addserver * *", "loadmod *", "loadmodule *", "reloadmod *", "saslauth", "pass", "set"),
        ServiceBot(
            "*controlpanel", "set password", "adduser *", "addserver * * *", "setnetwork * * *", "loadmod * *",
            "loadmodule * *", "loadnetmodule * * *", "setchan * * *", "clonesettings"),
        ServiceBot(
            "*…", relaysLines: true, "set", "setpass", "setpassword", "password", "pass", "add", "setkey", "auth",
            "login", "identify", "adduser *", "changeuser *", "changepass", "addnetwork", "changenetwork"),
        // BitlBee's bot. Its control room hears commands as if they were said to all, can have any name, and may be a room like others.
        ServiceBot(bitlBeeNick, ["identify", "id", "register", "drop", "set password"] + gatewayCommands),
        ServiceBot("&bitlbee", gatewayWords + gatewayCommands),
        ServiceBot("&…", needsBitlBeeBot: true, gatewayWords + gatewayCommands),
        // shroudBNC's `-sBNC`, psyBNC's `-psyBNC`: no nick begins so.
        ServiceBot(
            "-…", relaysLines: true, "set", "adduser", "resetpass *", "password", "pass", "setpass", "auth", "login",
            "identify", "addserver *", "addnetwork", "addlink"),
        // soju: <https://codeberg.org/emersion/soju/src/branch/master/doc/soju.1.scd>.
        ServiceBot(
            "bouncerserv", relaysLines: true, "sasl set-plain", "network create", "network update", "user create",
            "user update", "login",
            "certfp generate"),
        // QuakeNet's and Undernet's, where people may bear such a nick elsewhere.
        ServiceBot(
            "q x", "auth", "challengeauth", "hello", "login", "newpass", "register", "resetpassword", "setpassword",
            "requestpassword"),
        // If a room has a password, it stands behind the room's name.
        ServiceBot(
            "chanserv cs chanserv…", "identify *", "id *", "login *", "register *", "set password", "set * password",
            "set * passwd", "set passwd *", "chpass *", "drop *", "pass"),
        ServiceBot(
            "…serv ns as os us nickserv… " + serviceNicks, "identify", "id", "idoper", "register", "login", "auth",
            "challengeauth", "hello", "ghost *", "regain *", "recover *", "release *", "group *", "set password",
            "set pass", "set passwd", "set newpass", "set * password", "set * pass", "saset * password", "setpass",
            "setpassword", "resetpass", "sendpass *", "newpass", "chpass", "pass", "password", "passwd", "drop *",
            "confirm", "verify", "oauth", "authcookie", "cookie", "cauth", "logout * *", "oper"),
    ]

    /// The service that bears a name, if one does.
    ///
    /// - Parameter hasBot: true if BitlBee's bot is in a room of that name, or if that is not known.
    static func named(_ name: String, hasBot: Bool = true) -> ServiceBot? {
        guard let first = name.utf8.first, first != UInt8(ascii: "#") else { return nil }
        // A message can go to several at once.
        if name.utf8.contains(UInt8(ascii: ",")) {
            return name.split(separator: ",").prefix(8).lazy.compactMap { named(String($0), hasBot: hasBot) }.first
        }
        // Before the name of a room may stand the marks of those in it that are meant.
        let bare = name.lowercased().drop { "@+%~!".contains($0) }.prefix { $0 != "@" }
        return all.first { service in
            guard hasBot || !service.needsBitlBeeBot else { return false }
            return service.names.contains { pattern in
                if pattern.first == "…" { return bare.hasSuffix(pattern.dropFirst()) }
                return pattern.last == "…" ? bare.hasPrefix(pattern.dropLast()) : bare == pattern
            }
        }
    }

    /// True for a nick that services bear on many servers, such as NickServ: one of ``names`` that ends with `serv`. A person may be called Reserv, or
    /// `x`.
    static func isServiceNick(_ nick: String) -> Bool {
        let name = nick.lowercased()
        return name.hasSuffix("serv") && all.contains { $0.names.contains(name) }
    }

    /// How many words of what is said to it may be seen, where a secret follows them; nil where all may.
    func visibleWordCount(_ words: [Substring]) -> Int? {
        let lowered = words.prefix(8).map { $0.lowercased() }
        return passwordCommands.compactMap { lead -> Int? in
            let count = lead.words.count
            guard lowered.count > count else { return nil }
            let fits = zip(lead.words, lowered).allSatisfy { pattern, word in
                if pattern.first == "…" { return word.hasSuffix(pattern.dropFirst()) }
                return pattern == "*" || pattern == word
            }
            guard fits, lead.maxArguments.map({ Self.count(words[count...], upTo: $0) <= $0 }) ?? true else {
                return nil
            }
            return count
        }.min()
    }

    /// How many words these are, where what stands in quotes is one, as its blanks do not part it; at most one more than is asked for.
    private static func count(_ words: ArraySlice<Substring>, upTo most: Int) -> Int {
        var count = 0
        var quote: Character?
        for word in words {
            if quote == nil {
                count += 1
                guard count <= most else { return count }
                if let first = word.first, "\"'".contains(first) { quote = first }
                if let quote, word.count == 1 || word.last != quote { continue }
                quote = nil
            } else if word.last == quote {
                quote = nil
            }
        }
        return count
    }
}
