import Glibc
import Protocol
import TerminalApp
import TestSupport
import Testing
import Transport

/// The app with several networks: those that it begins with, and those that are opened and put away.
@MainActor
@Suite struct AppNetworksTests {
    private static let two = """
        [[server]]
        name = "one"
        host = "one.test"
        port = 6667
        tls = false
        nick = "ada"
        autoconnect = true
        [[server]]
        name = "two"
        host = "two.test"
        port = 6667
        tls = false
        nick = "lovelace"
        autoconnect = true
        """

    private func online(_ toml: String = two) throws -> (app: TestApp, one: FakeConnection, two: FakeConnection) {
        let app = try TestApp(toml: toml, isAutoconnected: true)
        let connections = app.connector.connections
        app.enter("#home", on: connections[0])
        app.enter("#home", on: connections[1])
        return (app, connections[0], connections[1])
    }

    @Test func `All that are marked so are connected to at once, each with its nick`() throws {
        let app = try TestApp(toml: Self.two, isAutoconnected: true)
        let connections = app.connector.connections
        #expect(connections.map(\.destination?.host) == ["one.test", "two.test"])
        for connection in connections {
            connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
            connection.tell(":irc.test CAP * LS :")
        }
        #expect(connections[0].sent.contains("NICK ada") && connections[1].sent.contains("NICK lovelace"))
    }

    @Test func `One that cannot be reached ends nothing, and is tried again`() throws {
        let app = try TestApp(toml: Self.two, isAutoconnected: true)
        app.connector.connections[0].tell(.failed(.refused("one.test:6667")))
        #expect(app.exits.isEmpty)
        app.loop.advance(by: .seconds(60))
        #expect(app.connector.connections.count > 2)
        #expect(app.connection.destination?.host == "one.test")
    }

    @Test func `One without its password leaves the others theirs, and says why`() throws {
        let toml = Self.two.replacing("nick = \"ada\"", with: "nick = \"ada\"\npassword-command = \"exit 3\"")
        let app = try TestApp(toml: toml, isAutoconnected: true)
        #expect(app.connector.connections.map(\.destination?.host) == ["two.test"])
        #expect(app.terminal.text.contains("password-command"))
    }

    /// The first of two networks has no password at the start; from then on it has one, once there is a file `gate`, or the folder is gone.
    private func withoutPassword(_ scratch: Scratch) throws -> TestApp {
        let (begun, gate) = (scratch.file("begun"), scratch.file("gate"))
        let command =
            "[ -e \(begun) ] || { : > \(begun); exit 3; }; while [ -e \(begun) -a ! -e \(gate) ]; do sleep 0.01; done; "
            + "echo sesame"
        let toml = Self.two.replacing("nick = \"ada\"", with: "nick = \"ada\"\npassword-command = '\(command)'")
        let app = try TestApp(toml: toml, isAutoconnected: true)
        #expect(app.connector.connections.map(\.destination?.host) == ["two.test"])
        return app
    }

    @Test func `The rooms of a link to one without its password are entered when that is there`() throws {
        let scratch = Scratch()
        let app = try withoutPassword(scratch)
        app.type("/connect irc://one.test:6667/#tea\r")
        _ = try scratch.write("", to: "gate")
        #expect(app.loop.awaitTurn())
        #expect(app.connector.connections.count == 2)
        app.enter("#home", on: app.connection)
        #expect(app.connection.sent.contains { $0.hasPrefix("JOIN") && $0.contains("#tea") })
    }

    @Test func `One that is left while its password is asked for is not connected to`() throws {
        let scratch = Scratch()
        let app = try withoutPassword(scratch)
        app.type("\u{1B}1/reconnect\r")
        app.type("/disconnect\r")
        _ = try scratch.write("", to: "gate")
        #expect(app.loop.awaitTurn())
        #expect(app.connector.connections.count == 1)
        unlink(scratch.file("gate"))
        app.type("/reconnect\r")
        _ = try scratch.write("", to: "gate")
        #expect(app.loop.awaitTurn())
        #expect(app.connection.destination?.host == "one.test")
    }

