import Protocol
import Testing

@testable import Client

/// What is said to some in a room only is told from what is said to all. <https://modern.ircdocs.horse/#statusmsg-parameter>
@Suite struct AudienceTests {
    static let support = "CHANTYPES=#& PREFIX=(ohv)@%+ STATUSMSG=@%+ CASEMAPPING=ascii"

    private func audiences(_ talk: TestSession) -> [String] {
        (talk.buffer("#home").map { buffer in (0..<buffer.lineCount).map { buffer.line(at: $0) } } ?? [])
            .filter(\.kind.isTalk).map(\.audience)
    }

    private func last(_ talk: TestSession) -> LineID { talk.buffer("#home")?.scrollback.last?.id ?? LineID(0) }

    @Test(arguments: ["PRIVMSG", "NOTICE"], ["@", "%", "+", ""])
    func `Each mark stays with its line`(command: String, mark: String) {
        var talk = TestSession.inChannel(isupport: Self.support)
        talk.hear(":bob!b@h \(command) \(mark)#home :psst")
        #expect(audiences(talk) == [mark])
        talk.hear(":bob!b@h \(command) \(mark)#home :\u{1}ACTION nods\u{1}")
        #expect(audiences(talk).first == mark)
    }

    @Test func `A server that does not name its marks has those of the ranks, and a room's own mark is none`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=#& PREFIX=(qao)~&@ CASEMAPPING=ascii")
        talk.hear(":ada!a@h JOIN &local", ":bob!b@h PRIVMSG @#home :psst", ":bob!b@h PRIVMSG &local :hi")
        #expect(audiences(talk) == ["@"])
        #expect(talk.lines("&local").last == "message bob: hi")
    }

    @Test(arguments: ["", "echo-message", OutgoingMessageTests.echoing])
    func `What one says there is marked, under way and echoed`(capabilities: String) {
        var talk = TestSession.inChannel(capabilities: capabilities, isupport: Self.support)
        talk.enter("/msg @#home quiet")
        #expect(audiences(talk) == ["@"])
        guard !capabilities.isEmpty else { return }
        talk.hear(":ada!a@h PRIVMSG @#home :quiet")
        #expect(audiences(talk) == ["@"])
    }

    @Test(arguments: ["message-tags", ""])
    func `An answer goes to those who heard the line`(capabilities: String) {
        var talk = TestSession.inChannel(capabilities: capabilities, isupport: Self.support)
        talk.hear("@msgid=m1 :bob!b@h PRIVMSG @#home :psst")
        talk.forget()
        #expect(talk.session.reply(to: last(talk), text: "yes", in: talk.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent().last?.contains("PRIVMSG @#home :") == true)
    }

    @Test func `So does a reaction, and a line that is sent again`() {
        var talk = TestSession.inChannel(capabilities: "message-tags", isupport: Self.support)
        talk.hear("@msgid=m1 :bob!b@h PRIVMSG @#home :psst")
        talk.forget()
        #expect(talk.session.react(to: last(talk), text: "👍", in: talk.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent().first?.contains("TAGMSG @#home") == true)
        talk.enter("/msg @#home lost")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.welcome(capabilities: "message-tags", isupport: Self.support)
        talk.hear(":ada!a@h JOIN #home")
        guard let lost = talk.buffer("#home")?.firstPerhapsNotSent else {
            Issue.record("it is not marked")
            return
        }
        talk.forget()
        #expect(talk.session.resend(lost, in: talk.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent() == ["PRIVMSG @#home :lost"])
    }

    @Test func `What is taken back before it was sent comes back with its target`() {
        var talk = TestSession.inChannel(isupport: Self.support)
        for number in 1...8 { talk.enter("/msg @#home line \(number)") }
        let back = talk.session.cancelWaiting(at: talk.now)
        #expect(back[talk.id]?.commands.first == "/msg @#home line 6")
        #expect(back[talk.id]?.speech == [])
        // What one does in the sight of some is no speech.
        let typed = ClientSession.MessageForm.action.typed("waves", to: "@#home", isPartial: true)
        #expect(typed == .command("/ctcp @#home ACTION waves"))
        talk.forget()
        talk.enter("/ctcp @#home ACTION waves")
        #expect(talk.sent() == ["PRIVMSG @#home :\u{1}ACTION waves\u{1}"])
    }

    @Test func `Played back it is marked as well`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: Self.support)
        talk.play(lines: ["time=2023-11-14T22:13:20.000Z;msgid=m1 :bob!b@h PRIVMSG @#home :psst"])
        #expect(audiences(talk) == ["@"])
    }
}
