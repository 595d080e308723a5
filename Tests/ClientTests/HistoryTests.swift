import Protocol
import Testing

@testable import Client

@Suite struct HistoryTests {
    static let capabilities = "batch server-time message-tags echo-message draft/chathistory draft/event-playback"
    static let support =
        "CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii CHATHISTORY=50 MSGREFTYPES=msgid,timestamp"

    private static func entered(capabilities: String = capabilities, isupport: String = support) -> TestSession {
        TestSession.inChannel(capabilities: capabilities, isupport: isupport)
    }

    static func time(_ second: Int) -> String {
        Timestamp(milliseconds: 1_699_999_000_000 + Int64(second) * 1000).iso8601
    }

    static func said(_ number: Int, _ text: String? = nil, by nick: String = "bob", id: Bool = true) -> String {
        "time=\(time(number))" + (id ? ";msgid=m\(number)" : "") + " :\(nick)!u@h PRIVMSG #home :"
            + (text ?? "text \(number)")
    }

    private func texts(_ talk: TestSession) -> [String] {
        (talk.buffer("#home").map { buffer in (0..<buffer.lineCount).map { buffer.line(at: $0) } } ?? [])
            .map { $0.kind == .gap ? "-- \($0.wording)" : $0.kind.isTalk ? $0.text : "\($0.kind)" }
    }

    @Test func `On entering, the newest page is asked for and stands before what comes`() {
        var talk = TestSession()
        talk.connect()
        talk.welcome(capabilities: Self.capabilities, isupport: Self.support)
        talk.forget()
        talk.hear("@msgid=j1;time=2023-11-14T22:13:20.000Z :ada!a@h JOIN #home")
        #expect(talk.sent().contains("CHATHISTORY LATEST #home * 50"))
        #expect(talk.buffer("#home")?.older == .loading)
        talk.hear("@\(Self.said(9000, "live"))")
        talk.play([1, 2])
        #expect(texts(talk) == ["text 1", "text 2", "join", "live"])
        #expect(talk.buffer("#home")?.older == .more)
        #expect(talk.buffer("#home")?.unread == 1)
    }

    @Test func `Nothing is shown twice: by msgid, and by time, sender and words where there is none`() {
        var talk = Self.entered()
        talk.play([1, 2, 3])
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.play([0, 1, 2])
        #expect(texts(talk) == ["text 0", "text 1", "text 2", "text 3", "join"])
        var old = Self.entered(capabilities: "batch server-time draft/chathistory")
        old.play([1, 2], id: false)
        old.session.fetchOlderHistory(in: old.id, at: old.now)
        old.play([0, 1], id: false)
        #expect(texts(old) == ["text 0", "text 1", "text 2", "join"])
    }

    @Test(arguments: [Int64(50), -50, 6, 0])
    func `Lines of ours that say the same keep their order where the server's clock goes otherwise`(_ skew: Int64) {
        var talk = TestSession.logged(.off, capabilities: "batch server-time message-tags")
        var sent: [Timestamp] = []
        for seconds: Int64 in [0, 60, 60] {
            talk.now = talk.now.advanced(bySeconds: seconds)
            talk.enter("ok")
            sent.append(talk.now)
        }
        talk.hear(":irc.test BATCH +x chathistory #home")
        for (index, time) in sent.enumerated() {
            let time = time.advanced(bySeconds: skew).iso8601
            talk.hear("@batch=x;msgid=m\(index);time=\(time) :ada!a@h PRIVMSG #home :ok")
        }
        talk.hear(":irc.test BATCH -x")
        let scrollback = talk.buffer("#home")?.scrollback
        let own = (0..<(scrollback?.count ?? 0)).filter { scrollback?.flags(at: $0).contains(.own) == true }
        #expect(own.compactMap { scrollback?.messageID(at: $0).text }.filter { !$0.isEmpty } == ["m0", "m1", "m2"])
        #expect(talk.talkTexts() == ["ok", "ok", "ok"])
    }

    /// A page on which everybody leaves at once.
    private func split(_ numbers: ClosedRange<Int>, id: Bool) -> [String] {
        numbers.map { "time=\(Self.time(1))" + (id ? ";msgid=q\($0)" : "") + " :n\($0)!u@h QUIT :split" }
    }

