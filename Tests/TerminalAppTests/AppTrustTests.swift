import Client
import TerminalApp
import Testing
import Transport

/// A server that nobody vouches for.
@MainActor
@Suite struct AppTrustTests {
    private let question = TrustQuestion(
        place: "irc.test:6667", shown: ShownKey(fingerprint: "SHA256:abc", isVouchedFor: false))

    @Test func `A key that is taken for always is remembered, and the server is dialled again`() throws {
        let app = try TestApp()
        app.connection.tell(.unknown(question))
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("SHA256:abc"))
        app.type("always\r")
        #expect(app.connector.connections.count == 2)
        let known = try StateDirectory.read(app.directory.file("known-hosts")).get()
        #expect(KnownHosts(known).entry(for: "irc.test:6667")?.fingerprint == "SHA256:abc")
    }

    @Test func `A key that is taken once is not written down`() throws {
        let app = try TestApp()
        app.connection.tell(.unknown(question))
        app.type("once\r")
        #expect(app.connector.connections.count == 2)
        #expect(try StateDirectory.read(app.directory.file("known-hosts")).get() == "")
    }

    @Test func `A key that is not taken ends it`() throws {
        let app = try TestApp()
        app.connection.tell(.unknown(question))
        app.type("no\r")
        #expect(app.connector.connections.count == 1)
        #expect(app.exits.map(\.message) == ["irc.test:6667 was not entered. Nothing was sent to it."])
    }

    @Test func `Without anybody to ask it ends`() throws {
        let app = try TestApp(isLinear: true)
        app.connection.tell(.unknown(question))
        #expect(app.exits.first?.message?.contains("there is no terminal to ask on") == true)
    }

    @Test func `At the lines it is asked as well`() throws {
        let app = try TestApp(isLinear: true, canAsk: true)
        app.connection.tell(.unknown(question))
        #expect(app.stream.written.contains("SHA256:abc"))
        app.give("always\n")
        #expect(app.connector.connections.count == 2)
    }
}
