import Foundation
import Glibc
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

    /// Waits for the content of a file.
    private func content(of path: String) -> String? {
        for _ in 0..<1000 {
            if let text = try? String(contentsOfFile: path, encoding: .utf8) { return text }
            usleep(10_000)
        }
        return nil
    }

    /// A program that puts what it reads into a file, whole.
    private func recorder(to path: String) -> ClipboardProgram {
        ClipboardProgram("sh", "-c", "cat >\"$0.part\" && mv \"$0.part\" \"$0\"", path)
    }

    @Test func `It is handed the text as it is, of any length that it takes`() {
        let scratch = Scratch()
        for (place, text) in ["漢字\nand \"more\" $HOME", String(repeating: "a", count: 65_536)].enumerated() {
            let path = scratch.file("taken\(place)")
            #expect(recorder(to: path).take(text))
            #expect(content(of: path) == text)
        }
        #expect(!recorder(to: scratch.file("none")).take(String(repeating: "a", count: 65_537)))
        #expect(!ClipboardProgram("/no/such/program").take("text"))
    }

    @Test func `What is dragged over goes to it and to the terminal, and a line says so`() throws {
        let scratch = Scratch()
        let path = scratch.file("taken")
        let app = try TestApp(toml: "mouse = true", clipboardProgram: recorder(to: path))
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :drag me")
        app.loop.advance(by: .milliseconds(100))
        let rows = app.terminal.text.split(separator: "\n", omittingEmptySubsequences: false)
        let y = try #require(rows.firstIndex { $0.contains("drag me") })
        let row = rows[y]
        let range = try #require(row.firstRange(of: "drag me"))
        let x = row.distance(from: row.startIndex, to: range.lowerBound)
        app.type("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<32;\(x + 4);\(y + 1)M\u{1B}[<0;\(x + 4);\(y + 1)m")
        #expect(content(of: path) == "drag")
        #expect(app.terminal.text.contains("Handed to sh"))
    }

    @Test func `That it could not be started is said`() throws {
        let app = try TestApp(clipboardProgram: ClipboardProgram("/no/such/program"))
        app.enter()
        app.connection.tell(":bob!u@h PRIVMSG #home :hello")
        app.loop.advance(by: .milliseconds(100))
        app.type("\t")
        app.type("y")
        #expect(app.terminal.text.contains("could not be started"))
    }
}
