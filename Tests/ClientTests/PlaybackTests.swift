import Protocol
import Testing

@testable import Client

/// Servers that play back by themselves what was said, and those that do not.
@Suite struct PlaybackTests {
    private static let capabilities = "server-time batch message-tags echo-message"
    private static let isupport = "CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii"

    private func time(_ second: Int64) -> String {
        Timestamp(milliseconds: 1_700_000_000_000).advanced(bySeconds: second).iso8601
    }

    private func said(_ second: Int64, _ text: String, by nick: String = "bob", tags: String = "") -> String {
        "@\(tags)time=\(time(second)) :\(nick)!u@h PRIVMSG #home :\(text)"
    }

    /// In `#home`, where two lines were said; then away for a minute and back, a minute later.
    private func returned(offered: String = "") -> TestSession {
        var talk = TestSession()
        talk.connect()
        enter(&talk, offered, at: 0)
        talk.hear(said(1, "one"), said(2, "two"))
        talk.readAll()
        talk.now = talk.now.advanced(bySeconds: 5)
        talk.hear("@time=\(time(5)) :irc.test PONG irc.test :x")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.now = talk.now.advanced(bySeconds: 60)
        talk.session.connected(at: talk.now)
        talk.collect()
        enter(&talk, offered, at: 65)
        return talk
    }

    private func enter(_ talk: inout TestSession, _ offered: String, at second: Int64) {
        talk.hear(
            ":irc.test CAP * LS :\(Self.capabilities) \(offered)", ":irc.test CAP * ACK :\(Self.capabilities)",
            "@time=\(time(second)) :irc.test 001 ada :Welcome", ":irc.test 005 ada \(Self.isupport) :are supported",
            ":irc.test 422 ada :none", "@time=\(time(second)) :ada!a@h JOIN #home",
            ":irc.test 353 ada = #home :ada bob", ":irc.test 366 ada #home :End")
    }

    @Test func `InspIRCd's history, plain lines on entering, mends the gap, and shows nothing twice`() {
        var talk = returned()
        #expect(talk.talkAndGaps == ["one", "two", "-- 1 min offline · not recovered"])
        talk.hear(said(1, "one"), said(2, "two"))
        #expect(talk.talkAndGaps == ["one", "two", "-- 1 min offline · nothing missed"])
        talk.hear(said(20, "three"), said(30, "four", by: "ada"))
        #expect(talk.talkAndGaps == ["one", "two", "-- 1 min offline · 2 missed · recovered", "three", "four"])
        #expect(talk.buffer("#home")?.unread == 1)
        talk.hear(said(66, "live"))
        #expect(talk.lines().last == "message bob: live")
        #expect(talk.lines().last { $0.hasPrefix("join") } == "join ada: has come in")
    }

    @Test func `Lines of ours that say the same are played back each, one by one, and no more when it is done again`() {
        var talk = returned()
        talk.hear(said(1, "one"), said(2, "two"))
        for _ in 0..<2 {
            talk.hear(said(20, "ok", by: "ada"), said(30, "ok", by: "ada"), said(31, "ok", by: "ada"))
            #expect(talk.talkAndGaps == ["one", "two", "-- 1 min offline · 3 missed · recovered", "ok", "ok", "ok"])
        }
    }

    /// Our clock was behind the server's when they were said.
    @Test func `A line of ours in the log stands for one that is played back, again and again`() {
        var log = TestLog()
        var talk = TestSession(log: .missing)
        for second: Int64 in [-600, -590] {
            log.add(
                "ok", at: talk.now.advanced(byMilliseconds: second * 1000 - 400), sender: "ada",
                tags: "@\(LogRecord.ownTag) ")
        }
        talk.connect()
        enter(&talk, "", at: 0)
        log.serve(&talk)
        for _ in 0..<2 {
            talk.hear(said(-600, "ok", by: "ada"), said(-590, "ok", by: "ada"))
            #expect(talk.talkTexts() == ["ok", "ok"])
        }
        talk.hear(said(-580, "ok", by: "ada"))
        #expect(talk.talkTexts() == ["ok", "ok", "ok"])
    }

