import TestSupport

/// Acts of a ``SimulatedNetwork`` that mostly mean something.
enum NetworkScript {
    private static let kinds: [Character: [String]] = [
        "n": ["ada", "bob", "cara", "dan", "eve", "NickServ", "nobody"],
        "r": ["#a", "#a", "#b", "#Den", "#élan", "#none"],
        "x": [
            "hello", "", "a b  c", "\u{1}ACTION waves\u{1}", "\u{1}PING 1\u{1}", "bob: tea?", "日本語 👍🏽",
            "word " + String(repeating: "x", count: 600),
        ],
        "m": [
            "+i", "-i", "+k key", "-k key", "+l 2", "+t-n", "+m", "-m", "+v bob", "+o cara", "-o ada",
            "+b *!*@host1.test",
            "-b *!*@host1.test", "b", "+e cara!*@*", "+I eve!*@*", "+s", "+R", "+W 5", "+M", "+C", "+P",
        ],
        "k": ["*!*@host4.test", "eve!*@*", "$a:bob", "m:cara!*@*"],
        "c": [
            "away-notify", "server-time", "-echo-message", "chghost", "setname", "batch",
            "draft/event-playback", "nonsense",
        ],
        "s": ["0", "0", "1", "1", "2", "2", "3", "4"],
        "t": ["\u{1}", "\u{5}", "\u{1E}", "\u{7F}"],
    ]

    /// One on each line, what people do most first.
    private static let acts = """
        5NICK ada;USER ada 0 * :Ada;JOIN #a
        6NICK bob;USER bob 0 * :Bob;JOIN #a
        7NICK cara;USER cara 0 * :Cara;JOIN #a
        8NICK dan;USER dan 0 * :Dan;JOIN #a,#b
        9NICK eve;USER eve 0 * :Eve;JOIN #a,#Den
        {s}PRIVMSG {r} :{x}
        {s}PRIVMSG {r} :{x}
        {s}PRIVMSG {r} :{x}
        {s}PRIVMSG {n} :{x}
        {s}NOTICE {r} :{x}
        {s}@label=l1 PRIVMSG {r} :{x}
        {s}@+typing=active TAGMSG {r}
        {s}@+draft/react=x;+draft/reply=y TAGMSG {r}
        {s}PRIVMSG @{r} :{x}
        {s}JOIN {r}
        {s}JOIN {r},{r} key
        {s}JOIN 0
        {s}PART {r} :{x}
        {s}NICK {n}
        {s}NICK {n}_
        {s}USER u 0 * :{x}
        {s}TOPIC {r}
        {s}TOPIC {r} :{x}
        {s}MODE {r}
        {s}MODE {r} {m}
        {s}MODE {r} {m}
        {s}MODE {n} +i
        {s}MODE {n}
        {s}KICK {r} {n} :{x}
        {s}INVITE {n} {r}
        {s}INVITE
        {s}NAMES {r}
        {s}@label=l2 WHO {r}
        {s}WHO {n} %tuhnaf,1
        {s}WHOIS {n}
        {s}WHOIS {n} {n}
        {s}WHOWAS {n}
        {s}LIST
        {s}LIST >1
        {s}AWAY :{x}
        {s}AWAY
        {s}CHATHISTORY LATEST {r} * 9
        {s}CHATHISTORY BEFORE {r} timestamp=2023-11-14T22:14:00.000Z 9
        {s}CHATHISTORY LATEST {n} * 9
        {s}CHATHISTORY TARGETS timestamp=2023-01-01T00:00:00.000Z timestamp=2024-01-01T00:00:00.000Z 9
        {s}MARKREAD {r}
        {s}MARKREAD {r} timestamp=2023-11-14T22:14:00.000Z
        {s}MONITOR + {n},{n}
        {s}MONITOR S
        {s}MONITOR - {n}
        {s}ISON {n} {n}
        {s}USERHOST {n}
        {s}RENAME {r} {r} :{x}
        {s}SETNAME :{x}
        {s}CAP LIST
        {s}CAP REQ :{c}
        {s}CAP LS 302
        {s}CAP END
        {s}PING x
        {s}QUIT :{x}
        {s}TBAN {r} 1h {k}
        {s}REGISTER * * password-of-{n}
        {s}PRIVMSG NickServ :HELP
        {s}PRIVMSG NickServ :IDENTIFY password-of-bob
        {s}PRIVMSG NickServ :SET ALWAYS-ON ON
        {s}PRIVMSG ChanServ :REGISTER {r}
        {s}OPER root
        {s}KILL {n} :{x}
        {s}WALLOPS :{x}
        {s}KLINE 1h {k} :{x}
        {s}UNKLINE {k}
        {s}LUSERS
        {s}MOTD
        {s}VERSION
        {s}HELP
        {s}LINKS
        {s}SEARCH {r} hello
        {s}INVITATION CREATE {r}
        {s}INVITATION LIST
        {s}NOSUCH {x}
        {s}JOIN
        {s}
        5BATCH +b draft/multiline {r};@batch=b PRIVMSG {r} :{x};@batch=b;@batch=b PRIVMSG {r} :{x};BATCH -b
        9NICK eve;USER eve 0 * :{x};JOIN {r};PRIVMSG {r} :{x}
        C{s}
        H{s}
        T{t}
        T{t}
        T{t}
        O
        B
        L
        L
        R
        R
        """.split(separator: "\n").map { Template(text: String($0), kinds: kinds) }

    private static let often = Array(acts.prefix(30))

    static func act(using random: inout SeededGenerator) -> String {
        let act = random.pick(random.chance(2) ? often : acts).filled(using: &random)
        // The number of a session is a byte there.
        if act.first == "C" || act.first == "H", let digit = act.utf8.dropFirst().first {
            return String(decoding: [act.utf8.first ?? 0, digit - 0x30], as: UTF8.self)
        }
        return act
    }
}
