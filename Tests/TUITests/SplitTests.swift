import Client
import Protocol
import Synchronization
import TUI
import Testing

extension ClientSession {
    /// The busy lobby on the screen, and `#tea` with twelve unread lines.
    fileprivate static func inLobbyAndTea() -> ClientSession {
        var session = ClientSession.busyLobby()
        session.hear(":ana!u@h JOIN #tea", ":srv 353 ana = #tea :ana bo", ":srv 366 ana #tea :End")
        _ = session.drainActions()
        for number in 1...12 { session.hear(":bo!u@h PRIVMSG #tea :cup \(number)") }
        return session
    }

    fileprivate var lobby: BufferAddress { buffers.id(named: "#lobby")!.address }
    fileprivate var tea: BufferAddress { buffers.id(named: "#tea")!.address }
}

/// Two buffers side by side. The pictures are without the lists of buffers and users; their rows begin behind the `|`.
@Suite("Two buffers side by side")
struct SplitTests {
    private var session = ClientSession.inLobbyAndTea()
    private var screen = Screen.forTests(120, 10) { $0.usesMouse = true }

    init() {
        screen.press(.function(7), .function(8), in: &session)
        screen.split(with: "#tea", ChatModel(session))
    }

    /// Draws, and tells of what is on the screen, as the program does behind each picture.
    private mutating func drawAndTell(_ chat: inout ChatModel) {
        _ = screen.draw(chat, at: noon)
        chat.showBeside(screen.beside)
        for lines in [screen.inSight, screen.inSightBeside].compactMap({ $0 }) {
            chat[lines.buffer.network].linesShown(
                lines.oldest, through: lines.newest, in: lines.buffer.buffer, at: noon)
        }
    }

    /// The columns of the two panes at 120, in each row of the screen but the last two.
    private mutating func halves() -> (left: String, right: String) {
        let rows = screen.picture(session).split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
        return (
            rows.map { String($0.prefix(59)) }.joined(separator: "\n"),
            rows.map { String($0.dropFirst(60)) }.joined(separator: "\n")
        )
    }

    @Test(
        "Each has half of the chat, with its topic above where there is room; in a window that is too narrow one is alone",
        arguments: [
            (
                120, 10,
                """
                |▸#lobby  Be kind                                           │ #tea
                | 12:10          bo │ line 30 of the morning                │ 12:00          bo │ cup 6
                | ────────────────── Wednesday 4 October ────────────────── │                   │ cup 7
                | 12:00           ⇄ │ q1 and q3 joined · q2 came and went   │                   │ cup 8
                | 12:01 ▌        bo │ ana: see https://example.org/a/b      │                   │ cup 9
                |       ▌           │ please                                │                   │ cup 10
                |                 ← │ bo left                               │                   │ cup 11
                |              mara │ so quiet                              │                   │ cup 12
                | ana                                                                                                      not encrypted
                |ana ›
                """
            ),
            (
                121, 7,
                """
                | 12:00           ⇄ │ q1 and q3 joined · q2 came and went    │ 12:00          bo │ cup 8
                | 12:01 ▌        bo │ ana: see https://example.org/a/b       │                   │ cup 9
                |       ▌           │ please                                 │                   │ cup 10
                |                 ← │ bo left                                │                   │ cup 11
                |              mara │ so quiet                               │                   │ cup 12
                | #lobby · ana                                                                                              not encrypted
                |ana ›
                """
            ),
            (
                100, 10,
                """
                | #lobby  Be kind
                | 12:09        mara │ line 29 of the morning
                | 12:10          bo │ line 30 of the morning
                | ────────────────────────────────────── Wednesday 4 October ───────────────────────────────────────
                | 12:00           ⇄ │ q1 and q3 joined · q2 came and went
                | 12:01 ▌        bo │ ana: see https://example.org/a/b please
                |                 ← │ bo left
                |              mara │ so quiet
                | ana · news: #tea                                                                     not encrypted
                |ana ›
                """
            ),
        ])
    func sizes(width: Int, height: Int, expected: String) {
        var screen = screen
        screen.resize(width: width, height: height)
        let picture = screen.picture(session)
        #expect(picture == rows(expected), "\n\(picture)\n")
    }

