import Protocol
import Testing

@testable import Chat

/// The host's rank is the session's, and not the account's that the host is logged in to.
struct HostRankTests {
    private let chat = TestNetwork(reachability: .forTests)

    init() {
        chat.makeAccounts("alice")
        chat.enter("bob", from: .secure("203.0.113.9"))
        chat.join("#lobby", "bob")
    }

    /// The host on the machine itself, logged in as alice, and alice's phone somewhere else.
    private func enterBoth(hostFirst: Bool = true) {
        let origins = [("host", Origin.ownDoor), ("phone", Origin.secure("203.0.113.7"))]
        for (name, origin) in hostFirst ? origins : origins.reversed() {
            chat.logIn(name, as: "alice", from: origin)
            if chat.session(name)?.user?.channels.isEmpty == true { chat.send(name, "JOIN #lobby") }
        }
    }

    private var ranks: Ranks? {
        chat.session("phone")?.user.flatMap { chat.channel("#lobby")?.membership(of: $0)?.ranks }
    }

    private func expectPowerless(_ source: SourceLocation = #_sourceLocation) {
        #expect(ranks == [], sourceLocation: source)
        #expect(chat.ask("phone", "MODE #lobby +s")[0].contains(" 482 "), sourceLocation: source)
        #expect(chat.ask("phone", "INVITATION CREATE #lobby")[0].contains("FAIL "), sourceLocation: source)
    }

    @Test func `When the host's session ends, a session of the same account elsewhere has no rank left`() {
        enterBoth()
        #expect(ranks == .founder)
        chat.forget()
        chat.hangUp("host")
        #expect(chat.take("bob").contains { $0.contains(" MODE #lobby -q alice") })
        #expect(chat.take("phone").contains { $0.contains(" MODE #lobby -q alice") })
        expectPowerless()
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `A session of the host's that only listens takes no rank, and nobody is told of one`() {
        chat.enter("listener", from: .ownDoor)
        chat.send("listener", "OWNER YIELD")
        chat.forget()
        chat.send("listener", "JOIN #lobby")
        #expect(chat.take("bob").map { $0.split(separator: " ")[1] } == ["JOIN"])
        // One that does not yield is in beside it, or did not yet.
        chat.enter("host", from: .ownDoor)
        chat.send("host", "JOIN #lobby")
        #expect(chat.take("bob").contains { $0.contains(" MODE #lobby +q host") })
        chat.send("host", "OWNER YIELD")
        #expect(chat.take("bob").contains { $0.contains(" MODE #lobby -q host") })
        #expect(chat.ask("bob", "OWNER YIELD")[0].contains(" 462 "))
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `A host who comes in as somebody who is in the lobby already runs it, and all are told`() {
        enterBoth(hostFirst: false)
        #expect(ranks == .founder)
        #expect(chat.take("bob").contains { $0.contains(" MODE #lobby +q alice") })
        #expect(chat.take("host").contains { $0.contains(" 353 ") && $0.contains("~alice") })
        #expect(chat.ask("host", "MODE #lobby +s").contains { $0.hasSuffix(" MODE #lobby +s") })
    }

    @Test func `Whoever stays while not connected is not the founder then, nor on return from elsewhere`() {
        chat.logIn("host", as: "alice", from: .ownDoor)
        chat.send("host", "JOIN #lobby", "NS SET ALWAYS-ON ON")
        #expect(chat.session("host")?.user.map(chat.network.isAlwaysOn) == true)
        chat.hangUp("host")
        #expect(chat.take("bob").contains { $0.contains(" MODE #lobby -q alice") })
        chat.logIn("phone", as: "alice", from: .secure("203.0.113.7"))
        expectPowerless()
    }

    @Test func `Nor is it after a restart, in whatever way the server ended`() {
        chat.logIn("host", as: "alice", from: .ownDoor)
        chat.send("host", "JOIN #lobby", "NS SET ALWAYS-ON ON")
        chat.restart()
        chat.logIn("phone", as: "alice", from: .secure("203.0.113.7"))
        expectPowerless()
    }

    @Test func `What an earlier version kept of it counts for nothing`() {
        chat.logIn("host", as: "alice", from: .ownDoor)
        chat.send("host", "JOIN #lobby", "NS SET ALWAYS-ON ON")
        chat.restart()
        chat.changeRegistry { registry in
            guard let account = registry.accounts.keys.first, var presence = registry.presences[account] else { return }
            presence.channels = [
                Presence.Channel(name: "#lobby", ranks: "qv", since: EventNumber(rawValue: 1), closings: nil)
            ]
            registry.apply(.savePresence(account, presence))
        }
        chat.restart()
        chat.logIn("phone", as: "alice", from: .secure("203.0.113.7"))
        #expect(ranks == .voice)
    }

    @Test(arguments: ["CS OP #lobby", "CS AMODE #lobby +v alice"])
    func `No service makes it a rank of the account's`(_ line: String) {
        enterBoth()
        chat.send("host", line)
        chat.hangUp("host")
        #expect(ranks?.contains(.founder) == false)
    }

    @Test func `A rank that was given stays, and one that the host lays down is gone`() {
        chat.connect("door", from: .ownDoor)
        chat.send("door", "NICK door", "USER u 0 * :U", "JOIN #lobby")
        chat.logIn("phone", as: "alice", from: .secure("203.0.113.7"))
        chat.send("phone", "JOIN #lobby")
        chat.send("door", "MODE #lobby +q alice")
        chat.logIn("host", as: "alice", from: .ownDoor)
        chat.hangUp("host")
        #expect(ranks == .founder)
        chat.send("door", "MODE #lobby -q alice")
        #expect(ranks == [])
        chat.send("door", "MODE #lobby -q door")
        let door = chat.session("door")?.user
        #expect(door.flatMap { chat.channel("#lobby")?.membership(of: $0)?.ranks } == [])
    }

    @Test func `A guest who is the host and logs in late lends it as long, and no longer`() {
        chat.logIn("phone", as: "alice", from: .secure("203.0.113.7"))
        chat.send("phone", "JOIN #lobby")
        chat.connect("host", from: .ownDoor)
        chat.send("host", "NICK door", "USER u 0 * :U", "JOIN #lobby", "CAP REQ :sasl", "AUTHENTICATE PLAIN")
        chat.send("host", "AUTHENTICATE " + TestNetwork.plain("alice", "sesame sesame"))
        #expect(chat.session("host")?.user === chat.session("phone")?.user)
        #expect(ranks == .founder)
        chat.hangUp("host")
        expectPowerless()
    }

    @Test func `Beside a host's session another one of the account sees what anybody sees`() {
        enterBoth()
        chat.enter("eve")
        chat.send("eve", "MODE eve +i")
        #expect(chat.ask("phone", "WHO eve*").count == 1)
        #expect(chat.ask("host", "WHO eve*").count == 2)
        #expect(!chat.ask("phone", "WHOIS eve").contains { $0.contains(" 379 ") })
        #expect(chat.ask("host", "WHOIS eve").contains { $0.contains(" 379 ") })
    }
}
