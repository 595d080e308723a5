import TUI
import Testing

/// What lines are as a terminal gets them.
struct LinearWrittenTests {
    @Test func `Nothing that is told moves the cursor or names the terminal`() {
        let name = "x \u{1B}]0;PWNED\u{7}\u{1B}[31mEVIL\r\nmore\u{9B}2J"
        let written = LinearView.written(["error: \(name)", "next"])
        #expect(written.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(written.split(separator: "\n").count == 2 && written.hasSuffix("\nnext\n"))
        #expect(LinearView.written([""]) == "\n")
    }
}
