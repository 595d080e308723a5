import Protocol
import Testing

@testable import Client

/// A net split: a great many lines with one and the same time.
@Suite struct NetsplitTests {
    @Test func `More in one instant than a page holds does not end a gap`() {
        var talk = TestSession.inChannel(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.play([1])
        talk.loseAndReturn(after: 60, capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.hear(":ada!a@h JOIN #home")
        func quits(_ names: Range<Int>) -> [String] {
            names.map { "time=\(HistoryTests.time(100));msgid=q\($0) :n\($0)!u@h QUIT :split" }
        }
        talk.forget()
        talk.play(lines: quits(50..<100))
        #expect(talk.sent().first?.contains("msgid=q50") == true)
        guard let buffer = talk.buffer("#home"), let gap = buffer.lastGap else { return }
        #expect(buffer.gaps[gap]?.state == .loading)
        talk.play(lines: quits(0..<50))
        talk.play([1, 2])
        #expect(talk.buffer("#home")?.gaps[gap]?.state == .recovered)
        #expect(talk.buffer("#home")?.gaps[gap]?.missed == 1)
    }
}
