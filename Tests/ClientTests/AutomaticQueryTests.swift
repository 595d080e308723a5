import Protocol
import Testing

@testable import Client

/// What the program wants to know by itself leaves the way free for what is typed.
@Suite struct AutomaticQueryTests {
    static let capabilities = HistoryTests.capabilities + " away-notify draft/read-marker"

    /// In 25 rooms, the first of them on the screen; nothing that was asked has been answered.
    private func inManyChannels() -> TestSession {
        var talk = TestSession(channels: (1...25).map { .init(name: "#r\($0)") })
        talk.connect()
        talk.welcome(capabilities: Self.capabilities, isupport: HistoryTests.support)
        for channel in 1...25 {
            talk.hear(
                ":ada!a@h JOIN #r\(channel)", ":s 353 ada = #r\(channel) :ada bob", ":s 366 ada #r\(channel) :End")
        }
        talk.session.setVisible(talk.session.buffers.id(named: "#r1"))
        talk.collect()
        return talk
    }

    private func page(_ channel: String) -> [String] {
        [
            ":s BATCH +h chathistory \(channel)",
            "@batch=h;msgid=\(channel);time=2023-11-14T22:13:20.000Z :bob!b@h PRIVMSG \(channel) :hi", ":s BATCH -h",
        ]
    }

    @Test func `In 25 rooms one question is out, and the first line that is typed goes behind no more`() {
        var talk = inManyChannels()
        let asked = talk.sent().filter {
            !["CAP", "NICK", "USER", "JOIN", "PING"].contains(String($0.prefix { $0 != " " }))
        }
        #expect(asked == ["CHATHISTORY LATEST #r1 * 50"])
        talk.enter("hello", in: "#r1")
        #expect(talk.sent() == ["PRIVMSG #r1 :hello"])
    }

    @Test
    func `With each answer the next is asked: the shown room's first, then what was said elsewhere, then the rest`() {
        var talk = inManyChannels()
        talk.forget()
        for line in page("#r1") { talk.hear(line) }
        #expect(talk.sent() == ["MODE #r1"])
        talk.hear(":s 324 ada #r1 +nt")
        #expect(talk.sent() == ["WHO #r1"])
        talk.hear(":s 352 ada #r1 b h s bob G :0 Bob", ":s 315 ada #r1 :End")
        for channel in 2...25 {
            #expect(talk.sent() == ["CHATHISTORY LATEST #r\(channel) * 50"])
            for line in page("#r\(channel)") { talk.hear(line) }
        }
        #expect(talk.sent() == ["MODE #r2"])
        #expect(talk.lines("#r1") == ["join ada: has come in", "message bob: hi"])
    }

    @Test func `An answer that came late stops the questions for two seconds`() {
        var talk = inManyChannels()
        talk.forget()
        talk.now = talk.now.advanced(byMilliseconds: BackgroundRequestQueue.lateThreshold + 1)
        for line in page("#r1") { talk.hear(line) }
        #expect(talk.sent() == [])
        talk.pass(seconds: 1)
        #expect(talk.sent() == [])
        talk.pass(seconds: 1)
        #expect(talk.sent() == ["MODE #r1"])
    }

    @Test func `While something that was typed waits for its turn nothing else is asked`() {
        var talk = inManyChannels()
        for number in 1...20 { talk.enter("line \(number)", in: "#r1") }
        talk.forget()
        #expect(talk.session.waitingCount > 0)
        for line in page("#r1") { talk.hear(line) }
        #expect(talk.sent() == [])
        while talk.session.waitingCount > 0 { talk.pass(seconds: 1) }
        #expect(talk.sent().filter { !$0.hasPrefix("PRIVMSG") && !$0.hasPrefix("PING") } == ["MODE #r1"])
    }

    @Test func `A room that comes on the screen is asked for at once`() {
        var talk = inManyChannels()
        talk.forget()
        talk.session.setVisible(talk.session.buffers.id(named: "#r9"))
        talk.collect()
        #expect(talk.sent() == ["CHATHISTORY LATEST #r9 * 50"])
    }

    @Test func `A question that is refused or never answered does not stop the others`() {
        var talk = inManyChannels()
        for line in page("#r1") { talk.hear(line) }
        talk.forget()
        talk.hear(":s 442 ada #r1 :You're not on that channel")
        #expect(talk.sent() == ["WHO #r1"])
        talk.pass(seconds: 10)
        #expect(talk.sent().contains("CHATHISTORY LATEST #r2 * 50"))
    }

