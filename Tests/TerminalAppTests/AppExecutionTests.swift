import TestSupport
import Testing

@testable import TerminalApp

/// `/exec` in an app.
@MainActor
@Suite struct AppExecutionTests {
    private func enter(_ text: String, _ app: TestApp) {
        app.type(text + "\r")
        app.loop.advance(by: .milliseconds(100))
    }

    @Test func `A command is run by the shell, and its output is shown`() throws {
        let app = try TestApp()
        app.enter()
        enter("/exec uname | cat", app)
        #expect(app.programs.runs.map(\.words) == [["/bin/sh", "-c", "uname | cat", "sh"]])
        #expect(app.programs.runs.map(\.environment) == [["GRILLO_ROOM": "#home", "GRILLO_NICK": "ada"]])
        #expect(app.programs.runs.map(\.seconds) == [60])
        app.programs.end(printing: "Linux\n")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("Linux"))
        enter("/exec -o x", app)
        app.programs.end(.timedOut, printing: "so far\n")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.connection.sent.contains("PRIVMSG #home :so far"))
        #expect(app.terminal.text.contains("It was ended after 60 seconds."))
    }

    @Test func `The shell has the words of an alias as its own, and runs none of them`() throws {
        let app = try TestApp(toml: "[aliases]\nsay = '/exec printf \"%s,\" \"$room\" \"$@\"'")
        app.enter()
        enter("/say $(id) ;id", app)
        let run = try #require(app.programs.runs.first)
        #expect(run.words.suffix(3) == ["sh", "$(id)", ";id"])
        app.programs.end()
        let outcome = SystemProgramRunner().outcome(of: run)
        #expect(String(decoding: outcome.output, as: UTF8.self) == "#home,$(id),;id,")
    }

    @Test func `Each second the ends of those that go on by themselves are taken`() throws {
        let app = try TestApp()
        app.enter()
        let before = app.programs.reapCount
        app.loop.advance(by: .seconds(3))
        #expect(app.programs.reapCount == before + 3)
    }

    @Test func `Four run at once, and no more`() throws {
        let app = try TestApp()
        app.enter()
        for _ in 0..<5 { enter("/exec sleep 9", app) }
        #expect(app.programs.runs.count == 4)
        #expect(app.terminal.text.contains("4 commands are running."))
        app.programs.end()
        app.loop.advance(by: .milliseconds(100))
        enter("/exec date", app)
        #expect(app.programs.runs.count == 5)
    }

    @Test func `Lines that come from a pipe run nothing`() throws {
        let app = try TestApp(isLinear: true)
        app.enter()
        app.give("/exec rm\n")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.programs.runs.isEmpty)
        #expect(app.stream.written.contains("/exec needs a terminal"))
        let interactive = try TestApp(isLinear: true, canAsk: true)
        interactive.enter()
        interactive.give("/exec date\n")
        interactive.loop.advance(by: .milliseconds(100))
        #expect(interactive.programs.runs.count == 1)
    }

    @Test func `One that ends when its network is gone changes nothing`() throws {
        let app = try TestApp()
        app.enter()
        app.addNetwork("other.test")
        enter("\u{0E}/exec date", app)
        enter("/disconnect", app)
        enter("/close", app)
        app.programs.end(printing: "late\n")
        app.loop.advance(by: .milliseconds(100))
        #expect(!app.terminal.text.contains("late"))
    }
}
