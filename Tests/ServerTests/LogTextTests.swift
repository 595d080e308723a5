import Logging
import Testing

@testable import Server

/// What people send, in a line of the host's log.
@Suite struct LogTextTests {
    @Test(arguments: ["anna", "anna!~a@192.0.2.1", "2001:db8::1", "#lobby", "世界", "42"])
    func `A plain value stays as it is`(_ text: String) {
        #expect(LogText.value(text) == text)
    }

    @Test(arguments: [
        ("", "\"\""), ("two words", "\"two words\""), ("x operator=root", "\"x operator=root\""),
        ("a\"b", "\"a\\\"b\""),
        ("a\\b", "\"a\\\\b\""), ("] forged", "\"] forged\""), ("a\nb", "\"a\\u{A}b\""), ("\u{9B}2J", "\"\\u{9B}2J\""),
        ("\u{1B}[2J", "\"\\u{1B}[2J\""), ("a\u{202E}b", "\"a\\u{202E}b\""), ("a\u{200F}b", "\"a\\u{200F}b\""),
        ("a\u{2028}b", "\"a\\u{2028}b\""), ("a\u{3000}b", "\"a\u{3000}b\""), ("\u{FEFF}", "\"\\u{FEFF}\""),
        ("\u{E0041}", "\"\\u{E0041}\""),
    ])
    func `Any other is in quotes, and orders nothing about`(_ text: String, _ shown: String) {
        #expect(LogText.value(text) == shown)
    }

    @Test func `A line has one key for each that the program gave, and one end`() {
        let line = LogText.line(
            level: .notice, label: "grillo",
            metadata: ["by": "anna", "detail": "loud on=root\n2026 forged", "keys": .array(["a", "b c"])],
            source: "Server", message: "operator\u{9B}")
        #expect(
            line
                == "notice grillo: by=anna detail=\"loud on=root\\u{A}2026 forged\" keys=[\"a\", \"b c\"] [Server] operator\\u{9B}"
        )
    }
}
