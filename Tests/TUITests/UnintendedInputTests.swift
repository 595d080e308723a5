import Client
import Protocol
import Testing

@testable import TUI

/// What nobody meant does not happen: words that hit a key, questions that are old, secrets that are written down.
@Suite("Mishaps")
struct UnintendedInputTests {
    private func session() -> ClientSession {
        var session = ClientSession.inLobby()
        session.hear(":srv CAP ana NEW :draft/message-redaction", ":srv CAP ana ACK :draft/message-redaction")
        session.hear("@msgid=1 :ana!u@h PRIVMSG #lobby :good morning")
        return session
    }

    @Test func `What cannot be done with a message is said at once, and not promised`() {
        for (key, capabilities, words) in [
            ("d", "", "This server cannot delete messages."), ("+", "", "This server does not support reactions."),
            ("d", "draft/message-redaction", "Only an operator of #lobby can delete what others said."),
        ] {
            var session = ClientSession.inLobby()
            session.hear(":srv CAP ana NEW :\(capabilities)", ":srv CAP ana ACK :\(capabilities)")
            session.hear("@msgid=1 :mara!u@h PRIVMSG #lobby :good morning")
            var screen = Screen.forTests(80, 24)
            _ = screen.draw(session, at: noon)
            screen.press(.tab, in: &session)
            screen.type(key, in: &session)
            #expect(screen.picture(session).contains(words))
            #expect(screen.panes.picker == nil && screen.panes.pendingRedaction == nil)
            let intents = screen.handle(.key(.enter), session)
            #expect(!intents.contains { if case .redact = $0 { true } else { false } })
        }
    }

    @Test func `A word typed while a message is chosen neither takes it back nor loses its letters`() {
        var session = session()
        var screen = Screen.forTests(80, 24)
        _ = screen.draw(session, at: noon)
        screen.press(.tab, in: &session)
        screen.type("daddy", in: &session)
        #expect(screen.inputPicture(session) == "daddy|")
        var asked: [Intent] = []
        screen.handleAndApply(.key(.control("u")), &session)
        for key in [Key.tab, .character("d"), .enter] { asked += screen.handleAndApply(.key(key), &session) }
        let isAsked = asked.contains { if case .redact = $0 { true } else { false } }
        #expect(isAsked)
    }

    @Test(arguments: [(80, 24), (48, 14), (24, 6)])
    func `Whoever is asked whether to take a message back sees the message`(width: Int, height: Int) {
        var session = session()
        for number in 0..<20 {
            session.hear("@msgid=n\(number) :ana!u@h PRIVMSG #lobby :mine \(number)")
        }
        var screen = Screen.forTests(width, height)
        _ = screen.draw(session, at: noon)
        screen.press(.tab, in: &session)
        screen.type("d", in: &session)
        let newest = screen.picture(session)
        #expect(newest.contains("mine 19") && newest.contains("Enter deletes this"))
        // The one at the top edge, too.
        screen.press(.up, in: &session)
        for _ in 0..<(height / 2) { screen.press(.up, in: &session) }
        guard let chosen = screen.panes.views[session.shownBuffer.address]?.chosen,
            let line = session.shownBuffer.line(chosen)
        else {
            Issue.record("nothing is chosen")
            return
        }
        screen.type("d", in: &session)
        let picture = screen.picture(session)
        #expect(picture.contains(line.text) && picture.contains("Enter deletes this"))
    }

    @Test func `A question that has faded is asked anew`() {
        var session = session()
        var screen = Screen.forTests(80, 24)
        screen.press(.control("c"), in: &session)
        _ = screen.draw(session, at: noon)
        _ = screen.draw(session, at: noon.advanced(bySeconds: 16))
        #expect(screen.handleAndApply(.key(.control("c")), &session).isEmpty)
        let quits = screen.handleAndApply(.key(.control("c")), &session).contains {
            if case .quit = $0 { true } else { false }
        }
        #expect(quits)
    }

    @Test(arguments: [Key.enter, .control("c")])
    func `Enter and Ctrl-C close the help, and do nothing to what is typed`(key: Key) {
        var session = session()
        var screen = Screen.forTests(80, 24)
        session.submitForTests("lost")
        session.disconnected(cause: "gone", at: noon)
        session.connected(at: noon)
        session.hear(":srv CAP * LS :", ":srv 001 ana :Welcome", ":srv 422 ana :no", ":ana!u@h JOIN #lobby")
        #expect(session.shownBuffer.firstPerhapsNotSent != nil)
        for draft in ["", "half a thought"] {
            screen.type(draft, in: &session)
            screen.press(.function(1), in: &session)
            #expect(screen.handleAndApply(.key(key), &session) == [])
            #expect(!screen.picture(session).contains("Esc closes"))
            #expect(screen.inputPicture(session) == draft + "|")
        }
    }

    @Test func `Commands that waited come back one by one, and speech into the input`() {
        var session = session()
        var screen = Screen.forTests(80, 24)
        for number in 1...5 { session.submitForTests("line \(number)") }
        for line in ["/me a", "one", "/notice #lobby b", "//two", "/me c"] { session.submitForTests(line) }
        #expect(session.waitingCount == 5)
        screen.press(.control("c"), in: &session)
        #expect(session.waitingCount == 0)
        #expect(screen.picture(session).contains("Ctrl-Up brings back what was not sent."))
        #expect(screen.input(session).text == "one\n/two")
        screen.press(.control("u"), .control("u"), .control("u"), in: &session)
        var recalled: [String] = []
        for _ in 1...3 {
            screen.press(.control(.up), in: &session)
            recalled.append(screen.input(session).text)
        }
        #expect(recalled == ["/me c", "/notice #lobby b", "/me a"])
    }

