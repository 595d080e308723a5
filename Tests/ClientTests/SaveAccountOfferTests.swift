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
