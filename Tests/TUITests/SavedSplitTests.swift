import Client
import Testing

@testable import TUI

/// Two buffers side by side that are kept over restarts.
@Suite struct SavedSplitTests {
    private static let lobbyAndTea = SavedSplit(left: "srv #lobby", right: "srv #tea", isLeftTypedInto: true)

    private var session = ClientSession.busyLobby()
    private var screen = Screen.forTests(120, 10)

    /// The topics of the next frame.
    private mutating func topics() -> Substring { screen.picture(session).split(separator: "\n")[0] }

    private mutating func enterTea() { session.hear(":ana!u@h JOIN #tea", ":srv 366 ana #tea :End") }

    private func saved(over text: String = "") -> [SavedSplit] {
        var state = SavedState(text)
        screen.saveSplit(in: &state, ChatModel(session)) { _ in "srv" }
        return SavedState(state.text).splits
    }

    private mutating func restore(_ split: SavedSplit) {
        var state = SavedState()
        state.splits = [split]
        screen.restore(state, server: "srv", of: .first)
    }

    @Test func `Both are read as they were written, with the side that was typed into`() {
        var state = SavedState("split\tsrv #a\tsrv #b\tmiddle\nsplit\tsrv #a\tsrv #b\nsplit\tsrv #a\tsrv #b\tright\n")
        #expect(state.splits == [SavedSplit(left: "srv #a", right: "srv #b", isLeftTypedInto: false)])
        state.splits.append(SavedSplit(left: "srv #a\tb", right: "srv 2 #b\\", isLeftTypedInto: true))
        #expect(SavedState(state.text) == state)
    }

    @Test mutating func `What stands side by side is kept, in place of what did, and other servers' buffers stay`() {
        enterTea()
        screen.press(.alt("2"), in: &session)
        let other = "split\tother #x\tother #y\tright\n"
        #expect(saved(over: other + "split\tother #x\tsrv #old\tright\n").map(\.left) == ["other #x"])
        screen.split(with: "#tea", ChatModel(session))
        #expect(saved(over: other).dropFirst() == [Self.lobbyAndTea])
        screen.press(.alt("w"), in: &session)
        #expect(saved() == [SavedSplit(left: "srv #lobby", right: "srv #tea", isLeftTypedInto: false)])
        screen.unsplit(ChatModel(session))
        #expect(saved(over: "split\tsrv #lobby\tsrv #tea\tleft\n").isEmpty)
    }

    @Test mutating func `The one that was read comes back beside the one that is typed into, once it is open`() {
        restore(Self.lobbyAndTea)
        #expect(!topics().contains("▸"))
        // What is waited for is kept meanwhile.
        #expect(saved() == [Self.lobbyAndTea])
        enterTea()
        screen.press(.alt("2"), in: &session)
        #expect(topics().hasPrefix("▸#lobby") && topics().contains("│ #tea"))
        #expect(saved() == [Self.lobbyAndTea])
    }

    @Test mutating func `It comes back beside any other, too, on its side, and in whatever case it was kept`() {
        enterTea()
        session.setVisible(.server)
        restore(SavedSplit(left: "srv #TEA", right: "srv #lobby", isLeftTypedInto: false))
        #expect(topics().hasPrefix(" #tea") && topics().contains("│▸localhost"))
    }

    @Test mutating func `Where it is the one that is typed into, the other of the two stands beside it`() {
        restore(SavedSplit(left: "srv #tea", right: "srv #lobby", isLeftTypedInto: true))
        screen.press(.alt("2"), in: &session)
        #expect(topics().hasPrefix(" #lobby"))
        enterTea()
        screen.press(.alt("2"), in: &session)
        #expect(topics().hasPrefix(" #tea") && topics().contains("│▸#lobby"))
    }

    @Test mutating func `A server's own buffer is found by its name`() {
        restore(SavedSplit(left: "srv #lobby", right: "srv localhost", isLeftTypedInto: true))
        screen.press(.alt("2"), in: &session)
        #expect(topics().hasPrefix("▸#lobby") && topics().contains("│ localhost"))
    }

