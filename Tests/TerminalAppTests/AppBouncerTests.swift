import Client
import Glibc
import TerminalApp
import TestSupport
import Testing
import Transport

/// The networks of a bouncer, each as a network of the screen.
@MainActor
@Suite struct AppBouncerTests {
    private static let capabilities = "batch soju.im/bouncer-networks soju.im/bouncer-networks-notify"
    private static let listing = [
        "1 name=Libera;state=connected;nickname=ada_l", #"2 name=My\sHome;state=connected"#,
    ]

    /// The bouncer lets its visitor in, and names its networks.
    private func welcome(_ connection: FakeConnection, _ networks: [String] = listing) {
        connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        connection.tell(
            ":b CAP * LS :\(Self.capabilities)", ":b CAP * ACK :\(Self.capabilities)", ":b 001 ada :Welcome",
            ":b 005 ada BOUNCER_NETID CHANTYPES=# :are supported", ":b 422 ada :none")
        list(networks, on: connection)
    }

    private func list(_ networks: [String], on connection: FakeConnection) {
        connection.tell(":b BATCH +n soju.im/bouncer-networks")
        for network in networks { connection.tell("@batch=n :b BOUNCER NETWORK \(network)") }
        connection.tell(":b BATCH -n")
    }

    /// A connection for one network goes as far as the binding.
    private func open(_ connection: FakeConnection) {
        connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        connection.tell(":b CAP * LS :\(Self.capabilities)", ":b CAP * ACK :\(Self.capabilities)")
    }

    private func enter(_ connection: FakeConnection, _ id: String, room: String) {
        open(connection)
        connection.tell(
            ":b 001 ada :Welcome", ":b 005 ada BOUNCER_NETID=\(id) CHANTYPES=# :are supported", ":b 422 ada :none",
            ":ada!u@h JOIN \(room)", ":b 353 ada = \(room) :ada bob", ":b 366 ada \(room) :End")
    }

    @Test func `Each network is dialled at the bouncer's address, and bound`() throws {
        let app = try TestApp()
        welcome(app.connection)
        let connections = app.connector.connections
        #expect(connections.count == 3)
        #expect(connections.allSatisfy { $0.destination?.target == .tcp(host: "irc.test", port: 6667) })
        #expect(connections.map { $0.destination?.bouncerNetwork?.description } == [nil, "1", "2"])
        for connection in connections.dropFirst() { open(connection) }
        #expect(connections[1].sent.suffix(2) == ["BOUNCER BIND 1", "CAP END"])
        #expect(connections[1].sent.contains("NICK ada_l"))
        #expect(connections[2].sent.suffix(2) == ["BOUNCER BIND 2", "CAP END"])
        #expect(!connections[0].sent.contains { $0.hasPrefix("JOIN") || $0.hasPrefix("BOUNCER") })
    }

    @Test func `They stand on the screen by the bouncer's names for them, with their rooms`() throws {
        let app = try TestApp()
        welcome(app.connection)
        enter(app.connector.connections[2], "2", room: "#tea")
        app.loop.advance(by: .milliseconds(100))
        app.type("\u{1B}k")
        app.loop.advance(by: .milliseconds(100))
        for name in ["Libera", "My Home", "#tea"] { #expect(app.terminal.text.contains(name), "\(name)") }
    }

    @Test func `One that is called as another network is has a name of its own, whatever the bouncer says later`()
        throws
    {
        let app = try TestApp()
        app.terminal.nextSize = (160, 24)
        app.signal(SIGWINCH)
        welcome(app.connection, ["1 name=IRC.test", "2 name=Libera"])
        let bound = app.connector.connections[1]
        enter(bound, "1", room: "#tea")
        bound.tell("BOUNCER NETWORK 1 name=IRC.test")
        app.type("/networks\r")
        #expect(app.terminal.text.contains("IRC.test-2 (irc.test:6667)"))
        bound.tell("BOUNCER NETWORK 1 name=libera")
        app.type("/networks\r")
        #expect(app.terminal.text.contains("libera-2 (irc.test:6667)"))
        bound.tell("BOUNCER NETWORK 1 name=Tea")
        app.type("/networks\r")
        #expect(app.terminal.text.contains("Tea (irc.test:6667)"))
    }

    @Test func `None is opened twice, also when the bouncer comes back`() throws {
        let app = try TestApp()
        let control = app.connection
        welcome(control)
        list(Self.listing, on: control)
        control.tell("BOUNCER NETWORK 1 state=connecting")
        #expect(app.connector.connections.count == 3)
        control.tell(.closed(.peerClosed))
        app.loop.advance(by: .seconds(3))
        #expect(app.connector.connections.count == 4)
        welcome(app.connection, Self.listing + ["3 name=New"])
        #expect(
            app.connector.connections.map { $0.destination?.bouncerNetwork?.description } == [nil, "1", "2", nil, "3"])
    }

    @Test func `None is opened twice, also when the bouncer was put away and is opened again`() throws {
        let app = try TestApp()
        let control = app.connection
        welcome(control)
        app.type("/disconnect\r")
        control.tell(.closed(.peerClosed))
        app.type("/close\r")
        // The address is that of the bouncer, and of none of its networks.
        app.type("/connect irc.test 6667\r")
        #expect(app.connector.connections.count == 4)
        #expect(app.connection.destination?.bouncerNetwork == nil)
        welcome(app.connection, Self.listing + ["3 name=New"])
        let ids = app.connector.connections.map { $0.destination?.bouncerNetwork?.description }
        #expect(ids == [nil, "1", "2", nil, "3"])
        // One that was there before is let go like the others.
        app.connector.connections[3].tell("BOUNCER NETWORK 1 *")
        #expect(app.connector.connections[1].isClosed)
    }

