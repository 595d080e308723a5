/// Programs that people tell passwords to by talking to them, each kind with the commands that hold one.
struct Service: Sendable {
    /// Nicks or rooms in lower case, without what follows an `@`. One that ends with `…` stands for all that begin so, one that begins with it
    /// for all that end so.
    let names: [String]
    /// What stands before a password, word by word; `*` is any word, and `…` in front stands for any beginning of one. Whatever follows is a
    /// secret.
    let secrets: [[String]]
    /// Whether it sends lines of IRC for the person, which stand at the end of what it is told.
    let relaysLines: Bool

    private init(_ names: String, relaysLines: Bool = false, _ secrets: String...) {
        self.names = names.split(separator: " ").map(String.init)
        self.secrets = secrets.map { $0.split(separator: " ").map(String.init) }
        self.relaysLines = relaysLines
    }

    /// The first that bears a name answers for it.
    private static let all: [Service] = [
        // ZNC: <https://wiki.znc.in/Modules>. Its modules are `*name`. KiwiBNC's one is `*bnc`.
        Service("*status", "addserver * *", "loadmod *", "loadmodule *", "reloadmod *", "saslauth", "pass", "set"),
        Service(
            "*controlpanel", "set password", "adduser *", "addserver * * *", "setnetwork * * *", "loadmod * *",
            "loadmodule * *", "loadnetmodule * * *", "setchan * * *", "clonesettings"),
        Service(
            "*…", relaysLines: true, "set", "setpass", "setpassword", "password", "pass", "add", "setkey", "auth",
            "login", "identify", "adduser *", "changeuser *", "changepass", "addnetwork", "changenetwork"),
        // BitlBee: <https://www.bitlbee.org/user-guide.html>. Its control room hears commands as if they were said to all.
        Service(
            "&bitlbee root", "identify", "id", "register", "account add * *", "account * set password",
            "account * set -del password", "acc add * *", "acc * set password", "set password",
            "account set * password",
            "account * set oauth", "chat set * password", "account * set /password", "account set …/password",
            "account set …/oauth", "acc set …/password", "acc set …/oauth", "acc set * password", "otr smp *",
            "otr smpq *"),
        // A control room can have any name, and may be a room like others: there `id` is a word of talk.
        Service(
            "&…", "identify", "register", "account add * *", "account * set password", "account * set -del password",
            "acc add * *", "acc * set password", "set password", "account set * password", "account * set oauth",
            "chat set * password", "account * set /password", "account set …/password", "account set …/oauth",
            "acc set …/password", "acc set …/oauth", "acc set * password", "otr smp *", "otr smpq *"),
        // shroudBNC's `-sBNC`, psyBNC's `-psyBNC`: no nick begins so.
        Service(
            "-…", relaysLines: true, "set", "adduser", "resetpass *", "password", "pass", "setpass", "auth", "login",
            "identify", "addserver *", "addnetwork", "addlink"),
        // soju: <https://codeberg.org/emersion/soju/src/branch/master/doc/soju.1.scd>.
        Service(
            "bouncerserv", relaysLines: true, "sasl set-plain", "network create", "network update", "user create",
            "user update", "login",
            "certfp generate"),
        // QuakeNet's and Undernet's, where people may bear such a nick elsewhere.
        Service(
            "q x", "auth", "challengeauth", "hello", "login", "newpass", "register", "resetpassword", "setpassword",
            "requestpassword"),
        // Where a room has a password, it stands behind the room's name.
        Service(
            "chanserv cs chanserv…", "identify *", "id *", "login *", "register *", "set password", "set * password",
            "set * passwd", "set passwd *", "chpass *", "drop *", "pass"),
        Service(
            "…serv ns as os us nickserv…", "identify", "id", "idoper", "register", "login", "auth",
            "challengeauth", "hello", "ghost *", "regain *", "recover *", "release *", "group *", "set password",
            "set pass", "set passwd", "set newpass", "set * password", "set * pass", "saset * password", "setpass",
            "setpassword", "resetpass", "sendpass *", "newpass", "chpass", "pass", "password", "passwd", "drop *",
            "confirm", "verify", "oauth", "authcookie", "cookie", "cauth", "logout * *", "oper"),
    ]

    /// The service that bears a name, if one does.
    static func named(_ name: String) -> Service? {
        guard let first = name.utf8.first, first != UInt8(ascii: "#") else { return nil }
        // A message can go to several at once.
        if name.utf8.contains(UInt8(ascii: ",")) {
            return name.split(separator: ",").prefix(8).lazy.compactMap { named(String($0)) }.first
        }
        // Before the name of a room may stand the marks of those in it that are meant.
        let bare = name.lowercased().drop { "@+%~!".contains($0) }.prefix { $0 != "@" }
        return all.first { service in
            service.names.contains { pattern in
                if pattern.first == "…" { return bare.hasSuffix(pattern.dropFirst()) }
                return pattern.last == "…" ? bare.hasPrefix(pattern.dropLast()) : bare == pattern
            }
        }
    }

    /// How many words of what is said to it may be seen, where a secret follows them; nil where all may.
    func open(_ words: [Substring]) -> Int? {
        let lowered = words.prefix(8).map { $0.lowercased() }
        return secrets.compactMap { pattern -> Int? in
            guard lowered.count > pattern.count else { return nil }
            let fits = zip(pattern, lowered).allSatisfy { pattern, word in
                if pattern.first == "…" { return word.hasSuffix(pattern.dropFirst()) }
                return pattern == "*" || pattern == word
            }
            return fits ? pattern.count : nil
        }.min()
    }
}
