import Testing

@testable import Configuration

/// The reader of both programs, by a table of keys that is no program's.
@Suite struct ConfigurationSchemaTests {
    struct Lamp: Equatable, Sendable {
        var name = "lamp"
        var note: String?
        var isOn = false
        var watts = 40
        var port: UInt16?
        var colors: [String] = []
        var mode = Mode.steady
        var bulbs: [Bulb] = []
    }

    enum Mode: String, CaseIterable, Sendable { case steady, blinking }

    struct Bulb: Equatable, Sendable {
        var size = 1
    }

    static let schema = ConfigurationSchema<Lamp>([
        .text("name", "Its name.", .atOnce, \.name),
        .text("note", "A note.", .atOnce, example: "the \"old\" one", place: \.note),
        .flag("on", "True for light.", .atOnce, \.isOn),
        .texts("colors", "Colours.", .atOnce, \.colors),
        .choice("mode", "How it shines.", .atOnce, \.mode),
        .choice("shine", "The same as mode.", .atOnce, \.mode).elsewhere,
        .number("power.watts", "Watts.", .nextStart, 1...100, \.watts),
        .number("power.port", "A port.", .nextStart, 1...65535, example: 80, place: \.port),
        .tables(
            "bulb", "A bulb.", .nextStart,
            ConfigurationSchema([.number("size", "Its size.", .nextStart, 1...9, \Bulb.size)]),
            \.bulbs, from: Bulb()
        ) { bulb throws(ValueProblem) in
            if bulb.size == 7 { throw ValueProblem(.rule("seven does not fit"), at: nil) }
            if bulb.size == 8 { throw ValueProblem(.rule("eight is taken"), at: "size") }
        },
    ])

    /// A text with lists within each other.
    private static func lists(_ depth: Int) -> String {
        "\nname = " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    private static func read(_ text: String) throws(ConfigurationProblem) -> Lamp {
        var lamp = Lamp()
        try schema.read(text, into: &lamp)
        return lamp
    }

    @Test func `What the text names is taken over, and nothing else`() throws {
        let lamp = try Self.read(
            """
            on = true
            colors = ["red", "blue"]
            power.watts = 60
            [[bulb]]
            size = 2
            [[bulb]]
            """)
        #expect(lamp == Lamp(isOn: true, watts: 60, colors: ["red", "blue"], bulbs: [Bulb(size: 2), Bulb()]))
    }

    @Test func `Beside a mistake the rest is read, and the first mistake is told`() {
        var lamp = Lamp()
        let problem = #expect(throws: ConfigurationProblem.self) {
            try Self.schema.read("mode = 1\non = true\nname = \"x\"\npower.watts = 0\npower.port = 9", into: &lamp)
        }
        #expect(problem == .key("mode", line: 1, .notOne(of: ["steady", "blinking"])))
        #expect(lamp == Lamp(name: "x", isOn: true, port: 9))
    }

    @Test(
        arguments: [
            ("name = \"\"", .key("name", line: 1, .notText)), ("name = 1", .key("name", line: 1, .notText)),
            ("\non = 1", .key("on", line: 2, .notFlag)), ("colors = \"red\"", .key("colors", line: 1, .notList)),
            ("colors = [1]", .key("colors", line: 1, .notTexts)),
            ("mode = \"dim\"", .key("mode", line: 1, .notOne(of: ["steady", "blinking"]))),
            ("[power]\n\nwatts = 0", .key("power.watts", line: 3, .notInteger(1...100))),
            ("[power]\nwatts = 1.5", .key("power.watts", line: 2, .notInteger(1...100))),
            ("bulb = 1", .key("bulb", line: 1, .notTables)), ("bulb = []", .key("bulb", line: 1, .notTables)),
            ("[[bulb]]\n[[bulb]]\nsize = 0", .key("size", line: 3, .notInteger(1...9))),
            ("[[bulb]]\n[[bulb]]\nsiez = 1", .key("siez", line: 3, .unknownKey(among: ["size"]))),
            ("[[bulb]]\n[[bulb]]\nsize = 7", .key("bulb", line: 2, .rule("seven does not fit"))),
            ("[[bulb]]\nsize = 1\n[[bulb]]\nsize = 8", .key("size", line: 4, .rule("eight is taken"))),
            ("[power]\nwats = 1", .key("power.wats", line: 2, .unknownKey(among: schema.keys.map(\.path)))),
            ("name = \"\\u0000\"", .refusedText(line: 1, words: "there is a NUL in it: take it out")),
            (lists(64), .key("name", line: 2, .notText)),
            (
                lists(65),
                .refusedText(line: 2, words: "tables and lists are nested more than 64 deep: take some out")
            ),
        ] as [(String, ConfigurationProblem)])
    func `What is wrong is told with its line`(text: String, problem: ConfigurationProblem) {
        #expect(throws: problem) { try Self.read(text) }
    }