    @Test func `An answer that comes after it was given up is not shown, and that of a question of the person's is`() {
        var talk = inManyChannels()
        for line in page("#r1") { talk.hear(line) }
        talk.hear(":s 324 ada #r1 +nt")
        #expect(talk.sent().last == "WHO #r1")
        talk.pass(seconds: 10)
        let before = talk.lines("")
        talk.hear(":s 352 ada #r1 b h s bob G :0 Bob", ":s 315 ada #r1 :End")
        #expect(talk.lines("") == before)
        #expect(talk.buffer("#r1")?.members["bob"]?.isAway == true)
        talk.hear(":s 352 ada #r1 b h s bob G :0 Bob")
        #expect(talk.lines("").count == before.count + 1)
    }

    @Test(arguments: ["421 ada WHO :Unknown command", "461 ada WHO :More", "263 ada WHO :Please wait a while"])
    func `That a server does not take such a question is not shown, and the next is asked`(refusal: String) {
        var talk = inManyChannels()
        for line in page("#r1") { talk.hear(line) }
        talk.hear(":s 324 ada #r1 +nt")
        talk.forget()
        let before = (talk.lines(""), talk.lines("#r1"))
        talk.hear(":s " + refusal)
        #expect((talk.lines(""), talk.lines("#r1")) == before)
        talk.pass(seconds: 2)
        #expect(talk.sent() == ["CHATHISTORY LATEST #r2 * 50"])
    }

    @Test(arguments: ["263 ada MODE :Wait", "421 ada MODE :Unknown command", "461 ada MODE :More", "442 ada #r1 :No"])
    func `A question about the modes that came to nothing does not swallow the person's`(refusal: String) {
        var talk = inManyChannels()
        for line in page("#r1") { talk.hear(line) }
        #expect(talk.sent().last == "MODE #r1")
        talk.hear(":s " + refusal)
        talk.enter("/mode", in: "#r1")
        talk.hear(":s 324 ada #r1 +nt")
        #expect(talk.lines("#r1").last == "info : #r1 has the modes +nt.")
    }

    @Test func `What the server had no time for is asked again, a few times`() {
        let question = BackgroundRequest(subject: .modes, buffer: BufferID(1))
        var backgroundRequests = BackgroundRequestQueue()
        var now = Timestamp(milliseconds: 1_700_000_000_000)
        backgroundRequests.add(question)
        for _ in 0..<BackgroundRequestQueue.maxRefusals {
            #expect(backgroundRequests.take(about: nil, orAny: true) == question)
            backgroundRequests.sent(question, at: now)
            backgroundRequests.refused(at: now)
            #expect(backgroundRequests.asked == nil && !backgroundRequests.mayAsk(at: now))
            backgroundRequests.tick(at: now.advanced(byMilliseconds: BackgroundRequestQueue.postponement - 1))
            #expect(backgroundRequests.waitingCount == 0)
            now = now.advanced(byMilliseconds: BackgroundRequestQueue.postponement)
            backgroundRequests.tick(at: now)
            #expect(backgroundRequests.waitingCount == 1 && backgroundRequests.mayAsk(at: now))
        }
        #expect(backgroundRequests.take(about: nil, orAny: true) == question)
        backgroundRequests.sent(question, at: now)
        backgroundRequests.refused(at: now)
        backgroundRequests.tick(at: now.advanced(byMilliseconds: BackgroundRequestQueue.postponement))
        #expect(backgroundRequests.waitingCount == 0)
    }

    @Test func `An answer that was never given is not awaited for ever`() {
        var talk = inManyChannels()
        for line in page("#r1") { talk.hear(line) }
        talk.pass(seconds: 75)
        talk.hear(":s 324 ada #r1 +nt")
        #expect(talk.lines("#r1").last == "info : #r1 has the modes +nt.")
    }

    @Test func `That the reading mark was refused is not shown`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        let before = talk.lines("")
        talk.hear("FAIL MARKREAD INVALID_PARAMS #home :No")
        #expect(talk.lines("") == before)
        #expect(!talk.lines().contains { $0.contains("No") })
    }
}
