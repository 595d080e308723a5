import TUI
import Testing

/// What lines are as a terminal gets them.
struct LinearRenderingTests {
    @Test func `Nothing that is told moves the cursor or names the terminal`() {
        let name = "x \u{1B}]0;PWNED\u{7}\u{1B}[31mEVIL\r\nmore\u{9B}2J"
        let rendered = LinearView.rendered(["error: \(name)", "next"])
        #expect(rendered.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(rendered.split(separator: "\n").count == 2 && rendered.hasSuffix("\nnext\n"))
        #expect(LinearView.rendered([""]) == "\n")
    }
}
