import Client
import Protocol
import TerminalApp
import TestSupport
import Testing
import Transport

/// The log on this machine, as the app carries out what its sessions want of it.
@MainActor
@Suite struct AppLogTests {
    @Test func `What is said is kept by the name of the server`() throws {
        let log = FakeLog()
        let app = try TestApp(messageLog: log)
        app.enter()
        app.connection.tell(":bob!b@h PRIVMSG #home :kept")
        #expect(log.records.map(\.text.text).contains("kept"))
        #expect(log.networks == ["irc.test:6667"])
    }

    @Test(arguments: [
        ("", true), ("log = \"off\"", false),
        (
            """
            log = "off"
            [[server]]
            host = "irc.test"
            port = 6667
            log-rooms = { "#home" = "missing" }
            """, true
        ),
    ])
    func `The log is opened while the server is dialled, where lines are kept`(toml: String, isOpened: Bool) throws {
        let log = FakeLog()
        _ = try TestApp(toml: toml, messageLog: log)
        #expect(log.opened == (isOpened ? ["irc.test:6667"] : []))
    }

    @Test func `The page of the log is on the screen when its room is`() throws {
        let log = FakeLog()
        let app = try TestApp(messageLog: log)
        app.enter()
        app.connection.tell(":bob!b@h PRIVMSG #home :from before")
        app.loop.advance(by: .seconds(1))
        let next = try TestApp(messageLog: log)
        next.enter()
        next.loop.advance(by: .seconds(1))
        #expect(next.terminal.text.contains("from before"))
    }

    @Test func `A problem is told with the server's lines, and the chat goes on`() throws {
        let log = FakeLog()
        let app = try TestApp(messageLog: log)
        log.fail("the log is not written: the disk is full", of: "irc.test:6667")
        log.fail("not ours", of: "irc.other")
        app.loop.advance(by: .seconds(1))
        let text = app.terminal.text
        #expect(text.contains("the disk is full."))
        #expect(!text.contains("not ours"))
    }

    @Test(arguments: [true, false])
    func `A log that is slow to store what waits is awaited for two seconds at most`(_ isStored: Bool) throws {
        let log = FakeLog()
        log.slowDown()
        let app = try TestApp(messageLog: log)
        app.enter()
        app.type("/quit\r")
        app.loop.advance(by: .milliseconds(1900))
        #expect(log.isClosed)
        #expect(app.exits == [])
        if isStored { log.finishClosing() }
        app.loop.advance(by: .milliseconds(isStored ? 1 : 100))
        #expect(app.exits == [ProgramExit(status: 0)])
    }

    @Test func `The end stores what waits, and how far has been read`() throws {
        let log = FakeLog()
        let app = try TestApp(messageLog: log)
        app.enter()
        app.connection.tell(":bob!b@h PRIVMSG #home :read")
        app.loop.advance(by: .milliseconds(100))
        app.type("/quit\r")
        app.connection.tell(.closed(.peerClosed))
        app.loop.advance(by: .milliseconds(300))
        #expect(log.isClosed)
        #expect(app.exits == [ProgramExit(status: 0)])
        #expect(log.markers[Bytes("#home")] == log.records.last { $0.text.text == "read" }?.time)
    }
}
