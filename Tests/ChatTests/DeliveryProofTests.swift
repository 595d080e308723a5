import Protocol
import Testing

@testable import Chat

/// What is known to have arrived: by what the host finds out of the wires, and by answers to PING.
@Suite("Proof of arrival")
struct DeliveryProofTests: PhoneScenario {
    let chat = TestNetwork()

    init() { begin(accounts: "alice") }

    private func toldOnReturn() -> [String] {
        chat.logIn("phone", as: "alice")
        chat.forget()
        chat.send("phone", "JOIN #x")
        return told("phone")
    }

    /// - Parameter arrived: up to where all that it was sent had arrived.
    private func say(_ line: String, _ arrived: EventNumber?) {
        let input = Network.Input(reading: Bytes(line))
        chat.act { $0.receive(input, from: chat.id("phone"), arrived: arrived, at: $1) }
    }

    @Test func `A line tells of what had arrived when it was said, and not of what was still on its way`() {
        chat.send("carol", "PRIVMSG #x :read")
        let read = chat.network.latestNumber
        chat.send("carol", "PRIVMSG #x :on its way")
        let lines = [("PING :alive", EventNumber?.none), ("PING :again", read)]
        for (line, arrived) in lines {
            say(line, arrived)
        }
        breakOff("phone")
        #expect(toldOnReturn() == ["on its way"])
    }

    @Test(
        "Whoever answers a PING has what was sent before it, and nothing that was sent since", arguments: [true, false])
    func answeredPing(_ isRight: Bool) throws {
        chat.send("carol", "PRIVMSG #x :before")
        chat.forget()
        chat.pass(seconds: 120)
        let ping = try #require(chat.take("phone").last { $0.hasPrefix("PING ") })
        chat.send("carol", "PONG x", "PRIVMSG #x :since")
        let pong = isRight ? ping.replacing("PING", with: "PONG irc.test") : "PONG irc.test"
        say(pong, nil)
        breakOff("phone")
        #expect(toldOnReturn() == (isRight ? ["since"] : ["before", "since"]))
    }

    @Test func `Who speaks while something is always on its way is asked, now and then, what has arrived`() {
        chat.forget()
        for _ in 0..<26 {
            chat.pass(seconds: 10)
            chat.send("carol", "PRIVMSG #x :on")
            say("PING x", nil)
        }
        #expect(chat.take("phone").filter { $0.hasPrefix("PING ") }.count == 2)
    }

    @Test func `A replay has arrived when something behind it has, and not by a line that was said before`() {
        chat.hangUp("phone")
        chat.send("carol", "PRIVMSG #x :first")
        let before = chat.network.latestNumber
        chat.logIn("phone", as: "alice")
        chat.send("phone", "JOIN #x")
        say("PING x", before)
        breakOff("phone")
        #expect(toldOnReturn() == ["first"])
        chat.send("phone", "PING x")
        breakOff("phone")
        #expect(toldOnReturn() == [])
    }

    @Test func `Nobody is told as missed what he said himself, however late it was obeyed`() {
        chat.send("carol", "PRIVMSG #x :theirs")
        say("PRIVMSG #x :mine", nil)
        breakOff("phone")
        #expect(toldOnReturn() == ["theirs"])
    }

    @Test(
        "Who logs in only in the room is told what was missed there before it came in, and by others",
        arguments: [false, true])
    func lateLogin(staysAway: Bool) {
        if staysAway { chat.send("phone", "NS SET ALWAYS-ON ON") }
        chat.hangUp("phone")
        chat.send("carol", "PRIVMSG #x :lost", "PRIVMSG alice :lost too")
        chat.enter("desk", from: .secure())
        chat.send("desk", "JOIN #x")
        chat.send("carol", "PRIVMSG #x :seen")
        chat.forget()
        chat.setAccount(of: "desk", to: "alice")
        #expect(told("desk") == ["lost", "lost too"])
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test
    func `Of whom it was never known that something had arrived is told what was said since it first came`() {
        chat.makeAccounts("bob")
        chat.send("carol", "PRIVMSG #x :before")
        for _ in 0..<2 {
            chat.enter("late")
            chat.setAccount(of: "late", to: "bob")
            let join = Network.Input(reading: Bytes("JOIN #x"))
            chat.forget()
            chat.act { $0.receive(join, from: chat.id("late"), arrived: nil, at: $1) }
            chat.send("carol", "PRIVMSG #x :since")
            breakOff("late")
        }
        #expect(told("late") == ["since", "since"])
    }

    @Test
    func `A server that is cut off knows of the minutes before what had arrived, and the rest is told again`() {
        chat.send("carol", "PRIVMSG #x :heard")
        chat.send("phone", "PING x")
        chat.pass(seconds: Network.arrivalSaveSeconds)
        chat.send("carol", "PRIVMSG #x :new")
        chat.send("phone", "PING x")
        chat.restart(isInGoodOrder: false)
        #expect(toldOnReturn() == ["new"])
    }

    @Test func `What has arrived is kept once a minute, and only of accounts of whom something new has`() {
        func kept() -> Account.LastArrival? { chat.kept.accounts[chat.network.fold("alice")]?.lastArrival }
        chat.send("phone", "PING x")
        chat.pass(seconds: Network.arrivalSaveSeconds)
        let first = kept()
        #expect(first != nil)
        chat.pass(seconds: Network.arrivalSaveSeconds)
        chat.send("phone", "PING x")
        #expect(kept() == first, "nothing has happened")
        chat.send("carol", "PRIVMSG #x :new")
        chat.send("phone", "PING x")
        chat.pass(seconds: Network.arrivalSaveSeconds - 1)
        #expect(kept() == first, "it is too soon")
        chat.pass(seconds: 1)
        #expect(kept()?.event == chat.network.latestNumber)
    }

    @Test func `Of those who came together it is kept over some seconds, of each once a minute`() {
        let chat = TestNetwork()
        let names = (0..<150).map { "n\($0)" }
        for name in names { chat.makeAccounts(name) }
        chat.enter("carol")
        for name in names { chat.logIn(name, as: name) }
        func lastArrival() -> [String: EventNumber] {
            Dictionary(
                uniqueKeysWithValues: names.map {
                    ($0, chat.kept.accounts[chat.network.fold($0)]?.lastArrival?.event ?? .none)
                })
        }
        func kept(after seconds: Int64) -> Int {
            let before = lastArrival()
            chat.pass(seconds: seconds)
            let after = lastArrival()
            return names.count { before[$0] != after[$0] }
        }
        func somethingNew() {
            chat.send("carol", "JOIN #x", "PART #x")
            for name in names { chat.send(name, "PING x") }
        }
        somethingNew()
        #expect([Network.arrivalSaveSeconds, 1, 1, 1].map(kept) == [64, 64, 22, 0])
        somethingNew()
        #expect([Network.arrivalSaveSeconds - 3, 1, 1, 1].map(kept) == [64, 64, 22, 0])
    }

    @Test func `What is known to have arrived at a stop is not told again`() {
        chat.send("carol", "PRIVMSG #x :acknowledged")
        let arrived = chat.network.latestNumber
        chat.send("carol", "PRIVMSG #x :lost")
        chat.act { $0.noteArrival(at: chat.id("phone"), through: arrived, at: $1) }
        chat.restart()
        #expect(toldOnReturn() == ["lost"])
    }
}
