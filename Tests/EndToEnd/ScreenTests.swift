import Foundation
import Glibc
import Testing

/// The screen at every size, and the terminal as it was found.
@Suite(.serialized) struct ScreenTests {
    @Test(arguments: [(80, 24), (200, 60), (40, 12), (20, 6)])
    func `Works at every size`(columns: Int, rows: Int) throws {
        let room = try GrilloServer()
        let guests = try ["berta", "carla"].map { try RawClient(port: room.port, nick: $0) }
        let anna = try TmuxTerminal.grillo(room, nick: "anna", columns: columns, rows: rows)
        try anna.waitForLayout(columns: columns, rows: rows)
        if columns >= 64 {
            try anna.waitFor("3 here")
        } else {
            #expect(try !anna.screen.contains("3 here"))
        }
        #expect(try anna.rows[0].hasPrefix(" #lobby") == (rows >= 8))
        try anna.enter("smalltalk")
        try guests[0].expect("PRIVMSG #lobby :smalltalk")
        guests[1].send("PRIVMSG #lobby :réponse 🦗")
        try anna.waitFor("réponse 🦗")
        let shown = try anna.waitForLayout(columns: columns, rows: rows)
        #expect(shown.typed == "")
        #expect(try anna.state("#{cursor_x} #{cursor_y}") == "\(columns < 60 ? 2 : 7) \(rows - 1)")
    }

    @Test func `Resizes to and fro while text arrives`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "berta")
        let anna = try TmuxTerminal.grillo(room, nick: "anna", columns: 80, rows: 24)
        try anna.type("a draft")
        var number = 0
        func speak() {
            for _ in 0..<5 {
                number += 1
                speaker.send("PRIVMSG #lobby :«\(number)» déjà vu 你好 🎉")
            }
        }
        for (columns, rows) in [
            (200, 60), (20, 6), (80, 24), (40, 12), (200, 60), (40, 12), (20, 6), (200, 60), (80, 24), (20, 6), (1, 1),
            (100, 30), (20, 6),
        ] {
            speak()
            try anna.resize(columns: columns, rows: rows)
            speak()
            guard rows > 1 else { continue }
            try anna.waitForLayout(columns: columns, rows: rows, draft: "a draft") {
                $0.marks.last == "«\(number)»"
            }
        }
        // At the smallest size there is still room to say something.
        try anna.type(" that is sent from a very small screen")
        try anna.press("Enter")
        try speaker.expect("PRIVMSG #lobby :a draft that is sent from a very small screen")
        try anna.resize(columns: 100, rows: 200)
        let shown = try anna.waitForLayout(columns: 100, rows: 200) { $0.contains { $0.contains("very small screen") } }
        #expect(shown.marks == (1...number).map { "«\($0)»" })
        #expect(shown.ruleColumns() == [81])
    }

    /// What ends the program.
    enum End: String, CaseIterable, CustomTestStringConvertible {
        case quit, interrupts, terminated, hangup, segmentationFault, trap, abort, serverKilled

        var testDescription: String { rawValue }
    }

    @Test(arguments: End.allCases)
    func `Gives the terminal back`(end: End) throws {
        let room = try GrilloServer()
        let anna = try TmuxTerminal.grillo(room, nick: "anna", columns: 80, rows: 24)
        try anna.waitForLayout(columns: 80, rows: 24)
        #expect(try anna.state("#{alternate_on}") == "1")
        #expect(try !anna.screen.contains(TmuxTerminal.before))
        let expected: Int32
        switch end {
        case .quit:
            try anna.enter("/quit so long")
            expected = 0
        case .interrupts:
            try anna.press("C-c", times: 2)
            expected = 0
        case .serverKilled:
            room.kill()
            try anna.waitFor("offline, again in")
            try anna.enter("/quit")
            expected = 0
        case .terminated:
            try anna.signal(SIGTERM)
            expected = 128 + SIGTERM
        case .hangup:
            try anna.signal(SIGHUP)
            expected = 128 + SIGHUP
        case .segmentationFault:
            try anna.signal(SIGSEGV)
            expected = 128 + SIGSEGV
        case .trap:
            try anna.signal(SIGILL)
            expected = 128 + SIGILL
        case .abort:
            try anna.signal(SIGABRT)
            expected = 128 + SIGABRT
        }
        #expect(try anna.exitCode() == expected)
        #expect(try anna.damage() == [])
    }
}

extension TmuxTerminal {
    /// Waits for a screen of this size: the status above the input, and nothing that is too wide.
    @discardableResult
    func waitForLayout(
        columns: Int, rows: Int, draft: String = "", until condition: ([String]) -> Bool = { _ in true }
    ) throws -> [String] {
        try waitForRows("a screen of \(columns)x\(rows)") { shown in
            shown.count == rows && shown[rows - 2].contains("anna") && shown.typed != nil
                && shown[rows - 1].hasSuffix(draft) && condition(shown)
                && shown.joined().contains(" here") == (columns >= 64)
        }
    }
}
