/// Times, numbers and counts as nobody sends them who means well, and the lines that bear one, with `%` in its place.
package enum HostileValues {
    /// The first was seen to end a server, and the second a client.
    package static let times = [
        "0000-01-00T00:00:60Z", "0000-01-01T00:00:00.000Z", "0000-01-01T00:00:60.000Z", "0000-00-00T00:00:00Z",
        "0000-00-00T23:59:60Z", "0000-02-29T00:00:00Z", "0000-03-01T00:00:00Z", "0000-12-31T23:59:59.999Z",
        "0000-12-31T23:59:60Z", "0000-12-31T23:59:60.999Z", "0001-01-00T00:00:60Z", "0001-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00.001Z", "0001-01-01T00:00:60Z", "0001-00-31T00:00:60Z", "0001-13-01T00:00:60Z",
        "0001-01-32T00:00:60Z", "0001-02-30T00:00:60Z", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:60Z",
        "1970-01-01T00:00:00Z", "1970-01-00T23:59:60Z", "2015-06-30T23:59:60Z", "2016-12-31T23:59:60.999Z",
        "2016-12-31T23:59:61Z", "2023-02-29T00:00:60Z", "2024-02-29T23:59:60Z", "2024-00-00T00:00:60Z",
        "2024-99-99T99:99:99Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:60.999Z", "9999-99-99T23:59:60Z", "10000-01-01T00:00:00Z", "-001-01-01T00:00:00Z",
        "+001-01-01T00:00:00Z", "292278994-08-17T07:12:55.807Z", "٢٠٢٤-01-01T00:00:00Z", "2024-01-01T00:00:00.٣Z",
        "Z", "", "T", "----T::Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.+1Z",
        "0x00-01-01T00:00:00Z", "2024-1e-01T00:00:00Z", "２０２４-01-01T00:00:00Z", "2024-01-01T00:00:00Z\u{301}",
        "2024-01-01T00:00:00." + String(repeating: "9", count: 300) + "Z", "0001-01-01T00:00:00.999Z",
        "0001-01-01T00:00:01.000Z", "1970-01-01T00:00:00.000Z", "2016-12-31T23:59:61.000Z",
        "2024-02-30T00:00:00.000Z", "2024-99-99T99:99:99.999Z", "9999-12-31T23:59:59.998Z",
        "9999-12-31T23:59:60.000Z", "10000-01-01T00:00:00.000Z", "-001-01-01T00:00:00.000Z",
        "٢٠٢٤-01-01T00:00:00.000Z", "2024-01-01T00:00:99.999Z", "2024-01-01T00:00:0x.00Z", "0", "-1",
        "9223372036854775807",
    ]

    /// The edges of every type that a number may be read as; the last ones are numbers of events in base 36.
    package static let numbers = [
        "0", "-0", "+0", "00", "1", "-1", "+1", "2147483647", "2147483648", "-2147483648", "-2147483649",
        "4294967295", "4294967296", "9223372036854775806", "9223372036854775807", "9223372036854775808",
        "-9223372036854775807", "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
        "18446744073709551616", "99999999999999999999999999", "9223372036854775", "9223372036854776",
        "-9223372036854776", "153722867280912931", "0x7f", "1e308", "1e999", "nan", "inf", "-inf", "0.5", "٣", "３",
        "1٣", "½", "²", "", "1y2p0ij32e8e7", "1y2p0ij32e8e8", "z8kflt0gzi1d", "zzzzzzzzzzzzzzzzzzzzz",
        "-1y2p0ij32e8e8", "0000001", "+1z", "2", "511", "512", " ", "*",
    ]

    /// The commands that a client of the server sends with a time in them.
    package static let timedCommands = [
        "MARKREAD #a timestamp=%", "MARKREAD z timestamp=%", "MARKREAD mate timestamp=%",
        "MARKREAD nobody timestamp=%", "CHATHISTORY BEFORE #a timestamp=% 10", "CHATHISTORY AFTER #a timestamp=% 10",
        "CHATHISTORY LATEST #a timestamp=% 10", "CHATHISTORY AROUND #a timestamp=% 10",
        "CHATHISTORY BETWEEN #a timestamp=% timestamp=2024-01-01T00:00:00.000Z 10",
        "CHATHISTORY BETWEEN #a timestamp=2024-01-01T00:00:00.000Z timestamp=% 10",
        "CHATHISTORY BETWEEN #a timestamp=% timestamp=% 10", "CHATHISTORY BEFORE mate timestamp=% 10",
        "CHATHISTORY TARGETS timestamp=% timestamp=2024-01-01T00:00:00.000Z 10",
        "CHATHISTORY TARGETS timestamp=2024-01-01T00:00:00.000Z timestamp=% 10",
        "CHATHISTORY TARGETS timestamp=% timestamp=% 10", "SEARCH in=#a;before=%", "SEARCH in=#a;after=%",
        "SEARCH in=#a;before=%;after=%", "@time=% PRIVMSG #a :said then", "@+time=%;label=x TAGMSG #a",
    ]

    /// The commands that a client of the server sends with a number, a count or a name in them.
    package static let countedCommands = [
        "CHATHISTORY LATEST #a * %", "CHATHISTORY BEFORE #a msgid=% 10", "CHATHISTORY AFTER #a msgid=% 10",
        "CHATHISTORY AROUND #a msgid=% %", "CHATHISTORY LATEST #a msgid=% %",
        "CHATHISTORY BETWEEN #a msgid=% msgid=% %", "CHATHISTORY BETWEEN #a msgid=1 msgid=% 10",
        "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2030-01-01T00:00:00.000Z %",
        "MARKREAD #a timestamp=%", "SEARCH in=#a;limit=%", "SEARCH in=#a;text=x;limit=%;before=%", "REDACT #a %",
        "REDACT #a % :why", "@+draft/reply=% PRIVMSG #a :reply", "@+draft/react=%;+draft/reply=% TAGMSG #a",
        "MODE #a +l %", "MODE #a +lk % %", "MODE #a -l %", "MODE #a +f %", "MODE #a +j %", "MODE #a +H %",
        "MODE #a +b %", "MODE #a +%", "MODE #a %", "MODE z +%", "LIST >%", "LIST <%", "LIST C>%", "LIST C<%",
        "LIST T>%", "LIST T<%", "LIST U>%,U<%", "WHOWAS mate %", "WHOIS % %", "WHO #a %tcuhnfar,%", "WHO #a %%t,%",
        "WHO %", "JOIN #a,#b %,%", "JOIN %", "PART %", "KICK #a % :%", "TBAN #a % *!*@* :x", "TBAN #a %s *!*@* :x",
        "TBAN #a %d%h *!*@* :x", "TBAN #a %y mate", "KLINE % *!*@nowhere.test :x", "KLINE %m *!*@nowhere.test :x",
        "DLINE % 192.0.2.9 :x", "DLINE %d 192.0.2.0/% :x", "DLINE 192.0.2.0/%", "DLINE 2001:db8::/%",
        "UBAN ADD 192.0.2.0/% DURATION %h x", "UBAN ADD *!*@nowhere.test DURATION % x", "UBAN INFO 192.0.2.0/%",
        "UBAN LIST %", "INVITATION CREATE #a uses=%", "INVITATION CREATE #a expires=%",
        "INVITATION CREATE #a uses=% expires=%d", "INVITATION CREATE #a % %", "INVITATION REVOKE %",
        "INVITATION LIST %", "MONITOR + %", "MONITOR % %", "ISON %", "USERHOST %", "STATS %", "PING %", "PONG %",
        "BATCH +% draft/multiline #a", "BATCH -%", "BATCH %", "SILENCE +%", "ACCEPT %", "NS SET ALWAYS-ON %",
        "NS SET % %", "NS HELP %", "NS INFO %", "NS CERT ADD %", "NS SESSIONS %", "CS INFO #a %", "CS SET #a % %",
        "CS OP #a %", "CS REGISTER #a %", "CAP LS %", "CAP REQ :%", "CAP %", "AUTHENTICATE %", "USER % % % %",
        "NICK %", "OPER % %", "ACCOUNT LIST %", "VERIFY % %", "REGISTER % % %", "RENAME #a #%", "TOPIC #a :%",
        "AWAY :%", "SETNAME %", "HELP %", "PRIVMSG % %", "TAGMSG %", "%", "@% PING x", "@label=% PING x",
        ":% PING x",
    ]

    /// The lines that a server sends to `ada`, or `%`, in `#home`, with a time in them.
    package static let timedLines = [
        "@time=% :bob!b@h PRIVMSG #home :hello", "@time=%;msgid=m% :bob!b@h PRIVMSG #home :again",
        "@time=% :bob!b@h NOTICE ada :psst", "@time=% :bob!b@h PRIVMSG ada :psst", "@time=% :dan!d@h JOIN #home",
        "@time=% :dan!d@h PART #home :bye", "@time=% :dan!d@h QUIT :bye", "@time=% :bob!b@h TOPIC #home :new",
        "@time=% :bob!b@h MODE #home +m", "@time=% :bob!b@h NICK :bobby", "@time=% :bobby!b@h NICK :bob",
        "@time=% :irc.test NOTICE * :hello", "@time=% :irc.test 372 ada :line", "@time=% :bob!b@h TAGMSG #home",
        "@time=%;+typing=active :bob!b@h TAGMSG #home", "@time=% :bob!b@h REDACT #home m% :why",
        ":irc.test MARKREAD #home timestamp=%", ":irc.test MARKREAD bob timestamp=%", ":irc.test MARKREAD #home %",
        "@time=% :ada!ada@host.test PRIVMSG #home :my own", "@time=% :bob!b@h INVITE ada #den",
    ]

    /// The lines that a server sends with a number, a count or a name in them.
    package static let countedLines = [
        ":irc.test 333 ada #home bob %", ":irc.test 333 ada #home bob!b@h % %", ":irc.test 317 ada bob % % :idle",
        ":irc.test 317 ada bob % :idle", ":irc.test 329 ada #home %", ":irc.test 324 ada #home +l %",
        ":irc.test 322 ada #den % :topic", ":irc.test 367 ada #home *!*@x bob %",
        ":irc.test 728 ada #home q *!*@x bob %", ":irc.test 348 ada #home *!*@x bob %",
        ":irc.test 314 ada bob b h * :r", ":irc.test 312 ada bob irc.test :%", ":irc.test 251 ada :% users",
        ":irc.test 254 ada % :rooms", ":irc.test 265 ada % % :local", ":irc.test 266 ada % % :global",
        ":irc.test 242 ada :Server up % days", ":irc.test 391 ada irc.test % % :time",
        ":irc.test 005 ada NICKLEN=% :are", ":irc.test 005 ada MODES=% :are", ":irc.test 005 ada LINELEN=% :are",
        ":irc.test 005 ada CHATHISTORY=% :are", ":irc.test 005 ada MONITOR=% :are",
        ":irc.test 005 ada TOPICLEN=% :are", ":irc.test 005 ada CHANLIMIT=#:% :are",
        ":irc.test 005 ada TARGMAX=PRIVMSG:%,JOIN:% :are", ":irc.test 005 ada MAXLIST=b:% :are",
        ":irc.test 005 ada CHANNELLEN=% :are", ":irc.test 005 ada KICKLEN=% :are",
        ":irc.test 005 ada AWAYLEN=% :are", ":irc.test 005 ada NAMELEN=% :are", ":irc.test 005 ada PREFIX=% :are",
        ":irc.test 005 ada PREFIX=(%)% :are", ":irc.test 005 ada CHANMODES=%,%,%,% :are",
        ":irc.test 005 ada CHANTYPES=% :are", ":irc.test 005 ada STATUSMSG=% :are",
        ":irc.test 005 ada CASEMAPPING=% :are", ":irc.test 005 ada MSGREFTYPES=% :are",
        ":irc.test 005 ada BOT=% UTF8ONLY=% WHOX=% SAFELIST=% :are", ":irc.test 005 ada CLIENTTAGDENY=% :are",
        ":irc.test CAP * NEW :draft/multiline=max-bytes=%,max-lines=%", ":irc.test CAP * NEW :sts=port=%,duration=%",
        ":irc.test CAP ada LS :sts=duration=% sasl=%", ":irc.test CAP ada ACK :draft/multiline",
        ":irc.test CAP % % :%", ":irc.test PING %", ":irc.test PONG irc.test %", ":irc.test PONG irc.test :lag %",
        ":irc.test BATCH +% chathistory #home", ":irc.test BATCH -%", ":irc.test BATCH +b% netsplit % %",
        "@batch=% :bob!b@h PRIVMSG #home :in a batch", "@label=% :irc.test ACK", "@label=% :irc.test FAIL X % :what",
        "@msgid=% :bob!b@h PRIVMSG #home :numbered", "@+draft/reply=% :bob!b@h PRIVMSG #home :answer",
        "@+draft/react=%;+draft/reply=% :bob!b@h TAGMSG #home", ":bob!b@h PRIVMSG ada :\u{1}PING %\u{1}",
        ":bob!b@h NOTICE ada :\u{1}PING %\u{1}", ":bob!b@h PRIVMSG ada :\u{1}DCC SEND x % % %\u{1}",
        ":bob!b@h PRIVMSG #home :\u{3}%,%coloured\u{4}%", ":irc.test 353 ada = #home :%",
        ":irc.test 352 ada #home u h s bob H :% real", ":irc.test 354 ada % #home bob H %", ":irc.test 730 ada :%",
        ":irc.test 734 ada % bob :full", ":irc.test 437 ada % :%", ":irc.test 433 ada % :in use",
        ":irc.test 432 ada % :bad", ":irc.test % ada #home :%", ":irc.test % % :%", ":irc.test %", "% % %",
        "AUTHENTICATE %", ":irc.test 903 ada :ok", ":irc.test 906 % :%", ":irc.test 263 ada % :wait",
        ":irc.test FAIL CHATHISTORY % % :x", ":irc.test NOTE % % % :x", ":irc.test WARN % % :x",
        ":irc.test 001 % :again", ":ada!ada@host.test MODE #home +l %", ":ada!ada@host.test MODE ada +%",
        ":bob!b@h MODE #home +ovl % % %", ":bob!b@h KICK #home % :%", ":irc.test 774 ada #home % :later",
        ":irc.test 774 ada % % :later", ":irc.test 761 ada % status * :%", ":irc.test 761 ada bob % * :%",
        ":irc.test 766 ada % display-name :%", ":bob!b@h METADATA bob % * :%", ":irc.test BATCH +% metadata %",
        ":irc.test FAIL METADATA RATE_LIMITED #home % % :later", ":irc.test FAIL METADATA LIMIT_REACHED % % :full",
        ":irc.test CAP * NEW :draft/metadata-3=max-subs=%,max-value-bytes=%", ":bob!b@h RENAME % %",
        ":irc.test FAIL JOIN CHANNEL_RENAMED % % :x", "@+draft/channel-context=% :bob!b@h NOTICE ada :%",
        ":irc.test 005 ada soju.im/SAFERATE=% :are",
    ]
}
