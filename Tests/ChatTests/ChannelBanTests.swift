import Protocol
import Testing

@testable import Chat

/// Bans of rooms by address and for a time, mutes, and slow mode.
struct ChannelBanTests {
    private let chat = TestNetwork()

    init() {
        chat.enter("alice", "carol")
        for (name, address) in [("bob", "192.0.2.7"), ("dave", "192.0.2.8")] {
            chat.enter(name, from: Origin(address: address, host: address, isExemptFromLimits: true))
        }
        chat.join("#x", "alice", "bob")
    }

    @Test func `A network is banned by where people come from, not by what others see`() {
        chat.send("alice", "MODE #x +b *!*@192.0.2.8")
        #expect(chat.ask("dave", "JOIN #x")[0].contains(" 474 "))
        #expect(chat.ask("bob", "PRIVMSG #x :hi") == [])
        chat.send("alice", "MODE #x +b 192.0.2.0/24")
        #expect(chat.ask("bob", "PRIVMSG #x :hi")[0].contains(" 404 "))
        chat.send("alice", "MODE #x +e *!*@192.0.2.7")
        #expect(chat.ask("bob", "PRIVMSG #x :hi") == [])
    }

    @Test func `A pattern sees what others see, and the end of a cloak means a network`() throws {
        chat.send("alice", "MODE #x +b *!*@192.0.2.*")
        #expect(chat.ask("dave", "JOIN #x")[0].contains(" JOIN "))
        chat.send("dave", "PART #x")
        let cloak = try #require(chat.session("bob")?.origin.host)
        chat.send("alice", "MODE #x +b *!*@*\(cloak.dropFirst(8))")
        #expect(chat.ask("dave", "JOIN #x")[0].contains(" 474 "))
    }

    @Test func `A ban for a time is told with its reason, and ends by itself`() {
        #expect(
            chat.ask("alice", "TBAN #x 1h dave!*@* :too loud").first == ":alice!~alice@host.alice MODE #x +b dave!*@*")
        #expect(
            chat.ask("dave", "JOIN #x") == [
                ":irc.test 474 dave #x :Cannot join channel (+b): too loud (until 2023-11-14T23:13:20.000Z)"
            ])
        chat.pass(seconds: 3599)
        chat.forget()
        #expect(chat.ask("dave", "JOIN #x")[0].contains(" 474 "))
        chat.pass(seconds: 1)
        #expect(chat.take("bob") == [":irc.test MODE #x -b dave!*@*"])
        #expect(chat.events.last?.text.text == "-b dave!*@*")
        #expect(chat.ask("dave", "JOIN #x")[0].contains(" JOIN "))
    }

    @Test func `It is changed, listed and undone`() {
        chat.send("alice", "TBAN #x 1h dave!*@*", "TBAN #x 0 dave!*@* :for good")
        #expect(chat.channel("#x")?.modes.bans.count == 1)
        #expect(
            chat.ask("bob", "TBAN #x") == [
                ":irc.test NOTICE bob :#x: banned dave!*@*: for good",
                ":irc.test NOTICE bob :#x: 1 in all; MODE #x b lists every ban",
            ])
        chat.send("alice", "MODE #x -b dave!*@*")
        #expect(chat.ask("dave", "JOIN #x")[0].contains(" JOIN "))
    }

    @Test(arguments: [
        ("bob", "TBAN #x 1h dave", "482 bob #x"), ("alice", "TBAN #x 1h", "461 alice TBAN"),
        ("alice", "TBAN #x 60 dave", "FAIL TBAN INVALID_DURATION #x 60"),
        ("alice", "TBAN #x 1h ~q:x", "696 alice #x b ~q:x"),
        ("alice", "TBAN #none 1h dave", "403 alice #none"),
    ])
    func `A ban that cannot be says why`(_ name: String, _ line: String, _ answer: String) {
        #expect(chat.ask(name, line)[0].hasPrefix(":irc.test \(answer) :"))
        #expect(chat.channel("#x")?.modes.bans.isEmpty == true)
    }

    @Test func `A kept room keeps time, reason and slow mode over a restart`() {
        chat.enter("host", from: Origin(address: "local", host: "localhost", isHost: true, isExemptFromLimits: true))
        chat.send("host", "JOIN #lobby", "MODE #lobby +W 30", "TBAN #lobby 2h ~m:dave!*@* :noise")
        chat.restart()
        chat.enter("dave")
        chat.send("dave", "JOIN #lobby")
        #expect(chat.channel("#lobby")?.modes.slowModeSeconds == 30)
        #expect(
            chat.ask("dave", "PRIVMSG #lobby :hi") == [
                ":irc.test 404 dave #lobby :Cannot send to channel (+b): you are muted: noise (until 2023-11-15T00:13:20.000Z)"
            ])
        chat.pass(seconds: 7200)
        #expect(chat.channel("#lobby")?.modes.bans.isEmpty == true)
    }

    // MARK: Slow mode

    @Test func `Between two messages of one member lies the time, and he is told how much of it is left`() {
        #expect(
            chat.ask("alice", "MODE #x +W 30")
                == [":alice!~alice@host.alice MODE #x +W :30"].map { $0.replacing(" :30", with: " 30") })
        #expect(chat.ask("bob", "MODE #x")[0] == ":irc.test 324 bob #x +ntW :30")
        chat.send("bob", "PRIVMSG #x :one")
        chat.pass(seconds: 18)
        #expect(
            chat.ask("bob", "PRIVMSG #x :two") == [
                ":irc.test 404 bob #x :Cannot send to channel (+W): one message every 30s here; try again in 12s"
            ])
        chat.pass(seconds: 11)
        #expect(chat.ask("bob", "PRIVMSG #x :two")[0].contains("try again in 1s"))
        chat.pass(seconds: 1)
        #expect(chat.ask("bob", "PRIVMSG #x :two") == [])
        #expect(chat.ask("bob", "NOTICE #x :three") == [])
        chat.send("bob", "PART #x", "JOIN #x")
        #expect(chat.ask("bob", "PRIVMSG #x :four")[0].contains(" 404 "))
    }

    @Test func `Who has a voice or runs the room does not wait, nor does anybody else for them`() {
        chat.send("alice", "MODE #x +W 30")
        for text in ["one", "two"] { #expect(chat.ask("alice", "PRIVMSG #x :\(text)") == []) }
        chat.send("bob", "PRIVMSG #x :one")
        #expect(chat.ask("bob", "PRIVMSG #x :two")[0].contains(" 404 "))
        chat.send("alice", "MODE #x +v bob")
        chat.forget()
        #expect(chat.ask("bob", "PRIVMSG #x :two") == [])
        chat.send("alice", "MODE #x -v bob", "MODE #x -W")
        chat.forget()
        #expect(chat.ask("bob", "PRIVMSG #x :three") == [])
    }

    @Test(arguments: [("0", false), ("1", true), ("3600", true), ("3601", false), ("x", false), ("-1", false)])
    func `Slow mode takes seconds up to an hour`(_ value: String, _ isFine: Bool) {
        let answer = chat.ask("alice", "MODE #x +W \(value)")
        #expect(answer[0].contains(isFine ? " MODE #x +W" : " 696 alice #x W \(value) :"))
    }
}
