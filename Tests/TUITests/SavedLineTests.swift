import Client
import TUI
import Testing

/// The lines that were sent, as they are kept when the screen is saved.
@Suite struct SavedLineTests {
    private let session = ClientSession.inLobby()

    /// A screen that has these lines of the server `srv`.
    private func screen(_ sent: String) -> Screen {
        var screen = Screen.forTests(80, 24)
        screen.restore(SavedState(sent), server: "srv")
        return screen
    }

    /// The lines that are kept where the file had others.
    private func saved(_ sent: String, into before: String) -> [SavedState.SentLine] {
        var savedState = SavedState(before)
        screen(sent).save(in: &savedState, server: "srv", session)
        return savedState.sent
    }

    @Test func `Own lines stand behind those of the file, each once, and of other servers all stay`() {
        let kept = saved(
            "sent\tsrv #lobby\thi\nsent\teverywhere\nsent\tsrv bo\thi\n",
            into: "sent\tsrv #lobby\thi\nsent\tother #lobby\thi\nsent\tsrv bo\ttheirs\nsent\teverywhere\n")
        #expect(
            kept == [
                .init("hi", in: "other #lobby"), .init("theirs", in: "srv bo"), .init("hi", in: "srv #lobby"),
                .init("everywhere", in: ""), .init("hi", in: "srv bo"),
            ])
    }

    @Test func `Lines of other servers are not taken for one's own`() {
        // One server's name may begin as another's.
        let others = "sent\tother #lobby\tone\nsent\tsrv2 #lobby\ttwo\n"
        #expect(saved(others, into: "") == [])
        #expect(saved(others, into: others).map(\.text) == ["one", "two"])
    }

    @Test func `No line that holds a password is kept, nor stays in the file`() {
        let secret = "sent\tsrv NickServ\tidentify hunter2\nsent\t/oper ana hunter2\n"
        #expect(saved(secret + "sent\tsrv #lobby\tmine\n", into: "") == [.init("mine", in: "srv #lobby")])
        #expect(saved("", into: secret + "sent\tsrv bo\ttheirs\n") == [.init("theirs", in: "srv bo")])
    }

    @Test func `Of more lines than are kept the oldest go`() {
        let lines = (0...InputHistory.limit).map { "sent\tsrv #lobby\t\($0)\n" }.joined()
        let kept = SavedState(SavedState(lines).text).sent
        #expect(kept.count == InputHistory.limit)
        #expect(kept.first?.text == "1" && kept.last?.text == "\(InputHistory.limit)")
    }
}
