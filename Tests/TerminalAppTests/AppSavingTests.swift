import Glibc
import SystemBasics
import TerminalApp
import TestSupport
import Testing

/// `/save`, and the accounts and rooms that an app keeps.
@MainActor
@Suite struct AppSavingTests {
    private static let table =
        "[[server]]\nhost = \"irc.test\"\nport = 6667\ntls = false\nnick = \"ada\"\nrooms = [\"#home\"]\n"

    private func enter(_ text: String, _ app: TestApp) {
        app.type(text + "\r")
        app.loop.advance(by: .milliseconds(100))
    }

    private func text(_ path: String) -> String? {
        guard case .success(let text) = StateDirectory.read(path) else { return nil }
        return text
    }

    @Test func `What would be saved is shown, and written where that is confirmed`() throws {
        let scratch = Scratch()
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/save", app)
        #expect(app.terminal.text.contains("+ rooms = [\"#home\"]"))
        #expect(text(scratch.file("tui.toml")) == "")
        enter("/save yes", app)
        #expect(text(scratch.file("tui.toml")) == Self.table)
        enter("/save", app)
        #expect(text(scratch.file("tui.toml")) == Self.table)
    }

    @Test func `A link stays one, and the file that it leads to keeps its mode`() throws {
        let scratch = Scratch()
        let file = try scratch.write("# mine\n", to: "dotfiles.toml")
        #expect(chmod(file, 0o640) == 0 && symlink(file, scratch.file("tui.toml")) == 0)
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/save yes", app)
        var status = stat()
        #expect(lstat(scratch.file("tui.toml"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(text(file) == "# mine\n\n" + Self.table)
        #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    @Test func `A file that is read-only is not replaced`() throws {
        let scratch = Scratch()
        let file = try scratch.write("# mine\n", to: "tui.toml")
        #expect(chmod(file, 0o444) == 0)
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/save yes", app)
        #expect(text(file) == "# mine\n")
        #expect(app.terminal.text.contains("read-only"))
    }

    @Test func `A link that leads nowhere, and a file that is no text, are left alone`() throws {
        let scratch = Scratch()
        #expect(symlink(scratch.file("nowhere"), scratch.file("tui.toml")) == 0)
        let app = try TestApp(in: scratch)
        app.enter()
        enter("/save yes", app)
        #expect(app.terminal.text.contains("Nothing is changed"))
        #expect(text(scratch.file("nowhere")) == "")
        unlink(scratch.file("tui.toml"))
        try PrivateFile.write([0x23, 0xFF, 0x0A], to: scratch.file("tui.toml"))
        enter("/save yes", app)
        #expect(app.terminal.text.contains("UTF-8"))
    }

    @Test func `Rooms of the last time are entered again, and those that were left are not`() throws {
        let scratch = Scratch()
        let first = try TestApp(in: scratch)
        first.enter()
        first.connection.tell(":ada!u@h JOIN #den", ":ada!u@h JOIN #tea")
        enter("/part #tea", first)
        first.loop.advance(by: .seconds(30))
        #expect(first.savedText?.contains("room\tirc.test:6667 #den\n") == true)
        let second = try TestApp(in: scratch)
        second.enter()
        #expect(second.connection.sent.contains("JOIN #home,#den"))
    }

    @Test func `A login by hand is offered to be kept once, and not again after a no`() throws {
        let scratch = Scratch()
        for isFirst in [true, false] {
            let app = try TestApp(in: scratch)
            app.enter()
            enter("/login ada", app)
            enter("sesame", app)
            app.connection.tell(":irc.test 900 ada ada!u@h ada :You are now logged in as ada")
            app.loop.advance(by: .milliseconds(100))
            // Whoever is typing is not asked in the middle of it.
            #expect(!app.terminal.text.contains("Keep the account ada"))
            app.loop.advance(by: .seconds(3))
            #expect(app.terminal.text.contains("Keep the account ada") == isFirst)
            guard isFirst else { return }
            enter("n", app)
            app.loop.advance(by: .seconds(30))
            #expect(app.savedText?.contains("declined\tirc.test:6667\n") == true)
            #expect(text(scratch.file("tui.toml")) == "")
        }
    }

    /// Connects, and is sent to another port.
    private func move(_ app: TestApp) {
        app.connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        app.connection.tell(":irc.test CAP * LS :sts=port=6697")
    }

