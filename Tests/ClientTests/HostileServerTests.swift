import Protocol
import TestSupport
import Testing

@testable import Client

/// Times, numbers and counts as no honest server sends them, wherever the client reads one: while it listens, when it is asked
/// for what it then has, and when it has lost the connection and asks for what it missed. A trap here would end the tests.
struct HostileServerTests {
    /// The second is the one that was seen to end a client.
    static let times = [
        "0000-01-00T00:00:60Z", "0000-01-01T00:00:00.000Z", "0000-01-01T00:00:60.000Z", "0000-00-00T00:00:00Z",
        "0000-00-00T23:59:60Z", "0000-03-01T00:00:00Z", "0000-12-31T23:59:59.999Z", "0000-12-31T23:59:60Z",
        "0001-01-00T00:00:60Z", "0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00.001Z", "0001-01-01T00:00:00.999Z",
        "0001-01-01T00:00:01.000Z", "0001-13-01T00:00:60Z", "0001-01-32T00:00:60Z", "1969-12-31T23:59:59.999Z",
        "1970-01-01T00:00:00.000Z", "1970-01-00T23:59:60Z", "2016-12-31T23:59:60.999Z", "2016-12-31T23:59:61.000Z",
        "2024-02-30T00:00:00.000Z", "2024-99-99T99:99:99.999Z", "9999-12-31T23:59:59.998Z", "9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:60.000Z", "9999-12-31T23:59:60.999Z", "10000-01-01T00:00:00.000Z", "-001-01-01T00:00:00.000Z",
        "٢٠٢٤-01-01T00:00:00.000Z", "2024-01-01T00:00:00.٣Z", "2024-01-01T00:00:99.999Z", "2024-01-01T00:00:0x.00Z",
        "", "Z", "0", "-1", "9223372036854775807",
    ]

    static let numbers = [
        "0", "-0", "+0", "1", "-1", "+1", "2", "511", "512", "2147483647", "2147483648", "4294967296",
        "9223372036854775", "9223372036854776", "-9223372036854776", "9223372036854775806", "9223372036854775807",
        "9223372036854775808", "-9223372036854775807", "-9223372036854775808", "-9223372036854775809",
        "18446744073709551615", "18446744073709551616", "99999999999999999999999999", "1e999", "nan", "0x7f", "0.5",
        "٣",
        "３", "½", "", " ", "*",
    ]

    /// Lines that bear a time: `%` stands for it.
    static let timed = [
        "@time=% :bob!b@h PRIVMSG #home :hello", "@time=%;msgid=m% :bob!b@h PRIVMSG #home :again",
        "@time=% :bob!b@h NOTICE ada :psst", "@time=% :bob!b@h PRIVMSG ada :psst", "@time=% :dan!d@h JOIN #home",
        "@time=% :dan!d@h PART #home :bye", "@time=% :dan!d@h QUIT :bye", "@time=% :bob!b@h TOPIC #home :new",
        "@time=% :bob!b@h MODE #home +m", "@time=% :bob!b@h NICK :bobby", "@time=% :bobby!b@h NICK :bob",
        "@time=% :irc.test NOTICE * :hello", "@time=% :irc.test 372 ada :line", "@time=% :bob!b@h TAGMSG #home",
        "@time=%;+typing=active :bob!b@h TAGMSG #home", "@time=% :bob!b@h REDACT #home m% :why",
        ":irc.test MARKREAD #home timestamp=%", ":irc.test MARKREAD bob timestamp=%", ":irc.test MARKREAD #home %",
        "@time=% :ada!ada@host.test PRIVMSG #home :my own", "@time=% :bob!b@h INVITE ada #den",
    ]

