import Foundation
import TestSupport
import Testing

/// The lines of `Tests/TUITests/torture.txt`, said to a real `grillo-tui` in a real terminal: the rules stand still.
@Suite(.serialized) struct TortureReplayTests {
    @Test(arguments: [(100, 30), (80, 24)])
    func `The rules stand in the same columns in every frame`(columns: Int, rows: Int) throws {
        let server = try ScriptedServer()
        let home = Scratch()
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        let anna = try TmuxTerminal(
            Programs.tui, ["127.0.0.1", "\(server.port)", "--nick", "anna", "--room", "#talk"], columns: columns,
            rows: rows, home: home)
        try anna.waitFor("1 here")
        let texts = try Self.texts()
        #expect(texts.count > 40)
        var frames = 0
        var columnsOfRules: Set<Int> = []
        for (number, text) in texts.enumerated() {
            server.say(bytes: Array(":mara!u@h PRIVMSG #talk :".utf8) + text + [0x0D, 0x0A])
            server.say(":mara!u@h PRIVMSG #talk :mark \(number)")
            let mark = "mark \(number)"
            var frame: [String] = []
            try wait(mark, state: { frame.joined(separator: "\n") }) {
                // A busy machine shows a frame that is half drawn: one counts that is the same at the next look.
                let before = frame
                frame = try anna.rows
                return frame == before && frame.contains { $0.contains("│ \(mark) ") || $0.hasSuffix("│ \(mark)") }
            }
            frames += 1
            // Between topic and status each row has the users' rule, at the column that tmux itself counts.
            let beforeRule = frame[1..<(rows - 2)].map { row in row.lastIndex(of: "│").map { row[..<$0] } ?? "" }
            columnsOfRules.formUnion(try anna.columns(of: beforeRule.map(String.init)))
            let marked = frame[1..<(rows - 2)].filter { $0.contains("mark ") }
            let left = marked.compactMap { row in row.firstIndex(of: "│").map { row[..<$0].count } }
            #expect(Set(left).count == 1, "\(frame.joined(separator: "\n"))")
        }
        #expect(frames == texts.count)
        #expect(columnsOfRules.count == 1 && columnsOfRules.first ?? 0 > 40, "\(columnsOfRules)")
    }

    /// As they go over the wire: without what would end the line.
    private static func texts() throws -> [[UInt8]] {
        let file = URL(filePath: #filePath).appending(path: "../../TUITests/torture.txt").standardizedFileURL
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("# ") }
        return lines.map { line in
            let text = line.replacing(/(.)\\u\{\*(\d+)\}/) { String(repeating: String($0.1), count: Int($0.2) ?? 1) }
                .replacing(/\\u\{([0-9A-Fa-f]+)\}/) { match in
                    UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
                }
                // `\u{301}\u{*60}`: what is repeated was itself written so.
                .replacing(/(.)\\u\{\*(\d+)\}/) { String(repeating: String($0.1), count: Int($0.2) ?? 1) }
            return text.utf8.filter { $0 != 0x0D && $0 != 0x0A && $0 != 0 }
        }
    }
}

extension TmuxTerminal {
    /// How many columns the terminal gives to each text.
    func columns(of texts: [String]) throws -> [Int] {
        let names = texts.indices.map { "@row\($0)" }
        var command: [String] = []
        for (name, text) in zip(names, texts) {
            let isCut = text.hasSuffix(";")
            command += ["set-option", "-g", name, isCut ? text.dropLast() + "\\;" : text, ";"]
        }
        command += ["display-message", "-p", names.map { "#{w:\($0)}" }.joined(separator: " ")]
        return try tmux(command).split { $0.isWhitespace }.compactMap { Int($0) }
    }
}
