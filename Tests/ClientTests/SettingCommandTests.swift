import Protocol
import Testing

@testable import Client

/// `/set` and `/unset`, and what a session takes over of the settings while it runs.
@Suite struct SettingCommandTests {
    @Test(
        arguments: [
            ("/set", .tell(nil)), ("/set theme", .tell("theme")), ("/set theme light", .set("theme", to: "light")),
            ("/set mentions  big news, tea", .set("mentions", to: "big news, tea")), ("/unset theme", .unset("theme")),
            ("/set theme =  light", .set("theme", to: "light")),
            ("/set time-format =%H", .set("time-format", to: "=%H")),
        ] as [(String, SettingRequest)])
    func `What is asked for is handed on, also without a connection`(input: String, request: SettingRequest) {
        for isOnline in [true, false] {
            var talk = isOnline ? TestSession.inChannel() : TestSession()
            let outcome = talk.session.submit(input, in: .server, at: talk.now)
            talk.collect()
            #expect(outcome == .done && talk.actions.contains(.changeSetting(request)))
            #expect(talk.sent() == [])
        }
    }

    @Test(arguments: ["/unset", "/unset theme light"])
    func `What is unset is one setting`(input: String) {
        var talk = TestSession.inChannel()
        #expect(talk.enter(input) == .notSent(reason: "Something is missing. Usage: /unset key"))
    }

    @Test(arguments: [
        ("/set the", ["theme "]), ("/set T", ["theme ", "tail "]), ("/unset n", ["nick "]), ("/set theme l", ["light"]),
        ("/set THEME ", ["dark", "light"]), ("/set nick ", ["\"ada\""]), ("/set tail false t", ["true"]),
        ("/unset theme l", []), ("/set nothing ", []), ("/set x", []),
    ]) func `Names and values are completed`(input: String, choices: [String]) {
        var talk = TestSession.inChannel()
        talk.session.setKnownSettings([
            KnownSetting(name: "nick", values: ["\"ada\""]), KnownSetting(name: "theme", values: ["dark", "light"]),
            KnownSetting(name: "tail", values: ["true", "false"]),
        ])
        let offer = talk.session.completion(of: input, cursor: input.count, in: talk.id)
        #expect(offer?.choices ?? [] == choices)
    }

    @Test(arguments: [
        ("/set proxy socks5://ana:pencil@proxy.test", true), ("/set proxy socks5://proxy.test", false),
        ("/set mentions ana@home", false), ("/set Server.password pencil", true), ("/set server.password", false),
        ("/set server.password-command pass show chat", false),
    ]) func `A password is not kept with the lines that were typed`(input: String, containsPassword: Bool) {
        #expect(PasswordMasking.containsPassword(input, to: "#home") == containsPassword)
        #expect(PasswordMasking.mayBeSaved(input, in: "#home") == !containsPassword)
    }

    @Test func `Words that call the person can be changed while the session runs`() {
        var talk = TestSession()
        talk.connect()
        talk.welcome()
        talk.hear(":ada!a@h JOIN #home")
        talk.session.choose(words: ["tea"], tellsTyping: true)
        talk.hear(":bob!b@h PRIVMSG #home :the tea is ready")
        #expect(talk.buffer("#home")?.mentions == 1)
        talk.session.choose(words: [], tellsTyping: true)
        talk.hear(":bob!b@h PRIVMSG #home :more tea")
        #expect(talk.buffer("#home")?.mentions == 1)
    }

    @Test func `Others are not told of typing from the moment on when that is chosen`() {
        var talk = TestSession.inChannel(capabilities: "message-tags")
        talk.session.choose(words: [], tellsTyping: false)
        talk.session.typing(text: "hel", in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == [])
        talk.session.choose(words: [], tellsTyping: true)
        talk.session.typing(text: "hell", in: talk.id, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["@+typing=active TAGMSG #home"])
    }
}
