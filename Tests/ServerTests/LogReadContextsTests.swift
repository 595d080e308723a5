import Chat
import Storage
import Testing

@testable import Server

/// Who waits for what is looked for in the log.
@Suite struct LogReadContextsTests {
    private var contexts = LogReadContexts()
    private let session = SessionID(rawValue: 256)
    private let origin = Origin(address: "2001:db8::1", host: "h", addressPrefix: "2001:db8::/64")

    @Test mutating func `A session is one asker for all its questions, by what counts as its address`() {
        let first = contexts.context(session, from: origin)
        #expect(first === contexts.context(session, from: origin))
        #expect(first.source == "2001:db8::/64")
        #expect(!first.isCancelled)
    }

    @Test mutating func `When a session is over nobody waits for what it asked`() {
        let first = contexts.context(session, from: origin)
        let other = contexts.context(SessionID(rawValue: 512), from: origin)
        contexts.left(session)
        #expect(first.isCancelled && !other.isCancelled)
    }

    @Test mutating func `What a session that is gone had asked is not looked for`() {
        #expect(contexts.context(session, from: nil).isCancelled)
    }
}
