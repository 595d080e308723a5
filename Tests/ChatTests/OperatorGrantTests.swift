import Protocol
import Testing

@testable import Chat

extension Operator {
    /// One whose password is cheap to check.
    static func test(
        _ name: String, _ password: String?, account: String? = nil, _ rights: OperatorRights = .all
    ) -> Operator {
        let credential = password.map {
            SCRAM.Credential(password: Array($0.utf8), salt: Array("salt".utf8), iterations: 4096, using: .toy)
        }
        return Operator(name: name, credential: credential, account: account, rights: rights)
    }
}

/// How somebody becomes an IRC operator, what that allows, and how it ends. <https://modern.ircdocs.horse/#oper-message>
struct OperatorGrantTests {
    private let chat = TestNetwork { settings in
        settings.operators = [
            .test("root", "secret"), .test("helper", "sesame", [.kill]), .test("owner", nil, account: "alice"),
            .test("both", "secret", account: "alice", [.ban]),
        ]
    }
    private static let far = Origin(address: "192.0.2.1", host: "far", isSecure: true, isExemptFromLimits: true)

    init() {
        chat.enter(
            "alice", "bob", from: Origin(address: "127.0.0.1", host: "h", isExemptFromLimits: true, isLocal: true))
    }

    @Test func `The right password makes an operator, who is told what he may do`() {
        #expect(
            chat.ask("alice", "OPER ROOT secret") == [
                ":irc.test 381 alice :You are now an IRC operator", ":alice!~alice@h MODE alice +o",
                ":irc.test NOTICE alice :Your rights as an operator: "
                    + "kill, ban, rooms, addresses, redact, announce, invite, reload, stop",
            ])
        #expect(
            chat.ask("alice", "OPER helper sesame").last == ":irc.test NOTICE alice :Your rights as an operator: kill")
        #expect(chat.ask("alice", "DIE")[0].hasPrefix(":irc.test 723 alice stop :"))
    }

    @Test func `A password that could not be checked is not wrong, and does not count as a guess`() {
        chat.isLogSilent = true
        for _ in 0..<10 {
            chat.send("alice", "OPER root secret")
            chat.answer("alice", .failed)
        }
        #expect(chat.take("alice").allSatisfy { $0.contains(" 464 ") && $0.contains("could not be checked") })
        chat.isLogSilent = false
        #expect(chat.ask("alice", "OPER root secret")[0].contains(" 381 "))
    }

    @Test(arguments: ["OPER root wrong", "OPER nobody secret", "OPER root Secret"])
    func `A wrong password and a wrong name are the same 464`(_ line: String) {
        #expect(chat.ask("alice", line) == [":irc.test 464 alice :Password incorrect"])
        #expect(chat.acts.map(\.detail) == ["refused: wrong name or password"])
    }

    @Test func `Without a password it is 461, and over a line that others read nothing is taken`() {
        #expect(chat.ask("alice", "OPER root")[0].hasPrefix(":irc.test 461 alice OPER :"))
        chat.enter("plain", from: Origin(address: "192.0.2.9", host: "far", isExemptFromLimits: true))
        #expect(chat.ask("plain", "OPER root secret") == [":irc.test 464 plain :A password is only taken over TLS"])
    }

    @Test
    func `What one session has proved is not the others', who have the account's password and not the operator's`() {
        chat.send("bob", "PRIVMSG NickServ :REGISTER sesame-sesame")
        chat.send("bob", "OPER root secret")
        let local = Origin(address: "127.0.0.1", host: "h", isExemptFromLimits: true, isLocal: true)
        chat.enter("second", from: local)
        chat.send("second", "PRIVMSG NickServ :IDENTIFY bob sesame-sesame")
        #expect(chat.ask("second", "KILL alice :mine")[0].hasPrefix(":irc.test 481 bob :"))
        chat.hangUp("bob")
        #expect(chat.take("second").contains(":bob!~bob@h MODE bob -o"))
        #expect(chat.ask("second", "DIE")[0].hasPrefix(":irc.test 481 bob :"))
    }

    @Test func `An account that makes an operator is nobody's to take`() {
        #expect(
            chat.ask("alice", "PRIVMSG NickServ :REGISTER sesame-sesame").last?.contains("belongs to the server")
                == true)
    }

    @Test func `The host's rights end with the host's own session`() {
        chat.enter(
            "home",
            from: Origin(address: "local", host: "localhost", isHost: true, isExemptFromLimits: true, isLocal: true))
        chat.send("home", "PRIVMSG NickServ :REGISTER sesame-sesame")
        chat.enter("away", from: Self.far)
        chat.send("away", "PRIVMSG NickServ :IDENTIFY home sesame-sesame")
        chat.hangUp("home")
        #expect(chat.ask("away", "DIE")[0].hasPrefix(":irc.test 481 home :"))
    }

    @Test func `Guesses are slowed down for the address, and slow nobody elsewhere`() {
        for _ in 0..<4 { chat.send("alice", "OPER root wrong") }
        #expect(
            chat.ask("alice", "OPER root secret")[0].contains(
                " 464 alice :Too many wrong passwords: try again in 2 sec"))
        chat.enter("far", from: Self.far)
        #expect(chat.ask("far", "OPER root secret")[0].contains(" 381 "))
        chat.pass(seconds: 3)
        #expect(chat.ask("alice", "OPER root secret")[0].contains(" 381 "))
    }

    @Test func `An operator of an account must be logged in to it, and then needs no password if the host says so`() {
        #expect(chat.ask("alice", "OPER owner")[0].hasPrefix(":irc.test 491 alice :"))
        #expect(chat.ask("alice", "OPER both secret")[0].hasPrefix(":irc.test 491 alice :"))
        #expect(chat.ask("alice", "OPER both wrong")[0].contains(" 464 "))
        chat.setAccount(of: "alice", to: "Alice")
        #expect(chat.ask("alice", "OPER owner")[0].contains(" 381 "))
        #expect(chat.ask("alice", "OPER both secret").last?.hasSuffix("Your rights as an operator: ban") == true)
        chat.setAccount(of: "alice", to: nil)
        #expect(chat.take("alice").contains(":alice!~alice@h MODE alice -o"))
        #expect(chat.ask("alice", "KILL bob :x")[0].contains(" 481 "))
    }

    @Test(arguments: [
        ("kill", "KILL nobody :x"), ("announce", "WALLOPS :x"), ("reload", "REHASH"), ("stop", "DIE"),
        ("stop", "RESTART"), ("ban", "UBAN LIST"), ("ban", "KLINE x!*@*"), ("ban", "DLINE 192.0.2.0/24"),
        ("ban", "UNKLINE x!*@*"), ("ban", "UNDLINE 192.0.2.0/24"),
    ])
    func `What a right is missing for is told with 723`(_ right: String, _ line: String) throws {
        let rights = try #require(OperatorRights(name: right))
        chat.reload { $0.operators = [.test("root", "secret", OperatorRights.all.subtracting(rights))] }
        chat.send("alice", "OPER root secret")
        #expect(
            chat.ask("alice", line) == [
                ":irc.test 723 alice \(right) :Insufficient oper privileges: you need the right '\(right)'"
            ])
        #expect(chat.administrations.isEmpty)
        chat.reload { $0.operators = [.test("root", "secret", rights)] }
        #expect(chat.ask("alice", line).first?.contains(" 723 ") != true)
    }

    @Test func `Whoever is taken out of the configuration loses it at once, and other rights count at once`() {
        chat.send("alice", "OPER root secret")
        chat.send("bob", "OPER helper sesame")
        chat.forget()
        chat.reload { $0.operators = [.test("root", "secret", [.ban])] }
        #expect(chat.take("alice") == [":irc.test NOTICE alice :Your rights as an operator: ban"])
        #expect(chat.take("bob").first == ":bob!~bob@h MODE bob -o")
        #expect(chat.ask("bob", "KILL alice :x")[0].contains(" 481 "))
        chat.reload { $0.operators = [.test("root", "other")] }
        #expect(chat.take("alice").first == ":alice!~alice@h MODE alice -o")
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Who takes off the o is no operator any more`() {
        chat.send("alice", "OPER root secret", "MODE alice -o")
        #expect(chat.ask("alice", "KILL bob :x")[0].contains(" 481 "))
    }

    // MARK: What rights do in rooms

    @Test func `With rooms an operator acts in every room, and without it in none`() {
        chat.enter("carol")
        chat.join("#x", "carol", "bob")
        chat.send("carol", "MODE #x +ist")
        chat.reload { $0.operators = [.test("root", "secret", OperatorRights.all.subtracting([.channels, .invite]))] }
        chat.send("alice", "OPER root secret")
        for line in ["MODE #x +m", "KICK #x bob", "TOPIC #x :t", "INVITE alice #x"] {
            #expect(chat.ask("alice", line)[0].contains(" 403 "))
        }
        #expect(chat.ask("alice", "JOIN #x")[0].contains(" 473 "))
        chat.reload { $0.operators = [.test("root", "secret")] }
        _ = chat.takeActs()
        chat.send("alice", "MODE #x +m", "KICK #x bob :out", "TOPIC #x :t", "INVITE bob #x", "JOIN #x")
        #expect(chat.channel("#x")?.modes.flags.contains(.moderated) == true)
        #expect(chat.channel("#x")?.topic?.text == "t")
        #expect(chat.channel("#x")?.members.count == 2)
        #expect(chat.takeActs().map(\.command) == ["MODE", "KICK", "TOPIC", "INVITE", "JOIN"])
    }

    @Test func `A room that is renamed by right is in the log, and a room's key is not`() {
        chat.enter("carol")
        chat.join("#x", "carol", "alice")
        chat.send("carol", "MODE #x -o alice")
        chat.send("alice", "OPER root secret")
        _ = chat.takeActs()
        chat.send("alice", "RENAME #x #y", "MODE #y +kl sesame 5", "WALLOPS :between us", "TOPIC #y :also")
        let acts = chat.takeActs()
        #expect(acts.map(\.command).prefix(3) == ["RENAME", "MODE", "WALLOPS"])
        #expect(acts[0].target == "#x" && acts[0].detail == "to #y")
        #expect(acts[1].detail == "+kl * 5" || acts[1].detail == "+lk 5 *")
        #expect(acts.dropFirst(2).allSatisfy { $0.detail == nil })
    }

    @Test func `What somebody does by his own rank is no act of an operator`() {
        chat.join("#x", "alice", "bob")
        chat.send("alice", "OPER root secret")
        _ = chat.takeActs()
        chat.send("alice", "MODE #x +m", "KICK #x bob :out", "TOPIC #x :t", "INVITE bob #x")
        #expect(chat.takeActs() == [])
        chat.send("alice", "MODE #x +q alice")
        #expect(chat.takeActs().map(\.detail) == ["+q alice"])
    }

    // MARK: The host's log

    @Test func `Each act leaves a line: who, as what, what, whom, why`() {
        chat.send("alice", "OPER root secret", "KILL bob :bad \u{1b}[31mmanners", "WALLOPS :hear", "REHASH")
        chat.send("alice", "UBAN ADD 192.0.2.0/24 DURATION 1h :noise", "UBAN DEL 192.0.2.0/24", "DIE :night")
        let acts = chat.takeActs()
        #expect(acts.allSatisfy { $0.actor == "alice!~alice@127.0.0.1" })
        #expect(acts.dropFirst().allSatisfy { $0.operatorName == "root" })
        #expect(acts.map(\.command) == ["OPER", "KILL", "WALLOPS", "REHASH", "UBAN", "UBAN", "DIE"])
        #expect(
            acts.map(\.target) == [
                "root", "bob!~bob@h", nil, nil, "*!*@192.0.2.0/24", "*!*@192.0.2.0/24", nil,
            ])
        #expect(acts[1].detail == "bad [31mmanners")
        #expect(acts[4].detail == "until 2023-11-14T23:13:20.000Z: noise")
        #expect(acts[6].detail == "night")
    }
}
