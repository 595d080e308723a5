import Testing

@testable import Client

/// The advice to somebody who is alone in a room.
@Suite struct EmptyRoomTests {
    private static func commands(_ talk: TestSession) -> [String]? {
        talk.buffer("#home").flatMap { talk.session.adviceIfAlone(in: $0) }?.map(\.command)
    }

    private static func alone(host: String? = nil, port: UInt16? = nil, isupport: String = "CHANTYPES=#") -> TestSession
    {
        var talk = TestSession(host: host, port: port)
        talk.connect()
        talk.welcome(isupport: isupport)
        talk.hear(
            ":ada!ada@host.test JOIN #home", ":irc.test 353 ada = #home :@ada", ":irc.test 366 ada #home :End")
        return talk
    }

    @Test func `Only who is known to be alone, and heard nobody, is advised`() {
        var talk = TestSession(channels: ["#home"])
        talk.connect()
        talk.welcome(isupport: "CHANTYPES=#")
        talk.hear(":ada!ada@host.test JOIN #home")
        #expect(Self.commands(talk) == nil)
        talk.hear(":irc.test 353 ada = #home :@ada", ":irc.test 366 ada #home :End")
        #expect(Self.commands(talk) == ["/invite nick", "/join #name"])
        talk.hear(":bob!b@h JOIN #home")
        #expect(Self.commands(talk) == nil)
        talk.hear(":bob!b@h PART #home")
        #expect(Self.commands(talk) != nil)
        talk.hear(":irc.test NOTICE #home :welcome")
        #expect(Self.commands(talk) == nil)
        #expect(Self.commands(TestSession.inChannel()) == nil)
    }

    @Test(
        arguments: [
            ("irc.example.org", 6697, "grillo-tui irc.example.org 6697"),
            ("irc.example.org", nil, "grillo-tui irc.example.org"),
            ("localhost", 6697, nil), ("127.0.0.1", 6697, nil), ("::1", 6697, nil), (nil, nil, nil),
        ] as [(String?, UInt16?, String?)])
    func `The way in from elsewhere is told where it is known`(_ host: String?, _ port: UInt16?, _ command: String?) {
        let commands = Self.commands(Self.alone(host: host, port: port))
        #expect(commands == ["/invite nick"] + [command].compactMap(\.self) + ["/join #name"])
    }

    @Test func `Where the server makes links, one is offered`() {
        #expect(Self.commands(Self.alone(isupport: "CHANTYPES=# INVITATIONS"))?.first == "/invite")
    }
}
