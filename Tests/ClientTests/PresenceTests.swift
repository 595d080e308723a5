import Protocol
import Testing

@testable import Client

/// <https://ircv3.net/specs/extensions/pre-away>
@Suite struct PresenceTests {
    /// Online, lost, and asked again for what the server has.
    private static func reconnected(
        _ capabilities: String = "draft/pre-away", hasFocus: Bool = true, typed: String...
    ) -> TestSession {
        var talk = TestSession.inChannel(capabilities: capabilities)
        for line in typed { talk.enter(line) }
        talk.session.hasFocus = hasFocus
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.collect()
        talk.forget()
        talk.hear(":s CAP * LS :\(capabilities)", ":s CAP * ACK :\(capabilities)")
        return talk
    }

    @Test func `Whoever is away stays so over a loss, and says it before the welcome`() {
        var talk = Self.reconnected(typed: "/away at lunch")
        #expect(talk.sent() == ["CAP REQ draft/pre-away", "AWAY :at lunch", "CAP END"])
        let before = talk.lines()
        talk.hear(":s 306 ada :You have been marked as being away")
        #expect(talk.lines() == before && talk.session.status(at: talk.now).isAway)
        talk.hear(":s 306 ada :You have been marked as being away")
        #expect(talk.lines().last == "info : You are marked as away. /back undoes it.")
    }

    @Test func `Whoever came back is not said to be away`() {
        var talk = Self.reconnected(typed: "/away at lunch", "/back")
        #expect(talk.sent() == ["CAP REQ draft/pre-away", "CAP END"])
    }

    @Test func `A server that takes no such word before the welcome hears none`() {
        var talk = Self.reconnected("batch", hasFocus: false, typed: "/away at lunch")
        #expect(talk.sent() == ["CAP REQ batch", "CAP END"])
        talk.hear(":s 001 ada :Welcome")
        #expect(talk.sent().filter { $0.hasPrefix("AWAY") } == ["AWAY :at lunch"])
        let before = talk.session.buffers.map(\.lineCount)
        talk.hear(":s 306 ada :away")
        #expect(talk.session.buffers.map(\.lineCount) == before)
    }

    @Test func `A server that does not answer before the welcome does not keep a later answer from the person`() {
        var talk = Self.reconnected(typed: "/away at lunch")
        talk.hear(":s 001 ada :Welcome", ":s 422 ada :none", ":ada!a@h JOIN #home")
        talk.forget()
        talk.enter("/back")
        talk.hear(":s 305 ada :You are no longer marked as being away")
        #expect(talk.sent() == ["AWAY"] && talk.lines().last == "info : You are back.")
    }

    @Test func `A connection that comes back with nobody at the screen is said to be so, until somebody is`() {
        var talk = Self.reconnected(hasFocus: false)
        #expect(talk.sent() == ["CAP REQ draft/pre-away", "AWAY :*", "CAP END"])
        talk.hear(":s 306 ada :away", ":s 001 ada :Welcome", ":s 422 ada :none")
        talk.forget()
        talk.session.hasFocus = true
        talk.collect()
        #expect(talk.sent() == ["AWAY"])
        let before = talk.lines("")
        talk.hear(":s 305 ada :back")
        #expect(talk.lines("") == before && !talk.session.status(at: talk.now).isAway)
        talk.session.hasFocus = true
        talk.collect()
        #expect(talk.sent() == [])
    }

    @Test func `Whoever types is there, whatever the terminal tells`() {
        var talk = Self.reconnected(hasFocus: false)
        talk.hear(":s 001 ada :Welcome", ":s 422 ada :none", ":ada!a@h JOIN #home")
        talk.forget()
        talk.enter("hello")
        #expect(talk.sent() == ["AWAY", "PRIVMSG #home :hello"])
    }

    @Test func `The first connection of a start is never unattended`() {
        var talk = TestSession()
        talk.session.hasFocus = false
        talk.connect()
        talk.forget()
        talk.hear(":s CAP * LS :draft/pre-away", ":s CAP * ACK :draft/pre-away")
        #expect(talk.sent() == ["CAP REQ draft/pre-away", "CAP END"])
    }

    @Test func `Somebody whose program alone is there has given no reason`() {
        var talk = TestSession.inChannel()
        talk.hear(":s 301 ada bob *")
        #expect(talk.lines("").last == "info : bob is away.")
    }
}
