import Protocol
import Testing

@testable import Chat

/// What is told as missed: all behind the last event that is known to have arrived, whenever a connection was found to be dead.
@Suite("Arrival")
struct MissedEventTests: PhoneScenario {
    let chat = TestNetwork()

    init() { begin(accounts: "alice", "bob") }

    @Test func `What is said between the last sign of life of a connection and its end is told on return`() {
        chat.send("carol", "PRIVMSG #x :heard")
        chat.send("phone", "PONG x", "PRIVMSG #x :mine")
        chat.send("carol", "PRIVMSG #x :lost", "PRIVMSG alice :lost too")
        for _ in 0..<6 {
            chat.pass(seconds: 60)
            chat.send("carol", "PONG x")
        }
        #expect(chat.session("phone") == nil, "it has timed out")
        chat.send("carol", "PRIVMSG #x :later")
        chat.logIn("desk", as: "alice")
        chat.send("desk", "JOIN #x")
        #expect(told("desk").sorted() == ["later", "lost", "lost too"])
    }

    @Test func `Who connects anew while the dead connection is still held is told at once, and only once`() {
        chat.send("carol", "PRIVMSG #x :lost", "PRIVMSG alice :lost too")
        chat.logIn("desk", as: "alice")
        #expect(told("desk") == ["lost", "lost too"])
        breakOff("phone")
        chat.send("desk", "PING x")
        chat.hangUp("desk")
        chat.logIn("desk", as: "alice")
        chat.send("desk", "JOIN #x")
        #expect(told("desk") == [])
    }

    @Test func `Who logs in only when it is there is told what was said before it came into the room`() {
        chat.send("carol", "PRIVMSG #x :lost")
        chat.enter("desk", from: .secure())
        chat.send("desk", "JOIN #x")
        chat.send("carol", "PRIVMSG #x :seen", "PRIVMSG alice :direct")
        chat.forget()
        chat.setAccount(of: "desk", to: "alice")
        #expect(told("desk") == ["lost", "direct"])
    }

    @Test(
        "Who goes before the first answer is told has missed what was said since coming into a room, and nothing before"
    )
    func goneAtOnce() {
        chat.send("carol", "PRIVMSG #x :before")
        chat.enter("first")
        let lines = ["NS SET ALWAYS-ON ON", "JOIN #x", "QUIT"].map { Network.Input(reading: Bytes($0)) }
        chat.act { network, time in
            if let session = chat.session("first") { network.setAccount(of: session, to: "bob") }
            for line in lines { network.receive(line, from: chat.id("first"), at: time) }
        }
        chat.send("carol", "PRIVMSG #x :while you were out")
        chat.logIn("desk", as: "bob")
        #expect(told("desk") == ["while you were out"])
    }

    @Test func `Who closed in good order has what was sent before, and who was cut off has not`() {
        for isCut in [false, true] {
            chat.send("carol", "PRIVMSG #x :before")
            if isCut { breakOff("phone") } else { chat.hangUp("phone") }
            chat.logIn("phone", as: "alice")
            chat.forget()
            chat.send("phone", "JOIN #x")
            #expect(told("phone") == (isCut ? ["before"] : []))
        }
    }

    @Test func `What one session of an account has, the account has`() {
        chat.logIn("desk", as: "alice")
        chat.send("carol", "PRIVMSG #x :one")
        chat.send("desk", "PONG x")
        chat.send("carol", "PRIVMSG #x :two")
        breakOff("desk")
        breakOff("phone")
        chat.logIn("phone", as: "alice")
        chat.forget()
        chat.send("phone", "JOIN #x")
        #expect(told("phone") == ["two"])
    }

    @Test func `What was told of the time before, and to nobody's knowledge arrived, is told again`() {
        chat.hangUp("phone")
        chat.send("carol", "PRIVMSG #x :first")
        for _ in 0..<2 {
            chat.logIn("phone", as: "alice")
            chat.forget()
            chat.send("phone", "JOIN #x")
            #expect(told("phone") == ["first"])
            breakOff("phone")
        }
        chat.logIn("phone", as: "alice")
        chat.send("phone", "JOIN #x")
        chat.pass(seconds: 2)
        chat.logIn("desk", as: "alice")
        #expect(told("desk") == ["first"])
    }

    @Test func `A restart keeps what had reached nobody`() {
        chat.send("carol", "PRIVMSG #x :lost")
        chat.restart()
        chat.logIn("phone", as: "alice")
        chat.send("phone", "JOIN #x")
        #expect(told("phone") == ["lost"])
    }

    @Test func `What the host answers in somebody's place is no sign of life`() {
        chat.send("carol", "PRIVMSG #x :lost")
        chat.act { $0.receive(Network.Input(reading: Bytes("PONG x")), from: chat.id("phone"), arrived: nil, at: $1) }
        breakOff("phone")
        chat.logIn("phone", as: "alice")
        chat.forget()
        chat.send("phone", "JOIN #x")
        #expect(told("phone") == ["lost"])
    }
}
