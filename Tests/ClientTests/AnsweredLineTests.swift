import Testing

@testable import Client

/// A line is known to have arrived by what answers it, and stands above it.
@Suite struct AnsweredLineTests {
    @Test(arguments: ["echo-message", SpeakingTests.echoing])
    func `What is said to a service stands above its answer, and is confirmed by it`(capabilities: String) {
        var talk = Conversation.inRoom(capabilities: capabilities)
        talk.hear(":s PONG s grillo-1")
        talk.enter("/msg NickServ help")
        #expect(talk.lines("NickServ") == ["~message ada: help"])
        let label = talk.sent().first.flatMap { $0.first == "@" ? String($0.prefix { $0 != " " }) + " " : nil } ?? ""
        talk.hear("\(label):NickServ!NickServ@services NOTICE ada :Here you are")
        #expect(talk.lines("NickServ") == ["message ada: help", "notice NickServ: Here you are"])
        let flags = talk.buffer("NickServ")?.scrollback.flags(at: 0)
        #expect(flags == .own)
        talk.enter("thanks", in: "NickServ")
        talk.pass(seconds: 60)
        talk.hear(":s PONG s grillo-2")
        #expect(talk.buffer("NickServ")?.scrollback.last?.flags == .own)
    }

    @Test func `An echo that comes behind its answer is not shown twice, and the same words said again are`() {
        var talk = Conversation.inRoom(capabilities: "echo-message")
        talk.enter("/msg NickServ help")
        talk.hear(":NickServ!n@services NOTICE ada :Here you are", ":ada!a@h PRIVMSG NickServ :help")
        #expect(talk.lines("NickServ").count == 2)
        talk.enter("help", in: "NickServ")
        talk.hear(":ada!a@h PRIVMSG NickServ :help")
        #expect(talk.lines("NickServ").count == 3)
    }

    @Test func `An answer with a line's label confirms it, whoever gives it`() {
        var talk = Conversation.inRoom(capabilities: SpeakingTests.echoing)
        talk.enter("/msg helper hello")
        talk.hear("@label=g1 :helper!h@h PRIVMSG ada :hi")
        #expect(talk.lines("helper") == ["message ada: hello", "message helper: hi"])
        talk.hear("@label=g1 :ada!a@h PRIVMSG helper :hello")
        #expect(talk.lines("helper").count == 2)
    }
}
