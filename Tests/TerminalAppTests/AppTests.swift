import Client
import Glibc
import TUI
import TerminalApp
import TestSupport
import Testing
import Transport

/// The app with a screen.
@MainActor
@Suite struct AppTests {
    @Test func `It dials at once, and registers when it is through`() throws {
        let app = try TestApp()
        #expect(app.connection.destination?.target == .tcp(host: "irc.test", port: 6667))
        #expect(app.connection.sent.isEmpty)
        app.connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        #expect(app.connection.sent == ["CAP LS 302"])
        app.connection.tell(":irc.test CAP * LS :")
        #expect(app.connection.sent.contains("NICK ada"))
    }

    @Test func `A line that is typed goes to the server, and onto the screen`() throws {
        let app = try TestApp()
        app.enter()
        app.type("good morning\r")
        #expect(app.connection.sent.contains("PRIVMSG #home :good morning"))
        #expect(app.terminal.text.contains("good morning"))
    }

    @Test func `The list of commands opens over the conversation, and leaves no line in it`() throws {
        let app = try TestApp()
        app.enter()
        app.type("/help\r")
        #expect(app.terminal.text.contains("[Commands]") && app.terminal.text.contains("/join"))
        app.type("\u{3}")
        #expect(!app.terminal.text.contains("/join"))
    }

    @Test func `A line that comes is drawn`() throws {
        let app = try TestApp()
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :is anybody there")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("is anybody there"))
    }

    @Test func `What came while text alone was shown is unread, also where another buffer is shown first`() throws {
        for keys in ["x", "xx\u{1B}1\u{1B}2"] {
            let app = try TestApp()
            app.enter()
            app.type("\u{1B}l")
            app.connection.tell(":bob!u@h PRIVMSG #home :is anybody there")
            app.loop.advance(by: .milliseconds(100))
            #expect(!app.terminal.text.contains("is anybody there"))
            app.type(keys)
            app.loop.advance(by: .milliseconds(100))
            #expect(app.terminal.text.contains(" 1 unread ") && app.terminal.text.contains("is anybody there"))
            // From now on it is read as it comes.
            app.connection.tell(":bob!u@h PRIVMSG #home :hello?")
            app.loop.advance(by: .milliseconds(100))
            #expect(app.terminal.text.contains(" 1 unread ") && app.terminal.text.contains("hello?"))
        }
    }

