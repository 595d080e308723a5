import Protocol
import Testing

@testable import Chat

/// STATUS, which only the host may say.
@Suite struct HostStatusTests {
    private let chat = TestNetwork()

    @Test func `The host asks for it before it has registered, and has no other answer of Chat's`() throws {
        chat.connect("h", from: Origin(address: "local", host: "localhost", isHost: true, isExemptFromLimits: true))
        #expect(chat.ask("h", "STATUS").isEmpty)
        #expect(chat.statusAsked == [try #require(chat.session("h")?.id)])
    }

    @Test func `Nobody else does, not even an operator`() {
        chat.enter("eve")
        #expect(chat.ask("eve", "STATUS") == [":irc.test 421 eve STATUS :Unknown command"])
        chat.connect("new")
        #expect(chat.ask("new", "STATUS") == [":irc.test 421 * STATUS :Unknown command"])
        #expect(chat.statusAsked.isEmpty)
    }
}
