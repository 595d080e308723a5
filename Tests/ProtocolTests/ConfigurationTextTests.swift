import Protocol
import Testing

struct ConfigurationTextTests {
    @Test(
        arguments: [
            ("name = \"a\"\nmotd = [\"b\"]\n", nil), ("", nil), ("x = \"\\u0001\"", nil),
            ("a = \"x\\\\u0000\"", nil), ("a = \"\\\\\\u0000\"", 1), ("a = \"\\u0000\u{301}\"", 1),
            ("a = 1\n\"n\\u0000\" = 2", 2), ("a = \"\\U00000000\"", 1), ("a = 1\n\nb = \"\0\"", 3),
            (String(repeating: "a.", count: ConfigurationText.mostDots) + "a = 1", nil),
            ("b = 1\n" + String(repeating: "a.", count: ConfigurationText.mostDots + 1) + "a = 1", 2),
            ("[" + String(repeating: "a.", count: 150_000) + "a]", 1),
            ("x = { " + String(repeating: "a.", count: 150_000) + "a = 1 }", 1),
        ] as [(String, Int?)])
    func `What the reader of TOML does not bear is found before it is read`(_ text: String, _ line: Int?) {
        #expect(ConfigurationText.problem(in: text)?.line == line)
    }
}
