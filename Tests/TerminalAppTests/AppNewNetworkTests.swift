import TerminalApp
import TestSupport
import Testing
import Transport

/// Networks that `tui.toml` does not name, opened while the program runs.
@MainActor
@Suite struct AppNewNetworkTests {
    private let scratch = Scratch()

    private func enter(_ text: String, _ app: TestApp) {
        app.type(text + "\r")
        app.loop.advance(by: .milliseconds(100))
    }

    private func file() throws -> String { try StateDirectory.read(scratch.file("tui.toml")).get() }

    /// The words on the screen, as if no row had ended.
    private func words(_ app: TestApp) -> String {
        app.terminal.text.split(whereSeparator: { $0.isWhitespace || $0 == "│" }).joined(separator: " ")
    }

    private func register(_ app: TestApp) {
        app.connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        app.connection.tell(":far.test CAP * LS :")
    }

    @Test func `The nick in use is had there, too, unless the link or the file names one`() throws {
        for (line, toml, nick) in [
            ("/connect far.test 7002 -notls", "", "ada"), ("/connect irc://zoe@far.test:7002 -notls", "", "zoe"),
            (
                "/connect far.test 7002", "[[server]]\nhost = \"far.test\"\nport = 7002\nnick = \"eve\"\ntls = false",
                "eve"
            ),
        ] {
            let app = try TestApp(toml: toml)
            app.enter()
            enter(line, app)
            register(app)
            #expect(app.connection.sent.contains("NICK \(nick)"))
        }
    }

    @Test func `How to keep it is told, and is true`() throws {
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/connect far.test 7002", app)
        #expect(app.terminal.text.contains("server.autoconnect"))
        register(app)
        enter("/set server.autoconnect true", app)
        enter("/save yes", app)
        let table = try file()
        #expect(table.contains("host = \"far.test\"\nport = 7002\n") && table.contains("autoconnect = true"))
    }

    @Test func `A network is added as in WeeChat, by its name, and kept with one more line`() throws {
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/server add far far.test/7002 -autoconnect", app)
        #expect(app.connection.destination?.target == .tcp(host: "far.test", port: 7002))
        #expect(app.connection.destination?.name == "far")
        register(app)
        enter("/save yes", app)
        let table = try file()
        #expect(table.contains("name = \"far\"") && table.contains("autoconnect = true"))
        let preferences = try Preferences(table, "tui.toml")
        #expect(preferences.server(named: "far")?.isAutoconnected == true)
    }

    @Test func `A name that nobody knows is tried once, and is not kept`() throws {
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/connect far -autoconnect", app)
        app.connection.tell(.failed(.nameNotFound("far")))
        // In ten minutes the other network, which is silent, is dialled anew.
        let tries = { app.connector.connections.count { $0.destination?.target == .tcp(host: "far", port: 6697) } }
        app.loop.advance(by: .seconds(600))
        #expect(tries() == 1)
        #expect(app.terminal.text.contains("/reconnect"))
        enter("/save yes", app)
        #expect(try !file().contains("far"))
        enter("/reconnect", app)
        #expect(tries() == 2)
    }

    @Test func `A name that was known before, or that the file has, is tried on`() throws {
        let table = "[[server]]\nhost = \"far.test\"\nport = 7002\n"
        for toml in ["", table] {
            let app = try TestApp(toml: toml)
            app.enter()
            enter("/connect far.test 7002", app)
            if toml.isEmpty {
                app.connection.tell(.failed(.refused("far.test:7002")))
                app.loop.advance(by: .seconds(60))
            }
            let count = app.connector.connections.count
            app.connection.tell(.failed(.nameNotFound("far.test")))
            app.loop.advance(by: .seconds(600))
            #expect(app.connector.connections.count > count)
        }
    }

