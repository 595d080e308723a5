import Client
import Protocol
import Testing

@testable import TUI

/// Rooms that get another name. <https://ircv3.net/specs/extensions/channel-rename>
@Suite struct RenamedChannelTests {
    @Test func `What is typed in the room, and was sent there, stays, and so does its place`() {
        var session = ClientSession.inLobby()
        session.hear(":ana!u@h JOIN #b", ":ana!u@h JOIN #c")
        var screen = Screen.forTests(90, 14)
        screen.forgetClosed(ChatModel(session))
        screen.type("sent", in: &session)
        screen.submitted(in: session.shownBuffer.id, named: "#lobby")
        screen.type("half a thou", in: &session)
        session.hear(":mara!u@h RENAME #lobby #hall :")
        screen.forgetClosed(ChatModel(session))
        let picture = screen.picture(session)
        #expect(picture.contains("half a thou") && picture.contains("2 #hall  3 #b"))
        #expect(
            screen.inputState.history.lines == [
                InputHistory.Entry("sent", in: .init(session.shownBuffer.address.network, "#hall"))
            ])
    }
}
