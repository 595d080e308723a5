import Protocol
import Testing

@testable import Chat

/// Whoever logs in has the account's nick back, and several devices agree on it.
struct AccountNickTests {
    private let chat = TestNetwork()

    private static let password = "open-sesame"

    init() { chat.makeAccounts("alice", "bob", password: Self.password) }

    private func logIn(_ session: String, nick: String? = nil) {
        chat.logIn(session, as: "alice", nick: nick, password: Self.password)
    }

    private func nick(_ session: String) -> String? { chat.session(session)?.user?.nick }

    /// In as `alice_`, having asked for `alice`.
    private func enterAsAnother() {
        chat.connect("a", from: .secure())
        chat.send("a", "NICK alice", "USER u 0 * :U", "NICK alice_")
        chat.enter("bob_")
        chat.join("#x", "a", "bob_")
    }

    @Test(arguments: ["NS IDENTIFY alice open-sesame", "SASL"])
    func `Logging in brings the nick that was refused before, for all to see`(_ way: String) {
        enterAsAnother()
        #expect(nick("a") == "alice_")
        if way == "SASL" {
            chat.send(
                "a", "AUTHENTICATE PLAIN", "AUTHENTICATE " + TestNetwork.plain("alice", Self.password))
        } else {
            chat.send("a", way)
        }
        #expect(nick("a") == "alice")
        #expect(chat.take("bob_").contains { $0.hasPrefix(":alice_!") && $0.hasSuffix(" NICK alice") })
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `Whoever chose another nick meanwhile, or asked for another account's, keeps theirs`() {
        enterAsAnother()
        chat.send("a", "NICK eve", "NS IDENTIFY alice open-sesame")
        #expect(nick("a") == "eve")
        chat.enter("c", from: .secure())
        chat.send("c", "NICK bob", "NS IDENTIFY alice open-sesame")
        #expect(nick("c") != "bob")
    }

    @Test(arguments: [["desk", "phone"], ["phone", "desk"]])
    func
        `Of two devices that want different nicks none has its way by coming first: the account's nick wins`(
            _ order: [String]
        )
    {
        let nicks = ["desk": "alice", "phone": "pocket"]
        for name in order { logIn(name, nick: nicks[name]) }
        #expect(nick("desk") == "alice" && nick("phone") == "alice")
        chat.restart()
        for name in order.reversed() { logIn(name, nick: nicks[name]) }
        #expect(nick("desk") == "alice" && nick("phone") == "alice")
        #expect(chat.network.brokenInvariants() == [])
    }

    @Test func `So it is where neither wants the account's; one alone is called as it wants`() {
        logIn("phone", nick: "pocket")
        #expect(nick("phone") == "pocket")
        chat.forget()
        logIn("desk", nick: "office")
        #expect(nick("desk") == "alice" && chat.take("phone").contains { $0.hasSuffix(" NICK alice") })
        #expect(chat.take("desk").contains { $0.contains(" 001 alice ") })
    }

    @Test func `A nick that was chosen while here stays when another device comes`() {
        logIn("desk")
        chat.send("desk", "NICK brb")
        logIn("phone")
        #expect(nick("phone") == "brb")
    }

    @Test func `Whoever becomes somebody that is here under another nick brings the account's back`() {
        logIn("phone", nick: "pocket")
        enterAsAnother()
        chat.send("a", "NS IDENTIFY alice open-sesame")
        #expect(nick("a") == "alice" && nick("phone") == "alice")
        #expect(chat.network.brokenInvariants() == [])
    }
}
