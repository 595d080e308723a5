import Foundation
import Testing

/// What was said is there, row by row.
@Suite(.serialized) struct ScrollingTests {
    @Test func `Ten thousand lines, from bottom to top and back by the arrow keys, every row once`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "berta")
        let reader = try Reader(room)
        // Some lines take several rows.
        let words = (1...10_000).map { number in
            (0..<(number % 97 == 0 ? 20 : 1)).map { "«\(number).\($0)»" }
        }
        for line in words { speaker.send("PRIVMSG #lobby :" + line.joined(separator: " ")) }
        try reader.terminal.waitFor("«10000.0»", seconds: 60)
        // A speaker who answers no PING would be let go while the reader scrolls, where that takes minutes.
        speaker.send("QUIT")
        try reader.terminal.waitFor("berta quit")
        try reader.settle()

        let step = reader.chat.count - 2
        var seen = reader.chat
        var moved = step
        while moved == step {
            moved = try reader.move("Up", step)
            seen = reader.chat[..<moved] + seen
        }
        #expect(reader.chat.first?.hasPrefix("──") == true)
        #expect(seen.marks == words.flatMap { $0 })

        var again = reader.chat
        moved = step
        while moved == step {
            moved = try reader.move("Down", step)
            again += reader.chat.suffix(moved)
        }
        // The unread rule may go while one comes near it.
        #expect(again.filter { !$0.contains(" unread ─") } == seen.filter { !$0.contains(" unread ─") })
    }

    @Test func `What was said before one came is there too, fetched as one scrolls, every row once`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "berta")
        for number in 1...1_500 { speaker.send("PRIVMSG #lobby :«\(number).0»") }
        speaker.send("PING said")
        try speaker.expect("PONG")
        let reader = try Reader(room)
        try reader.terminal.waitFor("«1500.0»")
        try reader.settle()
        let step = reader.chat.count - 2
        var seen = reader.chat
        for _ in 0..<400 where !seen.marks.contains("«1.0»") {
            let moved = try reader.move("Up", step)
            seen = reader.chat[..<moved] + seen
        }
        #expect(seen.marks == (1...1_500).map { "«\($0).0»" })
    }

    @Test func `A key is a row, a page is a page, End returns`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "berta")
        let anna = try TmuxTerminal.grillo(room, nick: "anna")
        for number in 1...200 { speaker.send("PRIVMSG #lobby :«\(number)»") }
        let bottom = (174...200).map { "«\($0)»" }
        func expect(_ first: Int, after key: String) throws {
            try anna.press(key)
            try anna.waitForRows("«\(first)» on top after \(key)") { $0.marks.first == "«\(first)»" }
        }
        try anna.waitForRows("the newest") { $0.marks == bottom }
        for number in 1...30 { try expect(174 - number, after: "Up") }
        for number in 1...30 { try expect(144 + number, after: "Down") }
        // Two rows of a page stay in sight.
        try expect(149, after: "PageUp")
        try expect(124, after: "PageUp")
        try expect(149, after: "PageDown")
        try expect(174, after: "End")
        try expect(149, after: "PageUp")
        try expect(174, after: "Escape")
        // Past either end nothing moves.
        try anna.press("PageUp", times: 30)
        try anna.waitForRows("the oldest") { $0.marks.first == "«1»" && $0[1].hasPrefix(" ──") }
        try expect(1, after: "Up")
        try anna.press("PageDown", times: 30)
        try anna.waitForRows("the newest again") { $0.marks == bottom }
    }

    @Test func `Typing does not move the view, what arrives does not, sending does`() throws {
        let room = try GrilloServer()
        let speaker = try RawClient(port: room.port, nick: "berta")
        let anna = try TmuxTerminal.grillo(room, nick: "anna")
        for number in 1...100 { speaker.send("PRIVMSG #lobby :«\(number)»") }
        try anna.waitForRows("the newest") { $0.marks.last == "«100»" }
        try anna.press("PageUp", times: 2)
        try anna.waitForRows("two pages up") { $0.marks.last == "«50»" }
        try anna.type("thinking")
        let typed = try anna.waitForRows("the draft") { $0.typed == "thinking" }
        #expect(typed.marks == (24...50).map { "«\($0)»" })
        for number in 101...105 { speaker.send("PRIVMSG #lobby :«\(number)»") }
        speaker.send("PRIVMSG #lobby :anna: are you there?")
        let held = try anna.waitFor("↓ 6 new · 1 mention")
        #expect(held.marks == typed.marks)
        #expect(held.typed == "thinking")
        try anna.press("Enter")
        let sent = try anna.waitFor("│ thinking")
        #expect(sent.marks.last == "«105»")
        try anna.waitForRows("the draft to be gone") { $0.typed == "" && $0.contains { $0.contains("are you there?") } }
    }
}

/// Someone who scrolls, and looks at the chat only.
private final class Reader {
    let terminal: TmuxTerminal
    /// The rows of the chat, without their times, which stand where they are needed.
    private(set) var chat: [String] = []
    private var isMarked = false

    init(_ room: GrilloServer) throws { terminal = try TmuxTerminal.grillo(room, nick: "anna") }

    /// Presses a key so many times; returns by how many rows the view has moved.
    func move(_ key: String, _ times: Int) throws -> Int {
        let before = chat
        try settle(after: (key, times))
        for moved in 0...times {
            let (first, second) = key == "Up" ? (chat, before) : (before, chat)
            if first[moved...].elementsEqual(second.dropLast(moved)) { return moved }
        }
        throw TestFailure(description: (["\(key) from"] + before + ["to"] + chat).joined(separator: "\n"))
    }

    /// Types or deletes a letter and waits until it is seen: it stands in the last row, so what was pressed before it has
    /// been done, and all rows above are those of the same moment.
    func settle(after keys: (String, Int)? = nil) throws {
        isMarked.toggle()
        try terminal.press(keys?.0 ?? "Up", times: keys?.1 ?? 0, then: isMarked ? "x" : "BSpace")
        let rows = try terminal.waitForRows("the mark") { [isMarked] in $0.typed == (isMarked ? "x" : "") }
        chat = rows.dropFirst().dropLast(2).map { row in
            // The last column of the chat is the bar that marks where one is; the row on top has a time and a nick that it has nowhere else.
            String(row.dropFirst(19).prefix(61)).trimmingCharacters(in: .whitespaces)
        }
    }
}
