import Client
import Glibc
import Protocol
import TestSupport
import Testing

@testable import TUI

/// Random keys, pastes, lines and sizes: what holds for every frame.
@Suite("Random use")
struct ScreenFuzzTests {
    private static let nasty = [
        "plain words in a row", "日本語の看板を見る", "👨\u{200D}👩\u{200D}👧 and 👍🏽 and 🇪🇺",
        "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
        "\u{202E}reversed\u{2066}", "\u{1B}[2Jboo\u{7}", "\u{2}bold\u{3}04,12colour\u{F}", "\u{378}\u{200B}\u{301}",
        String(repeating: "w", count: 300), String(repeating: "日", count: 120), "", " ", "\u{1}ACTION dances 💃\u{1}",
        "ana: are you there?", "https://example.org/a/very/long/path?with=a&query=string#and-fragment",
    ]

    @Test(
        "The borders stand still, the cursor is inside, every frame has the screen's size",
        arguments: 1...Iterations.seeds)
    func invariants(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var session = ClientSession.inLobby("@mara +bo ana 日本 z", topic: Self.nasty[1])
        var screen = Screen.forTests(80, 24)
        let keys = KeyMap.standard.bindings.count
        let codes: [Key] = [
            .up, .down, .pageUp, .pageDown, .home, .end, .left, .right, .backspace, .delete, .enter, .tab, .escape,
            .control("a"), .control("e"), .control("u"), .control("k"), .control("w"), .control("y"), .control("n"),
            .control("p"), .alt("j"), .alt("/"), .alt("b"), .alt("f"), .alt("1"), .alt("2"), .alt("3"), .function(1),
            .function(7),
            .function(8), .control(.home), .control(.end), .alt(.enter), .control("l"), .alt("a"),
            .control("r"), .control("f"), .alt("k"), .alt("g"), .alt("u"), .alt("p"), .alt("n"), Key(.up, .shift),
            .control(.up), .control(.down), .function(9), .control("_"), .alt("y"), .control("t"), .character("y"),
            .character("r"), .alt("w"),
        ]
        #expect(keys > 10)
        for _ in 0..<Iterations.steps {
            switch Int.random(in: 0..<13, using: &random) {
            case 0...3: screen.press(codes.randomElement(using: &random)!, in: &session)
            case 4: screen.type(Self.nasty.randomElement(using: &random)!.filter { !$0.isNewline }, in: &session)
            case 5: screen.handleAndApply(.paste(Self.nasty.randomElement(using: &random)! + "\nmore"), &session)
            case 6:
                screen.resize(
                    width: Int.random(in: 1...210, using: &random), height: Int.random(in: 1...60, using: &random))
            case 10...11: screen.handleAndApply(.mouse(Self.anyMouse(&random)), &session)
            case 7: session.hear(":x!u@h PRIVMSG ana :\(Self.nasty.randomElement(using: &random)!)")
            case 8: screen.split(with: nil, ChatModel(session))
            default:
                let nick = ["mara", "bo", "日本", "a_nick_much_too_long_for_its_column"].randomElement(using: &random)!
                session.hear(from: nick, Self.nasty.randomElement(using: &random)!)
            }
            check(&screen, session)
        }
    }

    private static func anyMouse(_ random: inout SeededGenerator) -> MouseEvent {
        let kinds: [MouseEvent.Kind] = [
            .press(.left), .release, .press(.left), .release, .drag(.left), .press(.middle), .press(.right),
            .drag(.right), .wheelUp, .wheelDown,
        ]
        let (x, y) = (Int.random(in: 0...220, using: &random), Int.random(in: 0...60, using: &random))
        return MouseEvent(kinds.randomElement(using: &random) ?? .release, x: x, y: y)
    }

    /// `GRILLO_LONG_TESTS=1` walks and shakes for minutes.
    enum Iterations {
        static let isLong = TestSupport.TestEnvironment.isLong
        static let seeds: UInt64 = isLong ? 6 : 3
        static let steps = isLong ? 1500 : 250
        static let lines = isLong ? 10_000 : 1_000
    }

    private func check(_ screen: inout Screen, _ session: ClientSession) {
        let surface = screen.draw(session, at: noon)
        #expect(surface.width == screen.width && surface.height == screen.height)
        if let cursor = surface.cursor {
            #expect(
                (0..<surface.width).contains(cursor.x) && cursor.y < surface.height
                    && cursor.y >= surface.height * 2 / 3 - 1)
        } else if screen.panes.help == nil {
            Issue.record("no cursor")
        }
        for y in 0..<surface.height {
            // Each wide glyph has its other half behind it, and no half stands alone.
            var columns = 0
            var owed = false
            for cell in surface[row: y] {
                #expect(cell.glyph.isContinuation == owed)
                owed = cell.glyph.width == 2
                columns += cell.glyph.width
            }
            #expect(!owed && columns == surface.width)
        }
        // That frame was drawn over the one before where it could be: drawn anew it is the same.
        var again = screen
        again.lastFrame = LastFrame()
        #expect(again.draw(session, at: noon) == surface)
    }

    @Test func `The users' rule stands in one column whatever is said`() {
        var session = ClientSession.inLobby("@mara 日本 ana")
        var screen = Screen.forTests(80, 24)
        for text in Self.nasty {
            session.hear(from: "mara", text)
            let surface = screen.draw(session, at: noon)
            #expect((1..<22).allSatisfy { surface[63, $0].glyph.text == "│" })
        }
    }
}
