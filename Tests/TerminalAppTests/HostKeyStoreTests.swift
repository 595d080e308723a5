import Client
import Glibc
import Protocol
import TerminalApp
import TestSupport
import Testing

@Suite struct HostKeyStoreTests {
    private let scratch = Scratch()
    private let now = Timestamp(iso8601: "2026-01-02T03:04:05Z")!
    private let place = "irc.test:6697"
    private let key = ShownKey(fingerprint: "SHA256:first", isVouchedFor: false)
    private let otherKey = ShownKey(fingerprint: "SHA256:second", isVouchedFor: false)

    private var directory: StateDirectory { StateDirectory(path: scratch.file("state")) }
    private var store: HostKeyStore { HostKeyStore(in: directory) }

    private func known() throws -> String { try StateDirectory.read(directory.file("known-hosts")).get() }

    @Test func `A key that an authority vouches for is remembered without a question`() throws {
        let vouched = ShownKey(fingerprint: "SHA256:first", isVouchedFor: true)
        #expect(store.judge(place, vouched, .init(), at: now) == .remembered)
        #expect(try known() == "irc.test:6697 SHA256:first 2026-01-02 authority\n")
        #expect(store.judge(place, vouched, .init(), at: now) == .trusted)
    }

    @Test func `A key that nobody vouches for is for the person to judge, and not written down`() throws {
        #expect(store.judge(place, key, .init(), at: now) == .unknown)
        #expect(try known() == "")
    }

    @Test func `A key that is taken once is trusted until the program ends`() throws {
        let store = store
        store.accept(place, key)
        #expect(store.judge(place, key, .init(), at: now) == .trusted)
        guard case .refused(let cause) = store.judge(place, otherKey, .init(), at: now) else {
            Issue.record("another key was taken")
            return
        }
        #expect(cause.contains("since you accepted it once"))
        #expect(self.store.judge(place, key, .init(), at: now) == .unknown)
    }

    @Test func `A key that is remembered is trusted at the next start, and another is refused`() throws {
        #expect(store.remember(place, key, at: now) == nil)
        #expect(store.judge(place, key, .init(), at: now) == .trusted)
        guard case .refused(let cause) = store.judge(place, otherKey, .init(), at: now) else {
            Issue.record("another key was taken")
            return
        }
        #expect(cause.contains("its key has changed since the first connection on 2026-01-02"))
        #expect(cause.contains(directory.file("known-hosts")))
        #expect(try known() == "irc.test:6697 SHA256:first 2026-01-02\n")
    }

    @Test func `The key of an invitation is remembered, and no other is taken`() throws {
        guard case .refused = store.judge(place, otherKey, .init(invited: "SHA256:first"), at: now) else {
            Issue.record("another key was taken")
            return
        }
        #expect(store.judge(place, key, .init(invited: "SHA256:first"), at: now) == .remembered)
        #expect(store.judge(place, key, .init(), at: now) == .trusted)
    }

    @Test func `A server that wants nothing but TLS must be vouched for`() {
        guard case .refused = store.judge(place, key, .init(isStrict: true), at: now) else {
            Issue.record("a key was taken that nobody vouches for")
            return
        }
    }

    @Test func `Keys that cannot be read refuse everybody, and are not written over`() throws {
        #expect(directory.make())
        let path = directory.file("known-hosts")
        // A file could be put in its place, which a folder does not allow.
        #expect(mkfifo(path, 0o600) == 0)
        guard case .refused(let cause) = store.judge(place, key, .init(), at: now) else {
            Issue.record("a key was taken though the others cannot be read")
            return
        }
        #expect(cause.hasPrefix("\(path) cannot be read"))
        #expect(store.remember(place, key, at: now)?.contains("make that file writable") == true)
        let vouched = ShownKey(fingerprint: "SHA256:x", isVouchedFor: true)
        guard case .refused = store.judge(place, vouched, .init(), at: now) else {
            Issue.record("a key was taken though the others cannot be read")
            return
        }
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test func `A host is held to TLS for as long as it said`() throws {
        store.hold("irc.test", port: 6697, seconds: 60, at: now)
        #expect(try store.strictPort(for: "irc.test", at: now) == 6697)
        #expect(try store.strictPort(for: "irc.test", at: now.advanced(bySeconds: 61)) == nil)
        #expect(try store.strictPort(for: "other.test", at: now) == nil)
        store.hold("irc.test", port: 6697, seconds: 0, at: now)
        #expect(try store.strictPort(for: "irc.test", at: now) == nil)
    }

    @Test func `A list of hosts that cannot be read is not taken for an empty one`() throws {
        #expect(directory.make())
        let path = directory.file("strict-transport")
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: HostKeyStore.Unreadable.self) { try store.strictPort(for: "irc.test", at: now) }
        #expect(error?.text.hasPrefix("\(path) cannot be read") == true)
        #expect(throws: HostKeyStore.Unreadable.self) {
            try Destination("irc.test", 6667, tls: false, hostKeyStore: store)
        }
    }
}
