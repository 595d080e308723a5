import Protocol
import Testing

@testable import Chat

/// The numbers that a host is told for its measurements.
@Suite struct ActivityTests {
    private let chat = TestNetwork()

    /// What has happened since it was asked last.
    private func activity() -> ActivityCounts { chat.network.takeActivity() ?? ActivityCounts() }

    /// A number of what has happened, as it is expected to be.
    private func counts(_ change: (inout ActivityCounts) -> Void) -> ActivityCounts {
        var counts = ActivityCounts()
        change(&counts)
        return counts
    }

    @Test func `Nothing is told where nothing has happened, and nothing twice`() {
        chat.enter("ada", "bob")
        chat.join("#a", "ada", "bob")
        #expect(chat.network.takeActivity() == nil)
        chat.send("ada", "PRIVMSG #a :hello")
        #expect(chat.network.takeActivity() != nil)
        #expect(chat.network.takeActivity() == nil)
    }

    @Test func `What is said counts by its command, and for each session of the audience`() {
        chat.enter("ada", "bob", "cy", caps: "message-tags")
        chat.enter("dan")
        chat.join("#a", "ada", "bob", "dan")
        chat.send("ada", "PRIVMSG #a :one", "NOTICE #a :two", "@+x=y TAGMSG #a", "PRIVMSG cy :three", "PRIVMSG ada :me")
        #expect(
            activity()
                == counts {
                    ($0.messages, $0.notices, $0.tagMessages) = (3, 1, 1)
                    // Dan is not told tags alone; of a private message each of the two has one.
                    $0.deliveries = 3 + 3 + 2 + 2 + 1
                })
    }

    @Test func `A message for those with a rank counts for them and for who said it`() {
        chat.enter("ada", "bob", "cy")
        chat.join("#a", "ada", "bob", "cy")
        chat.send("bob", "PRIVMSG @#a :help")
        #expect(activity().deliveries == 2)
    }

    @Test func `What nobody is told is nothing that was said`() {
        chat.enter("ada")
        chat.join("#a", "ada")
        chat.send(
            "ada", "PRIVMSG #none :a", "PRIVMSG nobody :a", "PRIVMSG NickServ :HELP", "TOPIC #a :new", "NICK eve",
            "PART #a")
        #expect(activity() == ActivityCounts())
    }

    @Test func `Proofs count that are right and that are wrong, and those that come too soon as a refusal`() {
        chat.makeAccounts("alice")
        _ = activity()
        chat.logIn("a", as: "alice")
        #expect(activity() == counts { $0.logins = 1 })
        let stranger = Origin.secure("198.51.100.1")
        for number in 0..<6 { chat.logIn("s\(number)", as: "alice", from: stranger, password: "guess") }
        let guesses = activity()
        // Three wrong ones are free; with the fourth the waiting begins.
        #expect(guesses.failedLogins == 4 && guesses.logins == 0)
        #expect(guesses.refusals[.loginWait] == 2)
    }

    @Test func `Who is banned, comes without TLS or has nothing to show counts by that rule`() {
        chat.connect("far", from: Origin(address: "192.0.2.1", host: "192.0.2.1", refusal: "TLS only"))
        chat.send("far", "NICK far")
        #expect(activity() == counts { $0.refusals = [.plaintext: 1] })
        chat.enter("host", from: .ownDoor)
        chat.send("host", "UBAN ADD 192.0.2.0/24 DURATION 1d :bad manners")
        chat.connect("banned", from: .secure("192.0.2.7"))
        #expect(activity() == counts { $0.refusals = [.ban: 1] })
        var closed = Origin.secure("198.51.100.1")
        closed.needs = [.account, .invitation]
        chat.connect("stranger", from: closed)
        chat.send("stranger", "NICK x", "USER x 0 * :x")
        #expect(activity() == counts { $0.refusals = [.admission: 1] })
    }

    @Test func `An address with too many connections counts each that is turned away`() {
        let place = Origin(address: "192.0.2.1", host: "192.0.2.1", addressPrefix: "192.0.2.1", isSecure: true)
        let chat = TestNetwork { $0.limits.unregisteredPerAddress = 2 }
        for number in 0..<5 { chat.connect("c\(number)", from: place) }
        #expect(chat.network.takeActivity() == counts { $0.refusals = [.connectionLimit: 3] })
    }

    @Test func `Lines that are none count, and empty ones do not`() {
        chat.enter("ada")
        chat.send("ada", bytes: Bytes([0x41, 0, 0x42]))
        chat.send("ada", bytes: Bytes([0x41, 0xFF]))
        chat.send("ada", bytes: Bytes([]))
        #expect(activity() == counts { $0.refusals = [.malformed: 2] })
    }

    @Test func `Each wait of somebody who is too fast counts`() {
        chat.enter("ada", from: Origin(address: "192.0.2.1", host: "192.0.2.1", isSecure: true))
        chat.send("ada", "JOIN #a")
        _ = activity()
        chat.pass(seconds: 20)
        for _ in 0..<30 { chat.send("ada", "PRIVMSG #a :flood") }
        let flood = activity()
        #expect(flood.messages < 30 && flood.refusals == [.rate: 1])
    }

    @Test func `Everybody who is here and every room is counted`() {
        chat.enter("ada", "bob")
        chat.connect("silent")
        chat.join("#a", "ada")
        let population = chat.network.population
        #expect(population.registeredSessions == 2 && population.unregisteredSessions == 1 && population.people == 2)
        #expect(population.rooms == chat.network.channels.count && population.rooms > 0)
    }

    @Test func `Rules have words of small letters for names`() {
        #expect(RefusalRule.allCases.allSatisfy { $0.rawValue.wholeMatch(of: /[a-z_]+/) != nil })
    }
}
