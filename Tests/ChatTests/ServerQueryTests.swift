import Protocol
import Testing

@testable import Chat

/// What the server says of itself, and what its operators may do.
struct ServerQueryTests {
    private let chat = TestNetwork { settings in
        settings.version = "grillo-1.0"
        settings.messageOfTheDay = ["Welcome", "to all"]
        settings.administration = ["Here", "There", "me@test"]
    }

    init() { chat.enter("alice") }

    // https://modern.ircdocs.horse/#motd-message
    @Test func `MOTD is told line by line`() {
        #expect(
            chat.ask("alice", "MOTD") == [
                ":irc.test 375 alice :- irc.test Message of the day - ", ":irc.test 372 alice :- Welcome",
                ":irc.test 372 alice :- to all", ":irc.test 376 alice :End of /MOTD command",
            ])
    }

    @Test(arguments: ["MOTD", "VERSION", "TIME", "ADMIN", "INFO"])
    func `A question names this server, somebody on it, or no server there is`(_ command: String) {
        for target in ["irc.test", "*.test", "alice"] {
            #expect(!chat.ask("alice", "\(command) \(target)")[0].contains(" 402 "))
        }
        #expect(chat.ask("alice", "\(command) irc.other") == [":irc.test 402 alice irc.other :No such server"])
    }

    // https://modern.ircdocs.horse/#version-message
    @Test func `VERSION tells the version and the features`() {
        let answer = chat.ask("alice", "VERSION")
        #expect(answer[0] == ":irc.test 351 alice grillo-1.0 irc.test :")
        #expect(
            answer.dropFirst().allSatisfy { $0.contains(" 005 ") && $0.hasSuffix(" :are supported by this server") })
    }

    @Test func `TIME tells the time, INFO and ADMIN what there is to tell`() {
        #expect(chat.ask("alice", "TIME") == [":irc.test 391 alice irc.test :2023-11-14T22:13:20.000Z"])
        #expect(chat.ask("alice", "INFO").last == ":irc.test 374 alice :End of /INFO list")
        #expect(chat.ask("alice", "ADMIN").map { $0.split(separator: " ")[1] } == ["256", "257", "258", "259"])
        #expect(chat.ask("alice", "ADMIN").last == ":irc.test 259 alice :me@test")
    }

    // https://modern.ircdocs.horse/#lusers-message
    @Test func `LUSERS counts people, the invisible, operators, the unregistered and rooms`() {
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
        chat.connect("half")
        chat.send("alice", "MODE alice +i", "JOIN #x")
        #expect(
            chat.ask("alice", "LUSERS") == [
                ":irc.test 251 alice :There are 1 users and 1 invisible on 1 servers",
                ":irc.test 252 alice 1 :IRC Operators online", ":irc.test 253 alice 1 :unregistered connections",
                ":irc.test 254 alice 2 :channels formed", ":irc.test 255 alice :I have 2 clients and 0 servers",
                ":irc.test 265 alice 2 2 :Current local users 2, max 2",
                ":irc.test 266 alice 2 2 :Current global users 2, max 2",
            ])
    }

    @Test func `What the server says of itself is told by WHOIS and LINKS`() {
        let chat = TestNetwork { $0.serverDescription = "A quiet place" }
        chat.enter("alice")
        #expect(chat.ask("alice", "LINKS")[0] == ":irc.test 364 alice irc.test irc.test :0 A quiet place")
        #expect(chat.ask("alice", "WHOIS alice").contains(":irc.test 312 alice alice irc.test :A quiet place"))
    }

    @Test func `A lobby that is not listed is seen by who is in it, and entered by anybody`() {
        let chat = TestNetwork { $0.listsLobby = false }
        chat.enter("alice", "bob")
        func listed(_ name: String) -> Int { chat.ask(name, "LIST").count { $0.contains(" 322 ") } }
        #expect(listed("alice") == 0)
        chat.send("alice", "JOIN #lobby")
        #expect(chat.take("alice").contains { $0.contains(" 366 alice #lobby ") })
        #expect(listed("alice") == 1 && listed("bob") == 0)
        #expect(!chat.ask("bob", "WHOIS alice").contains { $0.contains("#lobby") })
        chat.send("bob", "JOIN #lobby")
        #expect(listed("bob") == 1)
    }

    @Test func `LINKS, MAP and STATS are answered as a single server does`() {
        #expect(
            chat.ask("alice", "LINKS") == [
                ":irc.test 364 alice irc.test irc.test :0 Grillo", ":irc.test 365 alice * :End of /LINKS list",
            ])
        #expect(chat.ask("alice", "MAP").map { $0.split(separator: " ")[1] } == ["015", "017"])
        chat.pass(seconds: 90_061)
        chat.enter("bob")
        #expect(
            chat.ask("bob", "STATS u") == [
                ":irc.test 242 bob :Server Up 1 days 01:01:01", ":irc.test 219 bob u :End of /STATS report",
            ])
        #expect(chat.ask("bob", "STATS :") == [":irc.test 219 bob * :End of /STATS report"])
    }

    // https://modern.ircdocs.horse/#help-message
    @Test(arguments: ["HELP", "HELPOP"])
    func `HELP lists the commands, and tells of each`(_ verb: String) {
        let index = chat.ask("alice", verb)
        #expect(index.first?.hasPrefix(":irc.test 704 alice * :") == true)
        #expect(index.last == ":irc.test 706 alice * :End of /HELP")
        let listed = index.dropFirst().dropLast().flatMap { $0.split(separator: " :")[1].split(separator: " ") }
        let rules = CommandTable.make().values.filter { $0.access != .host }
        #expect(Set(listed.map(String.init)) == Set(rules.map(\.command.name)))
        for command in listed {
            let help = chat.ask("alice", "\(verb) \(command.lowercased())")
            #expect(
                help.count >= 3
                    && help.allSatisfy { $0.hasPrefix(":irc.test 70") && $0.contains(" alice \(command) :") })
        }
        #expect(chat.ask("alice", "\(verb) nothing") == [":irc.test 524 alice nothing :No help is known for that"])
    }
}

