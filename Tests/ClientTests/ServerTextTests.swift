import Basics
import Protocol
import Testing

@testable import Client

/// What is made of a server's words.
@Suite struct ServerTextTests {
    @Test(arguments: [
        ("no such thing", "No such thing."), ("Done!", "Done!"), ("What?", "What?"), ("", ""),
        ("  two  blanks ", "Two blanks."),
        ("irc.test is down", "irc.test is down."), ("/join it", "/join it."), ("Cannot send (+m)", "Cannot send."),
        ("Refused (PRIVMSG CANNOT_STORE)", "Refused."), ("Refused (404).", "Refused."),
        ("Refused (#404) [+b]", "Refused."),
        ("At ten (UTC)", "At ten (UTC)."), ("You may not (ask bob)", "You may not (ask bob)."), ("(+m)", "(+m)."),
        ("Banned: spam (*!*@h.test, for good)", "Banned: spam (for good)."), ("Banned (~a:bob)", "Banned (~a:bob)."),
        ("Banned (*!*@h)", "Banned."), ("until 2026-11-29T09:30:00.000Z, ask", "Until 2026-11-29 09:30 UTC, ask."),
        ("É", "É."), ("éa", "éa."),
        // An address is no mask; what is said with a mark of exclamation is none either.
        ("You are banned. Ask (staff@x.org)", "You are banned. Ask (staff@x.org)."), ("Banned (b!u@h.test)", "Banned."),
        ("Go away (now!)", "Go away (now!)."), ("Refused (#1) (#2) (#3) (#4)", "Refused."),
        ("Refused (#0) (#1) (#2) (#3) (#4)", "Refused (#0)."),
    ]) func `A sentence begins with a capital, ends with a stop, and holds no code`(_ words: String, _ sentence: String)
    {
        #expect(Sentence.made(of: words) == sentence)
    }

    @Test(arguments: [
        ("Closing link (203.0.113.5): Too many", "Too many"), ("Closing Link: ada[h.test] (Quit)", "Quit"),
        ("Closing link: (ada@h.test) [Ping timeout]", "Ping timeout"),
        ("Closing Link: 192.0.2.1 (Throttled)", "Throttled"),
        ("Closing Link: ada by irc.test (Killed (bob (spam)))", "Killed (bob (spam))"),
        ("Closing link: too slow", "too slow"),
        ("Closing link (h)", "h"), ("Closing link", ""),
        ("Your host is trying to connect too fast", "Your host is trying to connect too fast"),
        ("", ""), ("Closing link (h: x", "(h: x"),
    ]) func `The reason of a closing is had without the address before it`(_ words: String, _ reason: String) {
        #expect(DisconnectReason.reason(in: words) == reason)
    }

    @Test func `Of a line as long as it can be only the beginning is looked at`() {
        let codes = "no" + String(repeating: " (1)", count: 4_000)
        for words in [codes, "no" + String(repeating: "(1)", count: 5_400), String(repeating: "(", count: 16_000)] {
            #expect(Sentence.made(of: words).utf8.count <= Sentence.longest + 8)
        }
        #expect(Sentence.made(of: codes).hasPrefix("No (1)") && Sentence.made(of: codes).hasSuffix("…"))
        for count in [Sentence.longest - 1, Sentence.longest] {
            let text = String(repeating: "a", count: count)
            #expect(Sentence.clause(text) == text)
        }
        // Nothing is cut within a letter.
        let cut = Sentence.clause("a" + String(repeating: "é", count: Sentence.longest))
        #expect(cut == "a" + String(repeating: "é", count: Sentence.longest / 2 - 1) + "…")
    }

    @Test(arguments: [
        ("SASL access only", false, true, false), ("You must log in first", false, true, false),
        ("Please identify", false, true, false), ("K-Lined", true, false, false), ("G:line: spam", true, false, false),
        ("User has been banned (zline)", true, false, false), ("AKILLed", true, false, false),
        ("Too many connections for this account", false, true, true), ("Throttled", false, false, true),
        ("Registration timed out", false, false, true), ("Server is full", false, false, true),
        ("You have to successfully authenticate", false, true, false), ("No route", false, false, false),
        ("Throttled: Reconnecting too fast) - Email kline@example.net for more information", false, false, true),
        ("context deadline exceeded", false, false, true), ("You are temporarily K-lined", true, false, true),
        ("Authentication service unavailable", false, true, true), ("Deadlined", false, false, true),
    ]) func `The words of a closing say whether it is worth trying again`(
        _ words: String, _ isBan: Bool, _ wantsAccount: Bool, _ isTemporary: Bool
    ) {
        #expect(DisconnectReason.isBan(words) == isBan)
        #expect(DisconnectReason.wantsAccount(words) == wantsAccount)
        #expect(DisconnectReason.isTemporary(words) == isTemporary)
    }

    @Test(arguments: [
        ("You need to identify via SASL to use this server", true), ("Please log in", true),
        ("*** Found your hostname: login1.example.edu", false), ("*** Checking Ident", false),
        ("*** You must wait for your hostname, login.example.edu", false), ("Your account has 3 new memos", false),
    ]) func `A notice asks for an account where it says that one is needed`(_ notice: String, _ demands: Bool) {
        #expect(DisconnectReason.demandsAccount(notice) == demands)
    }

    @Test func `Whatever comes is made into something`() {
        var generator = SplitMix64(seed: 7)
        let pieces = [
            "(", ")", "[", "]", "+m", " ", ":", ".", "Closing link", "2026-11-29T09:30:00Z", "a@b", "*", "\u{1F600}",
            "Z", "9", ",",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator)!
            }.joined()
            #expect(!Sentence.made(of: text).hasSuffix(" "))
            _ = DisconnectReason.reason(in: text)
            _ = Sentence.detail(text)
            _ = Sentence.mode(in: text)
        }
    }
}
