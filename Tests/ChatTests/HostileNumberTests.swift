import Protocol
import Testing

@testable import Chat

/// Times, numbers and counts as nobody sends them who means well, wherever a command takes one. A trap would end the server for
/// everybody; here it would end the tests.
struct HostileNumberTests {
    /// The first is the one that was seen to end a server.
    static let times = [
        "0000-01-00T00:00:60Z", "0000-01-01T00:00:00.000Z", "0000-01-01T00:00:60.000Z", "0000-00-00T00:00:00Z",
        "0000-00-00T23:59:60Z", "0000-02-29T00:00:00Z", "0000-03-01T00:00:00Z", "0000-12-31T23:59:59.999Z",
        "0000-12-31T23:59:60Z", "0000-12-31T23:59:60.999Z", "0001-01-00T00:00:60Z", "0001-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00.001Z", "0001-01-01T00:00:60Z", "0001-00-31T00:00:60Z", "0001-13-01T00:00:60Z",
        "0001-01-32T00:00:60Z", "0001-02-30T00:00:60Z", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:60Z",
        "1970-01-01T00:00:00Z", "1970-01-00T23:59:60Z", "2015-06-30T23:59:60Z", "2016-12-31T23:59:60.999Z",
        "2016-12-31T23:59:61Z", "2023-02-29T00:00:60Z", "2024-02-29T23:59:60Z", "2024-00-00T00:00:60Z",
        "2024-99-99T99:99:99Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:60.999Z", "9999-99-99T23:59:60Z", "10000-01-01T00:00:00Z", "-001-01-01T00:00:00Z",
        "+001-01-01T00:00:00Z", "292278994-08-17T07:12:55.807Z", "٢٠٢٤-01-01T00:00:00Z", "2024-01-01T00:00:00.٣Z", "Z",
        "", "T", "----T::Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.+1Z",
        "0x00-01-01T00:00:00Z", "2024-1e-01T00:00:00Z", "２０２４-01-01T00:00:00Z", "2024-01-01T00:00:00Z\u{301}",
        "2024-01-01T00:00:00." + String(repeating: "9", count: 300) + "Z",
    ]

    static let numbers = [
        "0", "-0", "+0", "00", "1", "-1", "+1", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295",
        "4294967296", "9223372036854775806", "9223372036854775807", "9223372036854775808", "-9223372036854775807",
        "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
        "99999999999999999999999999", "9223372036854775", "9223372036854776", "-9223372036854776", "153722867280912931",
        "0x7f", "1e308", "1e999", "nan", "inf", "-inf", "0.5", "٣", "３", "1٣", "½", "²", "",
        // Numbers of events: the last there can be, and what is behind it.
        "1y2p0ij32e8e7", "1y2p0ij32e8e8", "z8kflt0gzi1d", "zzzzzzzzzzzzzzzzzzzzz", "-1y2p0ij32e8e8", "0000001", "+1z",
    ]

    /// Those that take a time: `%` stands for it.
    static let timed = [
        "MARKREAD #a timestamp=%", "MARKREAD z timestamp=%", "MARKREAD mate timestamp=%", "MARKREAD nobody timestamp=%",
        "CHATHISTORY BEFORE #a timestamp=% 10", "CHATHISTORY AFTER #a timestamp=% 10",
        "CHATHISTORY LATEST #a timestamp=% 10", "CHATHISTORY AROUND #a timestamp=% 10",
        "CHATHISTORY BETWEEN #a timestamp=% timestamp=2024-01-01T00:00:00.000Z 10",
        "CHATHISTORY BETWEEN #a timestamp=2024-01-01T00:00:00.000Z timestamp=% 10",
        "CHATHISTORY BETWEEN #a timestamp=% timestamp=% 10", "CHATHISTORY BEFORE mate timestamp=% 10",
        "CHATHISTORY TARGETS timestamp=% timestamp=2024-01-01T00:00:00.000Z 10",
        "CHATHISTORY TARGETS timestamp=2024-01-01T00:00:00.000Z timestamp=% 10",
        "CHATHISTORY TARGETS timestamp=% timestamp=% 10", "SEARCH in=#a;before=%", "SEARCH in=#a;after=%",
        "SEARCH in=#a;before=%;after=%", "@time=% PRIVMSG #a :said then", "@+time=%;label=x TAGMSG #a",
    ]

