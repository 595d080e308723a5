import Basics
import Protocol
import Testing

@testable import Client

@Suite struct ScrollbackTests {
    private func line(_ text: String, kind: LineKind = .message) -> LineContent {
        LineContent(time: Timestamp(milliseconds: 5), kind: kind, sender: Bytes("bob"), text: Bytes(text))
    }

    private func filled(_ count: Int, limit: Int = 1_000_000) -> Scrollback {
        var scrollback = Scrollback(limit: limit)
        for number in 0..<count { scrollback.append(line("line \(number)")) }
        return scrollback
    }

    @Test func `A line comes back whole`() {
        var scrollback = Scrollback()
        let new = LineContent(
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
            #expect(scrollback[scrollback.id(at: index)]?.text == "line \(index)")
            #expect(scrollback.index(of: scrollback.id(at: index)) == index)
        }
        #expect(scrollback[scrollback.endID] == nil)
        #expect(scrollback[LineID(-1)] == nil)
    }

    @Test func `Trimmed at the front, the others keep their ids`() {
        var scrollback = filled(1000, limit: 1000)
        let kept = scrollback.id(at: 900)
        for number in 1000..<1600 { scrollback.append(line("line \(number)")) }
        #expect(scrollback.count >= 1000)
        #expect(scrollback.count < 1256)
        #expect(scrollback[scrollback.count - 1].text == "line 1599")
        #expect(scrollback[kept]?.text == "line 900")
        #expect(scrollback[LineID(0)] == nil)
        #expect(scrollback.index(notBelow: LineID(0)) == 0)
    }

    @Test func `The oldest page goes when there is enough without it`() {
        var scrollback = filled(1255, limit: 1000)
        #expect(scrollback.count == 1255)
        scrollback.append(line("one more"))
        #expect(scrollback.count == 1000)
        #expect(scrollback[0].text == "line 256")
    }

    @Test func `Older lines go before, and ids stay`() {
        var scrollback = filled(10)
        let ninth = scrollback.id(at: 9)
        for number in 1...700 { scrollback.prepend(line("old \(number)")) }
        #expect(scrollback.count == 710)
        #expect(scrollback[0].text == "old 700")
        #expect(scrollback[699].text == "old 1")
        #expect(scrollback[ninth]?.text == "line 9")
        scrollback.append(line("new"))
        #expect(scrollback[710].text == "new")
    }

    @Test func `A page of older lines fits between two, and another, and another`() {
        var scrollback = filled(600)
        let before = (0..<600).map { scrollback.id(at: $0) }
        for page in 0..<3 {
            for number in 0..<1000 {
                scrollback.insert(line("\(page).\(number)"), at: 301 + number, following: 999 - number)
            }
        }
        #expect(scrollback.count == 3600)
        #expect(scrollback[300].text == "line 300")
        #expect(scrollback[301].text == "2.0")
        #expect(scrollback[1300].text == "2.999")
        #expect(scrollback[1301].text == "1.0")
        #expect(scrollback[3301].text == "line 301")
        for (number, id) in before.enumerated() { #expect(scrollback[id]?.text == "line \(number)") }
    }

    @Test func `Where no id is left between two lines, nothing is lost`() {
        var scrollback = filled(3)
        for number in 0..<100 { scrollback.insert(line("x\(number)"), at: 1) }
        #expect(scrollback.count == 103)
        #expect(Set((0..<103).map { scrollback[$0].text }).count == 103)
        #expect((1..<103).allSatisfy { scrollback.id(at: $0 - 1) < scrollback.id(at: $0) })
    }

    @Test func `A message is found by its msgid until it goes`() {
        var scrollback = Scrollback(limit: 256)
        for number in 0..<600 {
            scrollback.append(
                LineContent(time: Timestamp(milliseconds: 0), kind: .message, messageID: Bytes("m\(number)")))
        }
        #expect(scrollback.id(ofMessage: "m599") == scrollback.id(at: scrollback.count - 1))
        #expect(scrollback.id(ofMessage: "m0") == nil)
        #expect(scrollback.id(ofMessage: "") == nil)
        let place = scrollback.id(at: 5)
        scrollback.remove(place)
        #expect(scrollback.index(of: place) == nil)
    }

    @Test func `No older line fits where all room is taken`() {
        var scrollback = filled(256, limit: 256)
        let place = scrollback.prepend(line("old"))
        #expect(place == nil)
    }

    @Test func `Long lines are bounded by their bytes`() {
        var scrollback = Scrollback(byteLimit: 1_000_000)
        let long = line(String(repeating: "x", count: 10_000))
        for _ in 0..<5000 { scrollback.append(long) }
        #expect(scrollback.byteCount < 1_000_000 + 256 * 10_003)
        #expect(scrollback.count >= 100)
    }

    @Test func `A line can be put in the place of another, and nothing of that stays`() {
        var scrollback = filled(300)
        let place = scrollback.id(at: 280)
        let bytes = scrollback.byteCount
        scrollback.replace(place, with: line("other", kind: .info))
        #expect(scrollback.byteCount < bytes)
        #expect(scrollback[280].text == "other")
        #expect(scrollback.kind(at: 280) == .info)
        #expect(scrollback[281].text == "line 281")
        let isReplaced = scrollback.replace(scrollback.endID, with: line("none"))
        #expect(!isReplaced)
    }

    @Test func `Cleared, it goes on with the next id`() {
        var scrollback = filled(300)
        let end = scrollback.endID
        scrollback.removeAll()
        #expect(scrollback.isEmpty)
        let next = scrollback.append(line("next"))
        #expect(next == end)
        #expect(scrollback[0].text == "next")
        scrollback.prepend(line("before"))
        #expect(scrollback[0].text == "before")
    }

    @Test func `Anything done in any order gives what an array would, and every id stays`() {
        var random = SplitMix64(seed: 3)
        var scrollback = Scrollback(limit: 1 << 20)
        var model: [(text: String, id: LineID)] = []
        for step in 0..<6000 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1:
                if let id = scrollback.prepend(line("\(step)")) { model.insert(("\(step)", id), at: 0) }
            case 2:
                let place = Int.random(in: 0...model.count, using: &random)
                if let id = scrollback.insert(line("\(step)"), at: place, following: step % 5) {
                    model.insert(("\(step)", id), at: place)
                }
            case 3 where !model.isEmpty:
                let place = Int.random(in: 0..<model.count, using: &random)
                scrollback.remove(model.remove(at: place).id)
            case 4: scrollback.reserveIDs()
            default: model.append(("\(step)", scrollback.append(line("\(step)"))))
            }
        }
        #expect((0..<scrollback.count).map { scrollback[$0].text } == model.map(\.text))
        #expect((0..<scrollback.count).map { scrollback.id(at: $0) } == model.map(\.id))
        #expect(model.indices.allSatisfy { scrollback.index(of: model[$0].id) == $0 })
        #expect(zip(model, model.dropFirst()).allSatisfy { $0.id < $1.id })
    }

    @Test func `Room is left as long as there is some, and lines are numbered for ever`() {
        var scrollback = filled(3)
        var last = scrollback.endID
        for _ in 0..<600_000 { scrollback.reserveIDs() }
        for number in 0..<2000 {
            let id = scrollback.append(line("late \(number)"))
            #expect(id > last)
            last = id
        }
        #expect(scrollback.count == 2003)
        #expect(scrollback.index(of: last) == 2002)
        for id in [LineID(.min), LineID(.max), LineID(0), LineID(-1)] {
            #expect((0...2003).contains(scrollback.index(notBelow: id)))
        }
    }
}
