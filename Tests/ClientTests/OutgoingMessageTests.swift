import Protocol
import Testing

@testable import Client

@Suite struct OutgoingMessageTests {
    static let echoing = "batch echo-message labeled-response message-tags server-time"

    @Test func `Without echo a line is shown at once, and stands when the PONG to a PING behind it has come`() {
        var talk = TestSession.inChannel()
        talk.hear(":s PONG s grillo-1")
        #expect(talk.enter("hello") == .done)
        #expect(talk.sent() == ["PRIVMSG #home :hello"])
        #expect(talk.lines().last == "~message ada: hello")
        talk.hear(":bob!b@h PRIVMSG #home :hi")
        talk.pass(seconds: 1)
        #expect(talk.sent() == ["PING grillo-2"])
        talk.enter("behind it")
        talk.hear(":s PONG s grillo-2")
        #expect(
            talk.lines().suffix(3) == ["message ada: hello", "message bob: hi", "~message ada: behind it"])
    }

    @Test(arguments: [("soju.im/SAFERATE", 0), ("soju.im/SAFERATE=1", 10), ("SILENCE=5", 10)])
    func `A server that throws nobody out for being fast is told all at once`(token: String, waiting: Int) {
        var talk = TestSession.inChannel(capabilities: "labeled-response", isupport: "CHANTYPES=# \(token)")
        for number in 1...20 { talk.enter("line \(number)") }
        #expect(talk.session.waitingCount == waiting && talk.sent().count == 20 - waiting)
        #expect(talk.session.plan(for: "a\nb", in: talk.id).seconds == (waiting == 0 ? 0 : 1))
    }

    @Test func `Without echo a refusal and a loss are marked where the line stands`() {
        var talk = TestSession.inChannel()
        talk.hear(":s PONG s grillo-1")
        talk.enter("refused")
        talk.hear(":s 404 ada #home :Cannot send to channel (+m)")
        talk.enter("lost")
        talk.session.disconnected(cause: "gone", at: talk.now)
        let flags = talk.buffer("#home").map { buffer in
            (0..<buffer.lineCount).map { buffer.line(at: $0) }.filter { $0.isOwn && $0.kind.isTalk }.map(\.flags)
        }
        #expect(flags?.suffix(2) == [[.own, .unconfirmed], [.own, .perhapsNotSent]])
    }

    @Test(arguments: ["", "echo-message"])
    func `What perhaps was not sent is sent again when one says so, and not before`(capability: String) {
        var talk = TestSession.inChannel(capabilities: capability)
        talk.enter("lost")
        talk.session.disconnected(cause: "gone", at: talk.now)
        let lost = talk.buffer("#home").flatMap { buffer in
            (0..<buffer.lineCount).map { buffer.line(at: $0) }.first(where: \.isPerhapsNotSent)
        }
        guard let lost else {
            Issue.record("it is not marked")
            return
        }
        #expect(talk.session.resend(lost.id, in: talk.id, at: talk.now) != .done)
        talk.forget()
        talk.session.connected(at: talk.now)
        talk.welcome(capabilities: capability)
        talk.hear(":ada!a@h JOIN #home")
        #expect(!talk.sent().contains { $0.contains("lost") })
        #expect(talk.session.resend(lost.id, in: talk.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent() == ["PRIVMSG #home :lost"])
        #expect(talk.lines().filter { $0.contains("lost") } == ["~message ada: lost"])
        #expect(talk.session.resend(lost.id, in: talk.id, at: talk.now) != .done)
    }

    @Test func `Lines under way at a loss are sought in what the server remembers`() {
        let support = "CHANTYPES=# CASEMAPPING=ascii"
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: support)
        talk.play([1])
        talk.enter("arrived")
        talk.enter("did not")
        talk.loseAndReturn(after: 60, capabilities: HistoryTests.capabilities, isupport: support)
        talk.hear(":ada!a@h JOIN #home")
        #expect(talk.lines().suffix(2) == ["~message ada: arrived", "~message ada: did not"])
        talk.hear(
            ":s BATCH +h chathistory #home", "@batch=h;" + HistoryTests.said(1),
            "@batch=h;" + HistoryTests.said(30, "arrived", by: "ada"), ":s BATCH -h")
        #expect(talk.lines().filter { $0.contains("arrived") } == ["message ada: arrived"])
        #expect(talk.buffer("#home")?.scrollback.last?.flags == [.own, .perhapsNotSent])
        #expect(talk.buffer("#home")?.scrollback.last?.text == "did not")
    }

    @Test func `With echo a line is under way until it comes back, in the server's order`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("hello")
        talk.hear(":bob!b@h PRIVMSG #home :first")
        #expect(talk.lines().suffix(2) == ["message bob: first", "~message ada: hello"])
        talk.hear(":bob!b@h PRIVMSG #home :second", ":ada!a@h PRIVMSG #home :hello")
        #expect(talk.lines().suffix(3) == ["message bob: first", "message bob: second", "message ada: hello"])
    }

    @Test func `Labels go on over a loss, so that an echo is not taken for that of an older line`() {
        var talk = TestSession.inChannel(capabilities: Self.echoing)
        talk.enter("lost")
        #expect(talk.sent() == ["@label=g1 PRIVMSG #home :lost"])
        talk.loseAndReturn(
            after: 60, capabilities: Self.echoing, isupport: "CHANTYPES=# CASEMAPPING=ascii")
        talk.hear(":ada!a@h JOIN #home")
        talk.enter("later")
        #expect(talk.sent().last == "@label=g2 PRIVMSG #home :later")
    }

    @Test func `A label matches also where the server changed the words`() {
        var talk = TestSession.inChannel(capabilities: Self.echoing)
        talk.enter("rude word")
        #expect(talk.sent() == ["@label=g1 PRIVMSG #home :rude word"])
        talk.hear("@label=g1;msgid=m7;time=2026-01-02T03:04:05.678Z :ada!a@h PRIVMSG #home :**** word")
        #expect(talk.lines().last == "message ada: **** word")
        let line = talk.buffer("#home").map { $0.line(at: $0.lineCount - 1) }
        #expect(line?.messageID == "m7")
        #expect(line?.time == Timestamp(iso8601: "2026-01-02T03:04:05.678Z"))
        #expect(line?.flags == .own)
    }

    @Test func `The same words twice are two lines`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("a")
        talk.enter("a")
        talk.hear(":ada!a@h PRIVMSG #home :a")
        #expect(talk.lines().suffix(2) == ["message ada: a", "~message ada: a"])
    }

    @Test func `What was said on another connection of ours is ours, and settles nothing`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("here")
        talk.hear(":ada!a@elsewhere PRIVMSG #home :there", ":ada!a@elsewhere PRIVMSG dora :psst")
        #expect(talk.lines().suffix(2) == ["message ada: there", "~message ada: here"])
        #expect(talk.lines("dora") == ["message ada: psst"])
    }

    @Test func `A refused line is marked, and the reason stands below it`() {
        var talk = TestSession.inChannel(capabilities: Self.echoing)
        talk.enter("hello")
        talk.hear("@label=g1 :s 404 ada #home :Cannot send to channel (+m)")
        #expect(
            talk.lines().suffix(2) == [
                "message ada: hello",
                "error : Not sent: in #home only those with a voice may speak. To get one, ask bob.",
            ])
        let line = talk.buffer("#home").map { $0.line(at: $0.lineCount - 2) }
        #expect(line?.flags == [.own, .unconfirmed])
    }

    @Test func `FAIL settles the line it answers`() {
        var talk = TestSession.inChannel(capabilities: Self.echoing)
        talk.enter("hello")
        talk.hear("@label=g1 FAIL PRIVMSG CANNOT_STORE #home :The disk is full")
        #expect(talk.lines().last == "error : Not sent: The disk is full.")
        #expect(talk.buffer("#home")?.pending.isEmpty == true)
    }

    @Test func `What the server took without an echo stands as it was sent`() {
        var talk = TestSession.inChannel(capabilities: Self.echoing)
        talk.enter("hello")
        talk.hear("@label=g1 :s ACK")
        #expect(talk.lines().last == "message ada: hello")
        #expect(talk.lines("").contains { $0.contains("ACK") } == false)
    }

    @Test func `A word to oneself is one line`() {
        var talk = TestSession.inChannel(capabilities: Self.echoing)
        talk.enter("/msg ada note")
        talk.hear("@msgid=m1 :ada!a@h PRIVMSG ada :note", "@msgid=m1;label=g1 :ada!a@h PRIVMSG ada :note")
        #expect(talk.lines("ada") == ["message ada: note"])
    }

    @Test func `Lines under way at a loss stay, marked`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("hello")
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.lines().suffix(2) == ["message ada: hello", "error : You are offline: gone."])
    }

    @Test func `The answer to a later PING settles what has not come back`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.hear(":s PONG s grillo-1")
        talk.enter("swallowed")
        talk.pass(seconds: 31)
        #expect(talk.sent().last == "PING grillo-2")
        talk.enter("later")
        talk.hear(":s PONG s grillo-2")
        #expect(talk.lines().suffix(2) == ["message ada: swallowed", "~message ada: later"])
    }

    @Test func `An action goes out and comes back as one`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("/me waves")
        #expect(talk.sent() == ["PRIVMSG #home :\u{1}ACTION waves\u{1}"])
        talk.hear(":ada!a@h PRIVMSG #home :\u{1}ACTION waves\u{1}")
        #expect(talk.lines().last == "action ada: waves")
    }

    @Test func `A long message is cut at words, so that others get all of it`() {
        var talk = TestSession.inChannel()
        let words = (0..<200).map { "word\($0)" }
        talk.enter(words.joined(separator: " "))
        let sent = talk.sent()
        #expect(sent.count == 4)
        #expect(sent.allSatisfy { ":ada!ada@host.test ".utf8.count + $0.utf8.count + 2 <= 512 })
        #expect(
            sent.map { $0.dropFirst("PRIVMSG #home :".count) }.joined(separator: " ") == words.joined(separator: " "))
    }

    @Test(arguments: ["é", "漢", "👩‍👩‍👧‍👦", "x\u{301}\u{302}"]) func `A cut is never inside a character`(character: String) {
        var talk = TestSession.inChannel()
        let text = String(repeating: character, count: 600)
        talk.enter(text)
        talk.pass(seconds: 120)
        let pieces = talk.sent().filter { $0.hasPrefix("PRIVMSG") }.map { $0.dropFirst("PRIVMSG #home :".count) }
        #expect(pieces.joined() == text)
        #expect(pieces.allSatisfy { $0.allSatisfy { String($0) == character } })
        #expect(pieces.allSatisfy { $0.utf8.count <= 512 })
    }

    @Test func `One character longer than a line is cut all the same`() {
        let zalgo = Bytes("x" + String(repeating: "\u{301}", count: 400))
        let pieces = TextSplitting.pieces(zalgo, limit: 100)
        #expect(pieces.allSatisfy { $0.count <= 100 && $0.isValidUTF8 })
        #expect(pieces.flatMap { $0 } == Array(zalgo))
    }

    @Test func `Several rows are several messages, empty ones left out`() {
        var talk = TestSession.inChannel()
        talk.enter("one\n\ntwo")
        #expect(talk.sent() == ["PRIVMSG #home :one", "PRIVMSG #home :two"])
    }
}
