import Client
import TUI
import Testing

@Suite("Rooms and talks that are kept over restarts")
struct SavedRoomTests {
    @Test func `Rooms come back in their order with their keys, each server's by itself`() {
        var state = SavedState("room\tother #x\tsecret\nroom\tsrv #old\ntalk\tother zoe\ntalk\tsrv old\n")
        var memory = SavedSession()
        memory.channels = ["#z", .init(name: "#a", key: "ta\tb\\c"), "#m"]
        memory.queries = ["zed", "bo"]
        state.take(memory, server: "srv")
        let read = SavedState(state.text)
        #expect(read == state)
        #expect(read.memory(server: "srv").channels == memory.channels)
        #expect(read.memory(server: "srv").queries == ["zed", "bo"])
        #expect(read.memory(server: "other").channels == [.init(name: "#x", key: "secret")])
        #expect(read.memory(server: "other").queries == ["zoe"])
        // One server's name may begin as another's.
        #expect(read.memory(server: "sr").channels.isEmpty)
    }

    @Test func `What is pinned here and the order by hand come back, each server's by itself`() {
        var state = SavedState("pinned\tother #x\norder\tother #y\norder\tother #x\npinned\n")
        var memory = SavedSession()
        (memory.pinned, memory.order) = (["#a", "bo"], ["bo", "#a\tb", "#m"])
        state.take(memory, server: "srv")
        let read = SavedState(state.text)
        #expect(read == state)
        #expect(read.memory(server: "srv").pinned == memory.pinned && read.memory(server: "srv").order == memory.order)
        #expect(read.memory(server: "other").pinned == ["#x"] && read.memory(server: "other").order == ["#y", "#x"])
        memory.order = []
        state.take(memory, server: "srv")
        #expect(state.order == ["other #y", "other #x"])
    }

    @Test func `Friends come back in their order, each server's by itself, and none leave no line`() {
        var state = SavedState("friend\tother zoe\nfriend\tother\tzoe\nfriend\tsrv\told\n")
        var memory = SavedSession()
        memory.friends = ["zed", "bo"]
        state.take(memory, server: "srv")
        #expect(state.text == "friend\tother\tzoe\nfriend\tsrv\tzed\nfriend\tsrv\tbo\n")
        #expect(SavedState(state.text) == state && state.memory(server: "srv").friends == ["zed", "bo"])
        memory.friends = []
        state.take(memory, server: "srv")
        #expect(state.text == "friend\tother\tzoe\n" && state.memory(server: "srv").friends.isEmpty)
    }

    @Test func `A file of before has no rooms, and keeps all else`() {
        let text = "draft\tsrv #x\tbegun\nseen\tsrv\t5\nignored\teve!*@*\nroom\nroom\ta\tb\tc\n"
        let state = SavedState(text)
        #expect(state.rooms.isEmpty && state.talks.isEmpty && state.declined.isEmpty)
        #expect(state.text == "draft\tsrv #x\tbegun\nseen\tsrv\t5\nignored\teve!*@*\n")
    }

    @Test(arguments: [
        ("friend\tsrv\tbo\n", true), ("pinned\tsrv #x\n", true), ("order\tsrv #x\n", true), ("talk\tsrv bo\n", true),
        ("order\tother #x\n", false), ("lesson\thelp\t1\n", false),
    ])
    func `A server of which anything is kept is known`(text: String, isKnown: Bool) {
        #expect(SavedState(text).knows("srv") == isKnown)
    }

    @Test func `Where an account was not to be kept is read as it was written`() {
        var state = SavedState()
        state.declined = ["irc.test:6667", "chat.test"]
        #expect(state.text == "declined\tchat.test\ndeclined\tirc.test:6667\n")
        #expect(SavedState(state.text) == state)
    }
}
