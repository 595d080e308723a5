import Testing

@testable import Configuration

/// The line of a key, in all the ways in which TOML lets one write it.
@Suite struct KeyLinesTests {
    @Test(
        arguments: [
            ("nick = 1", "nick", "", 0, 1), ("\r\nnick = 1\r\n", "nick", "", 0, 2),
            ("a = 1\n  \"nick\" = 1", "nick", "", 0, 2),
            ("a = 1\n'my nick' = 1", "my nick", "", 0, 2), ("nickname = 1\nnick = 1", "nick", "", 0, 2),
            ("nick = 1\n[limits]\nnick = 1", "nick", "limits", 0, 3),
            ("a = 1\nlimits.nick = 1", "nick", "limits", 0, 2),
            ("a = 1\nlimits.nick = 1", "limits", "", 0, 2), ("a = 1\n[ limits ] # b", "limits", "", 0, 2),
            ("a = 1\nkeys.\"Ctrl-F\" = 1", "Ctrl-F", "keys", 0, 2),
            ("[[server]]\nnick = 1\n[[server]]\n\nnick = 2", "nick", "server", 1, 5),
            ("[[server]]\nnick = 1\n[[server]]\nhost = 2", "nick", "server", 1, 3),
            ("a = 1\nserver = [{nick = 1}]", "nick", "server", 0, 2), ("a = 1", "nick", "", 0, 1),
        ] as [(String, String, String, Int, Int)])
    func `A key is found where it stands, or else its table`(
        text: String, key: String, table: String, number: Int, line: Int
    ) {
        #expect(KeyLines(text).line(of: key, in: table, table: number) == line)
    }

    @Test func `A table is found by its number`() {
        let lines = KeyLines("[[server]]\na = 1\n[[server]]\n[[server]]")
        #expect((0...2).map { lines.line(of: nil, in: "server", table: $0) } == [1, 3, 4])
    }
}
