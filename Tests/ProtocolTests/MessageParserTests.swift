import Protocol
import Testing

/// Lines and what they say. The cases follow <https://modern.ircdocs.horse/#message-format> and
/// <https://ircv3.net/specs/extensions/message-tags.html>.
struct MessageParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        var tags: [MessageTag] = []
        var source: String?
        var command: String
        var parameters: [String] = []

        var testDescription: String { line }
    }

    static let cases: [Case] = [
        Case(line: "PING", command: "PING"),
        Case(line: "ping", command: "PING"),
        Case(line: "001 alice", command: "001", parameters: ["alice"]),
        Case(line: "foo bar baz asdf", command: "FOO", parameters: ["bar", "baz", "asdf"]),
        Case(line: ":coolguy foo bar baz asdf", source: "coolguy", command: "FOO", parameters: ["bar", "baz", "asdf"]),
        Case(line: "foo bar baz :asdf quux", command: "FOO", parameters: ["bar", "baz", "asdf quux"]),
        Case(line: "foo bar baz :", command: "FOO", parameters: ["bar", "baz", ""]),
        Case(line: "foo bar baz ::asdf", command: "FOO", parameters: ["bar", "baz", ":asdf"]),
        Case(line: "foo b:ar ba:z as:df", command: "FOO", parameters: ["b:ar", "ba:z", "as:df"]),
        Case(line: ":src foo bar :  asdf quux ", source: "src", command: "FOO", parameters: ["bar", "  asdf quux "]),
        Case(line: ":src JOIN #room", source: "src", command: "JOIN", parameters: ["#room"]),
        Case(line: ":src  AWAY", source: "src", command: "AWAY"),
        Case(line: ":src AWAY  ", source: "src", command: "AWAY"),
        Case(line: "  PRIVMSG   a   :b  c ", command: "PRIVMSG", parameters: ["a", "b  c "]),
        Case(line: "JOIN\t", command: "", parameters: []),
        Case(
            line: "@a=b;c=32;k;rt=ql7 foo",
            tags: [MessageTag("a", "b"), MessageTag("c", "32"), MessageTag("k"), MessageTag("rt", "ql7")],
            command: "FOO"),
        Case(
            line: "@a=b\\\\and\\nk;c=72\\s45;d=gh\\:764 foo",
            tags: [MessageTag("a", "b\\and\nk"), MessageTag("c", "72 45"), MessageTag("d", "gh;764")], command: "FOO"),
        Case(
            line: "@c;h=;a=b :quux ab cd", tags: [MessageTag("c"), MessageTag("h"), MessageTag("a", "b")],
            source: "quux", command: "AB",
            parameters: ["cd"]),
        Case(
            line: "@foo=\\\\\\\\\\:\\\\s\\s\\r\\n COMMAND", tags: [MessageTag("foo", "\\\\;\\s \r\n")],
            command: "COMMAND"),
        Case(line: "@tag=value\\ CMD", tags: [MessageTag("tag", "value")], command: "CMD"),
        Case(line: "@tag=va\\lue CMD", tags: [MessageTag("tag", "value")], command: "CMD"),
        Case(line: "@=x;a;= CMD", tags: [MessageTag("a")], command: "CMD"),
        Case(line: "@;;a;;b=1; CMD", tags: [MessageTag("a"), MessageTag("b", "1")], command: "CMD"),
        Case(line: "@a=1;a=2 CMD", tags: [MessageTag("a", "1"), MessageTag("a", "2")], command: "CMD"),
        Case(line: "@+example.com/a=x=y CMD", tags: [MessageTag("+example.com/a", "x=y")], command: "CMD"),
        Case(line: "@a  :src   CMD  x", tags: [MessageTag("a")], source: "src", command: "CMD", parameters: ["x"]),
        Case(
            line: ":gravel.mozilla.org 432  #momo :Erroneous Nickname: Illegal characters",
            source: "gravel.mozilla.org", command: "432",
            parameters: ["#momo", "Erroneous Nickname: Illegal characters"]),
        Case(
            line: ":irc.example PRIVMSG #x :\u{1}ACTION waves\u{1}", source: "irc.example", command: "PRIVMSG",
            parameters: ["#x", "\u{1}ACTION waves\u{1}"]),
        Case(line: "PRIVMSG 部屋 :héllo 👋🏽", command: "PRIVMSG", parameters: ["部屋", "héllo 👋🏽"]),
    ]

    @Test(arguments: cases.filter { !$0.command.isEmpty })
    func `A line is taken apart as the specification has it`(_ expected: Case) throws {
        let message = try Message(parsing: Bytes(expected.line), limits: .fromClient)
        #expect(message.tags == expected.tags)
        #expect(message.source?.text == expected.source)
        #expect(message.command.name == expected.command)
        #expect(message.parameters.map(\.text) == expected.parameters)
    }

    @Test(arguments: [
        ("", MessageError.noCommand), ("   ", .noCommand), ("@a=b", .noCommand), (":src", .noCommand),
        (":src ", .noCommand), ("@a :src ", .noCommand), ("P1NG", .malformedCommand("P1NG")),
        ("12", .malformedCommand("12")), ("1234", .malformedCommand("1234")), ("JOIN\t", .malformedCommand("JOIN\t")),
        ("é x", .malformedCommand("é")), ("PING \0", .forbiddenByte), ("PI\rNG", .forbiddenByte),
        ("PING x\ny", .forbiddenByte),
    ])
    func `A line that is no message says why`(_ line: String, _ error: MessageError) {
        #expect(throws: error) { try Message(parsing: Bytes(line), limits: .fromClient) }
    }

    @Test(arguments: [128, 129]) func `A malformed command is told in at most 256 bytes`(_ count: Int) {
        #expect(throws: MessageError.malformedCommand(String(repeating: "é", count: 128))) {
            try Message(parsing: Bytes(String(repeating: "é", count: count) + " x"), limits: .fromClient)
        }
    }

    // https://ircv3.net/specs/extensions/message-tags.html#size-limit
    @Test func `4,094 bytes of tag data pass, one more does not`() throws {
        let fitting = Bytes("@" + String(repeating: "a", count: 4094) + " PING")
        #expect(try Message(parsing: fitting, limits: .fromClient).tags.first?.key.utf8.count == 4094)
        let outgrown = Bytes("@" + String(repeating: "a", count: 4095) + " PING")
        #expect(throws: MessageError.tagsTooLong) { try Message(parsing: outgrown, limits: .fromClient) }
    }

    // https://modern.ircdocs.horse/#messages
    @Test(arguments: ["", "@tag=value "])
    func `510 bytes of body pass with their CR LF, one more does not`(_ tags: String) throws {
        let fitting = Bytes(tags + "PING " + String(repeating: "x", count: 505))
        #expect(try Message(parsing: fitting, limits: .fromClient).parameters[0].count == 505)
        let outgrown = Bytes(tags + "PING " + String(repeating: "x", count: 506))
        #expect(throws: MessageError.bodyTooLong) { try Message(parsing: outgrown, limits: .fromClient) }
    }

    @Test func `Ill-formed UTF-8 passes the parser and is found by whoever asks`() throws {
        let line: Bytes = [0x50, 0x49, 0x4E, 0x47, 0x20, 0xC3, 0x28]
        #expect(try Message(parsing: line, limits: .fromClient).parameters == [[0xC3, 0x28]])
        #expect(!line.isValidUTF8)
    }

    @Test func `The last of two tags with one key counts`() throws {
        let message = try Message(parsing: Bytes("@a=1;a=2;b PING"), limits: .fromClient)
        #expect(message.tag("a") == "2")
        #expect(message.tag("b") == "")
        #expect(message.tag("c") == nil)
    }

    @Test func `A thousand tags cost what their bytes cost`() throws {
        let line = Bytes("@" + Array(repeating: "a=1", count: 1000).joined(separator: ";") + " PING")
        #expect(try Message(parsing: line, limits: .fromClient).tags.count == 1000)
    }
}
