import Client
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
}
