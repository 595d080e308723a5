import Glibc
import TerminalApp
import Testing

/// The app with lines instead of a screen.
@MainActor
@Suite struct AppLinearTests {
    @Test func `A line that comes is printed`() throws {
        let app = try TestApp(isLinear: true)
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :is anybody there")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.stream.written.contains("is anybody there\n"))
    }

    @Test func `The list of commands is printed, a line each`() throws {
        let app = try TestApp(isLinear: true)
        app.enter()
        app.give("/help\n")
        app.loop.advance(by: .seconds(1))
        #expect(app.stream.written.contains("\n/quit [reason]"))
        #expect(app.stream.written.contains("// sends a line that begins with a slash.\n"))
    }

    @Test func `Lines that are typed are sent in their order, also those that come in pieces`() throws {
        let app = try TestApp(isLinear: true)
        app.enter()
        app.give("one\ntw")
        app.give("o\n")
        app.loop.advance(by: .seconds(1))
        #expect(app.connection.sent.filter { $0.hasPrefix("PRIVMSG") } == ["PRIVMSG #home :one", "PRIVMSG #home :two"])
    }

    @Test func `What was typed before one is in goes out then`() throws {
        let app = try TestApp(isLinear: true)
        app.give("early\n")
        app.enter()
        app.loop.advance(by: .seconds(1))
        #expect(app.connection.sent.contains("PRIVMSG #home :early"))
    }

    @Test(arguments: ["/split", "/split #home", "/unsplit"])
    func `Nothing stands beside anything where lines come one below the other`(command: String) throws {
        let app = try TestApp(isLinear: true)
        app.enter()
        app.give("\(command)\n")
        app.loop.advance(by: .seconds(1))
        #expect(app.stream.written.contains("error: Lines come one below the other: /split needs a screen."))
    }

    @Test func `Rooms and people that were asked for are written out`() throws {
        let app = try TestApp(isLinear: true)
        app.enter()
        app.give("/names\n")
        app.loop.advance(by: .seconds(1))
        app.connection.tell(":irc.test 353 ada = #home :@ada bob", ":irc.test 366 ada #home :End")
        app.loop.advance(by: .seconds(1))
        #expect(app.stream.written.contains("2 in #home: @ada bob"))
        app.give("/list\n")
        app.loop.advance(by: .seconds(1))
        app.connection.tell(":irc.test 322 ada #tea 40 :Tea", ":irc.test 323 ada :End of /LIST")
        app.loop.advance(by: .seconds(1))
        #expect(app.stream.written.contains("#tea, 40 users: Tea"))
    }

    @Test func `The end of the input sends what is left, and ends it`() throws {
        let app = try TestApp(isLinear: true)
        app.enter()
        app.give("last")
        app.give(.end)
        app.loop.advance(by: .seconds(1))
        #expect(app.connection.sent.contains("PRIVMSG #home :last"))
        #expect(app.exits == [ProgramExit(status: 0)])
        #expect(!app.loop.isWatched(STDIN_FILENO))
    }

    @Test func `More lines than are kept stay unread`() throws {
        let app = try TestApp(isLinear: true)
        for _ in 0..<300 { app.give("line\n") }
        #expect(!app.loop.isWatched(STDIN_FILENO))
    }

    @Test func `A password is typed unseen`() throws {
        let app = try TestApp(isLinear: true, canAsk: true, account: "ada")
        #expect(app.stream.echoes == [false])
        app.give("secret\n")
        #expect(app.stream.echoes == [false, true])
        #expect(!app.stream.written.contains("secret"))
    }

    @Test func `At the end the terminal shows again what is typed`() throws {
        let app = try TestApp(isLinear: true, canAsk: true, account: "ada")
        app.signal(SIGTERM)
        #expect(app.stream.echoes == [false, true])
    }
}
