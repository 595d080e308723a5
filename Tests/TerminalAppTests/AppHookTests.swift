import Foundation
import TerminalApp
import TestSupport
import Testing

/// `[[hook]]` in an app.
@MainActor
@Suite struct AppHookTests {
    private static let toml = """
        [[hook]]
        run = ["called", "--loud", "$nick; rm"]
        [[hook]]
        run = ["/opt/tea"]
        pattern = "tea"
        rooms = ["#home"]
        """

    private func app() throws -> TestApp {
        let app = try TestApp(toml: Self.toml)
        app.enter()
        return app
    }

    private func hear(_ lines: String..., in app: TestApp) {
        for line in lines { app.connection.tell(line) }
        app.loop.advance(by: .milliseconds(100))
    }

    private func end(_ end: ProgramOutcome.End = .status(0), _ output: String = "", in app: TestApp) {
        app.programs.end(end, printing: output)
        app.loop.advance(by: .milliseconds(100))
    }

    @Test func `The line is read as JSON, and is none of the arguments`() throws {
        let app = try app()
        hear("@msgid=m1;time=2026-11-30T10:00:00.000Z :bob!b@h PRIVMSG #home :ada: $(rm) \"x\"", in: app)
        #expect(app.programs.runs.map(\.words) == [["called", "--loud", "$nick; rm"]])
        #expect(app.programs.runs.map(\.seconds) == [5])
        let input = String(decoding: app.programs.runs[0].input, as: UTF8.self)
        #expect(input.hasPrefix("{\"time\":\"") && input.hasSuffix("\"mention\":true}\n"))
        #expect(input.contains("\"network\":\"irc.test\",\"room\":\"#home\",\"kind\":\"message\",\"nick\":\"bob\""))
        #expect(input.contains("\"text\":\"ada: $(rm) \\\"x\\\"\""))
    }

    @Test func `One program runs at a time, and more than sixteen do not wait`() throws {
        let app = try app()
        for _ in 0..<19 { hear(":bob!b@h PRIVMSG #home :ada?", in: app) }
        #expect(app.programs.runs.count == 1)
        for count in 2...17 {
            end(in: app)
            #expect(app.programs.runs.count == count)
        }
        end(in: app)
        #expect(app.programs.runs.count == 17 && app.programs.runningCount == 0)
        app.type("\u{10}")
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains("Hooks took too long: for 2 lines nothing was run."))
    }

    @Test func `One that fails is told once, with its first words`() throws {
        let app = try app()
        hear(":bob!b@h PRIVMSG #home :tea", ":bob!b@h PRIVMSG #home :more tea", in: app)
        #expect(app.programs.runs.map(\.words) == [["/opt/tea"]])
        end(.status(3), "\n\u{1B}[1mno kettle\n", in: app)
        end(.status(3), "no kettle\n", in: app)
        app.type("\u{10}")
        app.loop.advance(by: .milliseconds(100))
        let text = app.terminal.text
        #expect(text.components(separatedBy: "The hook “/opt/tea” ended with 3: no kettle").count == 2)
    }

    @Test(arguments: [
        ("[[hook]]\npattern = \"x\"", "tui.toml:1: “hook”: it needs a program: run = [\"…\"]."),
        ("[[hook]]\nrun = []", "tui.toml:2: “run”: it must name a program: run = [\"program\", \"argument\"]."),
        ("[[hook]]\nrun = \"x\"", "tui.toml:2: “run”: it must be a list: run = [\"…\"]."),
        ("[[hook]]\nrun = [\"x\"]\npattern = \"\"", "tui.toml:3: “pattern”: it must be a text: pattern = \"…\"."),
    ]) func `A mistake is told with its line`(text: String, reason: String) {
        let problem = #expect(throws: Preferences.Problem.self) { try Preferences(text, "tui.toml") }
        #expect(problem?.text == reason)
    }

    @Test func `A pattern has a bound`() throws {
        let most = String(repeating: "x", count: 200)
        #expect(try Preferences("[[hook]]\nrun = [\"x\"]\npattern = \"\(most)\"", "tui.toml").hooks.count == 1)
        #expect(throws: Preferences.Problem.self) {
            try Preferences("[[hook]]\nrun = [\"x\"]\npattern = \"\(most)x\"", "tui.toml")
        }
    }
}
