import Client
import TUI
import Testing

/// Rooms and people that a server was asked for, looked through as one types.
@Suite struct AskedListTests {
    /// The rows of the list alone, above the status, the hint and the input.
    private static func list(_ screen: inout Screen, _ session: ClientSession, rows: Int) -> [String] {
        let rowsOfScreen = screen.picture(session).split(separator: "\n", omittingEmptySubsequences: false)
        return rowsOfScreen.dropLast(3).suffix(rows).map(String.init)
    }

    private static func hint(_ screen: inout Screen, _ session: ClientSession) -> String {
        String(screen.picture(session).split(separator: "\n", omittingEmptySubsequences: false).suffix(2).first ?? "")
    }

    private static func asked(_ input: String, _ session: inout ClientSession) -> Screen {
        var screen = Screen.forTests(100, 16)
        _ = screen.picture(session)
        screen.type(input, in: &session)
        screen.press(.enter, in: &session)
        return screen
    }

    private static func inRooms(_ session: inout ClientSession) -> Screen {
        let screen = asked("/list", &session)
        session.hear(
            ":srv 322 ana #den 7 :no tea here", ":srv 322 ana #tea 40 :For all", ":srv 322 ana #swift 1200 :async",
            ":srv 323 ana :End")
        return screen
    }

    @Test func `Rooms stand by their people, the most beside the input`() {
        var session = ClientSession.online()
        var screen = Self.inRooms(&session)
        #expect(
            Self.list(&screen, session, rows: 3) == [
                "     7  #den    no tea here",
                "    40  #tea    For all",
                "▸ 1200  #swift  async",
            ])
        #expect(Self.hint(&screen, session).hasPrefix(" rooms, most people first · "))
    }

    @Test func `What is typed is looked for in names, and behind those in topics`() {
        var session = ClientSession.online()
        var screen = Self.inRooms(&session)
        screen.type("TEA", in: &session)
        #expect(
            Self.list(&screen, session, rows: 2) == ["     7  #den  no tea here", "▸   40  #tea  For all"])
        screen.type(" here", in: &session)
        #expect(Self.list(&screen, session, rows: 1) == ["▸    7  #den  no tea here"])
        screen.type("x", in: &session)
        #expect(Self.list(&screen, session, rows: 1) == [" nothing found"])
    }

    /// What is marked in each row, the upper rows first.
    private static func marks(_ screen: inout Screen, _ session: ClientSession) -> [String] {
        let surface = screen.draw(session, at: noon)
        return (0..<surface.height).map { surface.text(row: $0, where: { $0 == screen.theme.found }) }
            .filter { !$0.isEmpty }
    }

    @Test func `What was found is marked, in names as well, and each of several words`() {
        var session = ClientSession.online()
        var screen = Self.inRooms(&session)
        screen.type("tea", in: &session)
        #expect(Self.marks(&screen, session) == ["tea", "tea"])
        screen.type(" all", in: &session)
        #expect(Self.list(&screen, session, rows: 1) == ["▸   40  #tea  For all"])
        #expect(Self.marks(&screen, session) == ["teaall"])
    }

    @Test func `The number of people is not looked through, and not marked`() {
        var session = ClientSession.online()
        var screen = Self.asked("/list", &session)
        session.hear(":srv 322 ana #r12 12 :", ":srv 322 ana #tea 120 :", ":srv 323 ana :End")
        screen.type("12", in: &session)
        #expect(Self.list(&screen, session, rows: 1) == ["▸  12  #r12"])
        #expect(Self.marks(&screen, session) == ["12"])
    }

    @Test func `Enter enters the room that is chosen`() {
        var session = ClientSession.online()
        var screen = Self.inRooms(&session)
        _ = screen.picture(session)
        screen.press(.up, in: &session)
        let place = BufferAddress(.first, .server)
        #expect(screen.handle(.key(.enter), session) == [.perform(.join(["#tea"]), place)])
        #expect(!screen.picture(session).contains("#den"))
    }

    @Test func `The list fills as it comes, and stays at the best until one moves`() {
        var session = ClientSession.online()
        var screen = Self.asked("/list", &session)
        #expect(Self.list(&screen, session, rows: 1) == [" searching…"])
        #expect(Self.hint(&screen, session).hasPrefix(" rooms, as they come · "))
        screen.press(.up, in: &session)
        session.hear(":srv 322 ana #den 7 :")
        #expect(Self.list(&screen, session, rows: 1) == ["▸ 7  #den"])
        session.hear(":srv 322 ana #tea 40 :")
        #expect(Self.list(&screen, session, rows: 1) == ["▸ 40  #tea"])
        screen.press(.up, in: &session)
        session.hear(":srv 322 ana #a 9 :", ":srv 322 ana #b 8 :", ":srv 323 ana :End")
        #expect(Self.list(&screen, session, rows: 4).first == "▸  7  #den")
    }

    @Test func `Ten thousand rooms are all there`() {
        var session = ClientSession.online()
        var screen = Self.asked("/list", &session)
        for number in 1...10_000 { session.hear(":srv 322 ana #r\(number) \(number) :about \(number % 7)") }
        session.hear(":srv 323 ana :End")
        #expect(screen.picture(session).contains("10000 in all"))
        screen.type("r9999", in: &session)
        #expect(Self.list(&screen, session, rows: 1) == ["▸  9999  #r9999  about 3"])
    }

    @Test func `A list without rooms is closed, and a word tells what to do`() {
        var session = ClientSession.online()
        var screen = Self.asked("/list", &session)
        _ = screen.picture(session)
        session.hear(":srv 323 ana :End")
        #expect(screen.picture(session).contains("This server shows no rooms. /join #name makes one."))
        #expect(!Self.hint(&screen, session).contains("rooms"))
    }

    @Test func `A list that does not come is closed`() {
        var session = ClientSession.online()
        var screen = Self.asked("/list", &session)
        _ = screen.picture(session)
        session.hear(":srv 263 ana LIST :Please wait a while")
        #expect(!screen.picture(session).contains("rooms, as they come"))
        #expect(screen.picture(session).contains("too busy for LIST"))
    }

    @Test func `People stand by rank, and are written to or asked about`() {
        var session = ClientSession.inLobby()
        var screen = Self.asked("/names", &session)
        session.hear(
            ":mara!m@example.org AWAY :lunch", ":srv 353 ana = #lobby :ana +bo!b@host.example @mara!m@example.org",
            ":srv 366 ana #lobby :End")
        let rows = Self.list(&screen, session, rows: 3).map { $0.prefix(32) }
        #expect(rows[2].hasPrefix("▸ @mara") && rows[1].hasPrefix("  +bo") && rows[0].hasPrefix("   ana"))
        #expect(rows[1].contains("b@host.example"))
        #expect(Self.hint(&screen, session).hasPrefix(" people in #lobby · Enter writes to them"))
        screen.type("host.exa", in: &session)
        var asking = screen
        #expect(
            screen.handle(.key(.enter), session) == [
                .perform(.query(nick: "bo", text: nil), BufferAddress(.first, .server))
            ])
        let lobby = session.shownBuffer.address
        #expect(asking.handle(.key(.tab), session) == [.perform(.whois(nick: "bo"), lobby)])
    }
}
