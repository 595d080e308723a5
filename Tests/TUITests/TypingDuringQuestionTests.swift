import Testing

@testable import Client
@testable import TUI

/// What somebody is writing while they are asked something: it is no answer, and is not lost.
@Suite("Writing while something is asked")
struct TypingDuringQuestionTests {
    enum Kind: CaseIterable {
        case trust, keep, secret

        /// Those that do not wait until nothing is typed.
        static let atOnce = [Kind.trust, .secret]
    }

    private func ask(_ kind: Kind, _ screen: inout Screen) {
        switch kind {
        case .trust:
            screen.ask(
                TrustQuestion(
                    place: "irc.test:6697", shown: ShownKey(fingerprint: "SHA256:x", isVouchedFor: false, problem: nil))
            )
        case .keep: screen.ask(SaveAccountQuestion(account: "ana", place: "irc.test"))
        case .secret: screen.ask(PasswordPrompt(purpose: .server, account: "", question: "Password of irc.test:"))
        }
    }

    /// Somebody is in the middle of a sentence, and is asked.
    private func writing(_ kind: Kind, _ session: inout ClientSession) -> Screen {
        var screen = Screen.forTests(80, 24)
        screen.type("I was just wri", in: &session)
        ask(kind, &screen)
        return screen
    }

    @Test(
        "What is written on goes on where it was begun, however long it is, and is sent by nobody",
        arguments: Kind.atOnce)
    func sentence(kind: Kind) {
        var session = ClientSession.inLobby()
        var screen = writing(kind, &session)
        screen.type("ting something that is longer than any answer", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session) == [])
        let picture = screen.picture(session)
        #expect(picture.contains("That is no answer, and stays in the input.") && screen.isAsking)
        #expect(picture.contains("› I was just writing something that is longer than any answer"))
        screen.type("and more", in: &session)
        _ = screen.handleAndApply(.key(.enter), &session)
        screen.type("no", in: &session)
        #expect(screen.handleAndApply(.key(.enter), &session).count == 1 && !screen.isAsking)
        #expect(screen.input(session).text == "I was just writing something that is longer than any answer\nand more")
    }

    @Test(arguments: Kind.atOnce)
    func `What is written on and not ended stays when the question is put away by a key`(kind: Kind) {
        var session = ClientSession.inLobby()
        var screen = writing(kind, &session)
        screen.type("ting", in: &session)
        #expect(screen.handleAndApply(.key(.escape), &session).count == 1 && !screen.isAsking)
        #expect(screen.input(session).text == "I was just writing")
        // The beginning of an answer is none of it.
        ask(kind, &screen)
        screen.type("n", in: &session)
        _ = screen.handleAndApply(.key(.control("c")), &session)
        #expect(screen.input(session).text == "I was just writing")
    }

    @Test(arguments: Kind.atOnce)
    func `What is pasted is no answer, and goes behind what was written`(kind: Kind) {
        var session = ClientSession.inLobby()
        var screen = writing(kind, &session)
        screen.type("ting", in: &session)
        #expect(screen.handleAndApply(.paste(" yes"), &session) == [])
        #expect(screen.handleAndApply(.key(.enter), &session) == [] && screen.isAsking)
        #expect(screen.input(session).text == "I was just writing yes")
    }

    @Test func `What was being looked for is looked for further`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "where is the ladder")
        var screen = Screen.forTests(80, 24)
        screen.press(.control("f"), in: &session)
        screen.type("lad", in: &session)
        ask(.trust, &screen)
        screen.type("der", in: &session)
        _ = screen.handleAndApply(.key(.enter), &session)
        screen.press(.escape, in: &session)
        #expect(screen.input(session).text == "ladder" && screen.picture(session).contains("where is the ladder"))
    }

    @Test func `A password that is half typed is neither seen nor an answer`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        let prompt = PasswordPrompt(purpose: .server, account: "", question: "Password of irc.test:", isExpected: true)
        screen.ask(prompt)
        screen.type("pen", in: &session)
        ask(.trust, &screen)
        screen.type("cil", in: &session)
        #expect(!screen.picture(session).contains("cil"))
        #expect(screen.handleAndApply(.key(.enter), &session) == [.secret("pencil", prompt)])
        #expect(screen.isAsking)
    }

    @Test(arguments: [true, false])
    func `What was typed where a password was asked for is not written down, sent or not`(isSent: Bool) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("x", in: &session)
        screen.press(.backspace, in: &session)
        ask(.secret, &screen)
        screen.type("pencil", in: &session)
        screen.press(.enter, .escape, in: &session)
        #expect(screen.input(session).text == "pencil" && !screen.isAsking)
        var savedState = SavedState("")
        screen.save(in: &savedState, server: "srv", session)
        #expect(savedState.drafts.isEmpty)
        screen.press(isSent ? .enter : .control("c"), in: &session)
        screen.type("something else", in: &session)
        screen.save(in: &savedState, server: "srv", session)
        #expect(savedState.drafts == ["srv #lobby": "something else"] && savedState.sent.isEmpty)
    }

    /// A password is in the input, behind what was begun there.
    private func password(behind begun: String, _ session: inout ClientSession) -> Screen {
        var screen = Screen.forTests(80, 24)
        screen.type(begun, in: &session)
        ask(.secret, &screen)
        screen.type("pencil", in: &session)
        screen.press(.enter, .escape, in: &session)
        return screen
    }

    private func savedState(_ screen: Screen, _ session: ClientSession) -> SavedState {
        var savedState = SavedState("")
        screen.save(in: &savedState, server: "srv", session)
        return savedState
    }

    @Test(
        "It is not written down either where it is had again by what was cut or by undoing",
        arguments: [
            [.control("u"), .control("y")], [.control("w"), .control("y")], [.control("u"), .control("_")],
            [.control("a"), .control("k"), .character("x"), .control("y")], [.control("c"), .control("_")],
            [.enter, .control("_")], [.control("w"), .control("u"), .control("y")],
            [.control("u"), .character("x"), .control("u"), .control("y"), .alt("y")],
        ] as [[Key]])
    func cut(keys: [Key]) {
        for begun in ["hello ", " "] {
            var session = ClientSession.inLobby()
            var screen = password(behind: begun, &session)
            for key in keys { screen.press(key, in: &session) }
            #expect(screen.input(session).text.contains("pencil"))
            #expect(savedState(screen, session).drafts.isEmpty)
            screen.press(.control("c"), in: &session)
            #expect(!savedState(screen, session).text.contains("pencil"))
        }
    }

    @Test func `Nor in another buffer, and what is typed when it is gone is kept as ever`() {
        var session = ClientSession.inLobby()
        session.hear(":ana!u@h JOIN #home")
        var screen = password(behind: "hello ", &session)
        screen.press(.control("u"), in: &session)
        screen.type("before", in: &session)
        #expect(savedState(screen, session).drafts == ["srv #lobby": "before"])
        screen.press(.control("n"), .control("y"), in: &session)
        #expect(screen.input(session).text == "hello pencil")
        #expect(savedState(screen, session).drafts == ["srv #lobby": "before"])
        // With the password undone, what was there before is no secret.
        screen.press(.control("_"), in: &session)
        screen.type("home", in: &session)
        #expect(savedState(screen, session).drafts.values.contains("home"))
    }

    @Test func `Nor where another question came over the one for a password`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("x", in: &session)
        ask(.secret, &screen)
        screen.type("pencil", in: &session)
        ask(.trust, &screen)
        screen.press(.enter, .escape, .escape, in: &session)
        #expect(screen.input(session).text.contains("pencil") && !screen.isAsking)
        #expect(savedState(screen, session).drafts.isEmpty)
    }

    @Test(
        "What may be a password is looked for nowhere, and is no reaction: it goes into the input",
        arguments: [false, true])
    func notIntoList(isReaction: Bool) {
        var session = ClientSession.inLobby()
        session.hear(
            ":srv CAP ana NEW :message-tags", ":srv CAP ana ACK :message-tags",
            "@msgid=x :bo!u@h PRIVMSG #lobby :where is the ladder")
        var screen = Screen.forTests(80, 24)
        _ = screen.draw(session, at: noon)
        for key in isReaction ? [.tab, .character("+")] : [Key.control("f")] { screen.press(key, in: &session) }
        screen.type("lad", in: &session)
        ask(.secret, &screen)
        screen.type("pencil", in: &session)
        screen.press(.enter, .escape, in: &session)
        #expect(!screen.isAsking && screen.input(session).text == "lad")
        screen.press(.escape, in: &session)
        #expect(screen.input(session).text == "pencil" && savedState(screen, session).drafts.isEmpty)
    }

    // MARK: The question that waits

    private func isAskedToKeep(_ screen: inout Screen, _ session: ClientSession) -> Bool {
        screen.picture(session).contains("Keep the account")
    }

    @Test func `Whether an account is to be kept is asked once nothing is typed, and nothing was for a second`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        _ = screen.picture(session)
        _ = screen.handle(.key(.character("a")), session, at: 5000)
        screen.ask(SaveAccountQuestion(account: "ana", place: "irc.test"), at: 5100)
        screen.askLater(at: 9000)
        #expect(!isAskedToKeep(&screen, session) && screen.input(session).text == "a")
        _ = screen.handle(.key(.backspace), session, at: 9500)
        screen.askLater(at: 10_499)
        #expect(!isAskedToKeep(&screen, session))
        screen.askLater(at: 10_500)
        #expect(isAskedToKeep(&screen, session))
        screen.type("n", in: &session)
        #expect(screen.handle(.key(.enter), session).count == 1)
        screen.askLater(at: 20_000)
        #expect(!screen.isAsking)
    }

    @Test(arguments: [Key.control("f"), .function(1)])
    func `Nor does it come over a list or the help that is open`(key: Key) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        _ = screen.picture(session)
        screen.press(key, in: &session)
        ask(.keep, &screen)
        screen.askLater(at: nil)
        #expect(!isAskedToKeep(&screen, session))
        screen.press(.escape, in: &session)
        screen.askLater(at: nil)
        #expect(isAskedToKeep(&screen, session))
    }

    @Test(arguments: [true, false])
    func `Lines that were gathered meanwhile are not sent by one Enter`(isSent: Bool) {
        var session = ClientSession.inLobby()
        var screen = writing(.trust, &session)
        for line in ["ting", "/register", "pencil"] {
            screen.type(line, in: &session)
            #expect(screen.handleAndApply(.key(.enter), &session) == [])
        }
        screen.press(.escape, in: &session)
        let text = "I was just writing\n/register\npencil"
        #expect(!screen.isAsking && screen.input(session).text == text)
        #expect(screen.handle(.key(.enter), session) == [])
        #expect(screen.picture(session).contains("These lines were typed while something was asked."))
        #expect(screen.input(session).text == text)
        if isSent {
            #expect(screen.handle(.key(.enter), session).count == 1)
        } else {
            screen.press(.control("c"), in: &session)
            screen.type("hello", in: &session)
            #expect(screen.handle(.key(.enter), session).count == 1)
        }
    }
}
