import Protocol
import Testing

@testable import Client

/// A net split: a great many lines with one and the same time.
@Suite struct OneInstantTests {
    @Test func `More in one instant than a page holds does not end the history`() {
        var talk = Conversation.inRoom(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        func quits(_ names: Range<Int>) -> [String] {
            names.map { "time=\(HistoryTests.time(100));msgid=q\($0) :n\($0)!u@h QUIT :split" }
        }
        talk.play(lines: quits(50..<100))
        talk.forget()
        talk.session.needsOlder(in: talk.id, at: talk.now)
        talk.collect()
        #expect(
            talk.sent() == [
                "CHATHISTORY BEFORE #home timestamp=\(HistoryTests.time(100).replacing(".000Z", with: ".001Z")) 50"
            ])
        talk.forget()
        talk.play(lines: quits(50..<100))
        #expect(talk.sent() == ["CHATHISTORY BEFORE #home msgid=q50 50"])
        #expect(talk.buffer("#home")?.older == .loading)
        talk.play(lines: quits(0..<50))
        #expect(talk.buffer("#home")?.older == .more)
        talk.forget()
        // A server that does not know the names of such lines: what is strictly before.
        talk.session.needsOlder(in: talk.id, at: talk.now)
        talk.play(lines: quits(50..<100))
        talk.hear("FAIL CHATHISTORY INVALID_MSGREFTYPE BEFORE #home :unknown")
        #expect(talk.sent().last == "CHATHISTORY BEFORE #home timestamp=\(HistoryTests.time(100)) 50")
        talk.play(lines: [])
        #expect(talk.buffer("#home")?.older == .complete)
    }

    @Test func `More in one instant than a page holds does not end a gap`() {
        var talk = Conversation.inRoom(capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.play([1])
        talk.loseAndReturn(after: 60, capabilities: HistoryTests.capabilities, isupport: HistoryTests.support)
        talk.hear(":ada!a@h JOIN #home")
        func quits(_ names: Range<Int>) -> [String] {
            names.map { "time=\(HistoryTests.time(100));msgid=q\($0) :n\($0)!u@h QUIT :split" }
        }
        talk.play(lines: quits(50..<100))
        talk.play(lines: quits(50..<100))
        talk.forget()
        talk.collect()
        guard let buffer = talk.buffer("#home"), let gap = buffer.lastGap else { return }
        #expect(buffer.gaps[gap]?.state == .loading)
        talk.play(lines: quits(0..<50))
        talk.play([1, 2])
        #expect(talk.buffer("#home")?.gaps[gap]?.state == .recovered)
        #expect(talk.buffer("#home")?.gaps[gap]?.missed == 1)
    }
}
