import Testing

@testable import Client

/// A line is known to have arrived by what answers it, and stands above it.
@Suite struct AnsweredLineTests {
    @Test func `What is said to a service stands above its answer, and is confirmed by one that bears its label`() {
        var talk = TestSession.inChannel(capabilities: OutgoingMessageTests.echoing)
        talk.hear(":s PONG s grillo-1")
        talk.enter("/msg NickServ help")
        talk.hear(":NickServ!NickServ@services NOTICE ada :This nickname is registered")
        #expect(talk.lines("NickServ").last == "~message ada: help")
        talk.hear("@label=g1 :NickServ!NickServ@services NOTICE ada :Here you are")
        #expect(talk.lines("NickServ").suffix(2) == ["message ada: help", "notice NickServ: Here you are"])
        #expect(talk.buffer("NickServ")?.scrollback.flags(at: 1) == .own)
        talk.enter("thanks", in: "NickServ")
        talk.pass(seconds: 60)
        talk.hear(":s PONG s grillo-2")
        #expect(talk.buffer("NickServ")?.scrollback.last?.flags == .own)
    }

    private func told(_ answer: String = ":NickServ!n@services NOTICE ada :This nickname is registered") -> TestSession
    {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.hear(":s PONG s grillo-1")
        talk.enter("/msg NickServ help")
        talk.hear(answer)
        return talk
    }

    @Test func `What a service says without a label puts the line above it, and confirms it only with the PONG`() {
        var talk = told()
        #expect(
            talk.lines("NickServ") == ["~message ada: help", "notice NickServ: This nickname is registered"])
        talk.pass(seconds: 1)
        #expect(talk.sent().last == "PING grillo-2")
        talk.hear(":s PONG s grillo-2")
        #expect(talk.lines("NickServ").first == "message ada: help")
        #expect(talk.buffer("NickServ")?.scrollback.flags(at: 0) == .own)
    }

    @Test func `A line that was lost behind what a service said by itself is not taken for sent`() {
        var talk = told()
        var refused = talk
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.buffer("NickServ")?.scrollback.flags(at: 0) == [.own, .perhapsNotSent])
        refused.hear(":s 401 ada NickServ :No such nick")
        #expect(refused.buffer("NickServ")?.scrollback.flags(at: 0) == [.own, .unconfirmed])
    }

    @Test func `An echo that comes behind its answer is not shown twice, and the same words said again are`() {
        var talk = told()
        talk.hear(":ada!a@h PRIVMSG NickServ :help")
        #expect(talk.lines("NickServ").count == 2)
        #expect(talk.buffer("NickServ")?.scrollback.flags(at: 0) == .own)
        talk.enter("help", in: "NickServ")
        talk.hear(":ada!a@h PRIVMSG NickServ :help")
        #expect(talk.lines("NickServ").count == 3)
    }

    @Test func `An answer with a line's label confirms it, whoever gives it`() {
        var talk = TestSession.inChannel(capabilities: OutgoingMessageTests.echoing)
        talk.enter("/msg helper hello")
        talk.hear("@label=g1 :helper!h@h PRIVMSG ada :hi")
        #expect(talk.lines("helper") == ["message ada: hello", "message helper: hi"])
        talk.hear("@label=g1 :ada!a@h PRIVMSG helper :hello")
        #expect(talk.lines("helper").count == 2)
    }
}
