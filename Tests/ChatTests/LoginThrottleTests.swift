import Basics
import Protocol
import Testing

@testable import Chat

/// Wrong passwords are counted by the source they come from, and keep no owner out.
struct LoginThrottleTests {
    private let chat = TestNetwork()
    private static let home = "192.168.0.9"
    private static let stranger = "203.0.113.5"

    init() {
        chat.makeAccounts("alice", "bob")
        chat.logIn("home", as: "alice", from: .secure(Self.home))
        chat.hangUp("home")
        chat.forget()
    }

    /// The reply to one try with SASL, over a connection of its own.
    private func reply(from source: String, as account: String = "alice", _ password: String = "a guess") -> String {
        chat.connect("try", from: .secure(source))
        chat.send("try", "AUTHENTICATE PLAIN")
        defer { chat.hangUp("try") }
        return chat.ask("try", "AUTHENTICATE " + TestNetwork.plain(account, password)).last ?? ""
    }

    private func isLoggedIn(from source: String, as account: String = "alice") -> Bool {
        reply(from: source, as: account, "sesame sesame").contains(" 903 ")
    }

    @Test func `One stranger who guesses as fast as he may slows the owner nowhere, a whole day long`() {
        for second in 0..<86_400 where second % 60 < 4 {
            _ = reply(from: Self.stranger)
            chat.pass(seconds: second % 60 == 3 ? 57 : 1)
            guard second % 3600 == 0 else { continue }
            #expect(isLoggedIn(from: Self.home))
            #expect(isLoggedIn(from: "198.51.100.\(second / 3600)"))
        }
        #expect(reply(from: Self.stranger).contains("Too many wrong passwords"))
    }

