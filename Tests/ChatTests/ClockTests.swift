import Protocol
import Testing

@testable import Chat

/// A clock that was set, and a log from a machine whose clock was ahead: what is told has the clock's time, and what lasts so many
/// seconds lasts so many seconds.
struct ClockTests {
    private static let far = Origin(address: "192.0.2.1", host: "far")
    private static let century: Int64 = 100 * 365 * 86_400

    /// What may be wrong with the clock.
    enum Fault: CaseIterable {
        case none, logAhead, setBack, setAhead
    }

    private func chat(_ fault: Fault) -> TestNetwork {
        let chat = TestNetwork(logAhead: fault == .logAhead ? Self.century : 0)
        chat.connect("host", from: .ownDoor)
        chat.send("host", "NICK host", "USER h 0 * :H")
        chat.enter("alice", from: Self.far)
        chat.enter("op")
        chat.join("#x", "op", "alice")
        chat.pass(seconds: 30)
        switch fault {
        case .none, .logAhead: break
        case .setBack: chat.setClock(ahead: -Self.century / 10)
        case .setAhead: chat.setClock(ahead: Self.century)
        }
        chat.forget()
        return chat
    }

    @Test(arguments: Fault.allCases) func `Who was too fast goes on when it is time`(_ fault: Fault) {
        let chat = chat(fault)
        for index in 0..<40 { chat.send("alice", "PRIVMSG #x :\(index)") }
        #expect(chat.take("op").count == 20)
        chat.pass(seconds: 5)
        #expect(chat.take("op").count == 20)
        #expect(chat.closed == [])
    }

    @Test(arguments: Fault.allCases) func `Who is silent is asked whether he is there, and then let go`(_ fault: Fault)
    {
        let chat = chat(fault)
        chat.pass(seconds: 30)
        #expect(chat.take("alice") == [])
        chat.pass(seconds: 120)
        #expect(chat.take("alice").last?.hasPrefix("PING ") == true)
        chat.pass(seconds: 60)
        #expect(chat.closed.contains("alice"))
    }

    @Test(arguments: Fault.allCases) func `Who never registers is let go`(_ fault: Fault) {
        let chat = chat(fault)
        chat.connect("idle", from: Self.far)
        chat.pass(seconds: 59)
        #expect(!chat.closed.contains("idle"))
        chat.pass(seconds: 1)
        #expect(chat.closed.contains("idle"))
    }

    @Test(arguments: Fault.allCases) func `Bans for a time end, those of rooms and those of the server`(_ fault: Fault)
    {
        let chat = chat(fault)
        chat.send("op", "TBAN #x 1m ~m:alice!*@*")
        chat.send("host", "UBAN ADD 198.51.100.0/24 DURATION 1m noise")
        #expect(chat.ask("alice", "PRIVMSG #x :a").count == 1)
        #expect(chat.network.serverBans.all.count == 1)
        chat.pass(seconds: 61)
        #expect(chat.ask("alice", "PRIVMSG #x :a") == [])
        #expect(chat.network.serverBans.all.isEmpty)
    }

    @Test(arguments: Fault.allCases) func `Slow mode waits its seconds`(_ fault: Fault) {
        let chat = chat(fault)
        chat.send("op", "MODE #x +W 10")
        chat.forget()
        #expect(chat.ask("alice", "PRIVMSG #x :a") == [])
        #expect(chat.ask("alice", "PRIVMSG #x :b").count == 1)
        chat.pass(seconds: 10)
        #expect(chat.ask("alice", "PRIVMSG #x :b") == [])
    }

    @Test(arguments: Fault.allCases) func `What is told never runs back, and TIME tells what the clock shows`(
        _ fault: Fault
    ) {
        let chat = chat(fault)
        let before = chat.events.last?.time
        chat.send("alice", "PRIVMSG #x :a")
        chat.pass(seconds: 5)
        chat.send("alice", "PRIVMSG #x :b")
        let times = chat.events.suffix(2).map(\.time)
        #expect(before.map { $0 <= times[0] } == true && times[0] <= times[1])
        let clock = chat.now.advanced(
            bySeconds: fault == .setBack ? -Self.century / 10 : fault == .setAhead ? Self.century : 0)
        #expect(chat.ask("op", "TIME") == [":irc.test 391 op irc.test :\(clock.iso8601)"])
    }

    @Test(arguments: Fault.allCases) func `An invitation ends when it says`(_ fault: Fault) {
        let chat = chat(fault)
        chat.act { $0.apply(Reachability.forTests, at: $1) }
        chat.send("host", "INVITATION CREATE * expires=3600")
        #expect(chat.ask("host", "INVITATION LIST").contains { $0.contains("live") })
        chat.pass(seconds: 3601)
        #expect(!chat.ask("host", "INVITATION LIST").contains { $0.contains("live") })
    }
}
