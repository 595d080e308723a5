import Foundation
import TestSupport
import Testing

@testable import TerminalApp

/// The program that takes what is copied.
@MainActor
@Suite struct ClipboardProgramTests {
    @Test(
        arguments: [
            (["WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"], ["wl-copy", "xclip"], "wl-copy"),
            (["WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"], ["xclip"], "xclip"),
            (["DISPLAY": ":0"], ["wl-copy"], nil),
            (["WAYLAND_DISPLAY": "wayland-0"], ["xclip"], nil), ([:], ["wl-copy", "xclip"], nil),
        ] as [([String: String], [String], String?)])
    func `It is the one for the display that there is, where it is installed`(
        environment: [String: String], installed: [String], name: String?
    ) {
        #expect(ClipboardProgram({ environment[$0] }, isInstalled: installed.contains)?.name == name)
    }

    @Test func `Whether a program is there is looked up in the path`() {
        #expect(ClipboardProgram.isInstalled("sh"))
        #expect(!ClipboardProgram.isInstalled("no-such-program-of-anybody"))
    }

    @Test func `It is handed the text as it is, of any length, and may leave a process running`() {
        let scratch = Scratch()
        let path = scratch.file("taken")
        for text in ["漢字\nand \"more\" $HOME", String(repeating: "a", count: 1 << 20)] {
            let run = ClipboardProgram("sh", "-c", "cat >\"$0\"", path).run(taking: text)
            #expect(run.mayLeaveRunning)
            #expect(SystemProgramRunner().outcome(of: run).end == .status(0))
            #expect((try? String(contentsOfFile: path, encoding: .utf8)) == text)
        }
    }

    @Test func `What is dragged over goes to it and to the terminal, and a line says so`() throws {
        let app = try TestApp(toml: "mouse = true", clipboardProgram: ClipboardProgram("wl-copy"))
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :drag me")
        app.loop.advance(by: .milliseconds(100))
        let rows = app.terminal.text.split(separator: "\n", omittingEmptySubsequences: false)
        let y = try #require(rows.firstIndex { $0.contains("drag me") })
        let row = rows[y]
        let range = try #require(row.firstRange(of: "drag me"))
        let x = row.distance(from: row.startIndex, to: range.lowerBound)
        app.type("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<32;\(x + 4);\(y + 1)M\u{1B}[<0;\(x + 4);\(y + 1)m")
        #expect(app.programs.runs.map(\.words) == [["wl-copy"]])
        #expect(app.programs.runs.map(\.input) == [Array("drag".utf8)])
        #expect(app.terminal.text.contains("Handed to wl-copy"))
    }

    @Test(
        arguments: [
            (.notStarted("No such file"), "", "Not copied by xclip, which cannot be started: No such file."),
            (.status(1), "Can't open display\n", "Not copied by xclip, which ended with 1: Can't open display"),
            (.timedOut, "", "Not copied by xclip, which was ended after 10 seconds."), (.status(0), "", nil),
        ] as [(ProgramOutcome.End, String, String?)])
    func `That it did not take the text is said, and why`(end: ProgramOutcome.End, output: String, words: String?)
        throws
    {
        let app = try TestApp(clipboardProgram: ClipboardProgram("xclip"))
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :hello")
        app.loop.advance(by: .milliseconds(100))
        app.type("\t")
        app.type("y")
        app.programs.end(end, printing: output)
        app.loop.advance(by: .milliseconds(100))
        #expect(app.terminal.text.contains(words ?? "Handed to xclip"))
    }
}