    @Test(arguments: [(0, false), (1, true)])
    func `The last lines of ours that a memory has shown are known, and no more`(_ further: Int, _ isGone: Bool) {
        let time = Timestamp(milliseconds: 1)
        var placed = PlacedOwnLines()
        for number in 0..<(PlacedOwnLines.maxLines + further) { placed.placed(LineID(number), at: time, in: .log) }
        #expect(placed.canBe(LineID(0), at: .latest, in: .log) == isGone)
        #expect(placed.isPlaced(LineID(0)) != isGone)
        #expect(placed.canBe(LineID(1), at: time, in: .log) && placed.canBe(LineID(1), at: .latest, in: .server))
        #expect(!placed.canBe(LineID(1), at: .latest, in: .log))
    }

    @Test func `A line that is played back with another msgid is the same`() {
        var talk = TestSession()
        talk.connect()
        enter(&talk, "", at: 0)
        talk.now = talk.now.advanced(bySeconds: 1)
        talk.hear(said(1, "one", tags: "msgid=a;"))
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.collect()
        enter(&talk, "", at: 65)
        talk.hear(said(1, "one", tags: "msgid=b;"))
        #expect(talk.talkAndGaps == ["one", "-- 0 s offline · nothing missed"])
    }

    @Test func `InspIRCd's history in a batch does the same`() {
        var talk = returned()
        talk.hear(":irc.test BATCH +1 chathistory #home")
        for line in [said(1, "one"), said(2, "two"), said(20, "three")] { talk.hear("@batch=1;" + line.dropFirst()) }
        talk.hear(":irc.test BATCH -1")
        #expect(talk.talkAndGaps == ["one", "two", "-- 1 min offline · 1 missed · recovered", "three"])
    }

