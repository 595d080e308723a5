import Protocol
import Testing

@testable import Chat

/// Wrong passwords are counted by the source they come from, and keep no owner out.
struct GuessTests {
    private let chat = Conversation()
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
        return chat.ask("try", "AUTHENTICATE " + Conversation.plain(account, password)).last ?? ""
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
        #expect(!isLoggedIn(from: "198.51.100.1"))
        for _ in 0..<15 { #expect(isLoggedIn(from: Self.home)) }
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

    @Test func `A source stays known over a restart, a stranger to another account, and until sixteen newer ones`() {
        chat.restart()
        for last in 1...21 { _ = reply(from: "203.0.113.\(last)") }
        #expect(isLoggedIn(from: Self.home))
        for last in 1...21 { _ = reply(from: "203.0.113.\(last + 100)", as: "bob") }
        #expect(!isLoggedIn(from: Self.home, as: "bob"))
        chat.pass(seconds: 3600)
        for last in 1...15 { #expect(isLoggedIn(from: "198.51.100.\(last)")) }
        for last in 1...21 { _ = reply(from: "203.0.113.\(last)") }
        #expect(isLoggedIn(from: Self.home))
        chat.pass(seconds: 3600)
        #expect(isLoggedIn(from: "198.51.100.16"))
        for last in 1...21 { _ = reply(from: "203.0.113.\(last)") }
        #expect(!isLoggedIn(from: Self.home))
        #expect(chat.kept.notes.values.allSatisfy { $0.count <= 128 })
    }

    @Test func `What is known of an account's sources goes with the account`() {
        chat.connect("the-host", from: .ownDoor)
        chat.send("the-host", "ACCOUNT REMOVE alice", "ACCOUNT ADD alice :sesame sesame")
        for last in 1...21 { _ = reply(from: "203.0.113.\(last)") }
        #expect(!isLoggedIn(from: Self.home))
    }

    @Test func `Guesses that run at once tell no more than those that come one after the other`() {
        let names = (0..<8).map { "try\($0)" }
        chat.isLogSilent = true
        for name in names {
            chat.connect(name, from: .secure(Self.stranger))
            chat.send(name, "AUTHENTICATE PLAIN", "AUTHENTICATE " + Conversation.plain("alice", "a guess"))
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
            let client = SCRAM.Client(name: "alice", password: Array(password.utf8), nonce: [1, 2, 3], cipher: .toy)
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
            chat.send(name, "AUTHENTICATE PLAIN", "AUTHENTICATE " + Conversation.plain("alice", "sesame sesame"))
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