    @Test func `More of one instant than a page holds is got past: by msgid`() {
        var talk = Self.entered()
        talk.play(lines: split(1...50, id: true))
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent().last == "CHATHISTORY BEFORE #home msgid=q1 50")
    }

    @Test func `More of one instant than a page holds is got past: by time, where the server knows no msgids`() {
        var talk = Self.entered(isupport: Self.support.replacing("msgid,", with: ""))
        talk.play(lines: split(1...50, id: false))
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent().last == "CHATHISTORY BEFORE #home timestamp=2023-11-14T21:56:41.001Z 50")
        talk.play(lines: split(1...50, id: false))
        #expect(talk.buffer("#home")?.older == .loading)
        #expect(talk.sent().last == "CHATHISTORY BEFORE #home timestamp=2023-11-14T21:56:41.000Z 50")
        talk.play([0], id: false)
        #expect(texts(talk).first == "text 0")
        #expect(talk.buffer("#home")?.older == .more)
    }

    @Test func `Coming near the top fetches what is before, once, until there is no more`() {
        var talk = Self.entered()
        talk.play([5, 6])
        let seen = talk.buffer("#home")?.id(at: 1)
        talk.forget()
        for _ in 0..<3 { talk.session.fetchOlderHistory(in: talk.id, at: talk.now) }
        talk.collect()
        #expect(talk.sent() == ["CHATHISTORY BEFORE #home msgid=m5 50"])
        #expect(talk.buffer("#home")?.older == .loading)
        talk.play([3, 4])
        #expect(texts(talk).prefix(4) == ["text 3", "text 4", "text 5", "text 6"])
        #expect(seen.flatMap { talk.buffer("#home")?.index(of: $0) } == 3)
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.play([])
        #expect(talk.buffer("#home")?.older == .complete)
        talk.forget()
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == [])
    }

    @Test func `A server that says where its memory ends is not asked again`() {
        var talk = Self.entered()
        talk.hear("@draft/chathistory-end :s BATCH +h chathistory #home", "@batch=h;" + Self.said(1), ":s BATCH -h")
        #expect(talk.buffer("#home")?.older == .complete)
    }

    @Test func `Where the server takes only times, as soju does, a little is asked for again`() {
        var talk = Self.entered(isupport: "CHANTYPES=# CHATHISTORY=1000 MSGREFTYPES=timestamp")
        #expect(talk.session.historyLimit == 100)
        talk.play([5])
        talk.forget()
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["CHATHISTORY BEFORE #home timestamp=2023-11-14T21:56:45.001Z 100"])
    }

    @Test func `Without history nothing is asked, and a loss leaves a gap`() {
        var talk = Self.entered(capabilities: "echo-message", isupport: "CHANTYPES=#")
        #expect(talk.buffer("#home")?.older == OlderHistory.none)
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == [])
        talk.loseAndReturn(after: 240, capabilities: "echo-message", isupport: "CHANTYPES=#")
        talk.hear(":ada!a@h JOIN #home")
        #expect(texts(talk).contains("-- 4 min offline · not recovered"))
    }

    @Test func `After a loss what was missed comes back in order, once`() {
        var talk = Self.entered()
        talk.play([1, 2])
        talk.hear("@" + Self.said(10))
        talk.loseAndReturn(after: 240, capabilities: Self.capabilities, isupport: Self.support)
        talk.forget()
        talk.hear(":ada!a@h JOIN #home")
        #expect(talk.sent().first == "CHATHISTORY LATEST #home timestamp=2023-11-14T21:56:49.000Z 50")
        #expect(texts(talk).contains("-- 4 min offline · loading"))
        talk.hear("@" + Self.said(60))
        talk.play([10, 20, 30, 60])
        #expect(
            texts(talk) == [
                "text 1", "text 2", "join", "text 10", "error", "-- 4 min offline · 2 missed · recovered", "text 20",
                "text 30", "join", "text 60",
            ])
        #expect(talk.buffer("#home")?.unread == 4)
    }

    @Test func `A second loss has a gap of its own, unless the first has hardly ended`() {
        var talk = Self.entered(capabilities: "echo-message", isupport: "CHANTYPES=#")
        talk.loseAndReturn(after: 3, capabilities: "echo-message", isupport: "CHANTYPES=#")
        talk.hear(":ada!a@h JOIN #home")
        talk.pass(seconds: 30)
        talk.hear(":irc.test PONG irc.test :x")
        talk.loseAndReturn(after: 5, capabilities: "echo-message", isupport: "CHANTYPES=#")
        talk.hear(":ada!a@h JOIN #home")
        #expect(
            texts(talk).filter { $0.hasPrefix("--") } == [
                "-- 3 s offline · not recovered", "-- 5 s offline · not recovered",
            ])
        talk.pass(seconds: 2)
        talk.loseAndReturn(after: 5, capabilities: "echo-message", isupport: "CHANTYPES=#")
        talk.hear(":ada!a@h JOIN #home")
        #expect(texts(talk).filter { $0.hasPrefix("--") }.count == 2)
    }

    @Test func `Much that was missed is fetched page by page, the newest first`() {
        var talk = Self.entered()
        talk.play([1])
        talk.loseAndReturn(after: 60, capabilities: Self.capabilities, isupport: Self.support)
        talk.hear(":ada!a@h JOIN #home")
        talk.forget()
        talk.play(Array(100..<150))
        #expect(talk.sent() == ["CHATHISTORY BETWEEN #home msgid=m100 timestamp=2023-11-14T21:56:40.000Z 50"])
        talk.play([1] + Array(60..<100))
        #expect(texts(talk).contains("-- 1 min offline · 90 missed · recovered"))
        let order = texts(talk).filter { $0.hasPrefix("text") }
        #expect(order == ["text 1"] + (60..<150).map { "text \($0)" })
    }

    @Test func `Very much is left until somebody comes near`() {
        var talk = Self.entered()
        talk.play([1])
        talk.loseAndReturn(after: 60, capabilities: Self.capabilities, isupport: Self.support)
        talk.hear(":ada!a@h JOIN #home")
        for page in 0..<5 { talk.play(Array((1000 - page * 50 - 50)..<(1000 - page * 50))) }
        #expect(texts(talk).contains("-- 1 min offline · more than 250 missed"))
        talk.forget()
        guard let buffer = talk.buffer("#home"), let gap = buffer.lastGap else { return }
        talk.session.linesShown(gap, through: buffer.endID, in: buffer.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["CHATHISTORY BETWEEN #home msgid=m750 timestamp=2023-11-14T21:56:40.000Z 50"])
        talk.play([1, 700])
        #expect(texts(talk).contains("-- 1 min offline · 251 missed · recovered"))
    }

    @Test func `What the server has forgotten is said`() {
        var talk = Self.entered()
        talk.play([1])
        talk.loseAndReturn(after: 60, capabilities: Self.capabilities, isupport: Self.support)
        talk.hear(":ada!a@h JOIN #home")
        talk.play([40, 50])
        talk.play([])
        #expect(texts(talk).contains("-- 1 min offline · 2 recovered · older ones are not kept"))
    }

    @Test func `A refused or unanswered question can be asked again`() {
        var talk = Self.entered()
        talk.hear("FAIL CHATHISTORY MESSAGE_ERROR LATEST #home :Messages could not be retrieved")
        #expect(talk.buffer("#home")?.older == .failed)
        talk.forget()
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == [])
        talk.pass(seconds: 15)
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.pass(seconds: 31)
        #expect(talk.buffer("#home")?.older == .failed)
        talk.pass(seconds: 15)
        talk.session.fetchOlderHistory(in: talk.id, at: talk.now)
        talk.hear("FAIL CHATHISTORY INVALID_TARGET LATEST #home :No such target")
        #expect(talk.buffer("#home")?.older == OlderHistory.none)
    }

    @Test func `A bouncer that does not know AROUND is asked for what came after`() {
        var talk = Self.entered()
        talk.play([500])
        talk.forget()
        talk.session.goto(Timestamp(milliseconds: 1_699_999_100_000), in: talk.id, at: talk.now)
        talk.hear("FAIL CHATHISTORY INVALID_PARAMS AROUND #home :Unknown command")
        #expect(
            talk.sent() == [
                "CHATHISTORY AROUND #home timestamp=2023-11-14T21:58:20.000Z 50",
                "CHATHISTORY AFTER #home timestamp=2023-11-14T21:58:19.999Z 50",
            ])
        talk.play([100, 101])
        #expect(texts(talk).prefix(3) == ["text 100", "text 101", "-- not fetched yet"])
    }

    @Test func `A line that perhaps was not sent, and is found later, was`() {
        var talk = Self.entered()
        talk.play([1])
        talk.now = Timestamp(milliseconds: 1_699_999_020_000)
        talk.enter("lost?")
        talk.loseAndReturn(after: 60, capabilities: Self.capabilities, isupport: Self.support)
        talk.hear(":ada!a@h JOIN #home", "FAIL CHATHISTORY MESSAGE_ERROR LATEST #home :No")
        #expect(talk.buffer("#home")?.scrollback.last?.isPerhapsNotSent == true)
        // A bouncer plays it back by itself.
        talk.hear(":s BATCH +h chathistory #home", "@batch=h;" + Self.said(21, "lost?", by: "ada"), ":s BATCH -h")
        #expect(texts(talk).filter { $0 == "lost?" }.count == 1)
        #expect(talk.buffer("#home")?.scrollback.id(ofMessage: "m21") != nil)
    }

    @Test func `Labels tell answers apart`() {
        var talk = Self.entered(capabilities: Self.capabilities + " labeled-response")
        talk.hear("@label=g1 :s BATCH +h chathistory #home", "@batch=h;" + Self.said(1), ":s BATCH -h")
        #expect(texts(talk) == ["text 1", "join"])
    }

    @Test func `Messages to us alone that were missed open their talks`() {
        var talk = Self.entered()
        talk.play([1])
        talk.enter("/query dora hi")
        talk.loseAndReturn(after: 100, capabilities: Self.capabilities, isupport: Self.support)
        #expect(
            talk.sent().contains {
                $0.hasPrefix("CHATHISTORY TARGETS timestamp=2023-11-14T22:13:10.000Z timestamp=2023-11-14T22:1")
            })
        talk.forget()
        talk.hear(
            ":s BATCH +t draft/chathistory-targets", "@batch=t :s CHATHISTORY TARGETS #home 2023-11-14T22:14:00.000Z",
            "@batch=t :s CHATHISTORY TARGETS eve 2023-11-14T22:14:00.000Z", ":s BATCH -t")
        #expect(talk.sent() == ["CHATHISTORY LATEST eve * 50"])
        talk.hear(
            ":s BATCH +h chathistory eve",
            "@batch=h;msgid=e1;time=2023-11-14T22:14:00.000Z :eve!e@h PRIVMSG ada :are you there?", ":s BATCH -h")
        #expect(talk.lines("eve") == ["message eve: are you there?"])
        #expect(talk.buffer("eve")?.unread == 1)
    }

    @Test func `Everything that was played back is shown in its words and changes nothing`() {
        var talk = Self.entered()
        talk.hear(":s BATCH +h chathistory #home")
        for line in [
            "JOIN #home", "PART #home :bye", "QUIT :gone", "KICK #home cara :out", "NICK robert", "TOPIC #home :Tea",
            "MODE #home +o cara", "NOTICE #home :note", "PRIVMSG #home :\u{1}ACTION waves\u{1}",
        ] { talk.hear("@batch=h;time=2023-11-14T21:00:00.000Z :bob!u@h \(line)") }
        talk.hear(":s BATCH -h")
        #expect(
            talk.lines().prefix(9) == [
                "join bob: has come in", "part bob: has left (bye)", "quit bob: has gone (gone)",
                "kick bob: has thrown out cara (out)", "nick bob: is now called robert",
                "topic bob: has set the topic: Tea", "mode bob: has set +o cara", "notice bob: note",
                "action bob: waves",
            ])
        #expect(talk.members() == "@bob +cara ada")
    }

    @Test func `Going to an older time fetches it, with what is not fetched marked below`() {
        var talk = Self.entered()
        talk.play([500, 501])
        talk.forget()
        let place = talk.id
        talk.session.goto(Timestamp(milliseconds: 1_699_999_101_000), in: place, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["CHATHISTORY AROUND #home timestamp=2023-11-14T21:58:21.000Z 50"])
        talk.play([100, 101, 102])
        #expect(
            texts(talk) == ["text 100", "text 101", "text 102", "-- not fetched yet", "text 500", "text 501", "join"])
        guard
            case .reveal(let id, let line)? = talk.actions.last(where: { if case .reveal = $0 { true } else { false } })
        else { return }
        #expect(id == place)
        #expect(talk.buffer("#home")?.scrollback[line]?.text == "text 101")
        talk.forget()
        talk.session.goto(Timestamp(milliseconds: 1_699_999_500_000), in: place, at: talk.now)
        talk.collect()
        #expect(talk.sent() == [])
        guard let buffer = talk.buffer("#home") else { return }
        talk.session.linesShown(buffer.id(at: 0), through: buffer.id(at: 4), in: buffer.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["CHATHISTORY BETWEEN #home msgid=m500 timestamp=2023-11-14T21:58:21.000Z 50"])
        talk.play([102, 300])
        #expect(texts(talk).filter { $0.hasPrefix("text") }.count == 6)
    }
}

extension TestSession {
    var id: BufferID { session.buffers.id(named: "#home") ?? .server }

    /// The server answers with a page of messages.
    mutating func play(_ numbers: [Int], id: Bool = true) {
        play(lines: numbers.map { HistoryTests.said($0, id: id) })
    }

    mutating func play(lines: [String]) {
        hear(":s BATCH +h chathistory #home")
        for line in lines { hear("@batch=h;" + line) }
        hear(":s BATCH -h")
    }

    mutating func loseAndReturn(after seconds: Int64, capabilities: String, isupport: String) {
        session.disconnected(cause: "gone", at: now)
        now = now.advanced(bySeconds: seconds)
        session.connected(at: now)
        collect()
        welcome(capabilities: capabilities, isupport: isupport)
    }
}
