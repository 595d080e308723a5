import Client
import Testing

@testable import TUI

/// The help over the chat: its two tabs, its filter and its columns.
@Suite("The help")
struct HelpTests {
    private static func opened(_ width: Int = 100, _ height: Int = 40) -> (Screen, ClientSession) {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(width, height)
        screen.press(.function(1), in: &session)
        return (screen, session)
    }

    @Test(arguments: [Key.tab, .left, .right])
    func `A key goes to the commands, and back`(key: Key) {
        var (screen, session) = Self.opened()
        #expect(screen.picture(session).contains("[Keys] Commands"))
        screen.press(key, in: &session)
        #expect(screen.picture(session).contains(" Keys [Commands]"))
        #expect(screen.picture(session).contains("/join room[,room] [key]"))
        screen.press(key, in: &session)
        #expect(screen.picture(session).contains("[Keys] Commands"))
    }

    @Test func `Every command that works here is on its page, and no other`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(100, 140)
        screen.showHelp(.commands)
        let picture = screen.picture(session)
        let names = session.availableCommands.flatMap(\.entries).map { "/" + $0.name }
        let words = Set(picture.split { " │".contains($0) }.map(String.init))
        #expect(names.count > 30 && names.filter { !words.contains($0) } == [])
        #expect(!words.contains("/profile"))
        screen.press(.escape, in: &session)
        #expect(!screen.picture(session).contains("[Commands]"))
    }

    @Test(arguments: [
        ("joins", "/set events"), ("highlight", "/set mentions"), ("colour", "/set theme"), ("events", "/set events"),
        ("nicklist", "F8"), ("bar", "F8"), ("lastlog", "Ctrl-F"), ("window", "Alt-W"), ("log", "/set log"),
    ])
    func `A filter finds settings, and words that people of other programs know`(filter: String, found: String) {
        var (screen, session) = Self.opened()
        session.setKnownSettings([
            KnownSetting(name: "events", values: [], summary: "Who comes and goes."),
            KnownSetting(name: "mentions", values: [], summary: "Words that call you."),
            KnownSetting(name: "theme", values: [], summary: "How it looks."),
            KnownSetting(name: "log", values: [], summary: "The lines that are kept."),
            KnownSetting(name: "keys.F8", values: []),
        ])
        #expect(!screen.picture(session).contains("/set events"))
        screen.type(filter, in: &session)
        #expect(screen.picture(session).contains(found))
        #expect(!screen.picture(session).contains("keys.F8"))
    }

    @Test(arguments: [
        ("filter", "/events [smart|all|none]"), ("lastlog", "/search text"), ("window", "/split"), ("bar", "/names"),
        ("log", "/search text"), ("highlight", "/set [key]"),
    ])
    func `A command is found by what other programs call it`(filter: String, found: String) {
        var (screen, session) = Self.opened()
        screen.press(.tab, in: &session)
        screen.type(filter, in: &session)
        #expect(screen.picture(session).contains(found))
    }

    @Test func `What is typed filters both tabs, and the draft stays as it was`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(100, 40)
        screen.type("draft", in: &session)
        screen.press(.function(1), in: &session)
        screen.type("kick", in: &session)
        #expect(screen.picture(session).contains("nothing found here · Tab: found in commands"))
        screen.press(.tab, in: &session)
        var picture = screen.picture(session)
        #expect(picture.contains("filter: kick") && picture.contains("/kick [room] nick"))
        #expect(!picture.contains("/join"))
        screen.press(.control("u"), in: &session)
        // An alias is found, and so are words in another order.
        screen.type("/leave", in: &session)
        #expect(screen.picture(session).contains("/part [room] [reason]"))
        screen.press(.escape, in: &session)
        screen.type("room enter", in: &session)
        picture = screen.picture(session)
        #expect(picture.contains("/join") && !picture.contains("/part"))
        screen.press(.escape, .escape, in: &session)
        #expect(screen.inputPicture(session) == "draft|")
    }

    @Test func `It tells of the mouse, or how to switch it on`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(100, 40)
        screen.press(.function(1), in: &session)
        screen.type("mouse", in: &session)
        var picture = screen.picture(session)
        #expect(picture.contains("Mouse") && picture.contains("/set mouse true  from then on"))
        #expect(!picture.contains("right click"))
        screen = Screen.forTests(100, 40) { $0.usesMouse = true }
        screen.press(.function(1), in: &session)
        screen.type("mouse", in: &session)
        picture = screen.picture(session)
        for entry in [
            "click        go to a buffer", "right click  choose a message", "wheel        scroll",
            "drag         select",
            "Shift-drag   the terminal's own", "Alt-L, drag  the same",
        ] {
            #expect(picture.contains(entry), "\(picture)")
        }
        #expect(!picture.contains("/set mouse"))
    }

    @Test func `It scrolls as far as there are rows, and not beyond`() {
        var (screen, session) = Self.opened(80, 24)
        let top = screen.picture(session)
        screen.press(.up, .pageUp, in: &session)
        #expect(screen.picture(session) == top)
        screen.press(.end, in: &session)
        let end = screen.picture(session)
        #expect(end != top && !end.contains(" more ─"))
        screen.press(.end, .down, .pageDown, in: &session)
        #expect(screen.picture(session) == end)
        screen.press(.up, in: &session)
        #expect(screen.picture(session).contains(" 1 more ─"))
        screen.press(.home, in: &session)
        #expect(screen.picture(session) == top)
    }

    @Test func `A key that means something beyond closes it`() {
        var (screen, session) = Self.opened()
        screen.press(.alt("k"), in: &session)
        let picture = screen.picture(session)
        #expect(!picture.contains("[Keys]") && picture.contains("go to buffer"))
    }

    @Test(arguments: [4, 5, 19, 20, 37, 75, 76, 77, 120])
    func `No row is wider than there is room`(width: Int) {
        let session = ClientSession.inLobby()
        for page in [
            HelpPage(of: KeyMap.standard, usesMouse: true), HelpPage(of: KeyMap.standard, usesMouse: false),
            HelpPage(of: session.availableCommands),
        ] {
            let rows = page.rows(width: width, theme: Theme(.palette), shaper: .forTests)
            #expect(rows.allSatisfy { $0.reduce(0) { $0 + $1.glyph.width } <= width })
        }
    }

    @Test func `Two columns begin where both have room for names and texts`() {
        func rowCount(_ width: Int) -> Int {
            HelpPage(of: KeyMap.standard, usesMouse: false).rows(
                width: width, theme: Theme(.palette), shaper: .forTests
            ).count
        }
        #expect(rowCount(76) < rowCount(75))
    }

    @Test func `The columns are as even as their texts stand in them, beside the names of all their sections`() {
        let text = "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd"
        func section(_ name: String, _ text: String, count: Int) -> HelpPage.Section {
            ("Heading", Array(repeating: HelpPage.Entry(name, text, alsoFoundBy: ""), count: count))
        }
        let wide = String(repeating: "w", count: 26)
        let page = HelpPage(sections: [
            section("F1", text, count: 3), section(wide, "short", count: 1), section(wide, "short", count: 4),
        ])
        // Below a wide name each text of the first takes two rows.
        #expect(page.rows(width: 96, theme: Theme(.palette), shaper: .forTests).count == 8)
        let two = HelpPage(sections: [section("F1", text, count: 3), section("F2", "short", count: 4)])
        #expect(two.rows(width: 96, theme: Theme(.palette), shaper: .forTests).count == 5)
    }

    @Test(arguments: [(80, 1), (80, 2), (80, 3), (5, 1), (5, 8), (20, 8), (39, 12)])
    func `Its titles are where it is, and nowhere else`(width: Int, height: Int) {
        let session = ClientSession.inLobby()
        var screen = Screen.forTests(width, height) { $0.usesMouse = true }
        screen.showHelp(.keys)
        let surface = screen.draw(session, at: noon)
        func isHelp(_ x: Int, _ y: Int) -> Bool {
            if case .help = surface.subject(x: x, y: y) { true } else { false }
        }
        #expect(!(0..<width).contains { isHelp($0, height - 1) })
        #expect(!(0..<height).contains { y in (width..<(width + 20)).contains { isHelp($0, y) } })
        #expect((0..<height).contains { isHelp(1, $0) } || height < 8)
    }

    @Test func `The texts of one column begin in one place, under whatever heading`() {
        let page = HelpPage(of: KeyMap.standard, usesMouse: false)
        let rows = page.rows(width: 96, theme: Theme(.palette), shaper: .forTests).map { row in
            row.map { $0.glyph.width > 0 ? $0.glyph.text : "" }.joined()
        }
        func place(of text: String) -> Int? {
            let starts = rows.compactMap { row in
                row.firstRange(of: text).map { row.distance(from: row.startIndex, to: $0.lowerBound) }
            }
            return starts.first
        }
        let texts = ["first unread line", "list of what you sent"]
        #expect(texts.map(place) == Array(repeating: place(of: "oldest, newest line"), count: 2))
    }

    @Test func `Names that share a modifier are told with it once, and others whole`() {
        let names = KeyMap.standard.bindings.map(\.names)
        for name in ["Alt-P/N", "Alt-1…9", "Up/Down", "Ctrl-W Alt-D", "Alt-Enter Ctrl-J"] {
            #expect(names.contains(name))
        }
    }
}