    @Test mutating func `Alt-W goes to the other, which stays where it is, and back`() {
        let expected = """
            | #lobby  Be kind                                           │▸#tea
            | 12:10          bo │ line 30 of the morning                │ 12:00          bo │ cup 6
            | ────────────────── Wednesday 4 October ────────────────── │                   │ cup 7
            | 12:00           ⇄ │ q1 and q3 joined · q2 came and went   │                   │ cup 8
            | 12:01 ▌        bo │ ana: see https://example.org/a/b      │                   │ cup 9
            |       ▌           │ please                                │                   │ cup 10
            |                 ← │ bo left                               │                   │ cup 11
            |              mara │ so quiet                              │                   │ cup 12
            | ana                                                                                                      not encrypted
            |ana ›
            """
        let lobby = screen.picture(session)
        screen.press(.alt("w"), in: &session)
        let picture = screen.picture(session)
        #expect(picture == rows(expected), "\n\(picture)\n")
        screen.press(.alt("w"), in: &session)
        #expect(screen.picture(session) == lobby)
    }

    @Test mutating func `Each has its own text that is typed`() {
        screen.type("for the lobby", in: &session)
        screen.press(.alt("w"), in: &session)
        #expect(screen.picture(session).hasSuffix("\nana ›"))
        screen.type("for tea", in: &session)
        screen.press(.alt("w"), in: &session)
        #expect(screen.picture(session).hasSuffix("› for the lobby"))
        #expect(screen.draft(of: session.tea) == "for tea")
    }

    @Test mutating func `Each has its own place in its history, and tells of what comes below it`() {
        screen.resize(width: 120, height: 24)
        screen.press(.pageUp, in: &session)
        #expect(halves().left.contains("┄") && !halves().right.contains("┄"))
        screen.press(.alt("w"), in: &session)
        #expect(halves().left.contains("┄") && halves().right.contains("cup 12"))
        session.hear(from: "mara", "ana: are you there")
        #expect(screen.picture(session).split(separator: "\n")[0].hasPrefix(" #lobby"))
        #expect(halves().left.split(separator: "\n")[0].hasSuffix(" ↓1 1! "))
    }

    @Test mutating func `The rule of what is unread stays while one goes from one to the other`() {
        screen.resize(width: 120, height: 24)
        #expect(halves().right.contains(" unread ") && !halves().left.contains(" unread "))
        let id = session.tea
        for _ in 0..<3 {
            // As the program does, once the frame is on the screen.
            let tea = session.buffers[id.buffer]!
            session.linesShown(tea.id(at: 0), through: tea.endID, in: id.buffer, at: noon)
            screen.press(.alt("w"), in: &session)
            #expect(halves().right.contains(" unread "))
        }
        #expect(session.buffers[id.buffer]?.unread == 0)
    }

    @Test mutating func `Without a name it is the buffer to which the key for news leads`() {
        screen.unsplit(ChatModel(session))
        for room in ["#quiet", "#call"] { session.hear(":ana!u@h JOIN \(room)", ":bo!u@h PRIVMSG \(room) :ana: look") }
        _ = session.submit("/notify none", in: session.buffers.id(named: "#quiet")!, at: noon)
        session.setVisible(session.lobby.buffer)
        screen.split(with: nil, ChatModel(session))
        _ = screen.picture(session)
        #expect(screen.beside == session.buffers.id(named: "#call")!.address)
        // Where there are none, it is the next.
        for buffer in session.buffers { session.markRead(in: buffer.id, at: noon) }
        screen.unsplit(ChatModel(session))
        screen.split(with: nil, ChatModel(session))
        _ = screen.picture(session)
        #expect(screen.beside == session.tea)
    }

    @Test mutating func `A buffer is on the screen once: its number goes to its side`() {
        screen.press(.alt("3"), in: &session)
        #expect(screen.picture(session).split(separator: "\n")[0].hasSuffix("│▸#tea"))
        #expect(screen.beside == session.lobby)
        screen.press(.alt("1"), in: &session)
        let topics = screen.picture(session).split(separator: "\n")[0]
        #expect(topics.hasPrefix(" #lobby") && topics.contains("│▸localhost"))
    }

