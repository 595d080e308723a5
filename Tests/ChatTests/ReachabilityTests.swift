import Protocol
import Testing

@testable import Chat

/// The ways to the server, which are told apart from its settings.
struct ReachabilityTests {
    private let chat = TestNetwork(reachability: .forTests)

    init() { chat.enter("ann") }

    @Test func `Other settings leave the ways to the server as they are`() {
        chat.reload { $0.networkName = "Other" }
        #expect(chat.take("ann") == [":irc.test 005 ann NETWORK=Other :are supported by this server"])
        #expect(chat.network.reachability == .forTests)
    }

    @Test func `Whether people can be invited is told when it changes`() {
        chat.act { $0.apply(Reachability(), at: $1) }
        #expect(chat.take("ann") == [":irc.test 005 ann -INVITATIONS :are supported by this server"])
        chat.act { $0.apply(Reachability.forTests, at: $1) }
        #expect(chat.take("ann") == [":irc.test 005 ann INVITATIONS :are supported by this server"])
    }

    @Test func `Advice to come with TLS is given to whoever asks from then on, and is no token of 005`() {
        var reachability = Reachability.forTests
        #expect(!chat.ask("ann", "CAP LS 302").contains { $0.contains("sts=") })
        reachability.strictTransport = .init(port: 6697, seconds: 60)
        chat.act { $0.apply(reachability, at: $1) }
        #expect(chat.take("ann") == [])
        #expect(chat.ask("ann", "CAP LS 302").contains { $0.contains("sts=port=6697,duration=60") })
    }
}
