import Protocol
import Testing

@testable import TerminalApp

/// Lines out of what is read from standard input.
@Suite struct LineReaderTests {
    private var reader = LineReader(startedAt: Timestamp(milliseconds: 0))

    private mutating func lines(_ pieces: String...) -> [String] {
        pieces.flatMap { reader.take(.bytes(Array($0.utf8))) }
    }

    @Test mutating func `A line ends with a line feed`() {
        #expect(lines("one\ntwo\n") == ["one", "two"])
    }

    @Test mutating func `A line that comes in pieces is one`() {
        #expect(lines("he", "llo\nwor", "ld\n") == ["hello", "world"])
    }

    @Test mutating func `The end of the input ends the last line`() {
        #expect(lines("unfinished").isEmpty)
        #expect(reader.take(.end) == ["unfinished"])
        #expect(reader.hasEnded)
    }

    @Test mutating func `The end of the input makes no line where none was begun`() {
        #expect(lines("one\n") == ["one"])
        #expect(reader.take(.end).isEmpty)
    }

    @Test mutating func `Nothing is paused twice, nor after the end`() {
        let changes = [true, true, false].map { reader.pause($0) }
        #expect(changes == [true, false, true])
        _ = reader.take(.end)
        #expect(reader.pause(true) == false)
    }
}
