import Testing

@testable import Configuration

struct TOMLPrecheckTests {
    @Test(
        arguments: [
            ("name = \"a\"\nmotd = [\"b\"]\n", nil), ("", nil), ("x = \"\\u0001\"", nil),
            ("a = \"x\\\\u0000\"", nil), ("a = \"\\\\\\u0000\"", 1), ("a = \"\\u0000\u{301}\"", 1),
            ("a = 1\n\"n\\u0000\" = 2", 2), ("a = \"\\U00000000\"", 1), ("a = 1\n\nb = \"\0\"", 3),
            ("a = '" + String(repeating: ".", count: 150_000) + "'", nil),
            ("b = 1\n" + String(repeating: "a.", count: 150_000) + "a = 1", 2),
            ("[" + String(repeating: "a.", count: 150_000) + "a]", 1),
            ("x = { " + String(repeating: "a.", count: 150_000) + "a = 1 }", 1),
        ] as [(String, Int?)])
    func `What the reader of TOML does not bear is found before it is read`(_ text: String, _ line: Int?) {
        #expect(TOMLPrecheck.problem(in: text)?.line == line)
    }

    @Test(
        arguments: [
            ("[a]\n[[b]]\n [ c ]\n[\"d\"]\n['e']\n[-f]\n[_g.h]\n[9]", nil), ("[]", nil), ("[ ]", nil), ("[[]]", nil),
            ("[", nil),
            ("[[", nil), ("[\n[", 1), ("[\r\n", 1), ("[.a]", 1), ("a = 1\n[=x]", 2), ("[[[", 1), ("[[[a]]]", 1),
            ("[ #", 1),
            ("\n\n\t[[ ,", 3), ("[é]", 1), ("\u{FEFF}[!]", 1), ("a = 1\n\u{2003} [!]", 2), ("\u{FEFF} [[a]]", nil),
            ("[\0", 1), ("a = [\n[.5]]\n", nil), ("a = {\n[!]}", nil),
            ("a = [\n[ 1 ]\n]\n[!]", 4),
            ("a = \"\"\"\n[!]\n\"\"\"\n[b]", nil), ("a = '''\n[!]\n'''''\n[!]", 4),
            ("a = \"\"\"\\\"\"\"\n[!]\"\"\"", nil),
            ("a = \"\"\"x\\\n[!]\"\"\"\n[!]", 3), ("a = \"[\"\n[!]", 2), ("a = '\\'\n[!]", 2), ("a = \"\\\"\"\n[!]", 2),
            ("# \"\"\"\n[!]", 2), ("a = 1 # [\n[!]", 2), ("a = \"\"\n[!]", 2), ("a = ]\n[!]", 2), ("a = [\u{2028}]", 1),
            ("é = 1", 1), ("\"é\" = 'é' # é", nil), ("a = [}", 1),
            ("a = {]", 1), ("a = [{b = [1]}, [2]]", nil), ("a = [1]]", nil),
        ] as [(String, Int?)])
    func `A table without a name is found before the reader of TOML ends the program`(_ text: String, _ line: Int?) {
        #expect(TOMLPrecheck.problem(in: text)?.line == line)
    }

    @Test(
        arguments: [
            ("a = 2023-11-14T(", 1), ("a = [2023-11-14T", 1), ("a = 1\nb = 12:30", 2), ("a = 2024-01-01 12:00:00", 1),
            ("a = {b = 2024-}", 1),
            ("a = \"2024-01-01\"", nil), ("a = 1234", nil), ("a = 123e-5", nil), ("a = -2024", nil), ("# 12:30", nil),
            ("a = 1.5", nil),
            ("a1234-5 = 1", nil), ("a = 0x2024", nil), ("a = [1,2,-3]", nil), ("a = 12345-6", 1),
            ("a = 71!9-11-2= 1#", 1), ("a = 71=9-11-2x 1#", 1), ("a = [1,\n71\"9-11-2x 1#]", 2),
            ("a = {b = 7'99-11-20 1}", 1), ("a = [ # x\n1#\n,71[9-11-2x 1]", 3), ("a = 127.0.0.1:6667", 1),
            ("a = 1e-5 # 1:2\nb = +1_000\nc = 0x1p-3\n1-2 = [-1 ,+2, [1.5]]\n1-2.\"3-4\" = {1-2 = 3}", nil),
        ] as [(String, Int?)])
    func `A date without quotes is found before the reader of TOML ends the program`(_ text: String, _ line: Int?) {
        #expect(TOMLPrecheck.problem(in: text)?.line == line)
    }

    /// Texts with one table or list for each of a number.
    static let deep: [@Sendable (Int) -> String] = [
        { String(repeating: "a.", count: $0) + "a = 1" },
        { "x = 1\n[" + String(repeating: "'a' . ", count: $0 - 1) + "a]" },
        { "[[" + String(repeating: "a.", count: $0 - 2) + "a]]\na = 1" },
        { "[a]\n[a.b]\n" + String(repeating: "a.", count: $0 - 2) + "a = 1" },
        { "a = " + String(repeating: "[", count: $0) + String(repeating: "]", count: $0) },
        { "a = " + String(repeating: "[\n", count: $0) + String(repeating: "]", count: $0) },
        { "a = " + String(repeating: "{a = ", count: $0) + "1" + String(repeating: "}", count: $0) },
        { "a.b = [{c.d = 1}, {" + String(repeating: "a.", count: $0 - 3) + "a = 1.5}]" },
    ]

    @Test(arguments: deep.indices)
    func `As many tables and lists stand within each other as the stack bears with ease`(_ index: Int) {
        let text = Self.deep[index]
        #expect(TOMLPrecheck.problem(in: text(TOMLPrecheck.maxDepth))?.words == nil)
        #expect(
            TOMLPrecheck.problem(in: text(TOMLPrecheck.maxDepth + 1))?.words
                == "tables and lists are nested more than 64 deep: take some out")
    }

    /// Texts with hundreds of tables and lists, of which few stand within each other.
    static let broad: [String] = [
        String(repeating: "[[a.b]]\nc.d = [[1.5], {e.f = 1, g.h = 2}]\n", count: 100),
        "a = [" + String(repeating: "{b.c = {d = 1.5}, e.f = [1.5]}, [1.5, 2.5], ", count: 100) + "]",
        "'" + String(repeating: "a.", count: 100) + "' = \"" + String(repeating: "[.", count: 100) + "\"",
        "# " + String(repeating: "[.", count: 100) + "\na = 1",
    ]

    @Test(arguments: broad)
    func `Tables and lists that stand beside each other are not counted together`(_ text: String) {
        #expect(TOMLPrecheck.problem(in: text)?.words == nil)
    }
}