    @Test func `What is kept of a server that wants TLS on another port is kept for the one that was asked for`()
        throws
    {
        let scratch = Scratch()
        let log = FakeLog()
        let app = try TestApp(in: scratch, messageLog: log)
        move(app)
        app.enter()
        #expect(app.connection.destination?.port == 6697)
        app.connection.tell(":ada!u@h JOIN #den", ":bob!u@h PRIVMSG #home :kept")
        app.type("half a thought")
        app.loop.advance(by: .seconds(30))
        #expect(app.savedText?.contains("room\tirc.test:6667 #den\n") == true)
        #expect(app.savedText?.contains("irc.test #") == false)
        #expect(log.networks == ["irc.test:6667"])
        app.type("\u{15}")
        enter("/save yes", app)
        let saved = try #require(text(scratch.file("tui.toml")))
        #expect(saved.contains("port = 6667\ntls = false\n"))
    }

    @Test func `What was kept by the port that a server moved to is had again once, where it is nobody else's`() throws
    {
        let scratch = Scratch()
        let directory = StateDirectory(path: scratch.file("state"))
        #expect(directory.make())
        #expect(StateDirectory.write("room\tirc.test #den\n", to: directory.file("screen")))
        let app = try TestApp(in: scratch)
        move(app)
        app.enter()
        #expect(app.connection.sent.contains { $0.hasPrefix("JOIN") && $0.contains("#den") })
        #expect(StateDirectory.write("room\tirc.test #den\nseen\tirc.test:6667\t5\n", to: directory.file("screen")))
        let next = try TestApp(in: scratch)
        move(next)
        next.enter()
        #expect(!next.connection.sent.contains { $0.contains("#den") })
    }

    private func keep(_ text: String, in scratch: Scratch) {
        let directory = StateDirectory(path: scratch.file("state"))
        #expect(directory.make())
        #expect(StateDirectory.write(text, to: directory.file("screen")))
    }

    /// Whoever is in between can name any port of the host.
    @Test func `What was kept by another port is not had again before the server was reached there`() throws {
        for isReached in [false, true] {
            let (scratch, log) = (Scratch(), FakeLog())
            keep("ignored\tirc.test\tbob!*@*\n", in: scratch)
            let app = try TestApp(in: scratch, messageLog: log)
            move(app)
            #expect(log.goneOn == [:])
            if isReached { app.enter() }
            #expect(log.goneOn == (isReached ? ["irc.test:6667": ["irc.test"]] : [:]))
            enter("/quit", app)
            let saved = try #require(app.savedText)
            #expect(saved.contains("ignored\tirc.test:6667\tbob!*@*\n") == isReached)
        }
    }

    @Test func `What is kept by a port that has a table of its own stays with that`() throws {
        let (scratch, log) = (Scratch(), FakeLog())
        keep("room\tirc.test #den\n", in: scratch)
        let toml =
            Self.table + "autoconnect = true\n\n[[server]]\nname = \"safe\"\nhost = \"IRC.test\"\nnick = \"ada\"\n"
        let app = try TestApp(in: scratch, toml: toml, isAutoconnected: true, messageLog: log)
        move(app)
        app.enter()
        #expect(app.connection.destination?.port == 6697)
        #expect(!app.connection.sent.contains { $0.contains("#den") })
        #expect(log.goneOn == [:])
    }

    @Test(arguments: [false, true])
    func `What was typed in one network keeps no other from what was kept of it`(isTypedThere: Bool) throws {
        let scratch = Scratch()
        keep("room\tirc.test #den\n", in: scratch)
        let table = Self.table + "autoconnect = true\n\n"
        let toml = isTypedThere ? table : table.replacing("irc.test", with: "other.test") + table
        let app = try TestApp(in: scratch, toml: toml, isAutoconnected: true)
        app.type("half a thought")
        move(app)
        app.enter()
        #expect(app.connection.destination?.host == "irc.test")
        #expect(app.connection.destination?.port == 6697)
        #expect(app.connection.sent.contains { $0.contains("#den") } == !isTypedThere)
    }

    @Test func `Of two networks at one host the second is saved in its own table, and its login is offered to none`()
        throws
    {
        let scratch = Scratch()
        let table = "[[server]]\nname = \"one\"\nhost = \"irc.test\"\nport = 6667\ntls = false\nautoconnect = true\n"
        let toml = table + "nick = \"ada\"\n\n" + table.replacing("one", with: "two") + "nick = \"ada\"\n"
        _ = try scratch.write(toml, to: "tui.toml")
        let app = try TestApp(in: scratch, toml: toml, isAutoconnected: true)
        let second = app.connector.connections[1]
        app.enter("#tea", on: second)
        app.type("\u{1B}2")
        enter("/login ada", app)
        enter("sesame", app)
        second.tell(":irc.test 900 ada ada!u@h ada :You are now logged in as ada")
        app.loop.advance(by: .seconds(3))
        #expect(!app.terminal.text.contains("Keep the account"))
        enter("/save yes", app)
        let saved = try #require(text(scratch.file("tui.toml")))
        #expect(saved.hasPrefix(toml) && saved.count > toml.count)
    }
}
