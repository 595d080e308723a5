import Protocol
import Testing

@testable import Chat

/// JOIN, PART, TOPIC, NAMES and LIST.
struct ChannelTests {
    private let chat = TestNetwork()

    // MARK: JOIN <https://modern.ircdocs.horse/#join-message>

    @Test func `Who comes in is told of it, of the topic, and who is there`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice")
        chat.send("alice", "TOPIC #x :about x")
        #expect(
            chat.ask("bob", "JOIN #x") == [
                ":bob!~bob@host.bob JOIN #x", ":irc.test 332 bob #x :about x",
                ":irc.test 333 bob #x alice!~alice@host.alice :1700000000", ":irc.test 353 bob = #x :@alice bob",
                ":irc.test 366 bob #x :End of /NAMES list",
            ])
        #expect(chat.take("alice").last == ":bob!~bob@host.bob JOIN #x")
    }

    @Test func `Who makes a room is its operator`() {
        chat.enter("alice")
        #expect(chat.ask("alice", "JOIN #x")[1] == ":irc.test 353 alice = #x @alice".replacing("#x @", with: "#x :@"))
        #expect(chat.channel("#x")?.modes.description(showingSecrets: true).modeString == "+nt")
    }

    @Test func `Several rooms are joined with one command, each with its key`() {
        chat.enter("alice", "bob")
        chat.send("alice", "JOIN #a,#b", "MODE #b +k secret")
        let answer = chat.ask("bob", "JOIN #a,#b none,secret")
        #expect(
            answer.filter { $0.contains(" JOIN ") } == [":bob!~bob@host.bob JOIN #a", ":bob!~bob@host.bob JOIN #b"])
    }

    @Test func `JOIN 0 leaves every room`() {
        chat.enter("alice")
        chat.send("alice", "JOIN #a,#b")
        #expect(
            chat.ask("alice", "JOIN 0") == [":alice!~alice@host.alice PART #a", ":alice!~alice@host.alice PART #b"])
    }

    @Test func `Joining where one is already changes and says nothing`() {
        chat.enter("alice")
        chat.join("#x", "alice")
        #expect(chat.ask("alice", "JOIN #X") == [])
    }

    @Test func `A room too many is refused with 405`() {
        let chat = TestNetwork { $0.limits.channels = 2 }
        chat.enter("alice")
        #expect(
            chat.ask("alice", "JOIN #a,#b,#c").last
                == ":irc.test 405 alice #c :You have joined 2 channels, which is the limit: leave one first")
    }

    @Test(arguments: [("+k key", "475"), ("+i", "473"), ("+b *!*@*", "474"), ("+l 1", "471"), ("+R", "477")])
    func `A room that is closed says why`(_ mode: String, _ numeric: String) {
        chat.enter("alice", "bob")
        chat.join("#x", "alice")
        chat.send("alice", "MODE #x \(mode)")
        let answer = chat.ask("bob", "JOIN #x wrong")
        #expect(answer.count == 1 && answer[0].hasPrefix(":irc.test \(numeric) bob #x :"))
        #expect(chat.channel("#x")?.members.count == 1)
    }

    @Test func `The right key, an exception and an account open it`() {
        chat.enter("alice", "bob", "carol", "dave")
        chat.join("#x", "alice")
        chat.send("alice", "MODE #x +k key")
        #expect(chat.ask("bob", "JOIN #x key")[0].contains(" JOIN "))
        chat.send("alice", "MODE #x -k+be * *!*@* carol!*@*", "MODE #x -k")
        chat.send("alice", "MODE #x -k key")
        chat.send("alice", "MODE #x +e carol")
        #expect(chat.ask("carol", "JOIN #x")[0].contains(" JOIN "))
        chat.send("alice", "MODE #x +iI dave")
        #expect(chat.ask("dave", "JOIN #x")[0].contains(" JOIN "), "an invite exception passes +i and bans")
    }

    @Test func `The last one out closes the room, and the next one in makes it anew`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice")
        chat.send("alice", "MODE #x +i", "PART #x")
        #expect(chat.channel("#x") == nil)
        #expect(chat.ask("bob", "JOIN #x")[0].contains(" JOIN "))
    }

    @Test func `The lobby is always there, and the host owns it`() {
        chat.enter("alice")
        chat.enter("host", from: Origin(address: "local", host: "localhost", isHost: true, isExemptFromLimits: true))
        #expect(chat.ask("alice", "JOIN #lobby")[1].hasSuffix(" :alice"))
        #expect(chat.ask("host", "JOIN #lobby")[1].hasSuffix(":alice ~host"))
        #expect(chat.take("alice").last == ":irc.test MODE #lobby +q host")
        chat.send("host", "JOIN 0")
        chat.send("alice", "JOIN 0")
        #expect(chat.channel("#lobby") != nil)
    }

    // https://ircv3.net/specs/extensions/extended-join
    @Test func `extended-join tells the account and the real name`() {
        chat.enter("alice", caps: "extended-join")
        chat.enter("bob")
        chat.join("#x", "alice")
        chat.send("bob", "JOIN #x")
        #expect(chat.take("alice") == [":bob!~bob@host.bob JOIN #x * :Real bob"])
        chat.send("bob", "PART #x")
        chat.setAccount(of: "bob", to: "robert")
        chat.send("bob", "JOIN #x")
        #expect(chat.take("alice").last == ":bob!~bob@host.bob JOIN #x robert :Real bob")
    }

    // https://ircv3.net/specs/extensions/no-implicit-names
    @Test func `no-implicit-names leaves the list out until it is asked for`() {
        chat.enter("alice", caps: "no-implicit-names")
        #expect(chat.ask("alice", "JOIN #x") == [":alice!~alice@host.alice JOIN #x"])
        #expect(chat.ask("alice", "NAMES #x").count == 2)
    }

    // https://ircv3.net/specs/extensions/away-notify
    @Test func `Who comes in and is away is told to be`() {
        chat.enter("alice", caps: "away-notify")
        chat.enter("bob")
        chat.join("#x", "alice")
        chat.send("bob", "AWAY :lunch", "JOIN #x")
        #expect(chat.take("alice") == [":bob!~bob@host.bob JOIN #x", ":bob!~bob@host.bob AWAY :lunch"])
    }

    // MARK: Names of rooms <https://modern.ircdocs.horse/#channels>

    private static func problem(with name: String, limit: Int) -> String? {
        var rules = ChannelNameRules()
        return rules.problem(with: name, limit: limit)
    }

    @Test(arguments: [
        "#a", "#A-1", "##", "#日本語のへや", "#привет", "#한국어漢字", "#ελληνικά", "#shalom!", "#café", "#日本TV", "#a.b", "#😀",
    ])
    func `A name of one script is a room's name`(_ name: String) {
        #expect(Self.problem(with: name, limit: 64) == nil)
    }

    @Test(arguments: [
        "#", "x", "&x", "", "#a b", "#a,b", "#a\u{7}", "#a\u{200B}b", "#a\u{202E}b", "#a\u{2066}", "#\u{FEFF}",
        "#a\u{AD}b",
        "#a\u{A0}b", "#раураl-x", "#pаypal", "#αlpha", "#日本привет", "#\u{E000}", "#a\u{2028}b", "#\u{3164}",
    ])
    func `Invisible, bidirectional, control and mixed-script names are refused with the reason`(_ name: String) {
        chat.enter("alice")
        #expect(Self.problem(with: name, limit: 64) != nil)
        guard !name.contains(","), !name.isEmpty else { return }
        let answer = chat.ask("alice", "JOIN :\(name)")
        #expect(answer.count == 1 && (answer[0].contains(" 476 ") || answer[0].contains(" 403 ")))
    }

    @Test func `A name has 64 bytes and no more`() {
        #expect(Self.problem(with: "#" + String(repeating: "a", count: 63), limit: 64) == nil)
        #expect(Self.problem(with: "#" + String(repeating: "a", count: 64), limit: 64) != nil)
        #expect(Self.problem(with: "#" + String(repeating: "é", count: 32), limit: 64) != nil)
    }

    @Test func `Two spellings of one name are one room`() {
        chat.enter("alice", "bob")
        chat.send("alice", "JOIN #caf\u{E9}")
        #expect(Array(chat.ask("bob", "JOIN #cafe\u{301}")[0].utf8) == Array(":bob!~bob@host.bob JOIN #caf\u{E9}".utf8))
        chat.forget()
        chat.send("bob", "PRIVMSG #cafe\u{301} :hi")
        #expect(chat.take("alice").count == 1)
    }

    @Test func `A name that differs from another in case only is refused`() {
        chat.enter("alice", "bob")
        chat.send("alice", "JOIN #émile")
        #expect(chat.ask("bob", "JOIN #Émile")[0].hasPrefix(":irc.test 476 bob #Émile :"))
        chat.send("alice", "PART #émile")
        #expect(chat.ask("bob", "JOIN #Émile")[0].contains(" JOIN "))
    }

    // MARK: PART <https://modern.ircdocs.horse/#part-message>

    @Test func `PART is told to everybody in the room, with its reason`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask("bob", "PART #x :see you") == [":bob!~bob@host.bob PART #x :see you"])
        #expect(chat.take("alice") == [":bob!~bob@host.bob PART #x :see you"])
    }

    @Test func `PART from where one is not is answered 442, from where nothing is 403`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice")
        #expect(
            chat.ask("bob", "PART #x,#none") == [
                ":irc.test 442 bob #x :You're not on that channel", ":irc.test 403 bob #none :No such channel",
            ])
    }

    // MARK: TOPIC <https://modern.ircdocs.horse/#topic-message>

    @Test func `A topic is set, told to all, asked for, and taken away`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask("bob", "TOPIC #x") == [":irc.test 331 bob #x :No topic is set"])
        chat.send("alice", "TOPIC #x :new")
        #expect(chat.take("bob") == [":alice!~alice@host.alice TOPIC #x :new"])
        #expect(
            chat.ask("bob", "TOPIC #x") == [
                ":irc.test 332 bob #x :new", ":irc.test 333 bob #x alice!~alice@host.alice :1700000000",
            ])
        #expect(chat.ask("alice", "TOPIC #x :") == [":alice!~alice@host.alice TOPIC #x :"])
        #expect(chat.ask("bob", "TOPIC #x")[0].contains(" 331 "))
    }

    @Test func `A protected topic is the operators' to change`() {
        chat.enter("alice", "bob", "carol")
        chat.join("#x", "alice", "bob")
        #expect(chat.ask("bob", "TOPIC #x :no")[0].hasPrefix(":irc.test 482 bob #x :"))
        #expect(chat.ask("carol", "TOPIC #x :no")[0].hasPrefix(":irc.test 442 carol #x :"))
        #expect(chat.ask("bob", "TOPIC #none")[0].hasPrefix(":irc.test 403 bob #none :"))
        chat.send("alice", "MODE #x -t")
        #expect(chat.ask("bob", "TOPIC #x :yes").last == ":bob!~bob@host.bob TOPIC #x :yes")
    }

    @Test func `A long topic is cut between characters`() {
        chat.enter("alice")
        chat.join("#x", "alice")
        chat.send("alice", "TOPIC #x :" + String(repeating: "é", count: 200))
        #expect(chat.channel("#x")?.topic?.text == String(repeating: "é", count: 195))
    }

    // MARK: NAMES <https://modern.ircdocs.horse/#names-message>

    @Test func `NAMES of nothing, of what is not there and of a secret room is one 366`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice")
        chat.send("alice", "MODE #x +s")
        #expect(chat.ask("bob", "NAMES") == [":irc.test 366 bob * :End of /NAMES list"])
        #expect(chat.ask("bob", "NAMES #none") == [":irc.test 366 bob #none :End of /NAMES list"])
        #expect(chat.ask("bob", "NAMES #x") == [":irc.test 366 bob #x :End of /NAMES list"])
        #expect(chat.ask("alice", "NAMES #x")[0] == ":irc.test 353 alice @ #x :@alice")
    }

    @Test func `NAMES of several rooms tells each in turn`() {
        chat.enter("alice")
        chat.send("alice", "JOIN #a,#b")
        #expect(
            chat.ask("alice", "NAMES #a,#none,#b").map { $0.split(separator: " ")[1] } == [
                "353", "366", "366", "353", "366",
            ])
    }

    @Test func `The invisible are shown to members only`() {
        chat.enter("alice", "bob")
        chat.join("#x", "alice")
        chat.send("alice", "MODE alice +i")
        #expect(chat.ask("bob", "NAMES #x") == [":irc.test 366 bob #x :End of /NAMES list"])
        chat.join("#x", "bob")
        #expect(chat.ask("bob", "NAMES #x")[0].hasSuffix(":@alice bob"))
    }

    // https://ircv3.net/specs/extensions/multi-prefix, https://ircv3.net/specs/extensions/userhost-in-names
    @Test func `multi-prefix shows all ranks, userhost-in-names the whole source`() {
        chat.enter("alice", caps: "multi-prefix userhost-in-names")
        chat.enter("bob")
        chat.join("#x", "alice", "bob")
        chat.send("alice", "MODE #x +v alice")
        #expect(chat.ask("alice", "NAMES #x")[0].hasSuffix(":@+alice!~alice@host.alice bob!~bob@host.bob"))
        #expect(chat.ask("bob", "NAMES #x")[0].hasSuffix(":@alice bob"))
    }

    @Test func `A long list stands on several lines, none too long, everybody once`() {
        chat.enter("host")
        let people = (0..<120).map { "person-with-a-long-name-\($0)" }
        for name in people {
            chat.enter(name)
            chat.send(name, "JOIN #x")
        }
        chat.forget()
        let lines = chat.ask("host", "NAMES #x")
        let nicks = lines.dropLast().flatMap { $0.split(separator: " :")[1].split(separator: " ") }
        #expect(lines.allSatisfy { $0.utf8.count <= 510 })
        #expect(Set(nicks.map { $0.drop { $0 == "@" } }) == Set(people.map { $0[...] }))
        #expect(nicks.count == people.count)
    }

    // MARK: LIST <https://modern.ircdocs.horse/#list-message>

    @Test func `LIST tells each visible room, its members and its topic`() {
        chat.enter("alice", "bob")
        chat.join("#b", "alice", "bob")
        chat.join("#a", "alice")
        chat.join("#hidden", "alice")
        chat.send("alice", "MODE #hidden +s", "TOPIC #b :bees")
        #expect(
            chat.ask("bob", "LIST") == [
                ":irc.test 321 bob Channel :Users  Name", ":irc.test 322 bob #a 1 :", ":irc.test 322 bob #b 2 :bees",
                ":irc.test 322 bob #lobby 0 :", ":irc.test 323 bob :End of /LIST",
            ])
        #expect(chat.ask("alice", "LIST #hidden,#none")[1] == ":irc.test 322 alice #hidden 1 :")
    }

    // https://modern.ircdocs.horse/#elist-parameter
    @Test(arguments: [
        (">1", ["#busy"]), ("<2", ["#lobby", "#old"]), (">0,<2", ["#old"]), ("*us*", ["#busy"]),
        ("!*us*", ["#lobby", "#old"]), ("C<10", ["#busy"]), ("C>10", ["#lobby", "#old"]), ("T<10", ["#busy"]),
        ("T>10", ["#old"]), ("#old,#busy >1", ["#busy"]), ("nonsense", []),
    ])
    func `LIST takes conditions`(_ condition: String, _ expected: [String]) {
        chat.enter("alice", "bob", caps: "")
        chat.join("#old", "alice")
        chat.send("alice", "TOPIC #old :o")
        for _ in 0..<20 {
            chat.pass(seconds: 60)
            for name in ["alice", "bob"] { chat.send(name, "PONG x") }
        }
        chat.join("#busy", "alice", "bob")
        chat.send("alice", "TOPIC #busy :b")
        let channels = chat.ask("bob", "LIST \(condition)").dropFirst().dropLast().map {
            String($0.split(separator: " ")[3])
        }
        #expect(channels == expected)
    }
}