    @Test mutating func `The lines of both are seen, and of a window that is too narrow those of one`() {
        _ = screen.picture(session)
        #expect(screen.inSight?.buffer == session.lobby && screen.inSightBeside?.buffer == session.tea)
        let tea = session.buffers[session.tea.buffer]!
        #expect(screen.inSightBeside?.newest == tea.id(at: tea.lineCount - 1))
        screen.resize(width: 100, height: 10)
        _ = screen.picture(session)
        #expect(screen.inSight?.buffer == session.lobby && screen.inSightBeside == nil && screen.beside == nil)
        screen.resize(width: 120, height: 10)
        screen.press(.function(1), in: &session)
        _ = screen.picture(session)
        #expect(screen.inSight == nil && screen.inSightBeside == nil)
    }

    @Test mutating func `With the buffer beside it, or instead of it, goes the split`() {
        _ = session.submit("/close", in: session.tea.buffer, at: noon)
        screen.forgetClosed(ChatModel(session))
        #expect(!screen.picture(session).contains("▸"))
        session.hear(":ana!u@h JOIN #tea")
        #expect(!screen.picture(session).contains("▸"))
        screen.split(with: "#tea", ChatModel(session))
        #expect(screen.picture(session).contains("▸"))
        // What is closed is that which is typed into, and the other takes its place.
        _ = session.submit("/close", in: session.lobby.buffer, at: noon)
        screen.forgetClosed(ChatModel(session))
        screen.willShow(session.tea.buffer, session)
        let picture = screen.picture(session)
        #expect(picture.hasPrefix(" #tea") && !picture.contains("▸"))
    }

    @Test
    mutating func `The command names a buffer by its name, its number or some letters, and another takes its place`() {
        for (name, topic) in [("1", "localhost"), ("#TEA", "#tea"), ("lhos", "localhost"), ("te", "#tea")] {
            screen.type("/split \(name)", in: &session)
            screen.press(.enter, in: &session)
            let topics = screen.picture(session).split(separator: "\n")[0]
            #expect(topics.hasPrefix("▸#lobby") && topics.contains("│ \(topic)"), "\(name): \(topics)")
        }
        screen.type("/unsplit", in: &session)
        screen.press(.enter, in: &session)
        #expect(screen.picture(session).hasPrefix(" #lobby"))
        // Without a name: one with news.
        screen.type("/split", in: &session)
        screen.press(.enter, in: &session)
        #expect(screen.picture(session).split(separator: "\n")[0].contains("│ #tea"))
    }

    @Test(arguments: [
        ("#nosuch", 120, "No open buffer is called “#nosuch”: Alt-K lists them."),
        ("4", 120, "No open buffer is called “4”"),
        ("#lobby", 120, "#lobby is shown already. Name another."),
        ("#tea", 100, "Two buffers need 101 columns; this window has 100"),
    ])
    func `A split that cannot be says why, and nothing changes`(name: String, width: Int, words: String) {
        var screen = Screen.forTests(width, 10)
        screen.split(with: name, ChatModel(session))
        let picture = screen.picture(session)
        #expect(picture.contains(words) && !picture.contains("▸"), "\n\(picture)\n")
    }

    @Test func `Without a second buffer there is nothing to split, and without a split nowhere to go`() {
        var session = ClientSession.online()
        var screen = Screen.forTests(120, 24)
        screen.split(with: nil, ChatModel(session))
        #expect(screen.picture(session).contains("There is no other buffer: /join"))
        #expect(screen.handle(.key(.alt("w")), session) == [])
        #expect(screen.picture(session).contains("/split shows another beside it"))
        screen.press(.escape, in: &session)
        screen.unsplit(ChatModel(session))
        #expect(screen.picture(session).contains("/split shows another beside it"))
    }

