import Protocol
import Testing

struct TextLinesTests {
    @Test(
        arguments: [
            ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\r\n", ["a", ""]), ("a\r\nb\nc", ["a", "b", "c"]),
            ("\r\n\r\n", ["", "", ""]), ("a\n\r\nb", ["a", "", "b"]), ("a\u{301}\n\u{301}b", ["a\u{301}", "\u{301}b"]),
            ("a\u{2028}b\u{85}c", ["a\u{2028}b\u{85}c"]),
        ] as [(String, [String])])
    func `A line ends with LF or CRLF`(_ text: String, _ lines: [String]) {
        #expect(text.lines.map(String.init) == lines)
    }
}
