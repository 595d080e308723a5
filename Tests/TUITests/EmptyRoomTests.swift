import Client
import TUI
import Testing

/// The card in a room that nobody else is in.
@Suite("A room with nobody else")
struct EmptyRoomTests {
    private static let title = "You are in #lobby, and alone so far"

    private static func screen(_ width: Int = 80, _ height: Int = 24) -> Screen {
        Screen.forTests(width, height) { $0.showsFooter = true }
    }

    @Test func `A card says what to do`() {
        let session = ClientSession.inLobby("@ana", topic: nil)
        var screen = Self.screen()
        let rows = screen.picture(session).split(separator: "\n", omittingEmptySubsequences: false)
        let card = [
            "         ┌ You are in #lobby, and alone so far ─────┐",
            "         │ Let a friend in   /invite nick           │",
            "         │ Another room      /join #name            │",
            "         │ Keys F1    Commands /help    Leave /quit │",
            "         └──────────────────────────────────────────┘",
        ]
        #expect(zip(rows[8...12], card).allSatisfy { $0.hasPrefix($1) }, "\(rows[7...13])")
    }

    @Test func `It goes when somebody comes, and when something is said`() {
        var joined = ClientSession.inLobby("@ana", topic: nil)
        var screen = Self.screen()
        #expect(screen.picture(joined).contains(Self.title))
        joined.hear(":bo!u@h JOIN #lobby")
        #expect(!screen.picture(joined).contains(Self.title))
        var spoken = ClientSession.inLobby("@ana", topic: nil)
        spoken.hear(from: "ana", "hello?")
        #expect(!screen.picture(spoken).contains(Self.title))
    }

    @Test func `It stands over no line and no list, and stays away without the footer`() {
        var session = ClientSession.inLobby("@ana", topic: nil)
        var low = Self.screen(80, 10)
        #expect(low.picture(session).contains(Self.title))
        low.resize(width: 80, height: 9)
        #expect(!low.picture(session).contains(Self.title) && low.picture(session).contains("ana joined"))
        var narrow = Self.screen(43, 24)
        #expect(!narrow.picture(session).contains(Self.title))
        var plain = Screen.forTests(80, 24)
        #expect(!plain.picture(session).contains(Self.title))
        var screen = Self.screen()
        screen.press(.control("f"), in: &session)
        #expect(!screen.picture(session).contains(Self.title))
    }
}