    @Test func `A buffer of another network stands beside one, and what speaks of the person there stands out`() {
        var chat = ChatModel(session)
        var other = ClientSession.inAttic(beside: chat)
        other.hear(":zoe!u@h PRIVMSG #attic :kim: ana is here")
        chat.add(other)
        var screen = screen
        screen.split(with: "#attic", chat)
        let attic = BufferAddress(NetworkID(1), BufferID(1))
        let surface = screen.draw(chat, at: noon)
        #expect(surface.text.contains("zoe │ kim: ana is here"))
        #expect(surface.text(row: 7) { $0 == Theme(.palette).mentionText } == "▌kim")
        #expect(screen.handle(.key(.alt("w")), chat) == [.show(attic)])
        screen.willShow(attic, chat)
        chat.show(attic)
        #expect(screen.draw(chat, at: noon).text.contains("│▸#attic") && screen.beside == session.lobby)
        // Its network is put away.
        screen.willShow(session.lobby, chat)
        chat.show(session.lobby)
        let isRemoved = chat.remove(NetworkID(1))
        #expect(isRemoved)
        #expect(!screen.draw(chat, at: noon).text.contains("▸"))
    }

    @Test mutating func `A click on the side that is read goes there, and opens the link that it meets`() {
        #expect(screen.click(on: "cup 9", in: &session) == [.show(session.tea)])
        #expect(
            screen.picture(session).split(separator: "\n")[0].hasPrefix(" #lobby") && screen.beside == session.lobby)
        #expect(screen.click(on: "cup 9", in: &session) == [])
        let intents = screen.click(on: "example.org", in: &session)
        #expect(intents == [.show(session.lobby), .open(url: "https://example.org/a/b")])
        // The row of its topic is a part of it.
        #expect(screen.click(on: "#tea", in: &session) == [.show(session.tea)])
    }

    @Test mutating func `The right button chooses a message of the side that is read, and goes there`() {
        let place = screen.place(of: "cup 9", session)
        #expect(screen.press(.right, at: place, in: &session) == [.show(session.tea)])
        #expect(screen.handle(.key(.character("y")), session) == [.copy("cup 9")])
    }

    @Test mutating func `The wheel scrolls the side that it is over, and what is typed stays where it is`() {
        screen.resize(width: 120, height: 24)
        screen.press(.alt("w"), in: &session)
        let place = screen.place(of: "line 30", session)
        #expect(!halves().left.contains("┄"))
        screen.wheel(.wheelUp, at: place, in: &session)
        #expect(halves().left.contains("┄") && !halves().right.contains("┄"))
        #expect(screen.picture(session).split(separator: "\n")[0].contains("│▸#tea"))
        screen.wheel(.wheelDown, at: place, in: &session)
        #expect(!halves().left.contains("┄"))
    }

    @Test mutating func `What is dragged over is the text of one side`() {
        let (from, to) = (screen.place(of: "cup 9", session), screen.place(of: "cup 10", session))
        #expect(screen.drag(from: from, to: (to.x + 5, to.y), in: &session) == [.copy("cup 9\ncup 10")])
        #expect(screen.beside == session.tea)
    }

    @Test mutating func `What is read beside is no news, in the status and in the list`() {
        #expect(!screen.picture(session).contains("news:"))
        screen.press(.function(7), in: &session)
        func listed(_ picture: String) -> String {
            picture.split(separator: "\n").map { String($0.prefix(18)) }.first { $0.contains("#tea") } ?? "none"
        }
        let read = listed(screen.picture(session))
        #expect(read.contains("#tea") && !read.contains("12"))
        // It is taken away: what was in sight until the newest line has been read, and what comes then is news again.
        var chat = ChatModel(session)
        drawAndTell(&chat)
        screen.unsplit(chat)
        drawAndTell(&chat)
        let alone = screen.draw(chat, at: noon).text
        #expect(!alone.contains("news:") && !listed(alone).contains("12"))
        chat[.first].hear(":bo!u@h PRIVMSG #tea :cup 13")
        let news = screen.draw(chat, at: noon).text
        #expect(news.contains("news: #tea") && listed(news).contains("1"))
    }

    @Test mutating func `The list marks the one that is read, as long as it is on the screen`() {
        func listed() -> String {
            screen.picture(session).split(separator: "\n").dropFirst().prefix(3).map { $0.prefix(19) }
                .joined(separator: "\n")
        }
        screen.press(.function(7), in: &session)
        #expect(
            listed()
                == rows(
                    """
                    | 1 localhost      │
                    | 2 #lobby         │
                    |▹3 #tea           │
                    """))
        screen.press(.alt("w"), in: &session)
        #expect(
            listed()
                == rows(
                    """
                    | 1 localhost      │
                    |▹2 #lobby         │
                    | 3 #tea           │
                    """))
        screen.unsplit(ChatModel(session))
        #expect(!listed().contains("▹"))
    }

    @Test mutating func `Going from one to the other passes over no line; ending the split does`() {
        var chat = ChatModel(session)
        let (lobby, tea) = (session.lobby, session.tea)
        // Of the twelve lines the last seven are in sight.
        drawAndTell(&chat)
        for next in [tea, lobby, tea, lobby] {
            #expect(screen.handle(.key(.alt("w")), chat) == [.show(next)])
            screen.willShow(next, chat)
            chat.show(next)
            drawAndTell(&chat)
            #expect(chat[tea]?.unread == 12 && chat[tea]?.unreadRule == chat[tea]?.firstUnread)
        }
        screen.unsplit(chat)
        drawAndTell(&chat)
        #expect(chat[tea]?.unread == 0)
    }

    @Test func `The columns that the person chose hold on both sides`() {
        var screen = Screen.forTests(120, 10) { $0.nickColumns = 4 }
        var session = session
        screen.press(.function(7), .function(8), in: &session)
        screen.split(with: "#tea", ChatModel(session))
        let row = screen.picture(session).split(separator: "\n")[7]
        #expect(row.contains("   mara │ so quiet") && row.contains("│             │ cup 12"))
        var contents = PaneLayout.Contents()
        (contents.conversations, contents.hasMembers, contents.activeSide) = (2, true, .right)
        contents.memberColumns = 8
        let layout = PaneLayout(width: 130, height: 24, contents: contents)
        #expect(layout.members?.width == 8 && layout.beside?.chat.width == 50)
    }

    @Test func `A letter that is typed draws no pane anew`() {
        let count = Mutex(0)
        var session = session
        session.hear(":ana!u@h JOIN #thé")
        // The width of a scalar beyond ASCII is asked for whenever it is shaped.
        let shaper = Shaper { scalar in
            if scalar == "é" { count.withLock { $0 += 1 } }
            return 1
        }
        var screen = Screen(
            width: 120, height: 24, shaper: shaper, clock: LocalClock { _ in 0 }, theme: Theme(.palette))
        screen.split(with: "#thé", ChatModel(session))
        _ = screen.draw(session, at: noon)
        let once = count.withLock { $0 }
        _ = screen.handle(.key(Key(.character("q"))), ChatModel(session), at: 200)
        _ = screen.draw(session, at: noon)
        #expect(once > 0 && count.withLock { $0 } == once)
    }

    @Test(arguments: [(100, nil), (101, 50), (119, 59), (120, 50), (142, 61), (143, 50)])
    func `The users are shown where each of the two keeps fifty columns`(width: Int, columns: Int?) {
        var contents = PaneLayout.Contents()
        (contents.conversations, contents.hasMembers, contents.activeSide) = (2, true, .right)
        let layout = PaneLayout(width: width, height: 24, contents: contents)
        #expect(layout.beside?.chat.width == columns)
        #expect((layout.members != nil) == (columns == nil || width > 142))
        guard let beside = layout.beside else { return }
        // From left to right: the other, the rule, the one that is typed into.
        #expect(beside.rule.x == beside.chat.columns.upperBound && layout.chat.x == beside.rule.x + 1)
        #expect(abs(layout.chat.width - beside.chat.width) <= 1)
        #expect(layout.topic?.columns.upperBound == width && beside.topic?.x == 0)
    }
}
