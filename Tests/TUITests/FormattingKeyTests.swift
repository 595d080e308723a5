import Testing

@testable import Client
@testable import TUI

/// One key and a letter format what is typed: the codes are seen while it is typed, and sent as they are.
@Suite("Formatting what is typed")
struct FormattingKeyTests {
    @Test(arguments: [
        ("b", "\u{2}"), ("i", "\u{1D}"), ("u", "\u{1F}"), ("s", "\u{1E}"), ("m", "\u{11}"), ("r", "\u{16}"),
        ("o", "\u{F}"),
        ("c", "\u{3}"), ("B", "\u{2}"),
    ])
    func `Each letter puts its code before the cursor, and the next letter is one again`(letter: String, code: String) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("a ", in: &session)
        screen.press(.control("x"), in: &session)
        #expect(screen.picture(session).contains("b bold · i italic"))
        screen.type(letter + letter, in: &session)
        #expect(screen.input(session).text == "a " + code + letter)
        #expect(screen.input(session).cursor == 4)
    }

    @Test func `A code is drawn as its letter in reverse, in a column of its own`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.press(.control("x"), in: &session)
        screen.type("bnow", in: &session)
        let surface = screen.draw(session, at: noon)
        #expect(surface.text.hasSuffix("ana › Bnow"))
        #expect(surface.cursor?.x == 10)
        #expect(surface.text(row: 23) { $0.attributes.contains(.reverse) } == "B")
    }

    @Test func `A letter without a format is told so, and a key that is no letter ends it and does its own`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.type("word", in: &session)
        screen.press(.control("x"), .character("z"), in: &session)
        #expect(screen.input(session).text == "word")
        #expect(screen.picture(session).contains("No format has this letter: Ctrl-X and then b bold, i italic"))
        screen.press(.control("x"), .backspace, .character("b"), in: &session)
        #expect(screen.input(session).text == "worb")
        screen.press(.control("x"), .escape, .character("b"), in: &session)
        #expect(screen.input(session).text == "worbb")
    }

    @Test func `It waits for nothing but the next key of the input`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.press(.control("x"), in: &session)
        screen.handleAndApply(.paste("bold"), &session)
        screen.type("b", in: &session)
        #expect(screen.input(session).text == "boldb")
        screen.press(.control("x"), .alt("l"), .character("b"), .character("b"), in: &session)
        #expect(screen.input(session).text == "boldbb")
    }

    @Test func `It is sent as it is, has its length, and comes back with the arrow`() {
        var session = ClientSession.inLobby()
        _ = session.drainActions()
        var screen = Screen.forTests(80, 24)
        screen.press(.control("x"), .character("b"), in: &session)
        screen.type("loud", in: &session)
        screen.press(.control("x"), .character("o"), in: &session)
        screen.type(" 5", in: &session)
        #expect(screen.handle(.key(.enter), session) == [.submit("\u{2}loud\u{F} 5", session.buffers[1].address)])
        screen.press(.enter, in: &session)
        #expect(screen.input(session).text.isEmpty)
        let line = session.buffers[1].line(at: session.buffers[1].lineCount - 1)
        #expect(line.text == "\u{2}loud\u{F} 5")
        screen.press(.control(.up), in: &session)
        #expect(screen.input(session).text == "\u{2}loud\u{F} 5")
    }

    @Test func `What is pasted has no codes: nobody sees what they paste before it stands there`() {
        let session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        _ = screen.handle(.paste("\u{2}bold\u{3}04red"), session)
        #expect(screen.input(session).text == "bold04red")
    }
}
