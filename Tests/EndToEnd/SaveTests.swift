import Foundation
import TestSupport
import Testing

/// `/save` in a file that somebody wrote by hand.
@Suite(.timeLimit(.minutes(2))) struct SaveTests {
    @Test func `What would be changed is shown, and those lines are written, and no others`() throws {
        let server = try ScriptedServer()
        let home = Scratch()
        let written = """
            # What I like.
            \(TmuxTerminal.plainScreen)
            [[server]]   # at home
            host = "127.0.0.1"
            port = \(server.port)
            tls  =  false      # it never leaves this machine
            nick = "anna"
            autoconnect = true

            # Another one, for later.
            [[server]]
            host = "irc.nowhere.invalid"

            """
        let file = try home.write(written, to: "config/grillo/tui.toml")
        func text() throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

        let anna = try TmuxTerminal(Programs.tui, home: home)
        try anna.waitFor("Welcome")
        try anna.enter("/join #den")
        try wait("the room to be entered", state: { (try? anna.screen) ?? "" }) {
            server.lines.contains { $0.hasPrefix("JOIN #den") }
        }
        try anna.waitFor("#den")
        try anna.enter("/save")
        try anna.waitFor("+ rooms = [\"#den\"]")
        try anna.waitFor("/save yes changes these lines")
        #expect(try text() == written)
        try anna.enter("/save yes")
        try anna.waitFor("Written to ")
        let saved = try text().components(separatedBy: "\n")
        let place = try #require(saved.firstIndex(of: "rooms = [\"#den\"]"))
        #expect((saved[..<place] + saved[(place + 1)...]).joined(separator: "\n") == written)
        #expect(saved[..<place].contains("nick = \"anna\"") && saved[place...].contains("# Another one, for later."))
        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)

        // The file alone brings one there: nothing else is remembered.
        try FileManager.default.removeItem(atPath: home.file("state"))
        let before = server.lines.count
        let again = try TmuxTerminal(Programs.tui, home: home)
        try wait("the room to be entered again", state: { (try? again.screen) ?? "" }) {
            server.lines[before...].contains { $0.hasPrefix("JOIN #den") }
        }
    }
}
