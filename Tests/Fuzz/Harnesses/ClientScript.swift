import TestSupport

/// Acts of a ``SimulatedClient`` that mostly mean something.
enum ClientScript {
    private static let kinds: [Character: [String]] = [
        "n": ["ada", "bob", "cara", "Dan", "日本", "a_nick_much_too_long_for_its_column"],
        "r": ["#home", "#home", "#b", "#élan", "#none"],
        "x": [
            "hello ada", "", "a b  c", "\u{1}ACTION waves\u{1}", "\u{1}VERSION\u{1}", "日本語の看板 👍🏽 e\u{301}",
            "\u{2}bold\u{3}04,12colour\u{F}", "see https://example.org/a?b=c (there)",
            "word " + String(repeating: "x", count: 300),
            "\u{202E}reversed", "ada: are you there?",
        ],
        "i": ["m1", "m2", "m3", "m4"],
        "t": ["10", "20", "30", "40"],
        "b": ["\u{1}", "\u{5}", "\u{1E}", "\u{7F}"],
        "w": ["P", "(", "x", "\u{14}", "~"],
        "e": [
            "401", "403", "404", "433", "442", "471", "473", "474", "475", "482", "263", "421", "305",
            "306", "301",
        ],
        "k": [
            "\u{1B}[A", "\u{1B}[B", "\u{1B}[5~", "\u{1B}[6~", "\t", "\r", "\u{1B}n", "\u{E}", "\u{10}",
            "\u{6}home\r", "\u{1B}OP", "q",
            "hello\r", "/me waves\r", "/topic\r", "\u{17}", "\u{1B}\u{7F}", "\u{1B}[1;2A", "\u{1B}k",
            "\u{1B}u", "\u{1B}1", "\u{C}",
            "\u{3}", "\u{1B}[18~", "\u{1B}[19~", "words that are typed, ", "\u{7F}", "\u{19}", "\u{1F}",
        ],
    ]

    /// One on each line, what people do most first.
    private static let acts = """
        @time=2023-11-14T22:13:{t}.000Z;msgid={i} :{n}!u@h PRIVMSG {r} :{x}
        :{n}!u@h PRIVMSG {r} :{x}
        :{n}!u@h PRIVMSG {r} :{x}
        :{n}!u@h PRIVMSG {r} :{x}
        :{n}!u@h PRIVMSG ada :{x}
        :{n}!u@h NOTICE {r} :{x}
        :irc.test NOTICE ada :{x}
        @+typing=active :{n}!u@h TAGMSG {r}
        @+draft/react=👍;+draft/reply={i} :{n}!u@h TAGMSG {r}
        :{n}!u@h JOIN {r}
        :{n}!u@h JOIN {r}
        :{n}!u@h PART {r} :{x}
        :{n}!u@h QUIT :{x}
        :{n}!u@h NICK {n}
        :{n}!u@h TOPIC {r} :{x}
        :{n}!u@h KICK {r} {n} :{x}
        :{n}!u@h MODE {r} +o {n}
        :{n}!u@h MODE {r} +b *!*@h
        :{n}!u@h INVITE ada {r}
        :{n}!u@h AWAY :{x}
        :{n}!u@h REDACT {r} {i} :{x}
        :ada!ada@host.test JOIN {r}
        :ada!ada@host.test PART {r}
        :irc.test 353 ada = {r} :ada @bob +cara {n}
        :irc.test 366 ada {r} :End
        :irc.test 332 ada {r} :{x}
        :irc.test {e} ada {r} :{x}
        :irc.test {e} ada {n} :{x}
        :irc.test FAIL PRIVMSG RATE_LIMITED :{x}
        :irc.test BATCH +1 chathistory {r}
        @batch=1;time=2023-11-14T22:12:{t}.000Z;msgid={i} :{n}!u@h PRIVMSG {r} :{x}
        :irc.test BATCH -1
        :irc.test MARKREAD {r} timestamp=2023-11-14T22:13:{t}.000Z
        :irc.test PONG irc.test :{x}
        PING :{x}
        :irc.test CAP ada NEW :draft/event-playback
        :irc.test CAP ada DEL :echo-message
        :irc.test 730 ada :{n}!u@h
        :irc.test 731 ada :{n}
        :irc.test 900 ada ada!u@h ada :{x}
        ERROR :{x}
        >{x}
        >{x}
        >{x}
        >/me {x}
        >/msg {n} {x}
        >/join {r}
        >/part
        >/nick {n}
        >/topic {x}
        >/query {n}
        >/kick {n} {x}
        >/ban {n}
        >/away {x}
        >/whois {n}
        >/names
        >/list
        >/ignore {n}
        >/search {x}
        >/help
        >/nosuch {x}
        >/clear
        >/invite
        >/mode
        ~{b}
        ~{b}
        ~{b}
        !
        ^
        ={w}{w}
        #{k}
        #{k}
        #{k}
        #{k}
        #{k}
        """.split(separator: "\n").map { Template(text: String($0), kinds: kinds) }

    static func act(using random: inout SeededGenerator) -> String {
        random.pick(acts).filled(using: &random)
    }
}