    @Test func `A line that comes in two pieces is one`() throws {
        let app = try TestApp()
        app.enter()
        app.connection.tell(bytes: Array(":bob!u@h PRIVMSG #home :half ".utf8))
        app.connection.tell(bytes: Array("and half\r\n".utf8))
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("half and half"))
    }

    @Test func `Rooms that were asked for are looked through, and the one that is chosen is entered`() throws {
        let app = try TestApp()
        app.enter()
        app.type("/list\r")
        #expect(app.connection.sent.contains("LIST"))
        app.connection.tell(
            ":irc.test 322 ada #den 7 :Den", ":irc.test 322 ada #tea 40 :Tea", ":irc.test 323 ada :End of /LIST")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("▸ 40  #tea"))
        app.type("den\r")
        #expect(app.connection.sent.contains("JOIN #den"))
        app.connection.tell(":ada!u@h JOIN #den")
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.terminal.text.contains("#tea"))
    }

    @Test func `A friend is told of again after the next start`() throws {
        let scratch = Scratch()
        let first = try TestApp(in: scratch)
        first.enter()
        first.connection.tell(":irc.test 005 ada MONITOR=100 :are supported")
        first.type("/friend eve\r")
        first.loop.advance(by: .seconds(10))
        #expect(first.savedText?.contains("eve") == true)
        let second = try TestApp(in: scratch)
        second.enter()
        second.connection.tell(":irc.test 005 ada MONITOR=100 :are supported")
        second.loop.advance(by: .seconds(2))
        #expect(second.connection.sent.contains("MONITOR + eve"))
        second.connection.tell(":irc.test 730 ada :eve!e@h")
        second.loop.advance(by: .milliseconds(100))
        #expect(second.terminal.text.contains("Your friend eve is online."))
    }

    @Test func `A mention rings`() throws {
        let app = try TestApp()
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :ada: look")
        #expect(app.terminal.written.contains("\u{7}"))
    }

    @Test func `The person is called once in three seconds, however often they are named`() throws {
        let app = try TestApp()
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :ada: look")
        let once = app.terminal.written
        app.loop.advance(by: .milliseconds(2999))
        app.connection.tell(":bob!u@h PRIVMSG #home :ada: look")
        #expect(app.terminal.written == once)
        app.loop.advance(by: .milliseconds(1))
        app.connection.tell(":bob!u@h PRIVMSG #home :ada: look")
        #expect(app.terminal.written == once + once)
    }

    @Test func `A line that comes right behind a frame is drawn sixteen milliseconds after it`()
        throws
    {
        let app = try TestApp()
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :the first")
        #expect(app.terminal.text.contains("the first"))
        app.connection.tell(":bob!u@h PRIVMSG #home :the second")
        app.loop.advance(by: .milliseconds(15))
        #expect(!app.terminal.text.contains("the second"))
        app.loop.advance(by: .milliseconds(1))
        #expect(app.terminal.text.contains("the second"))
    }

    @Test func `What comes on a connection that was replaced is not heard`() throws {
        let app = try TestApp()
        app.enter()
        let old = app.connection
        old.tell(.closed(.peerClosed))
        app.loop.advance(by: .seconds(120))
        #expect(app.connector.connections.count > 1)
        // The room is entered again: of a room that one is not in, no line is shown anyway.
        app.enter()
        old.tell(":bob!u@h PRIVMSG #home :from the grave")
        app.connection.tell(":bob!u@h PRIVMSG #home :from the living")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("from the living"))
        #expect(!app.terminal.text.contains("from the grave"))
    }

    @Test func `A second buffer is read beside the first, and has nothing unread afterwards`() throws {
        let app = try TestApp()
        app.terminal.nextSize = (160, 24)
        app.signal(SIGWINCH)
        app.enter()
        app.connection.tell(":ada!u@h JOIN #den", ":irc.test 353 ada = #den :ada bob", ":irc.test 366 ada #den :End")
        app.type("\u{1B}2/split #den\r")
        app.connection.tell(":bob!u@h PRIVMSG #den :down here", ":bob!u@h PRIVMSG #home :up here")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("down here") && app.terminal.text.contains("up here"))
        app.type("\u{1B}whello den\r")
        #expect(app.connection.sent.contains("PRIVMSG #den :hello den"))
        app.type("\u{1B}w/unsplit\r")
        #expect(app.terminal.text.contains("up here") && !app.terminal.text.contains("down here"))
        app.type("\u{1B}3\u{1B}u")
        #expect(app.terminal.text.contains("down here") && app.terminal.text.contains("Nothing here is unread"))
    }

    @Test func `The buffer beside another stands there again after the next start`() throws {
        let scratch = Scratch()
        func enterBoth() throws -> TestApp {
            let app = try TestApp(in: scratch)
            app.terminal.nextSize = (160, 24)
            app.signal(SIGWINCH)
            app.enter()
            app.connection.tell(
                ":ada!u@h JOIN #den", ":irc.test 353 ada = #den :ada bob", ":irc.test 366 ada #den :End")
            app.loop.advance(by: .milliseconds(100))
            app.type("\u{1B}2")
            app.connection.tell(":bob!u@h PRIVMSG #den :down here", ":bob!u@h PRIVMSG #home :up here")
            app.loop.advance(by: .seconds(10))
            return app
        }
        let first = try enterBoth()
        #expect(!first.terminal.text.contains("down here"))
        first.type("/split #den\r")
        first.loop.advance(by: .seconds(10))
        #expect(first.savedText?.contains("split\tirc.test:6667 #home\tirc.test:6667 #den\tleft\n") == true)
        let second = try enterBoth()
        #expect(second.terminal.text.contains("down here") && second.terminal.text.contains("up here"))
        second.type("/unsplit\r")
        second.loop.advance(by: .seconds(10))
        #expect(second.savedText?.contains("split\t") == false)
        #expect(try !enterBoth().terminal.text.contains("down here"))
    }

    @Test func `The terminal's new size is drawn`() throws {
        let app = try TestApp()
        app.terminal.nextSize = (60, 20)
        app.signal(SIGWINCH)
        #expect(app.terminal.shown?.width == 60)
        #expect(app.terminal.shown?.height == 20)
    }

    @Test(arguments: [true, false]) func `A suspension keeps what is typed, and draws after it`(isKey: Bool) throws {
        let app = try TestApp()
        app.enter()
        app.type("unfinished")
        app.terminal.nextSize = (50, 20)
        app.terminal.resize()
        if isKey { app.type("\u{1A}") } else { app.signal(SIGTSTP) }
        #expect(app.terminal.suspensions == 1)
        #expect(app.savedText?.contains("unfinished") == true)
        #expect(app.terminal.shown?.width == 50)
        #expect(app.exits.isEmpty)
    }

    // MARK: What is kept

    @Test func `What is typed is written down some seconds later`() throws {
        let app = try TestApp()
        app.enter()
        app.type("unfinished")
        #expect(app.savedText?.contains("unfinished") != true)
        app.loop.advance(by: .seconds(6))
        #expect(app.savedText?.contains("unfinished") == true)
    }

    @Test func `The next start finds what was typed`() throws {
        let scratch = Scratch()
        let first = try TestApp(in: scratch)
        first.enter()
        first.type("unfinished")
        first.signal(SIGTERM)
        let second = try TestApp(in: scratch)
        second.enter()
        #expect(second.terminal.text.contains("unfinished"))
    }

    @Test func `A file that cannot be read is not written over`() throws {
        let app = try TestApp()
        let kept = app.directory.file("screen")
        #expect(app.directory.make())
        // A file could be put in its place, which a folder does not allow.
        #expect(mkfifo(kept, 0o600) == 0)
        app.enter()
        app.type("unfinished")
        app.loop.advance(by: .seconds(6))
        var status = stat()
        #expect(stat(kept, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test func `A network that is added has a connection of its own, and both are left at the end`() throws {
        let app = try TestApp()
        app.enter()
        app.addNetwork("other.test")
        #expect(app.connector.connections.count == 2)
        #expect(app.connection.destination?.host == "other.test")
        app.connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        #expect(app.connection.sent == ["CAP LS 302"])
        app.loop.advance(by: .seconds(2))
        app.type("/quit\r")
        #expect(app.connector.connections.map(\.isClosed) == [true, true])
        #expect(app.exits.isEmpty)
        for connection in app.connector.connections { connection.tell(.closed(.peerClosed)) }
        #expect(app.exits == [ProgramExit(status: 0)])
    }
}
