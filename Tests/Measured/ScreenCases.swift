import Client
import Protocol
import TUI

/// What a person sees.
enum ScreenCases {
    static var cases: [(name: String, prepare: () -> (Int) -> Void)] {
        [
            (
                "wrap",
                {
                    let cells = shaper.shape(String(repeating: "the quick brown fox 日本語 jumps ", count: 10))
                    return { _ in use(Wrap.rows(cells, width: 60)) }
                }
            ),
            // A line from the server, from its bytes to the scrollback.
            (
                "append",
                {
                    var session = channel(lines: 0)
                    return { turn in
                        hear(
                            "@time=2023-10-03T12:00:00.000Z;msgid=m\(turn) :n\(turn % 40)!u@h PRIVMSG #lobby :\(text(turn))",
                            &session)
                    }
                }
            ),
            // A whole screen, nothing of the last one used again.
            (
                "draw",
                {
                    let chat = ChatModel(channel(lines: 1000))
                    var screen = newScreen
                    return { _ in
                        screen.resize(width: 120, height: 40)
                        use(screen.draw(chat, at: noon))
                    }
                }
            ),
            ("type", { typing(ChatModel(channel(lines: 1000))) }), ("type-split", { typingBesideAnother() }),
            ("scroll-1000", { scrolling(lines: 1000) }), ("scroll-10000", { scrolling(lines: 10_000) }),
            ("page-1000", { paging(lines: 1000) }), ("page-10000", { paging(lines: 10_000) }),
            ("resize-1000", { resizing(lines: 1000) }), ("resize-10000", { resizing(lines: 10_000) }),
        ]
    }

    /// A page up and a page down, drawn both times.
    private static func paging(lines: Int) -> (Int) -> Void {
        let chat = ChatModel(channel(lines: lines))
        var screen = newScreen
        use(screen.draw(chat, at: noon))
        return { _ in
            for key in [Key.pageUp, .pageDown] { press(key, &screen, chat) }
        }
    }

    /// A letter, and the frame that shows it; a line of sixty, then the next.
    ///
    /// - Parameter other: the buffer that is read beside the one that is typed into; nil for none.
    private static func typing(_ chat: ChatModel, beside other: String? = nil) -> (Int) -> Void {
        var screen = newScreen
        use(screen.draw(chat, at: noon))
        if let other {
            screen.split(with: other, chat)
            use(screen.draw(chat, at: noon))
            precondition(screen.beside != nil)
        }
        return { turn in
            let key = turn % 60 == 59 ? Key.control("u") : Key(.character("q"))
            use(screen.handle(.key(key), chat, at: Int64(turn) * 200))
            use(screen.draw(chat, at: noon))
        }
    }

    /// The same with another room of as many lines beside it, in which nothing happens.
    private static func typingBesideAnother() -> (Int) -> Void {
        var session = channel(lines: 1000)
        enter("#tea", lines: 1000, &session)
        return typing(ChatModel(session), beside: "#lobby")
    }

    /// A row up and a row down, in the middle of what is kept.
    private static func scrolling(lines: Int) -> (Int) -> Void {
        let chat = ChatModel(channel(lines: lines))
        var screen = newScreen
        for _ in 0..<5 { press(.pageUp, &screen, chat) }
        return { _ in
            for key in [Key.up, .down] { press(key, &screen, chat) }
        }
    }

    /// Two sizes in turn, scrolled back.
    private static func resizing(lines: Int) -> (Int) -> Void {
        let chat = ChatModel(channel(lines: lines))
        var screen = newScreen
        for _ in 0..<5 { press(.pageUp, &screen, chat) }
        return { _ in
            for (width, height) in [(80, 30), (120, 40)] {
                screen.resize(width: width, height: height)
                use(screen.draw(chat, at: noon))
            }
        }
    }

    private static func press(_ key: Key, _ screen: inout Screen, _ chat: ChatModel) {
        use(screen.handle(.key(key), chat))
        use(screen.draw(chat, at: noon))
    }

    private static let noon = Timestamp(milliseconds: 1_696_334_400_000)

    private static let shaper = Shaper { scalar in
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F: 0
        case 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0x1F300...0x1F9FF: 2
        default: 1
        }
    }

    private static var newScreen: Screen {
        Screen(width: 120, height: 40, shaper: shaper, clock: LocalClock { _ in 0 }, theme: Theme(.palette))
    }

    private static func text(_ number: Int) -> String {
        let words =
            "the quick brown fox jumps over a lazy dog while 日本語 and émigré cafés argue about https://example.org/a"
            .split(separator: " ")
        return (0..<(6 + number % 15)).map { words[(number * 7 + $0) % words.count] }.joined(separator: " ")
    }

    /// A session in a room of 40, in which so much has been said.
    private static func channel(lines: Int) -> ClientSession {
        var session = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "localhost"), seed: 1)
        session.start(at: noon)
        session.connected(at: noon)
        for line in [
            ":srv CAP * LS :", ":srv 001 ana :Welcome", ":srv 005 ana PREFIX=(ov)@+ CHANTYPES=# CASEMAPPING=ascii :are",
            ":srv 422 ana :-",
        ] {
            hear(line, &session)
        }
        enter("#lobby", lines: lines, &session)
        return session
    }

    /// Enters a room of 40, which is on the screen from then on, and hears so much said there.
    private static func enter(_ room: String, lines: Int, _ session: inout ClientSession) {
        let names = (0..<40).map { "n\($0)" }.joined(separator: " ")
        for line in [":ana!u@h JOIN \(room)", ":srv 353 ana = \(room) :\(names) ana", ":srv 366 ana \(room) :End"] {
            hear(line, &session)
        }
        session.setVisible(session.buffers.id(named: room))
        for number in 0..<lines { hear(":n\(number % 40)!u@h PRIVMSG \(room) :\(text(number))", &session) }
    }

    private static func hear(_ line: String, _ session: inout ClientSession) {
        Array((line + "\r\n").utf8).withUnsafeBytes { session.received($0, at: noon) }
        _ = session.drainActions()
    }
}