    @Test func `Many strangers together slow only those who have never logged in to the account`() {
        for last in 1...20 { #expect(reply(from: "203.0.113.\(last)").contains("Invalid")) }
        #expect(reply(from: "203.0.113.21").contains("Invalid"))
        #expect(reply(from: "203.0.113.22").contains("Too many wrong passwords"))
        #expect(!isLoggedIn(from: "203.0.200.1"))
        #expect(isLoggedIn(from: "198.51.100.1"))
        for _ in 0..<15 { #expect(isLoggedIn(from: Self.home)) }
    }

    /// The stranger has as many addresses as they like, in one network: a /16, or a /48.
    @Test(arguments: [("203.0", "203.1.0.1"), ("2001:db8:1", "2001:db8:2::1")])
    func `A stranger with many addresses keeps no owner out who comes from a new one elsewhere`(
        _ network: String, _ home: String
    ) {
        func address(_ number: Int) -> String {
            network.contains(":")
                ? "\(network):\(String(number % 256, radix: 16))::1"
                : "\(network).\(number % 200).\(number / 200 % 200 + 1)"
        }
        var number = 0
        for minute in 0..<180 {
            for _ in 0..<30 {
                _ = reply(from: address(number))
                number += 1
            }
            chat.pass(seconds: 60)
            if minute % 30 == 29 { #expect(isLoggedIn(from: home)) }
            // Not from where it has logged in before.
            chat.act { network, _ in network.forgetSources(of: network.fold("alice")) }
        }
        #expect(reply(from: address(number)).contains("Too many wrong passwords"))
    }

    @Test func `Against many networks those who never logged in to the account have to wait`() {
        for network in 0..<100 { #expect(reply(from: "100.\(network).0.1").contains("Invalid")) }
        #expect(isLoggedIn(from: "198.51.100.1"))
        #expect(reply(from: "101.1.0.1").contains("Invalid"))
        #expect(reply(from: "101.2.0.1").contains("Too many wrong passwords"))
        #expect(isLoggedIn(from: Self.home))
    }

    @Test func `One wrong password is forgotten in three minutes, also where they come a little faster`() {
        for second in 0..<(179 * 200) where second % 179 == 0 {
            _ = reply(from: "100.\(second / 179).0.1")
            chat.pass(seconds: 179)
        }
        for network in 1...98 { #expect(reply(from: "101.\(network).0.1").contains("Invalid")) }
        #expect(isLoggedIn(from: "198.51.100.1"))
    }

    @Test(arguments: ["NS SET PASSWORD another word", "ACCOUNT PASSWORD alice :another word"])
    func `With another password the sources of the old one are strangers again, but for the one that changed it`(
        _ line: String
    ) {
        chat.logIn("thief", as: "alice", from: .secure(Self.stranger))
        let isHosts = line.hasPrefix("ACCOUNT")
        if isHosts {
            chat.connect("door", from: .ownDoor)
        } else {
            chat.logIn("home", as: "alice", from: .secure(Self.home))
        }
        chat.send(
            isHosts ? "door" : "home", line.replacing("another word", with: isHosts ? "another word" : "another-word"))
        guessEverywhere()
        #expect(reply(from: Self.stranger).contains("Too many wrong passwords"))
        #expect(reply(from: Self.home).contains("Too many wrong passwords") == isHosts)
    }

    @Test func `Without one of its certificates, too`() {
        chat.logIn("home", as: "alice", from: .secure(Self.home))
        let certificate = String(repeating: "ab", count: 32)
        chat.send("home", "NS CERT ADD \(certificate)")
        chat.logIn("thief", as: "alice", from: .secure(Self.stranger))
        chat.send("home", "NS CERT DEL \(certificate)")
        guessEverywhere()
        #expect(reply(from: Self.stranger).contains("Too many wrong passwords"))
        #expect(reply(from: Self.home).contains("Invalid"))
    }

    @Test func `A source stays known while it is used, however many newer ones there are`() {
        for last in 1...40 {
            #expect(isLoggedIn(from: "198.51.\(last).1"))
            #expect(isLoggedIn(from: Self.home))
        }
        guessEverywhere()
        #expect(reply(from: Self.home).contains("Invalid"))
    }

    @Test func `Counts of very many sources are bounded`() {
        let guesses = LoginThrottle()
        let time = Timestamp(milliseconds: 1_000_000)
        let effort = (0..<30_000).map { number in
            Origin(address: "100.\(number >> 8 & 255).\(number & 255).\(number >> 16 + 1)", host: "h")
        }
        for (number, origin) in effort.enumerated() {
            guesses.failed(
                FoldedName(folded: "n\(number)"), from: origin, isKnown: false,
                at: time.advanced(byMilliseconds: Int64(number)))
        }
        #expect(guesses.count <= 20_000)
    }

    @Test func `Where the owner has logged in, only wrong passwords for that account from there slow the next try`() {
        for _ in 0..<6 { _ = reply(from: Self.home, as: "bob") }
        #expect(!isLoggedIn(from: Self.home, as: "bob"))
        #expect(isLoggedIn(from: Self.home))
        for _ in 0..<4 { #expect(reply(from: Self.home).contains("Invalid")) }
        #expect(!isLoggedIn(from: Self.home))
        chat.pass(seconds: 2)
        #expect(isLoggedIn(from: Self.home))
        #expect(reply(from: Self.home).contains("Invalid"))
    }

    /// As many wrong passwords from as many networks as slow all who never logged in to the account.
    private func guessEverywhere(as account: String = "alice") {
        for network in 0..<101 { _ = reply(from: "100.\(network).0.1", as: account) }
    }

    @Test func `A source stays known over a restart, a stranger to another account, and until sixteen newer ones`() {
        chat.restart()
        guessEverywhere()
        #expect(isLoggedIn(from: Self.home))
        guessEverywhere(as: "bob")
        #expect(!isLoggedIn(from: Self.home, as: "bob"))
        chat.pass(seconds: 7200)
        for last in 1...15 { #expect(isLoggedIn(from: "198.51.100.\(last)")) }
        guessEverywhere()
        #expect(isLoggedIn(from: Self.home))
        chat.pass(seconds: 7200)
        for last in 1...16 { #expect(isLoggedIn(from: "198.51.100.\(last)")) }
        guessEverywhere()
        #expect(!isLoggedIn(from: Self.home))
        #expect(chat.kept.notes.values.allSatisfy { $0.count <= 128 })
    }

    @Test func `What is known of an account's sources goes with the account`() {
        chat.connect("the-host", from: .ownDoor)
        chat.send("the-host", "ACCOUNT REMOVE alice", "ACCOUNT ADD alice :sesame sesame")
        guessEverywhere()
        #expect(!isLoggedIn(from: Self.home))
    }

    @Test func `Guesses that run at once tell no more than those that come one after the other`() {
        let names = (0..<8).map { "try\($0)" }
        chat.isLogSilent = true
        for name in names {
            chat.connect(name, from: .secure(Self.stranger))
            chat.send(name, "AUTHENTICATE PLAIN", "AUTHENTICATE " + TestNetwork.plain("alice", "a guess"))
            chat.forget()
        }
        for name in names.dropLast() { chat.answer(name, .verdict(.wrong)) }
        chat.answer(names.last!, .verdict(.right))
        let replies = names.map { chat.take($0).last ?? "" }
        #expect(replies.prefix(4).allSatisfy { $0.contains("Invalid") })
        #expect(replies.dropFirst(4).allSatisfy { $0.contains("Too many wrong passwords") })
    }

    @Test func `So it is with SCRAM, whose challenges are all asked for before the first proof comes`() throws {
        var clients: [(name: String, client: SCRAM.Client, challenge: [UInt8])] = []
        for number in 0..<8 {
            let password = number == 7 ? "sesame sesame" : "a guess"
            let client = SCRAM.Client(
                name: "alice", password: Array(password.utf8), nonce: [1, 2, 3], primitives: .toy)
            chat.connect("try\(number)", from: .secure(Self.stranger))
            chat.send("try\(number)", "AUTHENTICATE SCRAM-SHA-256")
            let line = chat.ask("try\(number)", "AUTHENTICATE " + Base64.encode(client.first))[0]
            clients.append(("try\(number)", client, try #require(Base64.decode(String(line.dropFirst(13))))))
        }
        let replies = try clients.map { name, client, challenge in
            var client = client
            return chat.ask(name, "AUTHENTICATE " + Base64.encode(try client.final(answering: challenge))).last ?? ""
        }
        #expect(replies.prefix(4).allSatisfy { $0.contains("Invalid") })
        #expect(replies.dropFirst(4).allSatisfy { $0.contains("Too many wrong passwords") })
    }

    @Test func `Many right logins at once, as a bouncer's, are all let in`() {
        let names = (0..<10).map { "bouncer\($0)" }
        chat.isLogSilent = true
        for name in names {
            chat.connect(name, from: .secure("198.51.100.1"))
            chat.send(name, "AUTHENTICATE PLAIN", "AUTHENTICATE " + TestNetwork.plain("alice", "sesame sesame"))
        }
        for name in names { chat.answer(name, .verdict(.right)) }
        #expect(names.allSatisfy { chat.take($0).last?.contains(" 903 ") == true })
    }

    @Test func `The server's password is guessed one after the other, too`() {
        let door = Origin(
            address: Self.stranger, host: "h", isSecure: true, needs: [.password], isExemptFromLimits: true)
        let names = (0..<6).map { "try\($0)" }
        for name in names {
            chat.connect(name, from: door)
            chat.send(name, "PASS guess", "NICK \(name)", "USER u 0 * :U")
        }
        for name in names.dropLast() { chat.answerVerification(of: name, .wrong) }
        chat.answerVerification(of: names.last!, .right)
        let replies = names.map { chat.take($0).first ?? "" }
        #expect(replies.prefix(4).allSatisfy { $0.contains("Password incorrect") })
        #expect(replies.dropFirst(4).allSatisfy { $0.contains("Too many wrong passwords") })
    }
}
