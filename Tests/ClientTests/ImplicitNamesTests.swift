import Protocol
import Testing

@testable import Client

/// Servers that do not tell by themselves who is in a room. <https://ircv3.net/specs/extensions/no-implicit-names>
@Suite struct ImplicitNamesTests {
    /// In `#a` and `#b`, with the server's lines on the screen.
    private static func inTwoChannels(_ capabilities: String = "no-implicit-names") -> TestSession {
        var talk = TestSession(channels: ["#a", "#b"])
        talk.connect()
        talk.welcome(capabilities: capabilities, isupport: "CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii")
        talk.hear(":ada!a@h JOIN #a", ":ada!a@h JOIN #b", ":s 324 ada #a +", ":s 324 ada #b +")
        return talk
    }

    private static func show(_ name: String, in talk: inout TestSession) {
        talk.session.setVisible(talk.bufferID(name))
        talk.collect()
    }

    @Test(arguments: ["no-implicit-names", "draft/no-implicit-names"])
    func `Who is there is asked when the room comes on the screen, once`(capability: String) {
        var talk = Self.inTwoChannels(capability)
        #expect(!talk.sent().contains { $0.hasPrefix("NAMES") })
        Self.show("#a", in: &talk)
        #expect(talk.sent() == ["NAMES #a"])
        talk.hear(":s 353 ada = #a :ada @bob", ":s 366 ada #a :End")
        #expect(talk.members("#a") == "@bob ada" && talk.lines("#a") == ["join ada: has come in"])
        Self.show("#b", in: &talk)
        #expect(talk.sent() == ["NAMES #b"])
        Self.show("#a", in: &talk)
        #expect(talk.sent() == [])
    }

    @Test func `A room that is entered while it is on the screen is asked about at once`() {
        var talk = Self.inTwoChannels()
        Self.show("#a", in: &talk)
        talk.hear(":s 366 ada #a :End", ":ada!a@h PART #a", ":bob!b@h PRIVMSG #a :x")
        talk.forget()
        talk.hear(":ada!a@h JOIN #a")
        #expect(talk.sent() == ["NAMES #a"])
        talk.hear(":s 366 ada #a :End")
        #expect(talk.sent() == ["MODE #a"])
    }

    @Test func `What the person asked for is not asked again, and is told`() {
        var talk = Self.inTwoChannels()
        talk.forget()
        talk.enter("/names #a", in: "")
        talk.hear(":s 353 ada = #a :ada @bob", ":s 366 ada #a :End")
        #expect(talk.lines("#a").last == "info : 2 in #a: ada @bob")
        talk.forget()
        Self.show("#a", in: &talk)
        #expect(talk.sent() == [])
    }

    @Test func `Where no answer comes, it is asked again, and not for ever`() {
        var talk = Self.inTwoChannels()
        talk.forget()
        Self.show("#a", in: &talk)
        Self.show("#b", in: &talk)
        Self.show("#a", in: &talk)
        #expect(talk.sent().filter { $0 == "NAMES #a" }.count == 1)
        talk.pass(seconds: 72)
        #expect(talk.sent().filter { $0 == "NAMES #a" }.count == 2)
        talk.hear(":ada!a@h PART #a", ":ada!a@h JOIN #a", ":s 353 ada = #a :ada", ":s 366 ada #a :End")
        talk.forget()
        talk.pass(seconds: 3)
        #expect(!talk.sent().contains("NAMES #a"))
    }

    @Test func `A server that tells by itself is not asked`() {
        var talk = Self.inTwoChannels("away-notify")
        talk.forget()
        Self.show("#a", in: &talk)
        #expect(!talk.sent().contains("NAMES #a"))
    }

    @Test func `Of two names of one capability the better one is asked for`() {
        var talk = TestSession()
        talk.connect()
        talk.forget()
        talk.hear(":s CAP * LS :draft/no-implicit-names batch no-implicit-names")
        #expect(talk.sent() == ["CAP REQ :batch no-implicit-names"])
        talk.hear(":s CAP * ACK :batch no-implicit-names", ":s CAP * NEW :draft/no-implicit-names")
        #expect(talk.sent() == ["CAP END"])
    }

    @Test func `That such a question is refused is not shown`() {
        var talk = Self.inTwoChannels()
        Self.show("#a", in: &talk)
        let before = (talk.lines(""), talk.lines("#a"))
        talk.hear(":s 421 ada NAMES :Unknown command")
        #expect((talk.lines(""), talk.lines("#a")) == before)
    }
}