    @Test func `People whom one does not hear are counted beside the setting`() throws {
        let app = try TestApp()
        app.enter()
        enter("/ignore bob", app)
        enter("/set ign", app)
        #expect(app.terminal.text.contains("(and 1 by /ignore)"))
        enter("/set ignore", app)
        #expect(app.terminal.text.contains("Beside them"))
    }

    @Test func `What is set for a name that nobody knows is left out of a save, and kept once it was reached`() throws {
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/save yes", app)
        enter("/connect far.test 7002 -autoconnect -notls", app)
        app.connection.tell(.failed(.nameNotFound("far.test")))
        enter("/save", app)
        #expect(words(app).contains("Left out: the settings for far.test"))
        enter("/save yes", app)
        #expect(try !file().contains("far.test"))
        enter("/reconnect", app)
        register(app)
        enter("/save yes", app)
        let table = try Preferences(try file(), "tui.toml").server("far.test", 7002)
        #expect(table?.isAutoconnected == true)
    }

    @Test func `Of what cannot be kept nobody is warned, and of the rest they are`() throws {
        for (lines, isWarned) in [([], false), (["/save yes"], false), (["/set bell on", "/save"], true)] {
            let app = try TestApp()
            app.enter()
            enter("/connect far.test 7002 -autoconnect", app)
            app.connection.tell(.failed(.nameNotFound("far.test")))
            for line in lines { enter(line, app) }
            enter("/quit", app)
            #expect(app.terminal.isRestored != isWarned)
            #expect(words(app).contains("1 setting is not kept") == isWarned)
        }
    }

    @Test func `What was set for a name that nobody knows goes with its network`() throws {
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/connect far.test 7002 -autoconnect", app)
        app.connection.tell(.failed(.nameNotFound("far.test")))
        enter("/close", app)
        enter("/save yes", app)
        #expect(try file().contains("irc.test") && !file().contains("far.test"))
    }

    @Test func `A setting that counts at once does not make a name known`() throws {
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/connect far.test 7002", app)
        enter("/set server.log all", app)
        app.connection.tell(.failed(.nameNotFound("far.test")))
        let count = app.connector.connections.count { $0.destination?.target == .tcp(host: "far.test", port: 7002) }
        app.loop.advance(by: .seconds(600))
        #expect(
            app.connector.connections.count { $0.destination?.target == .tcp(host: "far.test", port: 7002) } == count)
        enter("/save yes", app)
        #expect(try !file().contains("far.test"))
    }

    @Test func `A name that begins as the host is the person's all the same`() throws {
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/connect far.test 7002 -network far.test-mine -autoconnect", app)
        #expect(app.connection.destination?.givenName == "far.test-mine")
        register(app)
        enter("/save yes", app)
        #expect(try file().contains("name = \"far.test-mine\""))
        enter("/connect irc.test 7003", app)
        #expect(app.connection.destination?.name == "irc.test:7003" && app.connection.destination?.givenName == nil)
    }

    @Test(arguments: [
        ("-network near", "-network changes nothing"), ("-notls", "-notls changes nothing"),
        ("-network near -notls", "-network and -notls change nothing"), ("-network far -tls", nil), ("", nil),
    ]) func `Options that an open network does not take are told`(options: String, words: String?) throws {
        let app = try TestApp()
        app.enter()
        enter("/connect far.test 7002 -network far", app)
        let count = app.connector.connections.count
        enter("/connect far.test 7002 " + options, app)
        #expect(app.connector.connections.count == count)
        #expect(self.words(app).contains(words ?? "open already") == (words != nil))
    }

    @Test func `TLS is chosen for a network of the file, too, and its name stays`() throws {
        let app = try TestApp(toml: "[[server]]\nname = \"far\"\nhost = \"far.test\"\nport = 7002\n")
        app.enter()
        enter("/connect far -notls -network near", app)
        #expect(app.connection.destination?.speaksTLS == false && app.connection.destination?.name == "far")
        #expect(app.terminal.text.contains("It is called far"))
    }
}