    @Test(arguments: [("on = yes", true), ("on", false)])
    func `A text that is no TOML is told with its line, and whether a value is the matter`(text: String, isValue: Bool)
    {
        let problem = #expect(throws: ConfigurationProblem.self) { try Self.read("\n" + text) }
        guard case .syntax(line: 2, _, let isAboutValue) = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect(isAboutValue == isValue)
    }

    @Test func `A file that is shown changes nothing, and says what holds`() throws {
        var lamp = Lamp()
        lamp.name = "a \"b\" \\ c"
        lamp.watts = 60
        lamp.colors = ["red"]
        let file = Self.schema.exampleFile(for: lamp, head: "# A lamp.")
        #expect(try Self.read(file) == Lamp())
        let standard = file.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("#") && !line.hasPrefix("# ") && !line.hasSuffix("# for example") ? line.dropFirst() : line
        }
        let keys = standard.prefix { !$0.hasPrefix("#[[") }.joined(separator: "\n")
        #expect(try Self.read(keys) == lamp)
    }

    @Test func `A file that is shown has every key but those that are another's other name`() {
        let file = Self.schema.exampleFile(for: Lamp(), head: "# A lamp.")
        for key in Self.schema.keys where key.path != "shine" {
            #expect(file.contains("# \(key.summary) Counts \(key.activation.words).\n#"), "\(key.path)")
        }
        #expect(!file.contains("shine ="))
        #expect(
            file.contains("# How it shines. One of \"steady\", \"blinking\". Counts at once.\n#mode = \"steady\"\n"))
        #expect(file.contains("[power]\n\n# Watts. Counts from the next start on.\n#watts = 40\n"))
        #expect(file.contains("#note = \"the \\\"old\\\" one\"  # for example\n"))
        #expect(file.hasSuffix("#[[bulb]]  # for example\n\n# Its size.\n#size = 1\n"))
    }

    @Test func `A key that counts from the next start keeps its value until then`() {
        var other = Lamp()
        other.name = "other"
        other.watts = 1
        other.mode = .blinking
        var expected = other
        expected.watts = 40
        let (inForce, waiting) = Self.schema.reload(Lamp(), with: other)
        #expect(inForce == expected && waiting == ["power.watts"])
        let (same, none) = Self.schema.reload(Lamp(), with: Lamp())
        #expect(same == Lamp() && none == [])
    }

    @Test func `What all keys have in common is not told of each`() {
        let schema = ConfigurationSchema<Lamp>([.flag("on", "True for light.", .nextStart, \.isOn)])
        #expect(schema.exampleFile(for: Lamp(), head: "# A lamp.") == "# A lamp.\n\n# True for light.\n#on = false\n")
        #expect(
            schema.markdown(for: Lamp())
                == "| key | without it | meaning |\n|---|---|---|\n| `on` | `false` | True for light. |\n")
    }

    @Test func `The table of the documentation has a row for each key`() {
        let rows = Self.schema.markdown(for: Lamp()).split(separator: "\n")
        #expect(rows.count == 2 + Self.schema.keys.count - 1)
        #expect(rows.contains("| `name` | `\"lamp\"` | at once | Its name. |"))
        #expect(rows.contains("| `power.port` | nothing; such as `80` | from the next start on | A port. |"))
        #expect(rows.contains("| `[[bulb]]` | nothing | from the next start on | A bulb. |"))
    }
}
