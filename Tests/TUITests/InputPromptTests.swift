import Testing

@testable import TUI

@Suite struct InputPromptTests {
    private func prompt(_ nick: String?, width: Int = 80) -> InputPrompt {
        InputPrompt(nick: nick, width: width, shaper: .forTests)
    }

    @Test(arguments: [(0, ""), (11, ""), (12, "› "), (59, "› "), (60, "ana › "), (200, "ana › ")])
    func `The nick stands where there is room, and no sign where there is none`(width: Int, text: String) {
        #expect(prompt("ana", width: width).text == text)
        #expect(prompt("ana", width: width).columns == text.count)
    }

    @Test(arguments: [
        ("tencolumns", "tencolumns › ", 13), ("elevencolumn", "elevencol… › ", 13), ("日本語日本", "日本語日本 › ", 13),
    ])
    func `A nick has ten columns, and a longer one is cut`(nick: String, text: String, columns: Int) {
        #expect(prompt(nick).text == text && prompt(nick).columns == columns)
    }

    @Test func `Nobody's nick stands there where nobody speaks`() {
        #expect(prompt(nil).text == "› ")
        #expect(prompt("").text == "› ")
    }

    @Test func `A nick with control characters takes the columns that are drawn`() {
        let prompt = prompt("a\u{1B}[31mb")
        #expect(!prompt.text.contains("\u{1B}"))
        #expect(Shaper.forTests.width(prompt.text) == prompt.columns)
    }
}
