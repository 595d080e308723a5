/// The reason that a server gives with ERROR, without the address that many put before it.
/// <https://modern.ircdocs.horse/#error-message>
enum DisconnectReason {
    /// The reason in `Closing link (host): reason`, `Closing Link: nick[host] (reason)`, `Closing link: (user@host) [reason]`; what says it in
    /// another way is given back whole. Empty where there is none.
    static func reason(in words: String) -> String {
        let lead = "closing link"
        guard words.lowercased().hasPrefix(lead) else { return Sentence.openClause(words) }
        var rest = words.dropFirst(lead.count).drop { $0 == ":" || $0 == " " }
        if rest.first == "(" || rest.first == "[" {
            let close: Character = rest.first == "(" ? ")" : "]"
            guard let end = rest.firstIndex(of: close) else { return Sentence.openClause(String(rest)) }
            let behind = rest[rest.index(after: end)...].drop { $0 == ":" || $0 == " " }
            // Nothing but the reason stands there.
            guard !behind.isEmpty else { return Sentence.openClause(String(rest.dropFirst().dropLast())) }
            return Sentence.openClause(String(unwrapped(behind)))
        }
        let name = rest.prefix { $0 != " " }
        let behind = rest.dropFirst(name.count).drop { $0 == " " }
        let isName =
            name.contains { ".:[@".contains($0) } || behind.hasPrefix("by ") || "([".contains(behind.first ?? " ")
        if isName, let open = behind.firstIndex(where: { $0 == "(" || $0 == "[" }) { rest = unwrapped(behind[open...]) }
        return Sentence.openClause(String(rest))
    }

    /// True if a reason passes by itself, such as a server that is full or a visitor who came too often.
    static func isTemporary(_ reason: String) -> Bool {
        containsAny(
            reason,
            [
                "too many", "too fast", "throttl", "timeout", "timed out", "time out", " full", "try again", "restart",
                "shut", "terminat", "later", "temporar", "wait a while", "unavailable", "no more connections",
                "deadline",
            ])
    }

    /// True if a server says that it does not look at passwords or invitations for a while, as too many were wrong, or as it cannot. That
    /// says nothing of the password or invitation that it was told.
    static func suspendsLogin(_ reason: String) -> Bool {
        containsAny(reason, ["too many", "too fast", "throttl", "later", "temporar", "wait a while", "please wait"])
    }

    /// True if the words about a ban say that the ban ends by itself, within hours: `temporary`, `60 min`, `1h30m`.
    static func isTemporaryBan(_ ban: String) -> Bool {
        if containsAny(ban, ["permanent", "indefinit", "forever", "never expire"]) { return false }
        let spans = spanUnits(in: ban)
        if spans.contains(where: { longUnits.contains($0) }) { return false }
        return containsAny(ban, ["temporar"]) || spans.contains { shortUnits.contains($0) }
    }

    private static let shortUnits: Set<String> = [
        "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour",
        "hours",
    ]
    private static let longUnits: Set<String> = [
        "d", "day", "days", "w", "week", "weeks", "month", "months", "y", "year", "years",
    ]

    /// The units of the spans of time among words, in lower case: `30 minutes` has one, `1h30m` two. Other words with letters and digits,
    /// such as the mark that a server gives a ban (`4M7SKQ01XZ`), have none.
    private static func spanUnits(in text: String) -> [String] {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.indices.flatMap { place in
            let word = words[place]
            guard word.first?.isNumber == true else { return [String]() }
            let isNumber = word.allSatisfy(\.isNumber)
            let units =
                isNumber
                ? words[place...].dropFirst().prefix(1).map { String($0) }
                : word.split(whereSeparator: \.isNumber).map { String($0) }
            let isSpan = isNumber || word.last?.isLetter == true
            return isSpan && units.allSatisfy { shortUnits.contains($0) || longUnits.contains($0) } ? units : []
        }
    }

    /// True if a reason says that this person is banned: from a server, or from all of a network.
    static func isBan(_ reason: String) -> Bool {
        if containsAny(reason, ["akill", "autokill", "banned"]) { return true }
        let kinds = "kgzd".flatMap { ["\($0)-line", "\($0):line", "\($0)line"] }
        // A word of its own, and not a part of another or of the address that one may write to.
        return reason.lowercased().split { !$0.isLetter && !"-:@".contains($0) }.contains { word in
            !word.contains("@") && kinds.contains { word.hasPrefix($0) }
        }
    }

    /// True if words may say that nobody is let in who is not logged in: they speak of accounts or of logging in.
    static func wantsAccount(_ words: String) -> Bool {
        containsAny(words, ["sasl", "identify", "authenticat", "account", "log in", "logged in", "login"])
    }

    /// True if a notice demands an account. To speak of accounts and logins is not enough: many notices do so, or name a host whose name
    /// does.
    static func demandsAccount(_ notice: String) -> Bool {
        wantsAccount(notice) && containsAny(notice, ["need", "must", "requir", "please"])
            && !containsAny(notice, ["hostname"])
    }

    private static func containsAny(_ words: String, _ parts: [String]) -> Bool {
        let words = words.lowercased()
        return parts.contains { words.contains($0) }
    }

    /// Without the brackets around all of it.
    private static func unwrapped(_ text: Substring) -> Substring {
        switch (text.first, text.last) {
        case ("(", ")"), ("[", "]"): text.dropFirst().dropLast()
        default: text
        }
    }
}
