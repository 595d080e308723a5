import Protocol
import Testing

/// The label and the command of lines that are no valid messages.
struct LineHeadTests {
    static let lines: [(String, String?, Command?)] = [
        ("", nil, nil), ("   ", nil, nil), ("PRIVMSG #a :x", nil, "PRIVMSG"), ("privmsg", nil, "PRIVMSG"),
        ("@label=x PRIVMSG a b", "x", "PRIVMSG"), ("@a;label=x;b=c :src  JOIN #x", "x", "JOIN"),
        ("@label=a\\sb\\: NOSUCH_COMMAND", "a b;", nil), ("@label=x", "x", nil), ("@label=x ", "x", nil),
        ("@label=x;label=y PING", "y", "PING"), ("@label PING", nil, "PING"), ("@label= PING", "", "PING"),
        ("@labels=x;+label=y PING", nil, "PING"), ("@label=x PI\rNG", "x", nil), ("@label=x PING \0", "x", "PING"),
        ("@label=x\0y PING", nil, "PING"), ("@label=x\ry PING", nil, "PING"), (":src", nil, nil),
    ]

    @Test(arguments: lines)
    func `The label and the command are told where they can be`(_ line: String, _ label: String?, _ command: Command?) {
        let head = LineHead(of: Bytes(line))
        #expect(head.label == label)
        #expect(head.command == command)
    }

    @Test func `What is no UTF-8 costs the label only where it is in the label`() {
        #expect(LineHead(of: Bytes("@label=x;a=") + [0xFF] + Bytes(" PRIVMSG a :") + [0xFF]).label == "x")
        let bad = LineHead(of: Bytes("@label=x") + [0xFF] + Bytes(" PRIVMSG a"))
        #expect(bad.label == nil && bad.command == "PRIVMSG")
    }

    @Test(
        arguments: [
            ("@label=x PRIVMSG a :", "x", "PRIVMSG"), ("@label=x PRIVMS", "x", nil), ("@label=x;a=1", "x", nil),
            ("@a=1;label=x", nil, nil), ("@label=x", nil, nil),
        ] as [(String, String?, Command?)])
    func `Of a line that was cut the last word does not count`(_ line: String, _ label: String?, _ command: Command?) {
        let head = LineHead(of: Bytes(line), isCut: true)
        #expect(head.label == label)
        #expect(head.command == command)
    }
}
