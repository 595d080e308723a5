import Client
import Testing

@testable import TUI

/// What is shown of people besides their nicks.
@Suite struct MemberMarkTests {
    @Test func `Who is a program is marked in the list and on their lines`() {
        var session = ClientSession.inLobby()
        session.hear("@bot :mara!u@h PRIVMSG #lobby :beep", ":bo!u@h PRIVMSG #lobby :hello")
        var screen = Screen.forTests(90, 12)
        let picture = screen.picture(session)
        #expect(picture.contains("@mara bot") && picture.contains("(bot) beep"))
        #expect(!picture.contains("bo bot") && !picture.contains("(bot) hello"))
    }
}