    @Test(arguments: ["hush", nil])
    func `An invitation that comes while the password is asked for counts, and needs no password if it has a secret`(
        secret: String?
    ) throws {
        let scratch = Scratch()
        let app = try withoutPassword(scratch)
        app.type("\u{1B}1/reconnect\r")
        let link = try #require(
            InvitationLink(
                host: "one.test", port: 6667, channel: "#tea", keyFingerprint: [UInt8](repeating: 7, count: 32),
                secret: secret))
        app.type("/connect \(link)\r")
        #expect(app.connector.connections.count == (secret == nil ? 1 : 2))
        _ = try scratch.write("", to: "gate")
        #expect(app.loop.awaitTurn())
        #expect(app.connector.connections.count == 2)
        let connection = app.connection
        #expect(!connection.isClosed && connection.destination?.host == "one.test")
        #expect(connection.destination?.requirements.invited == Fingerprint(bytes: link.keyFingerprint)?.description)
        app.enter("#home", on: connection)
        #expect(connection.sent.contains("PASS hush") == (secret != nil))
        #expect(connection.sent.contains { $0.hasPrefix("JOIN") && $0.contains("#tea") })
    }

    @Test func `One without its password goes where an invitation leads, and asks for no password again`() throws {
        let scratch = Scratch()
        let app = try withoutPassword(scratch)
        app.type("\u{1B}1/login\r")
        let link = try #require(
            InvitationLink(host: "three.test", keyFingerprint: [UInt8](repeating: 7, count: 32)))
        app.type("\(link.description)\r")
        #expect(app.connector.connections.map(\.destination?.host) == ["two.test", "three.test"])
    }

    @Test func `Each that wants a password is named in the question, and gets its own`() throws {
        let toml = Self.two.replacing("autoconnect", with: "account = \"ada\"\nautoconnect")
        let app = try TestApp(toml: toml, isAutoconnected: true)
        #expect(app.terminal.text.contains("one: Password for ada:"))
        app.type("first\r")
        #expect(app.connector.connections.map(\.destination?.host) == ["one.test"])
        #expect(app.terminal.text.contains("two: Password for ada is wanted."))
        app.type("y\rsecond\r")
        #expect(app.connector.connections.map(\.destination?.host) == ["one.test", "two.test"])
        #expect(!app.terminal.text.contains("is wanted"))
    }

    @Test func `A call by somebody who is called as somebody of another network says which one it is`() throws {
        let (app, one, two) = try online()
        one.tell(":bob!u@h PRIVMSG ada :hello")
        #expect(app.terminal.written.contains("notify;bob;hello"))
        app.loop.advance(by: .seconds(4))
        two.tell(":bob!u@h PRIVMSG ada :good day")
        #expect(app.terminal.written.contains("notify;two/bob;good day"))
    }

    @Test func `A room is named with its network while another has one of the same name`() throws {
        let (app, _, two) = try online()
        #expect(app.terminal.text.contains("one/#home") && app.terminal.text.contains("two/#home"))
        two.tell(":lovelace!u@h NICK ada", ":ada!u@h PART #home")
        app.type("\u{1B}4/close\r")
        #expect(!app.terminal.text.contains("/#home"))
    }

    @Test func `Whom the file silences in one network is heard in the other`() throws {
        let toml = Self.two.replacing("nick = \"ada\"", with: "nick = \"ada\"\nignore = [\"bob!*@*\"]")
        let (app, one, two) = try online(toml)
        for connection in [one, two] {
            connection.tell(":bob!u@h PRIVMSG #home :psst", ":eve!u@h PRIVMSG #home :good day")
        }
        app.type("\u{1B}2")
        #expect(app.terminal.text.contains("good day") && !app.terminal.text.contains("psst"))
        app.type("\u{1B}4")
        #expect(app.terminal.text.contains("good day") && app.terminal.text.contains("psst"))
    }

    @Test func `A network that is opened by its host is shown, and connected to`() throws {
        let app = try TestApp()
        app.enter()
        app.type("/connect other.test 7000\r")
        #expect(app.connector.connections.count == 2)
        #expect(app.connection.destination?.target == .tcp(host: "other.test", port: 7000))
        #expect(app.connection.destination?.speaksTLS == true)
        app.type("/connect other.test:7000\r")
        #expect(app.connector.connections.count == 2)
    }

    @Test func `A network is found again by the port that it was asked for, when its server wanted TLS on another`()
        throws
    {
        let app = try TestApp()
        app.connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        app.connection.tell(":irc.test CAP * LS :sts=port=6697")
        #expect(app.connection.destination?.target == .tcp(host: "irc.test", port: 6697))
        let count = app.connector.connections.count
        app.type("/connect irc.test 6667\r")
        #expect(app.connector.connections.count == count)
    }

    @Test func `A network is found again by its table, whatever it is called on the screen`() throws {
        let app = try TestApp(toml: Self.two)
        app.enter()
        app.type("/connect two\r")
        app.type("/connect one.test 6667\r")
        #expect(app.connector.connections.count == 3)
        // Another network had the name already.
        let other = try TestApp(toml: Self.two.replacing("\"two\"", with: "\"irc.test\""))
        other.enter()
        other.type("/connect irc.test\r")
        #expect(other.connection.destination?.host == "two.test" && other.connection.destination?.name == "irc.test-2")
        let count = other.connector.connections.count
        other.type("/connect irc.test\r")
        #expect(other.connector.connections.count == count)
    }

    @Test func `A network that is down is connected to again, and the rooms of the link are entered`() throws {
        let (app, _, two) = try online()
        two.tell(.closed(.peerClosed))
        app.type("/connect irc://two.test:6667/#tea\r")
        #expect(app.connector.connections.count == 3)
        app.enter("#home", on: app.connection)
        #expect(app.connection.sent.contains { $0.hasPrefix("JOIN") && $0.contains("#tea") })
    }

    /// An invitation to the second of the networks, by a key that nobody has.
    private static let invitation = InvitationLink(
        host: "two.test", port: 6667, channel: "#tea", keyFingerprint: [UInt8](repeating: 7, count: 32), secret: "hush")!

    @Test(arguments: [true, false])
    func `An invitation to a network that is open, and not let in, is told to it by the key that it names`(
        isDown: Bool
    ) throws {
        let app = try TestApp(toml: Self.two, isAutoconnected: true)
        if isDown { app.connector.connections[1].tell(.failed(.refused("two.test:6667"))) }
        let before = app.connector.connections.count
        app.type("/connect \(Self.invitation)\r")
        #expect(app.connector.connections.count == before + 1)
        let destination = app.connection.destination
        #expect(destination?.target == .tcp(host: "two.test", port: 6667) && destination?.speaksTLS == true)
        #expect(destination?.requirements.invited == Fingerprint(bytes: Self.invitation.keyFingerprint)?.description)
        app.enter("#home", on: app.connection)
        #expect(app.connection.sent.contains("PASS hush"))
        #expect(app.connection.sent.contains { $0.hasPrefix("JOIN") && $0.contains("#tea") })
        #expect(!app.terminal.text.contains("hush"))
    }

    @Test func `Of one without its password /login takes the one that is typed, and runs no command for it`() throws {
        let scratch = Scratch()
        let command = "echo run >> \(scratch.file("runs")); exit 3"
        let toml = Self.two.replacing(
            "tls = false\nnick = \"ada\"", with: "tls = true\nnick = \"ada\"\npassword-command = '\(command)'")
        let app = try TestApp(toml: toml, isAutoconnected: true)
        app.type("\u{1B}1/login\r")
        app.type("typed\r")
        #expect(app.connector.connections.map(\.destination?.host) == ["two.test", "one.test"])
        #expect(try StateDirectory.read(scratch.file("runs")).get() == "run\n")
        let connection = app.connection
        connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        connection.tell(
            ":irc.test CAP * LS :sasl=PLAIN", ":irc.test CAP * ACK :sasl", "AUTHENTICATE +",
            ":irc.test 900 ada ada!u@h ada :You are logged in")
        // A zero byte, the account, a zero byte, the password.
        #expect(connection.sent.contains("AUTHENTICATE AGFkYQB0eXBlZA=="))
    }

    @Test func `A password that is typed while the command for it runs counts where that fails`() throws {
        let scratch = Scratch()
        let (begun, gate) = (scratch.file("begun"), scratch.file("gate"))
        let command =
            "[ -e \(begun) ] || { : > \(begun); exit 3; }; while [ -e \(begun) -a ! -e \(gate) ]; do sleep 0.01; done; "
            + "exit 3"
        let toml = Self.two.replacing(
            "tls = false\nnick = \"ada\"", with: "tls = true\nnick = \"ada\"\npassword-command = '\(command)'")
        let app = try TestApp(toml: toml, isAutoconnected: true)
        app.type("\u{1B}1/reconnect\r")
        app.type("/login\r")
        app.type("typed\r")
        #expect(app.connector.connections.map(\.destination?.host) == ["two.test"])
        _ = try scratch.write("", to: "gate")
        #expect(app.loop.awaitTurn())
        #expect(app.connector.connections.map(\.destination?.host) == ["two.test", "one.test"])
    }

    @Test func `An invitation without a secret leaves the server's own password as it is`() throws {
        let toml = Self.two.replacing("nick = \"ada\"", with: "nick = \"ada\"\nserver-password-command = \"echo hush\"")
        let app = try TestApp(toml: toml, isAutoconnected: true)
        app.connector.connections[0].tell(.failed(.refused("one.test:6667")))
        let link = try #require(
            InvitationLink(host: "one.test", port: 6667, keyFingerprint: [UInt8](repeating: 7, count: 32)))
        app.type("/connect \(link)\r")
        #expect(app.connection.destination?.host == "one.test" && app.connection.destination?.speaksTLS == true)
        app.enter("#home", on: app.connection)
        #expect(app.connection.sent.contains("PASS hush"))
    }

    @Test func `Of an invitation to a network that one is in, the room is entered, and the rest is said`() throws {
        let (app, _, two) = try online()
        app.type("/connect \(Self.invitation)\r")
        #expect(app.connector.connections.count == 2)
        #expect(two.sent.contains("JOIN #tea") && !two.sent.contains("PASS hush"))
        app.type("\u{1B}3")
        #expect(app.terminal.text.contains("You are in already"))
    }

    @Test func `An invitation that somebody else wrote gives a network that is open no other key`() throws {
        let (app, one, two) = try online()
        one.tell(":bob!u@h PRIVMSG #home :\(Self.invitation)")
        two.tell(.closed(.peerClosed))
        app.type("\u{1B}2/connect\r")
        app.type("y\r")
        #expect(app.connector.connections.count == 2)
        #expect(app.terminal.text.contains("This network is open already"))
    }

    @Test func `A network that is offline is put away, and the last one stays`() throws {
        let (app, one, two) = try online()
        app.type("\u{1B}3/close\r")
        #expect(app.terminal.text.contains("/disconnect first"))
        app.type("\u{15}/disconnect\r")
        two.tell(.closed(.peerClosed))
        #expect(!one.isClosed)
        app.type("/close\r")
        #expect(!app.terminal.text.contains(" 3 two"))
        // A line that still comes from it is not heard.
        two.tell(":bob!u@h PRIVMSG #home :from the grave")
        app.type("\u{1B}1/disconnect\r")
        app.type("/close\r")
        #expect(app.terminal.text.contains("the only network"))
    }

    @Test func `All networks are listed with their state`() throws {
        let (app, _, two) = try online()
        app.terminal.nextSize = (160, 24)
        app.signal(SIGWINCH)
        two.tell(.closed(.peerClosed))
        app.type("\u{1B}1/networks\r")
        #expect(app.terminal.text.contains("online as ada"))
        #expect(app.terminal.text.contains("the server closed the connection"))
    }

    @Test func `A link is followed when the person has said so, and without the key in the question`() throws {
        let app = try TestApp()
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :see ircs://other.test:6697/#den?key=hush")
        app.type("/connect\r")
        #expect(app.terminal.text.contains("Connect to other.test:6697 and enter #den?"))
        #expect(app.connector.connections.count == 1)
        app.type("y\r")
        #expect(app.connector.connections.count == 2)
        #expect(app.connection.destination?.host == "other.test")
    }

    @Test(arguments: ["n\n", "\n"]) func `As lines, a link is asked about too, and not followed`(answer: String) throws
    {
        let app = try TestApp(isLinear: true, canAsk: true)
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :see ircs://other.test/#den")
        app.give("/connect\n")
        #expect(app.stream.written.contains("Connect to other.test and enter #den?"))
        app.give(answer)
        #expect(app.connector.connections.count == 1)
    }

    /// Holds a network of which many pieces wait to taking them in by turns, so that a line of another network comes soon.
    private func expectTurns(_ app: TestApp, flooded: FakeConnection, other: FakeConnection) {
        other.tell(":bob!u@h PRIVMSG #home :ada: look here")
        app.loop.runRound()
        app.loop.runRound()
        #expect(other.waitingCount == 0)
        #expect(flooded.waitingCount > 40)
        app.loop.runTurns()
        #expect(flooded.waitingCount == 0)
    }

    /// Has each piece of a connection take all the time of a turn.
    private func slowDown(_ connection: FakeConnection, _ clock: FakeClock) {
        connection.onTake = { clock.elapsed += .milliseconds(5) }
    }

    @Test func `A flood on one network delays a line of another by a turn at most`() throws {
        let (app, one, two) = try online()
        slowDown(one, app.clock)
        let flood = Array(":bob!u@h PRIVMSG #home :flood\r\n".utf8)
        for _ in 0..<50 { one.prepare(bytes: flood) }
        one.tell(bytes: flood)
        expectTurns(app, flooded: one, other: two)
    }

    @Test func `What came before the end of a connection is taken in by turns, and then it has ended`() throws {
        let (app, one, two) = try online()
        slowDown(one, app.clock)
        for number in 0..<50 { one.prepare(bytes: Array(":bob!u@h PRIVMSG #home :\(number)\r\n".utf8)) }
        one.tell(.closed(.peerClosed))
        expectTurns(app, flooded: one, other: two)
        app.loop.advance(by: .seconds(60))
        #expect(app.connector.connections.count == 3)
        #expect(app.connection.destination?.host == "one.test")
    }
}
