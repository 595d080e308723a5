import Foundation
import Protocol
import TestSupport
import Testing

@testable import Storage

/// Files as each version of this program that was released has made them. A text here is never changed: what it makes is on somebody's disk.
@Suite struct LocalLogVersionTests {
    let fixture = LocalLogFixture()

    /// Two rooms, three lines of one of them, and its marker. The words of the index have the mark of the room behind them.
    private static let version1 = """
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        CREATE TABLE rooms (
            id INTEGER PRIMARY KEY,
            name BLOB UNIQUE,
            marker INTEGER
        ) STRICT;
        CREATE TABLE lines (
            number INTEGER PRIMARY KEY,
            room INTEGER NOT NULL,
            time INTEGER NOT NULL,
            msgid BLOB,
            sender BLOB NOT NULL,
            text BLOB NOT NULL,
            message BLOB NOT NULL,
            flags INTEGER NOT NULL,
            content INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX lines_by_room ON lines (room);
        CREATE INDEX lines_by_msgid ON lines (msgid, room) WHERE msgid IS NOT NULL;
        CREATE INDEX lines_by_content ON lines (room, content);
        CREATE TABLE parts (
            id INTEGER PRIMARY KEY,
            start INTEGER NOT NULL UNIQUE,
            lines INTEGER NOT NULL,
            is_stale INTEGER NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE words_1 USING fts5(words, content = '', columnsize = 0, tokenize = 'ascii');
        PRAGMA user_version = 1;

        INSERT INTO rooms VALUES (1, CAST('#a' AS BLOB), 1600000000000), (2, CAST('#empty' AS BLOB), NULL);
        INSERT INTO lines VALUES
            (52428800000000000, 1, 1600000000000, CAST('id1' AS BLOB), CAST('ada' AS BLOB),
             CAST('the café is open' AS BLOB), CAST(':ada!a@h PRIVMSG #a :the café is open' AS BLOB), 1, -1730986816928702481),
            (52428800049152000, 1, 1600000001500, NULL, CAST('bob' AS BLOB),
             CAST('see you there' AS BLOB), CAST(':bob!b@h PRIVMSG #a :see you there' AS BLOB), 3, -5853621084820342792),
            (52428800065536000, 1, 1600000002000, NULL, CAST('bob' AS BLOB),
             x'', CAST(':bob!b@h JOIN #a' AS BLOB), 0, -1141632900161570325);
        INSERT INTO parts VALUES (1, 0, 2, 0);
        INSERT INTO words_1 (rowid, words) VALUES
            (52428800000000000, 'the cafe is open \u{91}1'), (52428800049152000, 'see you there \u{91}1');
        """

    private static let lines: [LoggedLine] = [
        .said("the café is open", at: 1_600_000_000_000, id: "id1"),
        .mention("see you there", at: 1_600_000_001_500, by: "bob"),
        LoggedLine(
            time: Timestamp(milliseconds: 1_600_000_002_000), sender: "bob", text: [], message: ":bob!b@h JOIN #a"),
    ]

    @Test func `The file of version 1 is opened with all that is in it`() throws {
        try FileManager.default.createDirectory(atPath: fixture.folder.file("log"), withIntermediateDirectories: true)
        try RawDatabase(fixture.path).run(Self.version1)
        let log = try fixture.open()
        #expect(log.lines("#a") == Self.lines)
        #expect(log.found("cafe") == ["the café is open"] && log.found("there", in: "#a") == ["see you there"])
        #expect(answer { log.readMarker(of: "#a", then: $0) } == Timestamp(milliseconds: 1_600_000_000_000))
        #expect(answer { log.rooms(then: $0) }.map(\.name) == ["#a", "#empty"])
        // What is there already is known again: by its message id; where it is played back, by its text and its message.
        log.append(
            [.said("other words", at: 1_600_000_009_000, id: "id1")] + Self.lines.dropFirst().map(\.replayed), to: "#a")
        #expect(log.lines("#a") == Self.lines)
        // And it is a file to go on with.
        log.append([.said("the bar is open", at: 1_600_000_010_000)], to: "#a")
        log.redact("id1", in: "#a")
        #expect(log.found("open") == ["the bar is open"])
        log.append([.said("taken back", at: 1_600_000_011_000, id: "id2")], to: "#a")
        log.append([.said("there before", at: 1_600_000_012_000)], to: "#b")
        log.rename("#a", to: "#b")
        log.redact("id2", in: "#b")
        #expect(log.found("taken") == [] && log.found("before") == ["there before"])
        #expect(fixture.told.value == [])
        log.closed()
    }
}

extension LoggedLine {
    fileprivate static func mention(_ text: String, at time: Int64, by sender: String) -> LoggedLine {
        var line = LoggedLine.said(text, at: time, by: sender, message: ":bob!b@h PRIVMSG #a :\(text)")
        line.isMention = true
        return line
    }
}