    @Test func `A history that does not reach back far enough is not called whole, nor lost`() {
        var talk = returned()
        talk.hear(said(20, "three"), said(30, "four"))
        #expect(
            talk.talkAndGaps == ["one", "two", "-- 1 min offline · 2 recovered, perhaps not all", "three", "four"])
    }

    /// ZNC keeps nothing of what was said while another client was there, or while it held the lost connection for alive.
    @Test(arguments: [true, false]) func `ZNC's buffer begins where it pleases, and mends no gap by itself`(
        isBatch: Bool
    ) {
        var talk = returned(offered: "znc.in/self-message")
        #expect(talk.talkAndGaps == ["one", "two", "-- 1 min offline"])
        if isBatch { talk.hear(":irc.test BATCH +p znc.in/playback #home") }
        for line in [said(20, "three"), said(21, "four")] {
            talk.hear(isBatch ? "@batch=p;" + line.dropFirst() : line)
        }
        if isBatch { talk.hear(":irc.test BATCH -p") }
        #expect(
            talk.talkAndGaps == ["one", "two", "-- 1 min offline · 2 recovered, perhaps not all", "three", "four"])
        #expect(talk.buffer("#home")?.unread == 2)
    }

    @Test(arguments: [1, 49, 50, 60]) func `A line that was there before shows that ZNC's buffer is whole`(count: Int) {
        var talk = returned(offered: "znc.in/self-message")
        talk.hear(said(2, "two"))
        for number in 0..<count { talk.hear(said(10, "line \(number)")) }
        #expect(talk.talkAndGaps.contains("-- 1 min offline · \(count) missed · recovered"))
    }

    @Test(arguments: ["znc.in/self-message", "causal.agency/consumer=7", "soju.im/bouncer-networks"])
    func `A bouncer without history is not said to have lost anything`(capability: String) {
        #expect(returned(offered: capability).talkAndGaps == ["one", "two", "-- 1 min offline"])
    }

    // MARK: The end of what is played back

    /// What ends it, a line from after our entering apart.
    @Test func `Behind the answer to a question of ours nothing is played back`() {
        for answer in [[":irc.test 324 ada #home +nt"], ["@time=\(time(66)) :irc.test PONG irc.test :grillo-2"]] {
            var talk = returned()
            talk.hear(":irc.test PONG irc.test :grillo-1")
            talk.pass(seconds: 61)
            #expect(talk.sent().contains("PING grillo-2"))
            for line in answer { talk.hear(line) }
            // The server's clock was set back.
            talk.hear(said(10, "ada: live"))
            #expect(talk.lines().last == "message bob: ada: live")
            #expect(talk.buffer("#home")?.mentions == 1)
        }
    }

    @Test func `A line from after our entering ends what is played back, whatever the next one's clock says`() {
        var talk = returned()
        talk.hear(said(66, "news"), said(63, "ada: from a server whose clock is behind", by: "carl"))
        #expect(talk.lines().last == "message carl: ada: from a server whose clock is behind")
        #expect(talk.buffer("#home")?.mentions == 1)
    }

    @Test func `The PONG to the PING behind the welcome ends what is played back of talks`() {
        var talk = returned()
        talk.hear("@time=\(time(66)) :irc.test PONG irc.test :grillo-1")
        talk.forget()
        talk.hear("@time=\(time(30)) :eve!e@h PRIVMSG ada :are you there?")
        #expect(talk.actions.contains { if case .mention = $0 { true } else { false } })
    }

    @Test func `A PONG to a PING from before our entering ends nothing`() {
        var talk = returned()
        talk.hear("@time=\(time(66)) :irc.test PONG irc.test :grillo-1", said(2, "two"), said(20, "three"))
        #expect(talk.talkAndGaps.last == "three")
        #expect(talk.lines().last?.hasPrefix("join") == true)
    }

    @Test(arguments: ["", "label=g1;"]) func `The echo of our own line is never taken as played back`(label: String) {
        var talk = TestSession()
        talk.connect()
        let capabilities = Self.capabilities + (label.isEmpty ? "" : " labeled-response")
        talk.hear(
            ":irc.test CAP * LS :\(capabilities)", ":irc.test CAP * ACK :\(capabilities)",
            "@time=\(time(0)) :irc.test 001 ada :Welcome", ":irc.test 005 ada \(Self.isupport) :are supported",
            ":irc.test 422 ada :none", "@time=\(time(0)) :ada!a@h JOIN #home")
        talk.enter("hello")
        talk.enter("/me waves")
        talk.hear(said(-600, "hello", by: "ada", tags: label))
        talk.hear(said(-600, "\u{1}ACTION waves\u{1}", by: "ada"))
        #expect(talk.lines().suffix(2) == ["message ada: hello", "action ada: waves"])
        #expect(talk.lines().filter { $0.hasSuffix("hello") || $0.hasSuffix("waves") }.count == 2)
    }

    @Test func `What stands above the gap is reckoned once, not for each line that is played back`() {
        var talk = returned()
        guard let gap = talk.buffer("#home")?.lastAbsence else { return }
        let known = GapLine.LinesAbove(
            newestAbove: Timestamp(milliseconds: 1_700_000_002_000),
            newestMessageAbove: Timestamp(milliseconds: 1_700_000_002_000))
        #expect(talk.buffer("#home")?.gaps[gap]?.known == known)
        talk.hear(said(20, "three"), said(1, "before one"))
        #expect(talk.buffer("#home")?.gaps[gap]?.known == known)
    }

    @Test func `What was written to us alone is played back into its talk, once`() {
        var talk = returned(offered: "znc.in/self-message")
        talk.hear("@time=\(time(30)) :eve!e@h PRIVMSG ada :are you there?")
        talk.hear("@time=\(time(30)) :eve!e@h PRIVMSG ada :are you there?")
        #expect(talk.lines("eve") == ["message eve: are you there?"])
        #expect(talk.buffer("eve")?.unread == 1)
        talk.hear("@time=\(time(31)) :ada!a@h PRIVMSG eve :yes")
        #expect(talk.lines("eve") == ["message eve: are you there?", "message ada: yes"])
    }

    @Test func `A server whose clock is behind ours says nothing old for that`() {
        var talk = returned()
        talk.hear(said(70, "live"), said(70, "live"))
        #expect(talk.talkAndGaps.filter { $0 == "live" }.count == 2)
        #expect(talk.talkAndGaps.contains("-- 1 min offline · not recovered"))
    }

    @Test func `Where history is refused, what came before that is not taken back`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.play([1])
        talk.loseAndReturn(after: 60, capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.hear(":ada!a@h JOIN #home")
        talk.play([40, 50])
        talk.hear("FAIL CHATHISTORY MESSAGE_ERROR BEFORE #home :No")
        #expect(talk.talkAndGaps.contains("-- 1 min offline · 2 recovered, perhaps not all"))
    }
}