    @Test func `One that is deleted is let go, and not dialled again; what was said stays`() throws {
        let app = try TestApp()
        let control = app.connection
        welcome(control)
        let bound = app.connector.connections[1]
        enter(bound, "1", room: "#tea")
        bound.tell(":bob!u@h PRIVMSG #tea :so long")
        control.tell("BOUNCER NETWORK 1 *")
        #expect(bound.isClosed)
        bound.tell(.closed(.peerClosed))
        app.loop.advance(by: .seconds(120))
        #expect(app.connector.connections.count { $0.destination?.bouncerNetwork?.description == "1" } == 1)
        #expect(!app.connector.connections[2].isClosed)
        app.type("\u{1B}k")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("#tea"))
    }

    @Test func `One that was deleted while the bouncer was away is let go when it is back`() throws {
        let app = try TestApp()
        let control = app.connection
        welcome(control)
        control.tell(.closed(.peerClosed))
        #expect(!app.connector.connections[1].isClosed)
        app.loop.advance(by: .seconds(3))
        welcome(app.connection, [Self.listing[1]])
        #expect(app.connector.connections[1].isClosed)
        #expect(!app.connector.connections[2].isClosed)
    }

    @Test func `One that is there again is dialled again, as the network that it was`() throws {
        let app = try TestApp()
        let control = app.connection
        welcome(control)
        list([Self.listing[0]], on: control)
        list(Self.listing, on: control)
        let ids = app.connector.connections.map { $0.destination?.bouncerNetwork?.description }
        #expect(ids == [nil, "1", "2", "2"])
    }

    @Test func `One that the person has left is not dialled when the bouncer names it again`() throws {
        let app = try TestApp()
        let control = app.connection
        welcome(control)
        app.type("\u{1B}2/disconnect\r")
        list([Self.listing[1]], on: control)
        list(Self.listing, on: control)
        #expect(app.connector.connections.count == 3)
    }

    @Test func `One that was put away is opened again by its name`() throws {
        let app = try TestApp()
        app.terminal.nextSize = (160, 24)
        app.signal(SIGWINCH)
        welcome(app.connection)
        app.type("\u{1B}2/disconnect\r")
        app.type("/close\r")
        app.type("\u{1B}1/networks\r")
        #expect(app.terminal.text.contains("not open, /connect Libera"))
        app.type("/connect libera\r")
        let ids = app.connector.connections.map { $0.destination?.bouncerNetwork?.description }
        #expect(ids == [nil, "1", "2", "1"])
        // It is open now, and is shown.
        app.type("\u{1B}1/connect libera\r")
        #expect(app.connector.connections.count == 4)
    }

    @Test func `A name that networks of two bouncers have opens none, and the words that open them are told`() throws {
        let table = "[[server]]\nhost = \"irc.test\"\nport = 6667\ntls = false\nautoconnect = true\n"
        let toml = table + table.replacing("irc.test", with: "b.test\"\nname = \"den")
        let app = try TestApp(toml: toml, isAutoconnected: true)
        app.terminal.nextSize = (220, 24)
        app.signal(SIGWINCH)
        let bouncers = app.connector.connections
        for bouncer in bouncers { welcome(bouncer, ["1 name=Libera", "2 name=only\(bouncer === bouncers[0])"]) }
        app.type("\u{1B}3/disconnect\r")
        app.type("/close\r")
        let before = app.connector.connections.count
        app.type("\u{1B}1/networks\r")
        #expect(app.terminal.text.contains("not open, /connect irc.test/Libera"))
        app.type("/connect libera\r")
        #expect(app.terminal.text.contains("/connect irc.test/Libera or /connect den/Libera."))
        #expect(app.connector.connections.count == before)
        app.type("/connect IRC.test/libera\r")
        #expect(app.connector.connections.count == before + 1)
        #expect(app.connection.destination?.host == "irc.test")
        #expect(app.connection.destination?.bouncerNetwork?.description == "1")
        // What one bouncer alone has needs no more than its name.
        app.type("/connect onlyfalse\r")
        #expect(app.connector.connections.count == before + 1)
    }

    @Test func `No bouncer gives a network the name of somebody else's server`() throws {
        let app = try TestApp()
        welcome(app.connection, ["1 name=irc.example.org"])
        app.type("/connect irc.example.org\r")
        #expect(app.connection.destination?.target == .tcp(host: "irc.example.org", port: 6697))
        #expect(app.connection.destination?.bouncerNetwork == nil)
    }

    @Test func `The password is asked for once`() throws {
        let app = try TestApp(account: "ana")
        app.type("pencil\r")
        welcome(app.connection)
        #expect(app.connector.connections.count == 3)
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.terminal.text.contains("Password for"))
    }

    @Test func `Whatever a bouncer tells, no more than 64 are opened`() throws {
        let app = try TestApp()
        let control = app.connection
        welcome(control, [])
        for number in 0..<80 {
            control.tell("BOUNCER NETWORK n\(number) name=x")
            app.loop.advance(by: .milliseconds(1))
            control.tell("BOUNCER NETWORK n\(number) *")
        }
        app.loop.advance(by: .milliseconds(1))
        #expect(app.connector.connections.count == 65)
    }
}
