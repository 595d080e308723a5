import Protocol
import Testing

@testable import Client

@Suite struct RegistrationTests {
    @Test func `A connection begins with capabilities, nick and user`() {
        var talk = Conversation(password: "sesame")
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, at: talk.now)
        talk.collect()
        #expect(talk.sent() == ["CAP LS 302", "PASS sesame", "NICK ada", "USER ada 0 * :Ada L"])
    }

    @Test func `Only what is offered and understood is requested, over several lines`() {
        var talk = Conversation()
        talk.connect()
        talk.forget()
        talk.hear(":s CAP * LS * :batch unknown=PLAIN,EXTERNAL multi-prefix", ":s CAP * LS :server-time vendor/strange")
        #expect(talk.sent() == ["CAP REQ :batch multi-prefix server-time"])
        talk.hear(":s CAP * ACK :batch multi-prefix server-time ")
        #expect(talk.sent() == ["CAP END"])
        #expect(talk.session.capabilities == ["batch", "multi-prefix", "server-time"])
    }

    @Test func `A refused group of capabilities is asked for one by one`() {
        var talk = Conversation()
        talk.connect()
        talk.forget()
        talk.hear(":s CAP * LS :batch chghost", ":s CAP * NAK :batch chghost")
        #expect(talk.sent() == ["CAP REQ :batch chghost", "CAP REQ batch", "CAP REQ chghost"])
        talk.hear(":s CAP * ACK :batch", ":s CAP * NAK :chghost")
        #expect(talk.sent() == ["CAP END"])
    }

    @Test func `Nothing to request ends the negotiation at once`() {
        var talk = Conversation()
        talk.connect()
        talk.forget()
        talk.hear("CAP * LS :")
        #expect(talk.sent() == ["CAP END"])
    }

    @Test func `A server without capabilities is entered all the same`() {
        var talk = Conversation()
        talk.connect()
        talk.forget()
        talk.hear(":old 421 * CAP :Unknown command", ":old 001 ada :Welcome", ":old 376 ada :End of MOTD")
        #expect(talk.session.phase == .online)
        #expect(talk.sent() == ["PING grillo-1", "JOIN #home"])
    }

    @Test func `Capabilities come and go while online`() {
        var talk = Conversation.inRoom()
        talk.hear(":s CAP ada NEW :away-notify", ":s CAP ada ACK :away-notify")
        #expect(talk.sent() == ["CAP REQ away-notify"])
        #expect(talk.session.capabilities == ["away-notify"])
        talk.hear(":s CAP ada DEL :away-notify")
        #expect(talk.session.capabilities.isEmpty)
    }

    @Test func `A nick in use makes way for the next, then for signs and numbers`() {
        var talk = Conversation(nicks: ["ada", "countess"])
        talk.connect()
        talk.forget()
        for _ in 0..<5 { talk.hear(":s 433 * x :Nickname is already in use") }
        #expect(talk.sent() == ["NICK countess", "NICK ada_", "NICK ada__", "NICK ada1", "NICK ada2"])
    }

    @Test func `A nick that cannot be is made simple`() {
        var talk = Conversation(nicks: ["ädä.lovelace"])
        talk.connect()
        talk.forget()
        talk.hear(":s 432 * ädä.lovelace :Erroneous nickname")
        #expect(talk.sent() == ["NICK dlovelace"])
    }

    @Test func `The server has the last word on the nick`() {
        var talk = Conversation(nicks: ["adalovelace"])
        talk.connect()
        talk.hear(":s 001 adalovela :Welcome")
        #expect(talk.session.nick == "adalovela")
    }

    @Test func `Without rooms of one's own the server's lobby is entered`() {
        var talk = Conversation(rooms: [])
        talk.connect()
        talk.forget()
        talk.welcome(isupport: "LOBBY=#lobby CHANTYPES=#")
        #expect(talk.sent().last == "JOIN #lobby")
        talk.hear(":ada!a@h JOIN #lobby")
        #expect(talk.actions.contains(.show(BufferID(1))))
    }

    @Test func `Rooms with keys go first, and keys are not mixed up`() {
        var talk = Conversation(rooms: ["#a", .init(name: "#b", key: "k1"), "#c", .init(name: "#d", key: "k2")])
        talk.connect()
        talk.forget()
        talk.welcome()
        #expect(talk.sent().last == "JOIN #b,#d,#a,#c k1,k2")
    }

    @Test func `PING is answered with its own words`() {
        var talk = Conversation.inRoom()
        talk.hear("PING :two words")
        #expect(talk.sent() == ["PONG :two words"])
    }
}
