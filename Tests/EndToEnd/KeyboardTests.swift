import Foundation
import Glibc
import TestSupport
import Testing

/// What the keyboard and the mouse send, as terminals and slow connections bring it.
@Suite(.serialized) struct KeyboardTests {
    private func client(_ room: GrilloServer, term: String, mouse: Bool = false) throws -> TmuxTerminal {
        let home = Scratch()
        _ = try home.write(TmuxTerminal.plainScreen + (mouse ? "mouse = true\n" : ""), to: "config/grillo/tui.toml")
        let terminal = try TmuxTerminal(
            Programs.tui, ["127.0.0.1", "\(room.port)", "--nick", "anna"], home: home, environment: ["TERM": term])
        try terminal.waitFor("anna joined")
        return terminal
    }

    /// Sends a line's keys in pieces, to an empty line; again where this machine was too busy for it: where two pieces can
    /// have been as far apart as an Esc waits for the rest of a key, which is 50 ms.
    private func sendPieces(_ pieces: [String], to terminal: TmuxTerminal) throws {
        for _ in 1...100 {
            if try terminal.rows.typed != "" { try terminal.press("C-c") }
            try terminal.waitForRows("an empty line") { $0.typed == "" }
            if try terminal.send(pieces, pause: .milliseconds(10)) < .milliseconds(40) { return }
        }
        throw TestFailure(description: "this machine is too busy to send a key in pieces")
    }

    @Test(arguments: ["xterm-256color", "tmux-256color", "rxvt", "linux", "vt100"])
    func `A key that comes in pieces is that key, and types nothing`(term: String) throws {
        let room = try GrilloServer()
        let anna = try client(room, term: term)
        try sendPieces(["a", "b", "\u{1B}", "[", "D", "c"], to: anna)
        try anna.waitForRows("the letter between") { $0.typed == "acb" }
        try sendPieces(["ab", "\u{1B}", "[", "1", ";", "5", "D", "c", "\u{1B}[", "C", "d"], to: anna)
        try anna.waitForRows("the letters") { $0.typed == "cadb" }
        // The Esc acts, and what comes late of it does not.
        try anna.send(["\u{1B}", "[D", "e"], pause: .milliseconds(200))
        try anna.waitForRows("no bracket") { $0.typed == "cadeb" }
    }

    @Test(arguments: ["xterm-256color", "screen", "rxvt-unicode", "linux"])
    func `With the mouse captured, clicks type nothing and the wheel scrolls`(term: String) throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "berta")
        let anna = try client(room, term: term, mouse: true)
        #expect(try anna.state("#{mouse_any_flag} #{mouse_sgr_flag}") == "1 1")
        for number in 1...100 { speaker.send("PRIVMSG #lobby :«\(number)»") }
        try anna.waitForRows("the newest") { $0.marks.last == "«100»" }
        try anna.send([
            "\u{1B}[<0;10;5M\u{1B}[<0;10;5m", "\u{1B}[M !!\u{1B}[M#!!", "\u{1B}[32;10;5M", "\u{1B}[<", "0;10;", "5M",
        ])
        try anna.send(["x\u{1B}[<64;10;5M"])
        let rows = try anna.waitForRows("three rows up") { $0.marks.last == "«97»" }
        #expect(rows.typed == "x")
        try anna.send(["\u{1B}[Ma!!y"])
        try anna.waitForRows("the newest again") { $0.marks.last == "«100»" && $0.typed == "xy" }
    }

    @Test func `With the mouse captured, a click on a nick shows who that is`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "berta")
        let anna = try client(room, term: "xterm-256color", mouse: true)
        speaker.send("PRIVMSG #lobby :«hello»")
        let rows = try anna.waitForRows("what she said") { $0.contains { $0.contains("«hello»") } }
        let y = try #require(rows.firstIndex { $0.contains("berta │ «hello»") })
        let x = try #require(
            rows[y].firstRange(of: "berta").map { rows[y].distance(from: rows[y].startIndex, to: $0.lowerBound) })
        try anna.send(["\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m"])
        try anna.waitForRows("her card") { rows in
            rows.contains { $0.contains("┌─ berta ─") } && rows.contains { $0.contains("m message") }
                && !rows.contains { $0.contains("asking the server") }
        }
        try anna.send(["m", "x"], pause: .milliseconds(200))
        try anna.waitForRows("the talk with her") { $0.first?.hasPrefix(" berta") == true && $0.typed == "x" }
    }

    @Test func `A hundred thousand bytes are pasted, whether they come in brackets or one by one`() throws {
        let room = try GrilloServer()
        let anna = try client(room, term: "xterm-256color")
        let text = String(repeating: "0123456789", count: 10_000)
        let folder = Scratch()
        for option in ["-p", "-r"] {
            try anna.tmux(["load-buffer", folder.write(text + "END", to: "pasted"), ";", "paste-buffer", option, "-d"])
            try anna.waitForRows("its end") { $0.last?.hasSuffix("END") == true }
            try anna.press("C-c")
            try anna.waitForRows("the draft to be away") { $0.typed == "" }
        }
    }

    @Test func `Ctrl-Z stops it, and it goes on where it was`() throws {
        let room = try GrilloServer()
        let home = Scratch()
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        // A shell that gives each job a process group, as the one that people type into.
        let script = #""$@"; echo "In between."; read -r line; fg >/dev/null"#
        let command = ["-mc", script, "bash", Programs.tui, "127.0.0.1", "\(room.port)", "--nick", "anna"]
        let anna = try TmuxTerminal("bash", command, home: home, environment: ["TERM": "xterm-256color"])
        try anna.waitFor("anna joined")
        try anna.type("a draft")
        try anna.waitForRows("the draft") { $0.typed == "a draft" }
        try anna.press("C-z")
        try anna.waitForRows("the shell") { $0.contains("In between.") && $0.contains(TmuxTerminal.before) }
        #expect(try anna.state("#{alternate_on} #{keypad_flag} #{keypad_cursor_flag}") == "0 0 0")
        try anna.press("Enter")
        try anna.waitForRows("the draft again") { $0.typed == "a draft" }
        try sendPieces(["xy", "\u{1B}", "[D", "z"], to: anna)
        try anna.waitForRows("keys to be keys") { $0.typed == "xzy" }
        try anna.press("C-c")
        try anna.enter("/quit")
        #expect(try anna.exitCode() == 0)
    }
}
