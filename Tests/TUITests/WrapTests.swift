import TUI
import TestSupport
import Testing

@Suite("Rows of a text")
struct WrapTests {
    private func rows(_ text: String, _ width: Int) -> [String] {
        let cells = Shaper.forTests.shape(text)
        return Wrap.rows(cells, width: width).map { cells[$0].map(\.glyph.text).joined() }
    }

    @Test func `Words are kept whole, spaces at the break are gone`() {
        #expect(rows("the quick brown fox", 10) == ["the quick", "brown fox"])
        #expect(rows("the quick  brown", 9) == ["the quick", "brown"])
        #expect(rows("0123456789", 10) == ["0123456789"])
        #expect(rows("0123456789 ", 10) == ["0123456789"])
        #expect(rows("", 10) == [""])
        #expect(rows("   ", 2) == ["  "])
        #expect(rows("  ab cd", 4) == ["  ab", "cd"])
        #expect(rows("     ab", 4) == ["    ", "ab"])
    }

    @Test func `A word wider than a row is cut`() {
        #expect(rows("abcdefghij", 4) == ["abcd", "efgh", "ij"])
        #expect(rows("ab cdefghij", 4) == ["ab", "cdef", "ghij"])
        #expect(rows("ab👨\u{200D}👩\u{200D}👧", 7) == ["ab", "👨👩👧"])
        #expect(rows("👨\u{200D}👩\u{200D}👧x", 5) == ["👨👩", "👧x"])
    }

    @Test func `Wide letters break anywhere, closing marks do not begin a row`() {
        #expect(rows("日本語です", 5) == ["日本", "語で", "す"])
        #expect(rows("日本。語", 4) == ["日", "本。", "語"])
        #expect(rows("a日b", 2) == ["a", "日", "b"])
    }

    @Test func `No row is wider than asked and nothing but spaces is lost, whatever the text`() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("ab  日🎉é\u{301}👍🏽。x\u{200D}👩")
        for _ in 0..<3000 {
            let count = Int.random(in: 0..<40, using: &random)
            let text = String((0..<count).map { _ in alphabet.randomElement(using: &random)! })
            let width = Int.random(in: 2..<12, using: &random)
            let cells = Shaper.forTests.shape(text)
            let rows = Wrap.rows(cells, width: width)
            for row in rows { #expect(cells[row].reduce(0) { $0 + $1.glyph.width } <= width) }
            let kept = rows.flatMap { cells[$0] }.filter { $0.glyph != .space }
            #expect(kept == cells.filter { $0.glyph != .space })
        }
    }
}
