import Testing

@testable import Client
@testable import TUI

/// Keys that people of other programs press first.
@Suite("Keys by habit")
struct HabitKeyTests {
    @Test(arguments: [
        (Key.alt(.down), Action.nextBuffer), (.alt(.up), .previousBuffer), (.function(6), .nextBuffer),
        (.function(5), .previousBuffer), (.alt(.end), .newest), (.alt(.home), .oldest),
        (Key(.tab, .shift), .completeBack),
    ])
    func `They do what is expected of them`(key: Key, action: Action) {
        #expect(KeyMap.standard.action(of: key) == action)
    }

    @Test func `Shift-Tab goes back through the choices, and begins with the last`() {
        var session = ClientSession.inLobby("ana anton anke bo")
        var screen = Screen.forTests(80, 24)
        screen.type("an", in: &session)
        var seen: [String] = []
        for _ in 0..<4 {
            screen.press(.tab, in: &session)
            seen.append(screen.input(session).text)
        }
        let count = Set(seen).count
        #expect(count > 1)
        screen.press(Key(.tab, .shift), in: &session)
        #expect(screen.input(session).text == seen[2])
        screen.press(Key(.tab, .shift), in: &session)
        #expect(screen.input(session).text == seen[1])
        // From the first to the last.
        screen.press(.control("u"), in: &session)
        screen.type("an", in: &session)
        screen.press(Key(.tab, .shift), in: &session)
        #expect(screen.input(session).text == seen[count - 1])
    }

    @Test func `Up tells of the key for what was sent, where something was, a few times`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(120, 24)
        let words = "Ctrl-Up brings back what you sent. Up does so, too, with /set arrows recall."
        screen.press(.up, in: &session)
        #expect(!screen.picture(session).contains(words))
        screen.type("hello", in: &session)
        screen.press(.enter, in: &session)
        for number in 0..<4 {
            screen.press(.escape, .up, in: &session)
            #expect(screen.picture(session).contains(words) == (number < 3))
        }
    }

    @Test func `Who has the arrows bring back what was sent is told nothing of it`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24) { $0.arrows = .inputHistory }
        screen.type("hello", in: &session)
        screen.press(.enter, .up, in: &session)
        #expect(screen.input(session).text == "hello" && !screen.picture(session).contains("/set arrows"))
    }

    @Test func `The footer names the key once something was sent`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24) { $0.showsFooter = true }
        _ = screen.picture(session)
        #expect(!screen.picture(session).contains("what you sent"))
        screen.type("hello", in: &session)
        screen.press(.enter, in: &session)
        #expect(screen.picture(session).contains("F1 help · Ctrl-Up what you sent · PageUp history"))
    }

    @Test(arguments: [
        (true, false, false, 1), (true, true, false, 0), (true, false, true, 0), (false, false, false, 0),
    ])
    func `What was sent is looked through only where the footer may tell of it`(
        showsFooter: Bool, isLearnt: Bool, isScrolled: Bool, expected: Int
    ) {
        var screen = Screen.forTests(80, 24) { $0.showsFooter = showsFooter }
        if isLearnt { screen.inputState.keyHints = KeyHints([Action.recallOlder.rawValue: 3]) }
        var count = 0
        func hasSent() -> Bool {
            count += 1
            return true
        }
        let text = screen.footer(isScrolled: isScrolled, isAlone: true, hasSent: hasSent, fitting: 70)
        #expect(count == expected && text.contains("what you sent") == (expected == 1))
    }

    @Test func `The list of what was sent names the key that searches what was said`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(110, 24)
        screen.press(.control("r"), in: &session)
        #expect(screen.picture(session).contains("Esc closes · Ctrl-F searches what was said"))
    }

    @Test(arguments: [
        ("see https://example.org/a there", "https://example.org/a"),
        ("https://example.org/a https://example.org/b", nil),
        ("no link", nil),
    ])
    func `The address of a line that has one can be copied alone`(text: String, link: String?) {
        var session = ClientSession.inLobby()
        session.hear(from: "bo", text)
        var screen = Screen.forTests(110, 24) { $0.showsFooter = true }
        _ = screen.picture(session)
        screen.press(Key(.up, .shift), in: &session)
        #expect(screen.picture(session).contains("u copy link") == (link != nil))
        let intents = screen.handle(.key(.character("u")), session)
        #expect(intents == (link.map { [.copy($0)] } ?? []))
        // Without one the letter begins a message, as any other.
        #expect(screen.input(session).text == (link == nil ? "u" : ""))
    }
}