struct OperatorTests {
    private let chat = TestNetwork()

    init() {
        chat.enter("alice", "bob")
        chat.enter("host", from: Origin(address: "l", host: "h", isHost: true, isExemptFromLimits: true))
    }

    @Test(arguments: ["KILL bob :x", "WALLOPS :x", "REHASH", "RESTART", "DIE", "CONNECT a", "SQUIT a b"])
    func `What is the operators' is refused to others with 481`(_ line: String) {
        #expect(chat.ask("alice", line) == [":irc.test 481 alice :Permission Denied- You're not an IRC operator"])
        #expect(chat.administrations.isEmpty && chat.closed.isEmpty)
    }

    // https://modern.ircdocs.horse/#kill-message
    @Test func `Who is killed is told by whom and why, and so is who shares a room`() {
        chat.join("#x", "alice", "bob")
        chat.send("host", "KILL bob :bad manners")
        #expect(
            chat.take("bob") == [
                ":host!~host@h KILL bob :bad manners", ":bob!~bob@host.bob QUIT :Killed (host (bad manners))",
                "ERROR :Closing link (host.bob): Killed (host (bad manners))",
            ])
        #expect(chat.take("alice") == [":bob!~bob@host.bob QUIT :Killed (host (bad manners))"])
        #expect(chat.ask("host", "KILL nobody :x") == [":irc.test 401 host nobody :No such nick"])
        #expect(chat.ask("host", "KILL alice")[0].contains(" 461 "))
    }

    // https://modern.ircdocs.horse/#wallops-message
    @Test func `WALLOPS reaches everybody with w`() {
        chat.send("alice", "MODE alice +w")
        chat.forget()
        #expect(chat.ask("host", "WALLOPS :attention") == [])
        #expect(chat.take("alice") == [":host!~host@h WALLOPS :attention"])
        #expect(chat.take("bob") == [])
        chat.send("host", "MODE host +w")
        #expect(chat.ask("host", "WALLOPS :again") == [":host!~host@h WALLOPS :again"])
    }

    @Test func `REHASH, RESTART and DIE are the host's to do`() {
        #expect(chat.ask("host", "REHASH") == [":irc.test 382 host irc.test :Rehashing"])
        chat.send("host", "RESTART :new version", "DIE")
        #expect(
            chat.administrations == [
                .reload, .restart(reason: "Restarted by host: new version"), .shutDown(reason: "Shut down by host: "),
            ])
        #expect(chat.ask("host", "CONNECT irc.other") == [":irc.test 402 host irc.other :No such server"])
    }

    @Test func `When the server stops, the rooms are told, and who is in none; that they left is on record`() {
        chat.join("#x", "alice", "bob")
        chat.join("#y", "bob")
        chat.connect("new")
        let recorded = chat.events.count
        chat.act { $0.shutDown(reason: "Server going down", at: $1) }
        func notices(_ name: String) -> [String] {
            let lines = chat.take(name)
            #expect(lines.last?.hasSuffix("): Shutdown") == true, "and that is not said twice")
            return lines.dropLast()
        }
        #expect(notices("alice") == [":irc.test NOTICE #x :Server going down"])
        #expect(notices("bob") == ["#x", "#y"].map { ":irc.test NOTICE \($0) :Server going down" })
        #expect(notices("host") == [":irc.test NOTICE host :Server going down"])
        #expect(notices("new") == [":irc.test NOTICE * :Server going down"])
        #expect(chat.closed.sorted() == ["alice", "bob", "host", "new"])
        #expect(chat.events.dropFirst(recorded).filter { $0.kind == .quit }.count == 2)
        #expect(chat.network.brokenInvariants() == [])
    }
}
