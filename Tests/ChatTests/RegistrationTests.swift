import Protocol
import Testing

@testable import Chat

/// <https://modern.ircdocs.horse/#connection-registration> and the connection messages.
struct RegistrationTests {
    private let chat = TestNetwork()

    private func register(_ name: String) -> [String] {
        chat.connect(name)
        chat.send(name, "NICK \(name)")
        return chat.ask(name, "USER \(name) 0 * :Real Name")
    }

    // https://modern.ircdocs.horse/#connection-registration
    @Test func `Who has a nick and a user name is welcomed with 001 to 005, LUSERS, the MOTD and its modes`() {
        let numerics = register("alice").map { $0.split(separator: " ")[1] }
        #expect(numerics.prefix(4) == ["001", "002", "003", "004"])
        let rest = numerics.drop { Int($0)! < 5 }.drop { $0 == "005" }
        #expect(rest == ["251", "252", "254", "255", "265", "266", "422", "221"])
    }

    @Test func `The welcome names the newcomer in full`() {
        #expect(register("alice")[0] == ":irc.test 001 alice :Welcome to the Grillo network, alice!~alice@host.alice")
    }

    @Test func `NICK and USER come in either order`() {
        chat.connect("alice")
        #expect(chat.ask("alice", "USER a 0 * :b") == [])
        #expect(chat.ask("alice", "NICK alice").first?.hasPrefix(":irc.test 001 alice ") == true)
    }

    @Test(arguments: ["JOIN #x", "PRIVMSG alice :hi", "WHO *", "OPER a b", "AWAY :x", "ISUPPORT", "LIST", "LUSERS"])
    func `Nothing but registration is allowed before it is complete`(_ line: String) {
        chat.connect("alice")
        #expect(chat.ask("alice", line) == [":irc.test 451 * :You have not registered"])
    }

    @Test func `Whoever has not registered after 60 seconds in all is let go, whatever it said`() {
        chat.connect("alice")
        for _ in 0..<5 {
            chat.pass(seconds: 11)
            chat.send("alice", "PING x")
        }
        #expect(chat.closed == [])
        chat.pass(seconds: 5)
        #expect(chat.closed == ["alice"])
        #expect(chat.take("alice").last == "ERROR :Closing link (host.alice): Registration timed out after 60 seconds")
    }

    @Test(arguments: ["GET / HTTP/1.1", "POST / HTTP/1.1", "OPTIONS / HTTP/1.1"])
    func `A browser is refused on its first word`(_ line: String) {
        chat.connect("web")
        chat.send("web", line)
        #expect(chat.closed == ["web"])
    }