    /// Those that take a number or a count.
    static let counted = [
        "CHATHISTORY LATEST #a * %", "CHATHISTORY BEFORE #a msgid=% 10", "CHATHISTORY AFTER #a msgid=% 10",
        "CHATHISTORY AROUND #a msgid=% %", "CHATHISTORY LATEST #a msgid=% %",
        "CHATHISTORY BETWEEN #a msgid=% msgid=% %",
        "CHATHISTORY BETWEEN #a msgid=1 msgid=% 10",
        "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2030-01-01T00:00:00.000Z %",
        "MARKREAD #a timestamp=%", "SEARCH in=#a;limit=%", "SEARCH in=#a;text=x;limit=%;before=%", "REDACT #a %",
        "REDACT #a % :why", "@+draft/reply=% PRIVMSG #a :reply", "@+draft/react=%;+draft/reply=% TAGMSG #a",
        "MODE #a +l %", "MODE #a +lk % %", "MODE #a -l %", "MODE #a +f %", "MODE #a +j %", "MODE #a +H %",
        "MODE #a +b %",
        "MODE #a +%", "MODE #a %", "MODE z +%", "LIST >%", "LIST <%", "LIST C>%", "LIST C<%", "LIST T>%", "LIST T<%",
        "LIST U>%,U<%", "WHOWAS mate %", "WHOIS % %", "WHO #a %tcuhnfar,%", "WHO #a %%t,%", "WHO %", "JOIN #a,#b %,%",
        "JOIN %", "PART %", "KICK #a % :%", "TBAN #a % *!*@* :x", "TBAN #a %s *!*@* :x", "TBAN #a %d%h *!*@* :x",
        "TBAN #a %y mate", "KLINE % *!*@nowhere.test :x", "KLINE %m *!*@nowhere.test :x", "DLINE % 192.0.2.9 :x",
        "DLINE %d 192.0.2.0/% :x", "DLINE 192.0.2.0/%", "DLINE 2001:db8::/%", "UBAN ADD 192.0.2.0/% DURATION %h x",
        "UBAN ADD *!*@nowhere.test DURATION % x", "UBAN INFO 192.0.2.0/%", "UBAN LIST %", "INVITATION CREATE #a uses=%",
        "INVITATION CREATE #a expires=%", "INVITATION CREATE #a uses=% expires=%d", "INVITATION CREATE #a % %",
        "INVITATION REVOKE %", "INVITATION LIST %", "MONITOR + %", "MONITOR % %", "ISON %", "USERHOST %", "STATS %",
        "PING %", "PONG %", "BATCH +% draft/multiline #a", "BATCH -%", "BATCH %", "SILENCE +%", "ACCEPT %",
        "NS SET ALWAYS-ON %", "NS SET % %", "NS HELP %", "NS INFO %", "NS CERT ADD %", "NS SESSIONS %", "CS INFO #a %",
        "CS SET #a % %", "CS OP #a %", "CS REGISTER #a %", "CAP LS %", "CAP REQ :%", "CAP %", "AUTHENTICATE %",
        "USER % % % %",
        "NICK %", "OPER % %", "ACCOUNT LIST %", "VERIFY % %", "REGISTER % % %", "RENAME #a #%", "TOPIC #a :%",
        "AWAY :%",
        "SETNAME %", "HELP %", "PRIVMSG % %", "TAGMSG %", "%", "@% PING x", "@label=% PING x", ":% PING x",
    ]

    @Test(arguments: [timed, counted]) func `Whatever is sent for a time or a number, the server goes on`(
        _ templates: [String]
    ) throws {
        let chat = Conversation { $0.operators = [Operator.test("root", "secret")] }
        let capabilities = [
            "draft/read-marker draft/chathistory draft/message-redaction batch message-tags server-time",
            "labeled-response echo-message draft/multiline draft/channel-rename account-tag standard-replies",
        ].joined(separator: " ")
        chat.enter("mate", caps: capabilities)
        func enter() {
            chat.enter("z", caps: capabilities)
            chat.send("z", "OPER root secret")
            for verification in chat.takeVerifications() { chat.answerVerification(of: verification.name, .right) }
            chat.send("z", "JOIN #a", "PRIVMSG #a :one", "PRIVMSG mate :two")
            chat.send("mate", "JOIN #a", "PRIVMSG #a :three", "PRIVMSG z :four")
        }
        enter()
        for template in templates {
            for value in templates == Self.timed ? Self.times : Self.numbers {
                let line = template.replacing("%", with: value)
                chat.send("z", line)
                for verification in chat.takeVerifications() { chat.answerVerification(of: verification.name, .wrong) }
                chat.pass(seconds: 5)
                let broken = chat.network.brokenInvariants()
                #expect(broken.isEmpty, "after \(line): \(broken)")
                guard chat.session("z")?.user != nil else {
                    enter()
                    continue
                }
                let answer = chat.ask("z", "PING still-here")
                #expect(answer.contains { $0.hasSuffix("PONG irc.test still-here") }, "after \(line): \(answer)")
            }
        }
    }

    @Test(arguments: times) func `A marker that is no moment is refused, and one that is can be read back`(
        _ time: String
    ) throws {
        let chat = Conversation()
        chat.enter("z", caps: "draft/read-marker")
        let answer = chat.ask("z", "MARKREAD z timestamp=\(time)")
        if let moment = Timestamp(iso8601: time) {
            let text = min(moment, chat.now).iso8601
            #expect(answer == [":irc.test MARKREAD z timestamp=\(text)"])
            #expect(chat.ask("z", "MARKREAD z") == answer)
        } else {
            #expect(answer.count == 1 && answer[0].contains("FAIL MARKREAD INVALID_PARAMS"), "\(answer)")
            #expect(chat.ask("z", "MARKREAD z") == [":irc.test MARKREAD z *"])
        }
    }
}
