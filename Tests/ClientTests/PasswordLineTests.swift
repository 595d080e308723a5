import Protocol
import Testing

@testable import Client

/// Lines with a password, which are shown with bullets in its place: the bullets are never sent, nor is the password shown again.
@Suite struct PasswordLineTests {
    /// The line of a password of which it is not known whether it was sent, on a new connection.
    private func lost(_ capability: String, _ input: String) -> (talk: TestSession, line: Line?) {
        var talk = TestSession.inChannel(capabilities: capability)
        talk.enter(input)
        talk.enter("/msg NickServ help")
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.welcome(capabilities: capability)
        talk.forget()
        let line = talk.buffer("NickServ").flatMap { buffer in
            (0..<buffer.lineCount).map { buffer.line(at: $0) }.first(where: \.isPerhapsNotSent)
        }
        return (talk, line)
    }

    @Test(arguments: ["", "echo-message"], ["identify pencil", "set password pencil"])
    func `A line with a password that perhaps was not sent must be typed again`(capability: String, said: String) {
        var (talk, line) = lost(capability, "/msg NickServ " + said)
        guard let line, let buffer = talk.buffer("NickServ") else {
            Issue.record("the line is not marked")
            return
        }
        #expect(line.text.hasSuffix("••••••") && !line.canBeResent)
        #expect(talk.session.actions(on: line, in: buffer) == [])
        let outcome = talk.session.resend(line.id, in: buffer.id, at: talk.now)
        #expect(outcome == .notSent(reason: "The password in this line is not kept: type it again."))
        talk.collect()
        #expect(talk.sent().isEmpty)
        // Enter comes to the line behind it.
        guard let next = buffer.firstPerhapsNotSent else {
            Issue.record("the other line cannot be sent again")
            return
        }
        #expect(talk.session.resend(next, in: buffer.id, at: talk.now) == .done)
        talk.collect()
        #expect(talk.sent() == ["PRIVMSG NickServ :help"])
    }

    @Test func `What waits with a password is taken back, and given to nobody`() {
        var talk = TestSession.inChannel()
        for number in 1...5 { talk.enter("line \(number)") }
        talk.enter("/msg NickServ set password pencil")
        talk.enter("/notice NickServ identify pencil")
        talk.enter("/msg NickServ help")
        guard let service = talk.buffer("NickServ")?.id else { return }
        let back = talk.session.cancelWaiting(at: talk.now)
        #expect(back == [service: CancelledMessages(speech: ["help"], commands: [], passwords: 2)])
        talk.pass(seconds: 20)
        #expect(!talk.sent().contains { $0.contains("NickServ") })
    }

    @Test func `Of several rows each is masked that holds a password`() {
        #expect(PasswordMasking.masked("hello\nidentify pencil\nbye", to: "NickServ") == "hello\nidentify ••••••\nbye")
        #expect(PasswordMasking.masked("identify\u{A0}pencil", to: "NickServ") == "identify ••••••")
        #expect(PasswordMasking.containsPassword("/msg NickServ hello\nidentify pencil", to: "#home"))
        #expect(!PasswordMasking.mayBeSaved("/msg bob hello\nidentify pencil", in: "#home"))
    }

    @Test(arguments: [
        "\u{3000}/msg NickServ identify pencil", "\u{A0}/msg NickServ identify pencil",
        "\t/msg NickServ identify pencil", "\n/msg NickServ identify pencil", "\u{200B}/msg NickServ identify pencil",
        "\u{FEFF} /ns identify pencil", "\u{2800}/identify pencil", "／msg NickServ identify pencil",
        " ／msg　NickServ　identify　pencil", "/\u{301}msg NickServ identify pencil", "\u{AD}/quote PASS pencil",
    ])
    func `No blank and no strange slash lets a password be said to everybody`(input: String) {
        var talk = TestSession.inChannel(capabilities: "message-tags", isupport: "CHANTYPES=# CASEMAPPING=ascii")
        #expect(talk.enter(input) != .done)
        talk.hear("@msgid=m1 :bob!b@h PRIVMSG #home :hello")
        talk.forget()
        guard let line = talk.buffer("#home")?.scrollback.last else { return }
        #expect(talk.session.reply(to: line.id, text: input, in: talk.id, at: talk.now) != .done)
        talk.collect()
        #expect(talk.sent().isEmpty)
        #expect(!PasswordMasking.mayBeSaved(input, in: "#home"))
    }

    @Test(arguments: ["\u{3000}/me waves", "／me waves", "//msg NickServ identify x", "\tidentify", "１/2"])
    func `What holds no password may begin with any blank`(input: String) {
        var talk = TestSession.inChannel()
        #expect(talk.enter(input) == .done)
        #expect(talk.sent().count == 1)
    }

    @Test func `A line in a line in a line is looked through in no time`() {
        let nested = String(repeating: "network quote privmsg *x :", count: 4000)
        #expect(PasswordMasking.masked(nested, to: "BouncerServ") == nil)
        #expect(!PasswordMasking.containsPassword("/raw " + String(repeating: "ns ", count: 8000), to: "#home"))
    }

    @Test func `Whoever is asked for a password in the middle of typing is told that nothing of it is sent`() {
        let prompt = PasswordPrompt(purpose: .login, account: "ada", question: "Password for ada:")
        #expect(
            prompt.paragraphs == [
                "Password for ada is wanted.",
                "Nothing that you typed so far is sent. Type the password next? It will not be shown.",
            ])
    }
}