    @Test func `Who may not come in is answered CAP and nothing else`() {
        chat.connect("far", from: Origin(address: "192.0.2.1", host: "192.0.2.1", refusal: "TLS only"))
        #expect(chat.ask("far", "CAP LS 302").first?.hasPrefix(":irc.test CAP * LS ") == true)
        #expect(
            chat.ask("far", "NICK far").allSatisfy {
                $0.hasPrefix("ERROR :Closing link (") && $0.hasSuffix(".ip): TLS only")
            })
        #expect(chat.closed == ["far"])
    }

    // MARK: NICK <https://modern.ircdocs.horse/#nick-message>

    @Test(arguments: ["", ":"])
    func `NICK without a nick is answered 431`(_ parameter: String) {
        chat.connect("alice")
        #expect(chat.ask("alice", "NICK \(parameter)") == [":irc.test 431 * :No nickname given"])
    }

    @Test(arguments: ["1abc", "-abc", "a.b", "a!b", "a@b", "a b", "#a", "nick*", "né", "日本", "a,b", "a:b", "~a", "&a"])
    func `A nick that is none is refused with 432`(_ nick: String) {
        chat.enter("alice")
        let answer = chat.ask("alice", "NICK :\(nick)")
        #expect(answer.count == 1 && answer[0].hasPrefix(":irc.test 432 alice "))
    }

    @Test(arguments: ["", " ", "  \t"]) func `An empty real name becomes the nick`(_ realName: String) {
        chat.connect("alice")
        chat.send("alice", "NICK alice", "USER a 0 * :\(realName)")
        #expect(chat.ask("alice", "WHOIS alice")[0].hasSuffix(" * :alice"))
    }

    @Test func `A refused nick that is no word is repeated as an asterisk`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "NICK :red panda")[0].hasPrefix(":irc.test 432 alice * :"))
    }

    @Test(arguments: ["a", "A1", "[]\\`_^{|}", "x-1", String(repeating: "a", count: 32)])
    func `A nick of letters, digits and the special characters is taken`(_ nick: String) {
        chat.enter("bob")
        #expect(chat.ask("bob", "NICK \(nick)") == [":bob!~bob@host.bob NICK \(nick)"])
    }

    @Test func `A nick of 33 characters is refused`() {
        chat.enter("bob")
        #expect(chat.ask("bob", "NICK " + String(repeating: "a", count: 33))[0].contains(" 432 "))
    }

    @Test func `A nick in use is refused with 433, in whatever case`() {
        chat.enter("alice", "bob")
        #expect(chat.ask("bob", "NICK ALICE") == [":irc.test 433 bob ALICE :Nickname is already in use"])
        chat.connect("carol")
        #expect(chat.ask("carol", "NICK alice") == [":irc.test 433 * alice :Nickname is already in use"])
    }

    @Test func `Of two who want one nick the first to register gets it`() {
        chat.connect("a")
        chat.connect("b")
        chat.send("a", "NICK same")
        chat.send("b", "NICK same")
        chat.send("b", "USER b 0 * :b")
        #expect(chat.ask("a", "USER a 0 * :a") == [":irc.test 433 * same :Nickname is already in use"])
        #expect(chat.ask("a", "NICK other").first?.contains(" 001 other ") == true)
    }

    @Test func `One may change the case of one's own nick`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "NICK Alice") == [":alice!~alice@host.alice NICK Alice"])
        #expect(chat.ask("alice", "NICK Alice") == [])
    }

    @Test func `A new nick is told to everybody who shares a room, once`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        chat.join("#y", "alice", "bob")
        chat.send("alice", "NICK al")
        #expect(chat.take("bob") == [":alice!~alice@host.alice NICK al"])
        #expect(chat.take("carol") == [])
    }

    // MARK: USER <https://modern.ircdocs.horse/#user-message>

    @Test(arguments: ["USER", "USER a", "USER a 0 *", "USER :"])
    func `USER with too few parameters is answered 461`(_ line: String) {
        chat.connect("alice")
        #expect(chat.ask("alice", line) == [":irc.test 461 * USER :Not enough parameters"])
    }

    @Test func `USER with an empty name is answered 461`() {
        chat.connect("alice")
        chat.send("alice", "NICK alice")
        #expect(chat.ask("alice", "USER  0 * ")[0].contains(" 461 "))
    }

    @Test func `USER twice is answered 462`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "USER a 0 * :b") == [":irc.test 462 alice :You may not reregister"])
    }

    @Test func `A long user name is cut, and marked as unverified`() {
        chat.connect("alice")
        chat.send("alice", "NICK alice", "USER " + String(repeating: "u", count: 40) + " 0 * :b")
        #expect(chat.session("alice")?.user?.userName == "~" + String(repeating: "u", count: 17))
    }

    // MARK: PASS <https://modern.ircdocs.horse/#pass-message>

    private static let stranger = Origin(address: "192.0.2.1", host: "far", needs: .password)

    @Test func `Who must say the password waits until it is found right`() {
        chat.connect("far", from: Self.stranger)
        chat.send("far", "PASS first", "PASS second", "NICK far", "USER f 0 * :f", "JOIN #x")
        #expect(chat.take("far") == [])
        #expect(chat.verifications.map(\.credential) == [.serverPassword("second")])
        chat.answerVerification(of: "far", .right)
        let answer = chat.take("far")
        #expect(answer[0].contains(" 001 far "))
        #expect(answer.contains(":far!~f@far JOIN #x"))
    }

    @Test func `A wrong password ends it with 464`() {
        chat.connect("far", from: Self.stranger)
        chat.send("far", "PASS wrong", "NICK far", "USER f 0 * :f")
        chat.answerVerification(of: "far", .wrong)
        let lines = chat.take("far")
        #expect(lines.count == 2 && lines[0].hasPrefix(":irc.test 464 * :Password incorrect: "))
        #expect(lines[1].hasPrefix("ERROR :Closing link (far): Password incorrect: "))
    }

    @Test func `No password where one is asked for ends it with 464`() {
        chat.connect("far", from: Self.stranger)
        chat.send("far", "NICK far")
        #expect(
            chat.ask("far", "USER f 0 * :f")[0]
                == ":irc.test 464 * :\(Network.admissionHint(for: Self.stranger, hasNoCapabilities: true))"
        )
        #expect(chat.closed == ["far"])
    }

    @Test func `Who has no IRC client is told of no way in that needs one`() {
        var origin = Origin(address: "192.0.2.1", host: "far", needs: [.account, .invitation, .password])
        origin.isTelnet = true
        let words = Network.admissionHint(for: origin, hasNoCapabilities: true)
        #expect(words.contains("an invitation (what its link has behind invite=) or the server's password"))
        #expect(["PASS", "SASL", "open its link"].allSatisfy { !words.contains($0) })
    }

    @Test func `PASS after registration is answered 462`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "PASS x") == [":irc.test 462 alice :You may not reregister"])
        #expect(chat.ask("alice", "PASS")[0].contains(" 461 "))
    }

    // MARK: PING <https://modern.ircdocs.horse/#ping-message>

    @Test func `PING is answered with its token`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "PING :two words") == [":irc.test PONG irc.test :two words"])
        #expect(chat.ask("alice", "PING") == [":irc.test 409 alice :No origin specified"])
        #expect(chat.ask("alice", "PONG x") == [])
    }

    @Test func `Who is silent is asked, and let go without an answer`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice", "bob")
        chat.pass(seconds: 120)
        #expect(chat.take("alice").map { $0.prefix(5) } == ["PING "])
        chat.send("bob", "PONG irc.test")
        chat.pass(seconds: 60)
        #expect(chat.closed == ["alice"])
        #expect(chat.take("bob").last == ":alice!~alice@host.alice QUIT :Ping timeout: 180 seconds")
    }

    // MARK: QUIT <https://modern.ircdocs.horse/#quit-message>

    @Test func `QUIT is answered with ERROR, and told to who shares a room with Quit in front`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        chat.send("alice", "QUIT :bye now")
        #expect(chat.take("alice") == ["ERROR :Closing link (host.alice): Quit: bye now"])
        #expect(chat.take("bob") == [":alice!~alice@host.alice QUIT :Quit: bye now"])
        #expect(chat.take("carol") == [])
        chat.send("bob", "QUIT")
        #expect(chat.closed == ["alice", "bob"])
        #expect(chat.channel("#x") == nil)
    }

    @Test func `A connection that is gone is a QUIT with what happened`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice", "bob")
        chat.hangUp("alice", "Connection reset")
        #expect(chat.take("bob") == [":alice!~alice@host.alice QUIT :Connection reset"])
    }

    @Test func `One quit is one event in all its rooms`() {
        chat.enter("alice")
        chat.join("#x", "alice")
        chat.join("#y", "alice")
        chat.send("alice", "QUIT")
        let quit = chat.events.last
        #expect(quit?.kind == .quit)
        #expect(
            quit?.conversations == [.channel(chat.network.foldChannel("#x")), .channel(chat.network.foldChannel("#y"))])
    }

    // MARK: AUTHENTICATE <https://ircv3.net/specs/extensions/sasl-3.1>

    @Test func `A mechanism that is not on offer fails, and registration goes on`() {
        chat.connect("alice")
        let lines = chat.ask("alice", "AUTHENTICATE KERBEROS_V5")
        #expect(lines[0].hasPrefix(":irc.test 908 * SCRAM-SHA-256"))
        #expect(lines[1].hasPrefix(":irc.test 904 * "))
        #expect(chat.ask("alice", "AUTHENTICATE *")[0].hasPrefix(":irc.test 906 * "))
        let long = String(repeating: "A", count: 401)
        #expect(chat.ask("alice", "AUTHENTICATE \(long)")[0].hasPrefix(":irc.test 905 * "))
        chat.send("alice", "NICK alice")
        #expect(chat.ask("alice", "USER a 0 * :b")[0].contains(" 001 "))
    }
}