    /// Lines that bear a number or a count.
    static let counted = [
        ":irc.test 333 ada #home bob %", ":irc.test 333 ada #home bob!b@h % %", ":irc.test 317 ada bob % % :idle",
        ":irc.test 317 ada bob % :idle", ":irc.test 329 ada #home %", ":irc.test 324 ada #home +l %",
        ":irc.test 322 ada #den % :topic", ":irc.test 367 ada #home *!*@x bob %",
        ":irc.test 728 ada #home q *!*@x bob %",
        ":irc.test 348 ada #home *!*@x bob %", ":irc.test 314 ada bob b h * :r", ":irc.test 312 ada bob irc.test :%",
        ":irc.test 251 ada :% users", ":irc.test 254 ada % :rooms", ":irc.test 265 ada % % :local",
        ":irc.test 266 ada % % :global", ":irc.test 242 ada :Server up % days", ":irc.test 391 ada irc.test % % :time",
        ":irc.test 005 ada NICKLEN=% :are", ":irc.test 005 ada MODES=% :are", ":irc.test 005 ada LINELEN=% :are",
        ":irc.test 005 ada CHATHISTORY=% :are", ":irc.test 005 ada MONITOR=% :are", ":irc.test 005 ada TOPICLEN=% :are",
        ":irc.test 005 ada CHANLIMIT=#:% :are", ":irc.test 005 ada TARGMAX=PRIVMSG:%,JOIN:% :are",
        ":irc.test 005 ada MAXLIST=b:% :are", ":irc.test 005 ada CHANNELLEN=% :are", ":irc.test 005 ada KICKLEN=% :are",
        ":irc.test 005 ada AWAYLEN=% :are", ":irc.test 005 ada NAMELEN=% :are", ":irc.test 005 ada PREFIX=% :are",
        ":irc.test 005 ada PREFIX=(%)% :are", ":irc.test 005 ada CHANMODES=%,%,%,% :are",
        ":irc.test 005 ada CHANTYPES=% :are",
        ":irc.test 005 ada STATUSMSG=% :are", ":irc.test 005 ada CASEMAPPING=% :are",
        ":irc.test 005 ada MSGREFTYPES=% :are",
        ":irc.test 005 ada BOT=% UTF8ONLY=% WHOX=% SAFELIST=% :are", ":irc.test 005 ada CLIENTTAGDENY=% :are",
        ":irc.test CAP * NEW :draft/multiline=max-bytes=%,max-lines=%", ":irc.test CAP * NEW :sts=port=%,duration=%",
        ":irc.test CAP ada LS :sts=duration=% sasl=%", ":irc.test CAP ada ACK :draft/multiline", ":irc.test CAP % % :%",
        ":irc.test PING %", ":irc.test PONG irc.test %", ":irc.test PONG irc.test :lag %",
        ":irc.test BATCH +% chathistory #home",
        ":irc.test BATCH -%", ":irc.test BATCH +b% netsplit % %", "@batch=% :bob!b@h PRIVMSG #home :in a batch",
        "@label=% :irc.test ACK", "@label=% :irc.test FAIL X % :what", "@msgid=% :bob!b@h PRIVMSG #home :numbered",
        "@+draft/reply=% :bob!b@h PRIVMSG #home :answer", "@+draft/react=%;+draft/reply=% :bob!b@h TAGMSG #home",
        ":bob!b@h PRIVMSG ada :\u{1}PING %\u{1}", ":bob!b@h NOTICE ada :\u{1}PING %\u{1}",
        ":bob!b@h PRIVMSG ada :\u{1}DCC SEND x % % %\u{1}", ":bob!b@h PRIVMSG #home :\u{3}%,%coloured\u{4}%",
        ":irc.test 353 ada = #home :%", ":irc.test 352 ada #home u h s bob H :% real",
        ":irc.test 354 ada % #home bob H %",
        ":irc.test 730 ada :%", ":irc.test 734 ada % bob :full", ":irc.test 437 ada % :%",
        ":irc.test 433 ada % :in use",
        ":irc.test 432 ada % :bad", ":irc.test % ada #home :%", ":irc.test % % :%", ":irc.test %", "% % %",
        "AUTHENTICATE %",
        ":irc.test 903 ada :ok", ":irc.test 906 % :%", ":irc.test 263 ada % :wait", ":irc.test FAIL CHATHISTORY % % :x",
        ":irc.test NOTE % % % :x", ":irc.test WARN % % :x", ":irc.test 001 % :again",
        ":ada!ada@host.test MODE #home +l %",
        ":ada!ada@host.test MODE ada +%", ":bob!b@h MODE #home +ovl % % %", ":bob!b@h KICK #home % :%",
    ]

    static let typed = [
        "hello", "/topic", "/mode #home +oooooo a b c d e f", "/whois bob", "/list", "/names", "/search hello",
        "/goto 12:00",
        "/goto yesterday", "/goto 0001-01-01", "/goto 9999-12-31", "/goto -1", "/goto 99999 days ago", "/reply hi",
        "/ban bob",
        String(repeating: "long ", count: 120), "one\ntwo\nthree",
    ]

    private static let capabilities = """
        draft/chathistory draft/read-marker message-tags server-time batch echo-message labeled-response draft/multiline \
        draft/message-redaction draft/typing account-tag multi-prefix extended-join cap-notify setname
        """

    /// Everything that can be asked of a session: as if it was looked at, scrolled, spoken in, cut off and resumed.
    private func use(_ conversation: inout Conversation, _ line: String) {
        conversation.readAll()
        for text in Self.typed { conversation.enter(text) }
        conversation.pass(seconds: 6)
        for buffer in conversation.session.buffers { #expect(buffer.lineCount >= 0) }
        conversation.session.disconnected(cause: "gone", at: conversation.now)
        conversation.collect()
        conversation.pass(seconds: 3)
        conversation.connect()
        conversation.welcome(
            capabilities: Self.capabilities, isupport: "CHANTYPES=# PREFIX=(ohv)@%+ CASEMAPPING=ascii CHATHISTORY=100")
        conversation.hear(":ada!ada@host.test JOIN #home", ":irc.test 366 ada #home :End")
        conversation.pass(seconds: 6)
        for sent in conversation.sent() {
            #expect(sent.utf8.count <= 510 + 4096, "after \(line): \(sent)")
            for tag in ["timestamp=-", "timestamp=0000-"] { #expect(!sent.contains(tag), "after \(line): \(sent)") }
        }
        // Still there: it hears and says.
        conversation.hear(":bob!b@h PRIVMSG #home :still here")
        #expect(conversation.lines().contains("message bob: still here"), "after \(line)")
    }

    @Test(arguments: times) func `No time that a server sends ends the client, whatever is done then`(_ time: String) {
        for template in Self.timed {
            let line = template.replacing("%", with: time)
            var conversation = Conversation.inRoom(capabilities: Self.capabilities)
            conversation.hear(line)
            use(&conversation, line)
        }
    }

    @Test(arguments: numbers) func `No number that a server sends ends the client, whatever is done then`(
        _ number: String
    ) {
        for template in Self.counted {
            let line = template.replacing("%", with: number)
            var conversation = Conversation.inRoom(capabilities: Self.capabilities)
            conversation.hear(line)
            use(&conversation, line)
        }
    }
}
