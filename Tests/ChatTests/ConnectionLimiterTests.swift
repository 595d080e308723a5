import Testing

@testable import Chat

/// How many may come from one address.
struct ConnectionLimiterTests {
    private let chat = TestNetwork { settings in
        settings.limits.sessionsPerAddress = 3
        settings.limits.unregisteredPerAddress = 2
    }
    private static let origin = Origin(address: "192.0.2.1", host: "far")

    @Test func `As many as may come are let in, and one more is told why not`() {
        chat.enter("a", "b", "c", from: Self.origin)
        chat.connect("d", from: Self.origin)
        #expect(chat.closed == ["d"])
        #expect(chat.take("d").first?.contains("There are 3 connections from your address") == true)
        #expect(chat.turnedAway.count == 1 && chat.turnedAway[0].contains("There are 3 connections"))
    }

    @Test func `Who leaves makes room`() {
        chat.enter("a", "b", "c", from: Self.origin)
        chat.send("a", "QUIT")
        chat.connect("d", from: Self.origin)
        #expect(chat.closed == ["a"])
    }

    @Test func `Those on their way in are counted by themselves`() {
        chat.connect("a", from: Self.origin)
        chat.connect("b", from: Self.origin)
        chat.connect("c", from: Self.origin)
        #expect(chat.closed == ["c"])
        chat.send("a", "NICK a")
        chat.send("a", "USER a 0 * :a")
        chat.connect("d", from: Self.origin)
        #expect(chat.closed == ["c"])
    }

    @Test func `Another address has its own count, and the exempt have none`() {
        chat.enter("a", "b", "c", from: Self.origin)
        chat.connect("d", from: Origin(address: "192.0.2.2", host: "far"))
        for name in ["e", "f", "g", "h"] { chat.connect(name) }
        #expect(chat.closed == [])
    }

    @Test func `What is one neighbourhood counts as one address`() {
        for (name, address) in [("a", "2001:db8::1"), ("b", "2001:db8::2"), ("c", "2001:db8::3")] {
            chat.connect(name, from: Origin(address: address, host: "far", addressPrefix: "2001:db8::"))
        }
        #expect(chat.closed == ["c"])
    }
}
