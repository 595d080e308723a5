import TUI
import Testing

@Suite("Editing what is typed")
struct InputLineTests {
    typealias Edit = (inout InputLine) -> Void

    /// A line with `|` where the cursor stands.
    private func line(_ picture: String) -> InputLine {
        let parts = picture.split(separator: "|", omittingEmptySubsequences: false)
        var line = InputLine(String(parts[0] + parts[1]))
        line.moveToStart()
        for _ in 0..<parts[0].count { line.moveRight() }
        return line
    }

    private func picture(_ line: InputLine) -> String {
        String(line.characters[..<line.cursor]) + "|" + String(line.characters[line.cursor...])
    }

    private func check(
        _ before: String, _ edits: Edit..., gives after: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var line = line(before)
        for edit in edits { edit(&line) }
        #expect(picture(line) == after, sourceLocation: sourceLocation)
    }

    @Test func `Typing`() {
        check("he|o", { $0.insert("l") }, { $0.insert("l") }, gives: "hell|o")
        check("e|x", { $0.insert("\u{301}") }, gives: "e\u{301}|x")
        check("👨|", { $0.insert("\u{200D}") }, { $0.insert("👩") }, gives: "👨\u{200D}👩|")
        check("a|", { $0.insert("日本") }, gives: "a日本|")
    }

    @Test func `Taking away`() {
        check("ab|c", { $0.deleteBackward() }, gives: "a|c")
        check("|c", { $0.deleteBackward() }, gives: "|c")
        check("ab|c", { $0.deleteForward() }, gives: "ab|")
        check("ab|", { $0.deleteForward() }, gives: "ab|")
        check("x👨\u{200D}👩\u{200D}👧|", { $0.deleteBackward() }, gives: "x|")
        check("e\u{301}|", { $0.deleteBackward() }, gives: "|")
    }

    @Test func `Moving`() {
        check("ab|c", { $0.moveLeft() }, gives: "a|bc")
        check("|abc", { $0.moveLeft() }, gives: "|abc")
        check("abc|", { $0.moveRight() }, gives: "abc|")
        check("日|本", { $0.moveRight() }, gives: "日本|")
        check("one two-three|", { $0.moveWordLeft() }, gives: "one two-|three")
        check("one |two", { $0.moveWordLeft() }, gives: "|one two")
        check("|one two", { $0.moveWordRight() }, gives: "one| two")
        check("one| two", { $0.moveWordRight() }, gives: "one two|")
        check("a|b", { $0.moveToStart() }, gives: "|ab")
        check("a|b", { $0.moveToEnd() }, gives: "ab|")
    }

    @Test func `Cutting and giving back`() {
        check("one two|three", { $0.cutToStart() }, gives: "|three")
        check("one| two", { $0.cutToEnd() }, gives: "one|")
        check("/join #a-b|", { $0.cutWordBackward() }, gives: "/join |")
        check("one two  |", { $0.cutWordBackward() }, { $0.yank() }, gives: "one two  |")
        check("one two|", { $0.cutWordBackward() }, { $0.moveToStart() }, { $0.yank() }, gives: "two|one ")
        check("a|", { $0.yank() }, gives: "a|")
        check("a b|", { $0.cutToStart() }, { $0.cutToStart() }, { $0.yank() }, gives: "a b|")
    }

    @Test func `A paste keeps its line breaks and drops what is not text`() {
        check("a|b", { $0.paste("1\r\n2\n3\r4\n") }, gives: "a1\n2\n3\n4|b")
        check("|", { $0.paste("\u{1B}[31mred\tor\u{0}not\n\n") }, gives: "[31mred ornot\n|")
    }
}
