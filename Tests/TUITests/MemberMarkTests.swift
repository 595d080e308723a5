import Client
import Protocol
import Testing

@testable import TUI

/// The marks that people have besides their nicks.
@Suite struct MemberMarkTests {
    @Test func `Who is a program is marked in the list and on their lines`() {
        var session = ClientSession.inLobby()
        session.hear("@bot :mara!u@h PRIVMSG #lobby :beep", ":bo!u@h PRIVMSG #lobby :hello")
        var screen = Screen.forTests(90, 12)
        let picture = screen.picture(session)
        #expect(picture.contains("@mara bot") && picture.contains("(bot) beep"))
        #expect(!picture.contains("bo bot") && !picture.contains("(bot) hello"))
    }

    @Test func `That somebody is not there is shown over the talk, in the status and in the strip`() {
        var session = ClientSession.inLobby()
        session.hear(":srv 005 ana MONITOR=10 :are supported", ":mara!u@h PRIVMSG ana :hello")
        session.tick(at: noon.advanced(bySeconds: 1))
        session.setVisible(session.buffers.id(named: "mara"))
        var screen = Screen.forTests(90, 14)
        #expect(!screen.picture(session).contains("online"))
        session.hear(":srv 730 ana :mara!u@h")
        #expect(screen.picture(session).contains("mara  online"))
        session.hear(":srv 731 ana :mara")
        let picture = screen.picture(session)
        #expect(
            picture.contains("mara  offline") && picture.contains("mara (offline)") && picture.contains("3 mara off"))
    }

    @Test func `What was said in private about a room says so there`() {
        var session = ClientSession.inLobby()
        session.hear("@+draft/channel-context=#lobby :mara!u@h NOTICE ana :psst")
        var screen = Screen.forTests(90, 12)
        #expect(screen.picture(session).contains("(in private) psst"))
    }

    /// In the lobby of a server that keeps profiles.
    private static func withProfiles() -> ClientSession {
        var configuration = SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "localhost")
        configuration.showsLists = true
        var session = ClientSession(configuration: configuration, seed: 1)
        session.start(at: noon)
        session.connected(at: noon)
        session.hear(
            ":srv CAP * LS :batch draft/metadata-3 soju.im/search",
            ":srv CAP * ACK :batch draft/metadata-3 soju.im/search",
            ":srv 001 ana :Welcome",
            ":srv 005 ana PREFIX=(ov)@+ CHANTYPES=# CASEMAPPING=ascii :are supported", ":srv 422 ana :no motd",
            ":ana!u@h JOIN #lobby", ":srv 353 ana = #lobby :@mara +bo ana", ":srv 366 ana #lobby :End")
        session.setVisible(session.buffers.id(named: "#lobby"))
        return session
    }

    @Test func `A display name stands behind the nick in the list, and never where it could be a nick there`() {
        var session = Self.withProfiles()
        session.hear(":srv 761 ana mara display-name * :Mara M.", ":srv 761 ana bo display-name * :m\u{0430}ra")
        session.hear(from: "mara", "hello")
        var screen = Screen.forTests(90, 12)
        let picture = screen.picture(session)
        #expect(picture.contains("@mara “Mara M.”") && picture.contains("+bo"))
        #expect(!picture.contains("\u{0430}"))
        #expect(picture.contains("mara │ hello"))
    }

    @Test func `People of a list show their display names too, and are found by them`() {
        var session = Self.withProfiles()
        session.hear(":srv 761 ana mara display-name * :Lady M.", ":srv 761 ana bo display-name * :m\u{0430}ra")
        session.hear(":mara!m@example.org AWAY :lunch")
        var screen = Screen.forTests(90, 12)
        _ = screen.picture(session)
        screen.type("/names", in: &session)
        screen.press(.enter, in: &session)
        session.hear(":srv 353 ana = #lobby :@mara +bo ana", ":srv 366 ana #lobby :End")
        #expect(screen.picture(session).contains("▸ @mara “Lady M.” away"))
        #expect(!screen.picture(session).contains("\u{0430}"))
        screen.press(.up, in: &session)
        var surface = screen.draw(session, at: noon)
        let rows = (0..<12).map { surface.text(row: $0, where: { $0 == screen.theme.barQuiet }) }
        #expect(rows.contains(" “Lady M.” away"))
        screen.type("lady", in: &session)
        surface = screen.draw(session, at: noon)
        #expect(surface.text.contains("▸ @mara “Lady M.” away") && !surface.text.contains("+bo "))
        #expect((0..<12).contains { surface.text(row: $0, where: { $0 == screen.theme.found }) == "Lady" })
    }

    @Test(
        arguments: [
            ("Mara M.", "Mara M."), ("O’Brien", "O’Brien"), ("x” bot", "x bot"), ("„x‟ ＂z", "x z"), ("“”", nil),
            ("” bot", nil),
            ("Away!", nil), ("z", nil),
        ] as [(String, String?)])
    func `A display name ends no quote, and is no mark`(name: String, shown: String?) {
        #expect(DisplayNames.quotable(name) == shown)
    }

    @Test(arguments: ["bot", "BOT", "z", "(bot)"])
    func `A display name is not shown where it reads as a mark`(name: String) {
        var session = Self.withProfiles()
        session.hear(":srv 761 ana mara display-name * :\(name)")
        var screen = Screen.forTests(90, 12)
        let picture = screen.picture(session)
        #expect(picture.contains("@mara") && !picture.contains("@mara “"))
    }

    @Test func `What is pinned has a star, and what is muted does not stand out`() {
        var session = Self.withProfiles()
        session.hear(
            ":ana!u@h JOIN #b", ":ana!u@h JOIN #c", ":srv 761 ana #b soju.im/pinned * :1",
            ":srv 761 ana #c soju.im/muted * :1", ":mara!u@h PRIVMSG #c :ana: look")
        var screen = Screen.forTests(90, 14)
        #expect(screen.picture(session).contains("3 ★ #b"))
        #expect(session.buffers.id(named: "#c").flatMap { session.buffers[$0] }?.mentions == 1)
        #expect(!session.drainActions().contains { if case .mention = $0 { true } else { false } })
    }
}
