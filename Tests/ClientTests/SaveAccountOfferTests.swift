import Protocol
import Testing

@testable import Client

/// The question that follows on an account that was logged in to by hand.
@Suite struct SaveAccountOfferTests {
    private func offers(_ talk: TestSession) -> [SaveAccountQuestion] {
        talk.actions.compactMap { if case .offerSavingAccount(let question) = $0 { question } else { nil } }
    }

    private func prompt(_ talk: TestSession) -> PasswordPrompt? {
        talk.actions.compactMap { if case .askPassword(let prompt) = $0 { prompt } else { nil } }.last
    }

    @Test(arguments: [":s 900 ada ada!a@h Countess :You are logged in", ":ada!a@h ACCOUNT countess"])
    func `Whoever logs in by hand is asked once, and whoever is logged in otherwise is not`(answer: String) throws {
        var talk = TestSession.inChannel(capabilities: "account-notify")
        talk.hear(answer)
        #expect(offers(talk).isEmpty)
        talk.enter("/login countess")
        talk.session.submitPassword("sesame", for: try #require(prompt(talk)), at: talk.now)
        talk.hear(":s 900 ada ada!a@h other :You are logged in")
        #expect(offers(talk).isEmpty)
        talk.hear(answer, answer)
        #expect(offers(talk).map(\.account.count) == [8] && offers(talk).first?.nick == "ada")
    }

    @Test(
        arguments: [
            "/msg NickServ identify sesame", "/msg nickserv@services.test IDENTIFY countess sesame",
            "/raw PRIVMSG NickServ :IDENTIFY sesame", "/raw NS IDENTIFY sesame",
            "/msg NickServ register sesame ada@mail.test",
        ], [":s 900 ada ada!a@h Countess :You are logged in", ":ada!a@h ACCOUNT countess"])
    func `Whoever tells a service a password is asked once, when the server says to what account that led`(
        line: String, answer: String
    ) {
        var talk = TestSession.inChannel(capabilities: "account-notify")
        #expect(talk.enter(line) == .done)
        #expect(offers(talk).isEmpty)
        talk.hear(answer, answer)
        #expect(offers(talk).map { $0.account.lowercased() } == ["countess"] && offers(talk).first?.nick == "ada")
    }

    @Test(
        arguments: [
            "/msg NickServ help identify", "/msg NickServ identify", "/msg NickServ set password sesame",
            "/msg ChanServ register #home sesame", "/msg bob identify sesame", "/raw PRIVMSG bob :IDENTIFY sesame",
        ])
    func `What is said otherwise is no login`(line: String) {
        var talk = TestSession.inChannel(capabilities: "account-notify")
        talk.enter(line)
        talk.hear(":ada!a@h ACCOUNT countess")
        #expect(offers(talk).isEmpty)
    }

    @Test func `A password that a service was told counts on that connection alone`() {
        var talk = TestSession.inChannel(capabilities: "account-notify")
        talk.enter("/msg NickServ identify sesame")
        talk.session.disconnected(cause: "the server is gone", at: talk.now)
        talk.session.reconnectNow(at: talk.now)
        talk.session.connected(at: talk.now)
        talk.welcome(capabilities: "account-notify")
        talk.hear(":ada!a@h ACCOUNT countess")
        #expect(offers(talk).isEmpty)
    }

    @Test(arguments: ["*", "two words", "x\u{202E}y", String(repeating: "a", count: 101)])
    func `An account that is no word is not asked about`(account: String) {
        var talk = TestSession.inChannel()
        talk.enter("/msg NickServ identify sesame")
        talk.hear(":s 900 ada ada!a@h :\(account)")
        #expect(offers(talk).isEmpty)
    }

    @Test func `Whoever types no password is not asked`() throws {
        var talk = TestSession.inChannel()
        talk.enter("/login ada")
        talk.session.submitPassword(nil, for: try #require(prompt(talk)), at: talk.now)
        talk.hear(":s 900 ada ada!a@h ada :You are logged in")
        #expect(offers(talk).isEmpty)
    }

    @Test func `The question says that no password is kept`() {
        let question = SaveAccountQuestion(account: "ana", place: "irc.test")
        #expect(question.paragraphs[0].contains("Its password is not kept."))
        #expect(question.paragraphs[1].contains("password-command"))
    }

    @Test(arguments: [("/save", false), ("/save yes", true), ("/save YES", true)])
    func `What is to be saved is asked of the shell`(line: String, isConfirmed: Bool) {
        var talk = TestSession.inChannel()
        #expect(talk.enter(line) == .done)
        #expect(talk.actions.contains(.saveSettings(confirmed: isConfirmed)))
        talk.forget()
        #expect(talk.enter("/save no") != .done && talk.enter("/save yes now") != .done)
        #expect(!talk.actions.contains(.saveSettings(confirmed: true)))
    }
}