    @Test func `Speech that begins with a slash comes back so that it is speech again, and overwrites nothing`() {
        var session = session()
        var screen = Screen.forTests(80, 24)
        for number in 1...5 { session.submitForTests("line \(number)") }
        session.submitForTests("//slash")
        let id = session.shownBuffer.id
        screen.type("/me is typing", in: &session)
        let taken = session.cancelWaiting(at: noon)[id]
        guard let taken else {
            Issue.record("nothing was taken back")
            return
        }
        screen.takeBack(taken, in: id, named: "#lobby")
        #expect(screen.input(session).text == "/me is typing")
        screen.press(.control("u"), .control(.up), in: &session)
        #expect(screen.input(session).text == "//slash")
    }

    @Test func `A command stays one while a message is answered`() {
        var session = session()
        var screen = Screen.forTests(80, 24)
        _ = screen.draw(session, at: noon)
        screen.press(.tab, .character("r"), in: &session)
        screen.type("/help", in: &session)
        let isSubmitted = screen.handle(.key(.enter), session).contains { if case .submit = $0 { true } else { false } }
        #expect(isSubmitted)
    }

    @Test func `Nothing that is said to a service is written down, nor what would be a password for a bot`() {
        var session = session()
        session.hear(":NickServ!s@h PRIVMSG ana :Please identify", ":bo!u@h PRIVMSG ana :hi")
        var screen = Screen.forTests(80, 24)
        for name in ["NickServ", "bo"] {
            session.setVisible(session.buffers.id(named: name))
            for line in ["identify pencil", "so it goes"] {
                screen.type(line, in: &session)
                screen.press(.control("c"), in: &session)
            }
            screen.type("pencil", in: &session)
        }
        var savedState = SavedState()
        screen.save(in: &savedState, server: "srv", session)
        #expect(savedState.sent == [.init("so it goes", in: "srv bo")])
        #expect(savedState.drafts == ["srv bo": "pencil"])
    }

    @Test func `Mentions among lines that came between are found, up and down`() {
        var index = MentionIndex()
        var scrollback = Scrollback()
        func line(_ text: String, _ flags: LineFlags = []) -> LineContent {
            LineContent(time: noon, kind: .message, sender: Bytes("bo"), text: Bytes(text), flags: flags)
        }
        let first = scrollback.append(line("one"))
        scrollback.reserveIDs()
        let last = scrollback.append(line("two"))
        index.scan(through: scrollback, older: 100)
        #expect(index.found.isEmpty)
        let between = scrollback.insert(line("ana: you", .mention), at: 1)
        #expect(index.last(before: last, in: scrollback) == between)
        #expect(index.first(after: first, in: scrollback) == between)
    }

    @Test func `What comes while nobody looks at the terminal stands below the rule of what is unread`() {
        var session = session()
        var screen = Screen.forTests(80, 24)
        _ = screen.draw(session, at: noon)
        session.markRead(in: session.shownBuffer.id, at: noon)
        session.hasFocus = false
        session.hear(from: "mara", "anybody there?")
        #expect(screen.picture(session).contains("unread"))
        var looked = self.session()
        var other = Screen.forTests(80, 24)
        _ = other.draw(looked, at: noon)
        looked.markRead(in: looked.shownBuffer.id, at: noon)
        looked.hear(from: "mara", "anybody there?")
        #expect(!other.picture(looked).contains("unread"))
    }

    @Test
    func `As lines, what comes between lines that were told is told, and what was said before one came, once`() {
        var told = LinearCursor()
        var scrollback = Scrollback()
        func line(_ text: String) -> LineContent {
            LineContent(time: noon, kind: .message, sender: Bytes("bo"), text: Bytes(text))
        }
        scrollback.append(line("joined"))
        #expect(told.take(from: scrollback) == [0])
        for number in 0..<30 { scrollback.prepend(line("before \(number)")) }
        #expect(told.take(from: scrollback) == Array(10..<30))
        #expect(told.take(from: scrollback) == [])
        scrollback.reserveIDs()
        scrollback.append(line("after"))
        scrollback.insert(line("missed"), at: 31)
        #expect(told.take(from: scrollback).map { scrollback[$0].text } == ["missed", "after"])
        scrollback.insert(line("missed too"), at: 32)
        #expect(told.take(from: scrollback).map { scrollback[$0].text } == ["missed too"])
    }

    @Test func `Tab goes on in the draft where it was begun, whatever room the server shows meanwhile`() throws {
        for kept in ["hi", "", "a long draft that stands in the other room"] {
            var session = ClientSession.inLobby()
            var screen = Screen.forTests(40, 8)
            screen.type(kept, in: &session)
            let lobby = try #require(session.buffers.id(named: "#lobby"))
            screen.willShow(.server, session)
            session.setVisible(.server)
            screen.type("/disc", in: &session)
            screen.press(.tab, in: &session)
            // As a JOIN that was asked for does.
            screen.willShow(lobby, session)
            session.setVisible(lobby)
            screen.press(.tab, in: &session)
            #expect(screen.draft(of: lobby).hasPrefix(kept))
        }
    }

    @Test(arguments: 1...4, 1...6)
    func `No screen is too small for the help`(width: Int, height: Int) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(width, height)
        screen.press(Key(Key.Code.function(1)), in: &session)
        var surface = screen.draw(session, at: noon)
        #expect((surface.width, surface.height) == (width, height))
        screen.press(.down, .pageDown, in: &session)
        screen.resize(width: 1, height: height)
        surface = screen.draw(session, at: noon)
        #expect((surface.width, surface.height) == (1, height))
    }
}

extension ClientSession {
    /// Something is entered in the buffer on the screen, and taken.
    fileprivate mutating func submitForTests(_ input: String) {
        #expect(submit(input, in: shownBuffer.id, at: noon) == .done)
    }
}
