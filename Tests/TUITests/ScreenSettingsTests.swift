import Client
import Protocol
import Testing

@testable import TUI

/// What a person chooses about the screen, also while it is there.
@Suite struct ScreenSettingsTests {
    private static let clock = LocalClock { _ in 0 }

    /// Rows of a screen of 120x24 on which two people speak, and one room besides is open.
    private func rows(_ change: (inout ScreenSettings) -> Void) -> [Substring] {
        var session = ClientSession.inLobby()
        session.hear(":ana!u@h JOIN #den", ":srv 353 ana = #den :ana")
        session.setVisible(session.buffers.id(named: "#lobby"))
        session.hear(from: "mara", "good morning")
        var screen = Screen.forTests(120, 24)
        _ = screen.draw(session, at: noon)
        change(&screen.settings)
        return screen.picture(session).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The columns of the rules in the row of what was said.
    private func ruleColumns(_ rows: [Substring]) -> [Int] {
        let row = Array(rows.first { $0.contains("good morning") } ?? "")
        return row.indices.filter { row[$0] == "│" }
    }

    @Test(arguments: [
        ("%H:%M", "12:00"), ("%H:%M:%S", "12:00:00"), ("%I:%M %p", "12:00 PM"), ("[%d %b]", "[03 Oct]"),
        ("%a %y", "Tue 23"), ("%Y-%m-%d %H:%M", "2023-10-03 12:00"), ("%%", "%"),
    ])
    func `The time is told in the form that is chosen, and stands in a column of its own`(format: String, time: String)
    {
        #expect(TimeFormat.problem(in: format) == nil)
        #expect(TimeFormat.text(noon, format, Self.clock) == time)
        let usual = rows { _ in }
        let rows = rows { $0.timeFormat = format }
        #expect(rows.contains { $0.contains(time + " ") })
        #expect(ruleColumns(rows)[1] - ruleColumns(usual)[1] == time.count - "12:00".count)
    }

    @Test(arguments: ["", "%", "%x", "é", "%H:%M\n", "%Y-%m-%d %H:%M:%S"])
    func `What is no form of the time is refused with the remedy`(format: String) {
        #expect(TimeFormat.problem(in: format)?.isEmpty == false)
    }

    @Test func `A form of 16 columns is taken, and one of 17 is not`() {
        #expect(TimeFormat.problem(in: String(repeating: "-", count: 16)) == nil)
        #expect(TimeFormat.problem(in: String(repeating: "-", count: 17)) != nil)
        #expect(TimeFormat.problem(in: "%Y%Y%Y%Y") == nil && TimeFormat.problem(in: "%Y%Y%Y%Y%%") != nil)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "12:00:00 AM 01"), ("1969-12-31T23:59:59Z", "11:59:59 PM 31"),
        ("2023-10-03T13:05:09Z", "01:05:09 PM 03"),
    ])
    func `Every moment has its hour, minute and second`(time: String, text: String) throws {
        let moment = try #require(Timestamp(iso8601: time))
        #expect(TimeFormat.text(moment, "%I:%M:%S %p %d", Self.clock) == text)
    }

    @Test(arguments: [4, 12, 24]) func `Nicks have the columns that are chosen`(columns: Int) {
        let fewest = ruleColumns(rows { $0.nickColumns = 4 })
        #expect(ruleColumns(rows { $0.nickColumns = columns })[1] - fewest[1] == columns - 4)
    }

    @Test func `Nicks never take more than a third of the chat`() {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "good morning")
        let rules = [52 / 3, 24].map { columns in
            var screen = Screen.forTests(52, 24) { $0.nickColumns = columns }
            return ruleColumns(screen.picture(session).split(separator: "\n"))
        }
        #expect(rules[0] == rules[1] && !rules[0].isEmpty)
    }

    @Test(arguments: [(8, 8), (39, 39), (40, 39), (0, 8), (Int.max, 39)])
    func `Lists have the columns that are chosen, within bounds and as far as the chat keeps 40`(
        wanted: Int, columns: Int
    ) {
        let rules = ruleColumns(
            rows {
                $0.bufferColumns = wanted
                $0.memberColumns = wanted
            })
        #expect(rules.first == columns && rules.last == 120 - columns - 1)
    }

    @Test(arguments: [
        (64, 23, false), (81, 40, false), (109, 40, false), (110, 34, true), (119, 38, true), (122, 40, true),
    ])
    func `The widest lists leave the chat 40 columns`(width: Int, columns: Int, hasBuffers: Bool) {
        var contents = PaneLayout.Contents()
        contents.conversations = 2
        contents.hasMembers = true
        (contents.memberColumns, contents.bufferColumns) = (40, 40)
        let layout = PaneLayout(width: width, height: 24, contents: contents)
        #expect(layout.members?.width == columns && layout.buffers?.width == (hasBuffers ? columns : nil))
        #expect(layout.chat.width >= 40 && layout.isStacked == (layout.chat.width < 46))
        contents.activeSide = .left
        let split = PaneLayout(width: width, height: 24, contents: contents)
        #expect(split.beside == nil || split.buffers?.width == (width < 120 ? nil : min(width - 82, 40)))
        #expect(split.chat.width >= 40 && split.beside?.chat.width ?? 40 >= 40)
    }

    @Test func `Nicks have fewer columns, and stand above the text, by the room of the chat`() {
        func layout(width: Int, members: Int? = nil, isSplit: Bool = false) -> PaneLayout {
            var contents = PaneLayout.Contents()
            contents.conversations = 2
            contents.hasMembers = true
            contents.memberColumns = members
            contents.activeSide = isSplit ? .left : nil
            return PaneLayout(width: width, height: 24, contents: contents)
        }
        #expect(layout(width: 45).isStacked && !layout(width: 46).isStacked && !layout(width: 64).isStacked)
        #expect(layout(width: 64, members: 40).isStacked && !layout(width: 90, members: 40).isStacked)
        #expect(layout(width: 89).nickColumns == 8 && layout(width: 90).nickColumns == 10)
        #expect(layout(width: 90, members: 40).nickColumns == 8 && layout(width: 91, members: 40).nickColumns == 10)
        #expect(layout(width: 120, isSplit: true).nickColumns == 10)
    }

    @Test func `The newest lines stay in sight, or do not, as soon as that is chosen`() {
        var session = ClientSession.busyLobby()
        var screen = Screen.forTests(80, 24)
        screen.press(.pageUp, in: &session)
        #expect(screen.picture(session).contains("┄┄┄"))
        screen.settings.keepsTail = false
        #expect(!screen.picture(session).contains("┄┄┄"))
    }
}
