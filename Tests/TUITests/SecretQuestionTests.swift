import TUI
import Testing

@testable import Client

/// A password that a server wants while the person is typing something else.
@Suite("The question for a password")
struct SecretQuestionTests {
    private func prompt(isExpected: Bool) -> PasswordPrompt {
        PasswordPrompt(purpose: .server, account: "", question: "Password of irc.test:", isExpected: isExpected)
    }

    @Test func `What is being typed never becomes the password, however it ends`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("I would never te", in: &session)
        screen.ask(prompt(isExpected: false))
        // Nothing before the answers invites to type it where it is seen.
        let picture = screen.picture(session)
        #expect(picture.contains("Password of irc.test is wanted.") && !picture.contains("irc.test:"))
        #expect(screen.isAsking)
        for text in ["ll my secret to bob", "", "and yes, y"] {
            screen.type(text, in: &session)
            #expect(screen.handleAndApply(.key(.enter), &session) == [])
        }
        #expect(screen.handleAndApply(.paste("y"), &session) == [])
        #expect(screen.handleAndApply(.key(.enter), &session) == [])
        // A word opens it; what was typed before stays where it is.
        screen.type("y", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [])
        screen.type("pencil", in: &session)
        #expect(screen.picture(session).contains("••••••") && !screen.picture(session).contains("pencil"))
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("pencil", prompt(isExpected: false))])
        #expect(screen.input(session).text == "I would never tell my secret to bob\nand yes, y\ny")
    }

    @Test func `Whoever types the command that asks for it wants to type it`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("hello", in: &session)
        let prompt = PasswordPrompt(purpose: .login, account: "ana", question: "Password for ana:")
        screen.ask(prompt)
        screen.type("/login ana", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [])
        screen.type("pencil", in: &session)
        #expect(!screen.picture(session).contains("pencil"))
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("pencil", prompt)])
        #expect(screen.input(session).text == "hello")
    }

    @Test(
        "A password that was refused is asked for again without more ado, unless something else was begun",
        arguments: [true, false])
    func again(isBegun: Bool) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("x", in: &session)
        screen.ask(prompt(isExpected: true))
        screen.type("wrong", in: &session)
        _ = screen.handleAndApply(.key(.enter), &session)
        if isBegun { screen.type("my secret", in: &session) }
        screen.ask(prompt(isExpected: false))
        screen.type("pencil", in: &session)
        let intents = screen.handleAndApply(.key(.enter), &session)
        #expect(intents == (isBegun ? [] : [.secret("pencil", prompt(isExpected: false))]))
    }

    @Test func `Nothing is looked for with what is typed unseen`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.ask(prompt(isExpected: true))
        screen.type("pencil", in: &session)
        #expect(!screen.picture(session).contains("nothing found"))
    }

    @Test(arguments: [false, true])
    func `Whoever would rather not is not asked for it`(isByKey: Bool) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("hello", in: &session)
        screen.ask(prompt(isExpected: false))
        if !isByKey { screen.type("no", in: &session) }
        let intents = screen.handleAndApply(.key(isByKey ? .escape : .enter), &session)
        #expect(intents == [.secret(nil, prompt(isExpected: false))])
        #expect(!screen.isAsking && screen.input(session).text == "hello")
    }

    @Test func `A word that was begun for one question answers no other`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("x", in: &session)
        screen.ask(prompt(isExpected: false))
        screen.type("n", in: &session)
        screen.ask(
            TrustQuestion(
                place: "irc.test:6697", shown: ShownKey(fingerprint: "SHA256:x", isVouchedFor: false, problem: nil)))
        #expect(screen.handleAndApply(.key(.enter), &session) == [])
        #expect(screen.isAsking)
    }

    @Test func `Another password that is half typed goes to the one that it is for`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("x", in: &session)
        screen.ask(prompt(isExpected: true))
        screen.type("pen", in: &session)
        screen.ask(PasswordPrompt(purpose: .login, account: "ana", question: "Refused. Password for ana:"))
        screen.type("cil", in: &session)
        #expect(!screen.picture(session).contains("pencil") && !screen.picture(session).contains("cil"))
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("pencil", prompt(isExpected: true))])
        // The other is asked then.
        #expect(screen.isAsking && screen.picture(session).contains("Refused. Password for ana is wanted."))
        screen.type("y", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [])
        #expect(screen.isAsking)
    }

    @Test(arguments: [false, true])
    func `Where the person asked for it, or has typed nothing yet, it is typed at once`(hasTyped: Bool) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        if hasTyped { screen.type("x", in: &session) }
        screen.ask(prompt(isExpected: hasTyped))
        screen.type("wrong", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("wrong", prompt(isExpected: hasTyped))])
        // A password is nothing that one is in the middle of.
        screen.ask(prompt(isExpected: hasTyped))
        screen.type("pencil", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("pencil", prompt(isExpected: hasTyped))])
    }

    @Test(
        "No password takes the place of another that is half typed, or was not asked for yet",
        arguments: [false, true])
    func queue(isBegun: Bool) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        func login(_ account: String, isExpected: Bool = false) -> PasswordPrompt {
            PasswordPrompt(
                purpose: .login, account: account, question: "Password for \(account):", isExpected: isExpected)
        }
        // Nothing but passwords is typed before.
        screen.ask(login("bob"))
        if isBegun { screen.type("correct-", in: &session) }
        screen.ask(prompt(isExpected: false))
        screen.ask(login("eve"))
        if !isBegun { screen.type("correct-", in: &session) }
        screen.type("horse", in: &session)
        // For the same account it is asked no second time.
        screen.ask(login("bob"))
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("correct-horse", login("bob"))])
        // What the answer asks by itself comes first, and drops none of the others.
        screen.ask(login("zoe", isExpected: true))
        screen.type("battery", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("battery", login("zoe", isExpected: true))])
        for (asked, other) in [(prompt(isExpected: false), "irc.test"), (login("eve"), "eve")] {
            #expect(screen.picture(session).contains(other) && screen.isAsking)
            screen.type("y", in: &session)
            #expect(screen.handleAndApply(.key(.enter), &session) == [])
            screen.type("staple", in: &session)
            #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("staple", asked)])
        }
        #expect(!screen.isAsking)
    }

    @Test func `Where something else is being asked, its answer does not become a password`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        let question = SaveAccountQuestion(account: "ana", place: "irc.test")
        screen.ask(question)
        screen.ask(prompt(isExpected: false))
        screen.type("y", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [.keep(true, question)])
        #expect(screen.isAsking)
    }

    @Test(arguments: [false, true])
    func `What a server wanted is not asked once another was gone over to`(isBegun: Bool) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        let question = SaveAccountQuestion(account: "ana", place: "irc.test")
        if isBegun {
            screen.ask(prompt(isExpected: true))
            screen.type("half", in: &session)
        } else {
            screen.type("x", in: &session)
        }
        screen.ask(PasswordPrompt(purpose: .login, account: "bob", question: "Password for bob:"))
        screen.ask(
            TrustQuestion(
                place: "irc.test:6697", shown: ShownKey(fingerprint: "SHA256:x", isVouchedFor: false, problem: nil)))
        screen.ask(question)
        screen.forgetQuestionsOfServer(of: .first)
        // An account is kept for its own server. It is asked of once nothing is typed.
        screen.press(.control("u"), in: &session)
        screen.askLater(at: nil)
        #expect(screen.isAsking)
        screen.type("no", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [.keep(false, question)])
        #expect(!screen.isAsking)
    }
    @Test func `One that is begun is finished before that of another network is asked for`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        let other = PasswordPrompt(
            purpose: .server, account: "", question: "Password of two.test:", isExpected: true, network: NetworkID(1))
        screen.ask(prompt(isExpected: true))
        screen.type("pen", in: &session)
        screen.ask(other)
        screen.type("cil", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("pencil", prompt(isExpected: true))])
        #expect(screen.picture(session).contains("Password of two.test is wanted."))
        screen.type("y", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [])
        screen.type("sesame", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("sesame", other)])
    }
}
