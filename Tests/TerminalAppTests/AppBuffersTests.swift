import TerminalApp
import TestSupport
import Testing

/// /buffer: going to a buffer, giving it another number, and the order at the next start.
@MainActor
@Suite struct AppBuffersTests {
    private func inThree(_ scratch: Scratch = Scratch()) throws -> TestApp {
        let app = try TestApp(in: scratch)
        app.enter()
        for name in ["#b", "#c"] { app.connection.tell(":ada!u@h JOIN \(name)") }
        app.loop.advance(by: .milliseconds(100))
        return app
    }

    /// The row above the status.
    private func strip(_ app: TestApp) -> String {
        let rows = app.terminal.text.split(separator: "\n", omittingEmptySubsequences: false)
        return rows.dropLast(2).last.map { $0.split(separator: " ").joined(separator: " ") } ?? ""
    }

    private func enter(_ text: String, in app: TestApp) {
        app.type(text + "\r")
        app.loop.advance(by: .milliseconds(100))
    }

    @Test func `A buffer is gone to by its number or its name, and one that is none is told`() throws {
        let app = try inThree()
        enter("/buffer 4", in: app)
        #expect(app.terminal.text.hasPrefix(" #c"))
        enter("/buffer home", in: app)
        #expect(app.terminal.text.hasPrefix(" #home"))
        enter("/buffer nowhere", in: app)
        #expect(app.terminal.text.contains("There is no buffer “nowhere”."))
    }

    @Test func `A buffer gets another number, and has it at the next start`() throws {
        let scratch = Scratch()
        let app = try inThree(scratch)
        #expect(strip(app) == "1 irc.test 2 #home 3 #b 4 #c")
        enter("/buffer move 4", in: app)
        #expect(strip(app) == "1 irc.test 2 #b 3 #c 4 #home")
        enter("/buffer move 5", in: app)
        #expect(app.terminal.text.contains("The buffer cannot have the number 5."))
        app.loop.advance(by: .seconds(30))
        #expect(strip(try inThree(scratch)) == "1 irc.test 2 #b 3 #c 4 #home")
    }
}
