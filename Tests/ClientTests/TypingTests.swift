import Protocol
import Testing

@testable import Client

/// Typing is told where one may speak, and nobody hears of it where that fails.
@Suite struct TypingTests {
    private func entered(_ capabilities: String = "message-tags echo-message", members: String = "ada @bob")
        -> TestSession
    {
        var talk = TestSession.inChannel(capabilities: capabilities, members: members)
        talk.now = talk.now.advanced(bySeconds: 10)
        return talk
    }

    /// What is sent of a text being typed, three seconds after what was typed before.
    private func told(_ talk: inout TestSession, _ text: String, in name: String = "#home") -> [String] {
        talk.forget()
        talk.now = talk.now.advanced(bySeconds: 3)
        talk.session.typing(text: text, in: talk.session.buffers.id(named: name) ?? .server, at: talk.now)
        talk.collect()
        return talk.sent()
    }

    @Test func `In a moderated room nothing is told without voice`() {
        var talk = entered()
        talk.hear(":bob!b@h MODE #home +m")
        #expect(told(&talk, "h") == [])
        talk.pass(seconds: 10)
        #expect(talk.sent().filter { $0.contains("TAGMSG") } == [])
        talk.hear(":bob!b@h MODE #home +v ada")
        #expect(told(&talk, "he") == ["@+typing=active TAGMSG #home"])
        talk.hear(":bob!b@h MODE #home -v ada")
        #expect(told(&talk, "hel") == [])
        talk.hear(":bob!b@h MODE #home -m")
        #expect(told(&talk, "hell") == ["@+typing=active TAGMSG #home"])
    }

    @Test(arguments: [
        ":s 404 ada #home :Cannot send to channel", ":s 477 ada #home :You need an account",
        ":s 489 ada #home :No", "FAIL TAGMSG CANNOT_SEND #home :No",
    ])
    func `An error that answers typing is not shown, and ends it until something changes`(error: String) {
        var talk = entered()
        _ = told(&talk, "h")
        let before = talk.lines()
        talk.hear(error, error)
        #expect(talk.lines() == before)
        #expect(told(&talk, "he") == [])
        talk.pass(seconds: 10)
        #expect(talk.sent().filter { $0.contains("TAGMSG") } == [])
        talk.hear(":bob!b@h MODE #home +v ada")
        #expect(told(&talk, "hel") == ["@+typing=active TAGMSG #home"])
    }

    @Test func `Typing to somebody who is gone is refused in silence, a line to them is not`() {
        var talk = entered()
        talk.enter("/query eve")
        _ = told(&talk, "h", in: "eve")
        talk.hear(":s 401 ada eve :No such nick")
        #expect(talk.lines("eve") == [])
        talk.enter("hello", in: "eve")
        talk.hear(":s 401 ada eve :No such nick")
        #expect(talk.lines("eve").last == "error : Nobody here is called eve: /names lists who is in a room.")
        talk.hear(":eve!e@h PRIVMSG ada :back")
        #expect(told(&talk, "he", in: "eve") == ["@+typing=active TAGMSG eve"])
    }

    @Test func `The error of a line is shown, once, also where the typing before it was refused`() {
        for capabilities in ["message-tags", "message-tags echo-message"] {
            var talk = entered(capabilities)
            _ = told(&talk, "h")
            talk.enter("hello")
            talk.hear(":s 404 ada #home :No", ":s 404 ada #home :No")
            #expect(talk.lines().count { $0.hasPrefix("error") } == 1)
        }
    }

    @Test func `What a command is refused with is shown, also right after typing`() {
        var talk = entered()
        _ = told(&talk, "h")
        talk.enter("/topic new")
        talk.hear(":s 482 ada #home :No")
        #expect(talk.lines().last?.hasPrefix("error") == true)
    }

    @Test func `Where it is turned off, typing is neither told nor shown`() {
        var configuration = SessionConfiguration(nicks: ["ada"], channels: ["#home"], hostLabel: "irc.test")
        configuration.tellsTyping = false
        var talk = entered()
        talk.session = ClientSession(configuration: configuration, seed: 1)
        talk.connect()
        talk.welcome(capabilities: "message-tags", isupport: "CHANTYPES=# PREFIX=(ov)@+")
        talk.hear(":ada!a@h JOIN #home", ":s 353 ada = #home :ada @bob")
        #expect(told(&talk, "h") == [])
        talk.hear("@+typing=active :bob!b@h TAGMSG #home")
        #expect(talk.buffer("#home")?.typing == [])
    }

    @Test func `That somebody is away is told once, and again when it changes`() {
        var talk = entered("away-notify")
        talk.enter("/query bob")
        func count() -> Int { talk.lines("bob").count { $0.contains("is away") } }
        for _ in 1...3 { talk.hear(":s 301 ada bob :at lunch") }
        #expect(count() == 1)
        talk.hear(":s 301 ada bob :asleep")
        #expect(count() == 2)
        talk.hear(":bob!b@h AWAY", ":s 301 ada bob :asleep")
        #expect(count() == 3)
        talk.hear(":bob!b@h NICK rob", ":s 301 ada rob :asleep")
        #expect(talk.lines("rob").count { $0.contains("is away") } == 3)
        talk.hear(":s 311 ada rob u h * :Rob", ":s 301 ada rob :asleep", ":s 318 ada rob :End")
        #expect(talk.lines("rob").count { $0.contains("is away") } == 4)
    }

    @Test func `Who was heard again, or of whom an hour has passed, is said to be away anew`() {
        var talk = entered()
        talk.enter("/query bob")
        func count() -> Int { talk.lines("bob").count { $0.contains("is away") } }
        talk.hear(":s 301 ada bob :at lunch")
        talk.hear(":bob!b@h NOTICE ada :I am at lunch", ":s 301 ada bob :at lunch")
        #expect(count() == 1)
        talk.hear(":bob!b@h PRIVMSG #home :back", ":s 301 ada bob :at lunch")
        #expect(count() == 2)
        talk.hear(":bob!b@h JOIN #home", ":s 301 ada bob :at lunch")
        #expect(count() == 3)
        talk.now = talk.now.advanced(byMilliseconds: AwayReply.lifetime - 1)
        talk.hear(":s 301 ada bob :at lunch")
        #expect(count() == 3)
        talk.now = talk.now.advanced(byMilliseconds: 1)
        talk.hear(":s 301 ada bob :at lunch")
        #expect(count() == 4)
    }
}
