import Client
import Glibc
import Synchronization
import TerminalApp
import Testing
import Transport

/// The ends of the app, and their words.
@MainActor
@Suite struct AppExitTests {
    @Test func `Quitting says goodbye, and ends when the server has closed`() throws {
        let app = try TestApp()
        app.enter()
        app.type("/quit\r")
        #expect(app.connection.sent.contains { $0.hasPrefix("QUIT") })
        #expect(app.connection.isClosed)
        #expect(app.terminal.isRestored)
        #expect(app.exits.isEmpty)
        app.connection.tell(.closed(.peerClosed))
        #expect(app.exits == [ProgramExit(status: 0)])
    }

    @Test func `The word of goodbye goes to all networks`() throws {
        let app = try TestApp()
        app.enter()
        app.addNetwork("other.test")
        app.enter("#tea", on: app.connection)
        app.type("/quit so long\r")
        #expect(app.connector.connections.map { $0.sent.last } == ["QUIT :so long", "QUIT :so long"])
    }

    @Test(arguments: [
        (["/set footer off"], "1 setting is not kept: /save yes keeps it, or quit again."),
        (["/set footer off", "/set bell on"], "2 settings are not kept: /save yes keeps them, or quit again."),
        (["/alias hi /me waves"], "1 alias is not kept: /save yes keeps it, or quit again."),
        (["/alias hi /me", "/alias ho /me", "/set bell on"], "1 setting and 2 aliases are not kept"),
    ])
    func `Settings that would be lost are told before the program ends, once`(lines: [String], words: String) throws {
        let app = try TestApp()
        app.enter()
        for line in lines { app.type(line + "\r") }
        app.type("/quit\r")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains(words))
        #expect(!app.connection.sent.contains { $0.hasPrefix("QUIT") } && !app.terminal.isRestored)
        app.type("/quit\r")
        #expect(app.connection.sent.contains { $0.hasPrefix("QUIT") })
    }

    @Test func `They are told again where more of them would be lost`() throws {
        let app = try TestApp()
        app.enter()
        for line in ["/set footer off", "/quit", "/set bell on", "/quit"] { app.type(line + "\r") }
        #expect(!app.terminal.isRestored)
        app.type("/quit\r")
        #expect(app.terminal.isRestored)
    }

    @Test func `Where nothing would be lost nothing is told`() throws {
        for lines in [["/set footer off", "/save yes"], ["/alias hi /me", "/unalias hi"], []] {
            let app = try TestApp()
            app.enter()
            for line in lines + ["/quit"] { app.type(line + "\r") }
            #expect(app.terminal.isRestored)
        }
    }

    @Test func `Keys are told, too, and one more ends the program`() throws {
        let app = try TestApp()
        app.enter()
        app.type("/set footer off\r")
        app.type("\u{3}\u{3}")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("1 setting is not kept"))
        #expect(!app.terminal.isRestored)
        app.type("\u{3}")
        #expect(app.terminal.isRestored)
    }

    @Test(arguments: [true, false]) func `Lines are asked only where somebody can be`(canAsk: Bool) throws {
        let app = try TestApp(isLinear: true, canAsk: canAsk)
        app.enter()
        app.give("/set bell on\n/quit\n")
        app.loop.advance(by: .seconds(1))
        #expect(app.connection.sent.contains { $0.hasPrefix("QUIT") } == !canAsk)
        #expect(app.stream.written.contains("1 setting is not kept") == canAsk)
    }

    @Test func `Quitting ends what still runs`() throws {
        let app = try TestApp()
        app.enter()
        app.type("/exec sleep 60\r")
        #expect(!app.programs.isOver)
        app.type("/quit\r")
        #expect(app.programs.isOver)
    }

    @Test func `A server that does not close is not waited for`() throws {
        let app = try TestApp()
        app.enter()
        app.type("/quit\r")
        app.loop.advance(by: .milliseconds(300))
        #expect(app.exits == [ProgramExit(status: 0)])
    }

    @Test func `A connection that has ended is not waited for`() throws {
        let app = try TestApp()
        app.enter()
        app.connection.tell(.closed(.peerClosed))
        app.signal(SIGTERM)
        #expect(app.exits == [ProgramExit(status: 128 + SIGTERM)])
    }

    @Test func `A connection that is still coming about is given up and not waited for`() throws {
        let app = try TestApp()
        app.type("hello")
        app.signal(SIGTERM)
        #expect(app.connection.isClosed)
        #expect(app.exits == [ProgramExit(status: 128 + SIGTERM)])
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT]) func `A signal ends it with its number`(number: Int32) throws {
        let app = try TestApp()
        app.enter()
        app.signal(number)
        app.loop.advance(by: .seconds(1))
        #expect(app.terminal.isRestored)
        #expect(app.exits == [ProgramExit(status: 128 + number)])
    }

    @Test func `A terminal that is gone ends it`() throws {
        let app = try TestApp()
        app.enter()
        app.terminal.isGone = true
        app.type("")
        app.loop.advance(by: .seconds(1))
        #expect(app.exits == [ProgramExit(status: 0)])
    }

    @Test(
        arguments: [
            (DialError.nameNotFound("irc.test"), "Check its spelling."),
            (.refused("irc.test:6667"), "Start a server there with"),
            (.unreachable("irc.test:6667"), "Check the address, the port and the network."),
            (.timedOut("irc.test:6667"), "Check the address, the port and the network."),
            (.notTLS("irc.test:6667"), "--no-tls speaks plain IRC."),
            (.tlsFailed("irc.test:6667", cause: "no cipher"), "Check the port"),
            (.refusedByTrust("irc.test:6667", cause: "its key has changed"), "Nothing was sent to it."),
            (.proxyUnreachable(.refused("127.0.0.1:9050")), "Start the proxy, or change proxy in tui.toml."),
            (.proxyFailed("irc.test:6667", proxy: "p:1", cause: .wrongCredentials), "proxy in tui.toml."),
        ] as [(DialError, String)])
    func `A first connection that fails ends it with the cause and the remedy`(error: DialError, remedy: String) throws
    {
        let app = try TestApp()
        app.connection.tell(.failed(error))
        let end = try #require(app.exits.first)
        #expect(app.exits.count == 1)
        #expect(end.status == ExitStatus.unreachable.rawValue)
        #expect(end.message?.hasPrefix("\(error). ") == true)
        #expect(end.message?.contains(remedy) == true)
        #expect(app.terminal.isRestored)
    }

    @Test func `A server that speaks TLS where plain IRC was tried ends it once`() throws {
        let app = try TestApp()
        app.connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        app.connection.tell(bytes: [0x15, 3, 1, 0, 2, 2, 22])
        #expect(app.exits.map(\.status) == [ExitStatus.unreachable.rawValue])
        #expect(app.exits.first?.message?.contains("Start with --tls.") == true)
        app.connection.tell(.closed(.peerClosed))
        app.loop.advance(by: .seconds(1))
        #expect(app.exits.count == 1)
    }

    @Test func `A server of the person's own is stopped where the first connection fails`() throws {
        let server = FakeLocalServer()
        let app = try TestApp(localServer: server)
        app.connection.tell(.failed(.refused("irc.test:6667")))
        #expect(app.exits.isEmpty)
        #expect(server.finishStopping() == 1)
        #expect(app.exits.map(\.status) == [ExitStatus.unreachable.rawValue])
    }

    @Test func `Once the program has given up, nothing is said to the server while the person's own one stops`() throws
    {
        let server = FakeLocalServer()
        let app = try TestApp(localServer: server)
        app.connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        app.connection.tell(bytes: [0x15, 3, 1, 0, 2, 2, 22])
        #expect(app.connection.isClosed && app.exits.isEmpty)
        let sent = app.connection.sent
        app.connection.tell(":irc.test CAP * LS :", "PING :there")
        app.connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        app.loop.advance(by: .seconds(120))
        #expect(app.connection.sent == sent)
        #expect(app.connector.connections.count == 1)
        #expect(server.finishStopping() == 1)
        #expect(app.exits.map(\.status) == [ExitStatus.unreachable.rawValue])
    }

    @Test func `Once something was typed, a failure is shown instead`() throws {
        let app = try TestApp()
        app.type("hello")
        app.connection.tell(.failed(.refused("irc.test:6667")))
        app.loop.advance(by: .milliseconds(100))
        #expect(app.exits.isEmpty)
        #expect(app.terminal.text.contains("refused the connection"))
    }

    @Test func `A connection that is lost is made anew`() throws {
        let app = try TestApp()
        app.enter()
        app.connection.tell(.closed(.peerClosed))
        app.loop.advance(by: .seconds(120))
        #expect(app.exits.isEmpty)
        #expect(app.connector.connections.count > 1)
    }

    @Test func `A server of the person's own is stopped before the end`() throws {
        let server = FakeLocalServer()
        let app = try TestApp(localServer: server)
        app.enter()
        #expect(app.terminal.text.contains("Come in by the door"))
        app.type("/quit\r")
        app.connection.tell(.closed(.peerClosed))
        app.loop.advance(by: .seconds(1))
        #expect(app.exits.isEmpty)
        #expect(server.finishStopping() == 1)
        #expect(app.exits == [ProgramExit(status: 0)])
    }
}

private final class FakeLocalServer: LocalServer {
    private let waiting = Mutex<[@Sendable () -> Void]>([])
    let destination = Destination(
        target: .unix(path: "/nowhere"), serverName: "localhost", speaksTLS: false, label: "your own room")
    let waysIn = ["Come in by the door"]

    func stop(_ done: @escaping @Sendable () -> Void) { waiting.withLock { $0.append(done) } }

    /// - Returns: how many times it was asked to stop.
    func finishStopping() -> Int {
        let waiting = waiting.withLock { $0 }
        for done in waiting { done() }
        return waiting.count
    }
}
