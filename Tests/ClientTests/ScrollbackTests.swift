import Protocol
import Testing

@testable import Client

@Suite struct ScrollbackTests {
    private func line(_ text: String, kind: LineKind = .message) -> NewLine {
        NewLine(time: Timestamp(milliseconds: 5), kind: kind, sender: Bytes("bob"), text: Bytes(text))
    }

    private func filled(_ count: Int, limit: Int = 1_000_000) -> Scrollback {
        var scrollback = Scrollback(limit: limit)
        for number in 0..<count { scrollback.append(line("line \(number)")) }
        return scrollback
    }

    @Test func `A line comes back whole`() {
        var scrollback = Scrollback()
        let new = NewLine(
            time: Timestamp(milliseconds: 9), kind: .kick, sender: Bytes("bob"), target: Bytes("eve"),
            text: Bytes("añ\u{1}"),
            messageID: Bytes("m1"), flags: [.own, .history])
        let id = scrollback.append(new)
        #expect(scrollback[0] == new.line(id: id))
        #expect(scrollback[id]?.messageID == "m1")
    }

    @Test func `Lines are found by index and by id, over many pages`() {
        let scrollback = filled(3000)
        #expect(scrollback.count == 3000)
        for index in [0, 255, 256, 257, 1023, 2999] {
            #expect(scrollback[index].text == "line \(index)")
            #expect(scrollback[LineID(index)]?.text == "line \(index)")
        }
        #expect(scrollback[LineID(3000)] == nil)
        #expect(scrollback[LineID(-1)] == nil)
    }

    @Test func `Trimmed at the front, the others keep their ids`() {
        let scrollback = filled(5000, limit: 1000)
        #expect(scrollback.count <= 1000)
        #expect(scrollback.count > 700)
        #expect(scrollback[scrollback.count - 1].text == "line 4999")
        #expect(scrollback[LineID(4500)]?.text == "line 4500")
        #expect(scrollback[scrollback.firstID]?.text == "line \(scrollback.firstID.number)")
        #expect(scrollback[LineID(0)] == nil)
    }

    @Test func `Older lines go before, and ids stay`() {
        var scrollback = filled(10)
        for number in 1...700 { #expect(scrollback.prepend(line("old \(number)")) == true) }
        #expect(scrollback.count == 710)
        #expect(scrollback.firstID == LineID(-700))
        #expect(scrollback[0].text == "old 700")
        #expect(scrollback[LineID(-1)]?.text == "old 1")
        #expect(scrollback[LineID(-257)]?.text == "old 257")
        #expect(scrollback[LineID(9)]?.text == "line 9")
        scrollback.append(line("new"))
        #expect(scrollback[LineID(10)]?.text == "new")
    }

    @Test func `No older line fits where all room is taken`() {
        var scrollback = filled(256, limit: 256)
        #expect(scrollback.prepend(line("old")) == false)
    }

    @Test func `Long lines are bounded by their bytes`() {
        var scrollback = Scrollback(byteLimit: 1_000_000)
        let long = line(String(repeating: "x", count: 10_000))
        for _ in 0..<5000 { scrollback.append(long) }
        #expect(scrollback.byteCount < 1_000_000 + 256 * 10_003)
        #expect(scrollback.count >= 100)
    }

    @Test func `A line can be put in the place of another`() {
        var scrollback = filled(300)
        #expect(scrollback.replace(LineID(280), with: line("other", kind: .info)) == true)
        #expect(scrollback[280].text == "other")
        #expect(scrollback.kind(at: 280) == .info)
        #expect(scrollback[281].text == "line 281")
        #expect(scrollback.replace(LineID(300), with: line("none")) == false)
    }

    @Test func `Cleared, it goes on with the next id`() {
        var scrollback = filled(300)
        scrollback.removeAll()
        #expect(scrollback.isEmpty)
        #expect(scrollback.append(line("next")) == LineID(300))
        #expect(scrollback[0].text == "next")
        #expect(scrollback.prepend(line("before")) == true)
        #expect(scrollback[0].text == "before")
    }

    @Test func `Anything done in any order gives what an array would`() {
        var random = SeededGenerator(seed: 3)
        var scrollback = Scrollback(limit: 1 << 20)
        var model: [String] = []
        for step in 0..<5000 {
            if Int.random(in: 0..<3, using: &random) == 0 {
                scrollback.prepend(line("\(step)"))
                model.insert("\(step)", at: 0)
            } else {
                scrollback.append(line("\(step)"))
                model.append("\(step)")
            }
        }
        #expect((0..<scrollback.count).map { scrollback[$0].text } == model)
    }
}