    @Test mutating func `A window that is too narrow waits until it is wide enough`() {
        enterTea()
        screen.press(.alt("2"), in: &session)
        screen.resize(width: 100, height: 10)
        restore(Self.lobbyAndTea)
        #expect(!topics().contains("▸") && saved() == [Self.lobbyAndTea])
        screen.resize(width: 101, height: 10)
        #expect(topics().hasPrefix("▸#lobby"))
    }

    @Test(arguments: [true, false]) mutating func `A choice of the person's own goes before it`(isSplit: Bool) {
        restore(Self.lobbyAndTea)
        session.hear(":ana!u@h JOIN #den", ":srv 366 ana #den :End")
        screen.press(.alt("2"), in: &session)
        if isSplit { screen.split(with: "#den", ChatModel(session)) } else { screen.unsplit(ChatModel(session)) }
        enterTea()
        screen.press(.alt("2"), in: &session)
        #expect(topics().contains("│ #den") == isSplit && !topics().contains("#tea"))
        #expect(saved().map(\.right) == (isSplit ? ["srv #den"] : []))
    }

    @Test(arguments: ["typed", "pasted", "gone", "clicked"])
    mutating func `Who types or goes elsewhere meanwhile has chosen otherwise`(deed: String) {
        session.hear(":ana!u@h JOIN #den", ":srv 366 ana #den :End")
        screen.settings.usesMouse = true
        restore(Self.lobbyAndTea)
        _ = topics()
        // A key that does neither changes nothing.
        screen.press(.pageUp, .alt("2"), .left, in: &session)
        #expect(screen.panes.arrangement.formerSplit != nil)
        switch deed {
        case "typed": screen.type("a", in: &session)
        case "pasted": screen.handleAndApply(.paste("a"), &session)
        case "gone": screen.press(.alt("3"), .alt("2"), in: &session)
        default: screen.click(on: "#den", in: &session)
        }
        enterTea()
        #expect(!topics().contains("▸") && saved().isEmpty)
    }

    @Test mutating func `It is looked for once in a chat that stays as it is`() {
        func mayBeFound() -> Bool? { screen.panes.arrangement.formerSplit?.mayBeFound(in: ChatModel(session)) }
        restore(Self.lobbyAndTea)
        #expect(mayBeFound() == true)
        _ = topics()
        #expect(mayBeFound() == false)
        session.hear(from: "mara", "more")
        #expect(mayBeFound() == true)
        _ = topics()
        #expect(mayBeFound() == false)
        // Another network may have it.
        screen.panes.arrangement.formerSplit?.find("other", NetworkID(1))
        #expect(mayBeFound() == true)
        enterTea()
        #expect(topics().hasPrefix("▸#lobby") && mayBeFound() == nil)
    }

    @Test mutating func `A network that is put away takes it along`() {
        restore(Self.lobbyAndTea)
        screen.forget(.first, ChatModel(session))
        #expect(saved().isEmpty)
    }

    @Test func `Each half is found when its network is opened`() {
        var chat = ChatModel(session)
        let other = ClientSession.inAttic(beside: chat)
        var (screen, state) = (screen, SavedState())
        state.splits = [SavedSplit(left: "srv #lobby", right: "other #attic", isLeftTypedInto: true)]
        screen.restore(state, server: "srv", of: .first)
        #expect(!screen.draw(chat, at: noon).text.contains("▸"))
        let lobby = BufferAddress(.first, session.buffers.id(named: "#lobby") ?? .server)
        screen.willShow(lobby, chat)
        chat.show(lobby)
        chat.add(other)
        screen.restore(state, server: "other", of: NetworkID(1))
        #expect(screen.draw(chat, at: noon).text.contains("│ #attic"))
        var saved = SavedState()
        screen.saveSplit(in: &saved, chat) { $0 == .first ? "one" : "two" }
        #expect(saved.splits == [SavedSplit(left: "one #lobby", right: "two #attic", isLeftTypedInto: true)])
    }
}
