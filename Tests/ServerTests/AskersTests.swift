import Chat
import Storage
import Testing

@testable import Server

/// Who waits for what is looked for in the log.
@Suite struct AskersTests {
    private var askers = Askers()
    private let session = SessionID(rawValue: 256)
    private let origin = Origin(address: "2001:db8::1", host: "h", neighbourhood: "2001:db8::/64")

    @Test mutating func `A session is one asker for all its questions, by what counts as its address`() {
        let first = askers.asker(session, from: origin)
        #expect(first === askers.asker(session, from: origin))
        #expect(first.source == "2001:db8::/64")
        #expect(!first.isGone)
    }

    @Test mutating func `When a session is over nobody waits for what it asked`() {
        let first = askers.asker(session, from: origin)
        let other = askers.asker(SessionID(rawValue: 512), from: origin)
        askers.left(session)
        #expect(first.isGone && !other.isGone)
    }

    @Test mutating func `What a session that is gone had asked is not looked for`() {
        #expect(askers.asker(session, from: nil).isGone)
    }
}
