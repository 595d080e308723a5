import Testing

@testable import Configuration

/// Keys that a person sets by hand, without the quotes and brackets of a file.
@Suite struct TypedSettingTests {
    private typealias Lamp = ConfigurationSchemaTests.Lamp

    private static let schema = ConfigurationSchemaTests.schema

    private static func set(_ path: String, _ typed: String, in lamp: inout Lamp) throws -> String {
        try #require(schema.key(path)).set(typed, in: &lamp)
    }

    @Test(arguments: [
        ("name", "desk lamp", "\"desk lamp\""), ("name", "\"desk\"", "\"desk\""), ("name", "12", "\"12\""),
        ("name", "true", "\"true\""), ("name", "a # b", "\"a # b\""), ("name", "[a", "\"[a\""),
        ("note", "old", "\"old\""), ("on", "true", "true"), ("on", "ON", "true"), ("on", "yes", "true"),
        ("on", "off", "false"), ("on", "no", "false"), ("mode", "blinking", "\"blinking\""),
        ("power.watts", "1", "1"), ("power.watts", "100", "100"), ("power.port", "65535", "65535"),
        ("colors", "red", "[\"red\"]"), ("colors", "red blue, green", "[\"red\", \"blue\", \"green\"]"),
        ("colors", "[\"red wine\"]", "[\"red wine\"]"), ("colors", "\"red wine\"", "[\"red wine\"]"),
        ("colors", "\"red wine\", \"blue\"", "[\"red wine\", \"blue\"]"), ("colors", "[]", "[]"),
        ("colors", "12 13", "[\"12\", \"13\"]"),
    ])
    func `What is typed is read as it is meant, and told as the file would have it`(
        path: String, typed: String, toml: String
    ) throws {
        var (lamp, expected) = (Lamp(), Lamp())
        #expect(try Self.set(path, typed, in: &lamp) == toml)
        try Self.schema.read("\(path) = \(toml)", into: &expected)
        #expect(lamp == expected && Self.schema.key(path)?.value(in: lamp) == toml)
    }

    @Test(
        arguments: [
            ("name", "", .notText), ("on", "perhaps", .notFlag), ("on", "1", .notFlag),
            ("mode", "dim", .notOne(of: ["steady", "blinking"])), ("power.watts", "0", .notInteger(1...100)),
            ("power.watts", "101", .notInteger(1...100)), ("power.watts", "1.5", .notInteger(1...100)),
            ("power.watts", "99999999999999999999", .notInteger(1...100)), ("colors", "[1]", .notTexts),
            ("power.watts", "1\nname = \"x\"", .notInteger(1...100)),
        ] as [(String, String, ValueProblem.Reason)])
    func `What is not taken changes nothing`(path: String, typed: String, reason: ValueProblem.Reason) throws {
        var lamp = Lamp()
        let problem = #expect(throws: ValueProblem.self) { try Self.set(path, typed, in: &lamp) }
        #expect(problem?.reason == reason && lamp == Lamp())
    }

    @Test func `A key has no value where its variable has none, and is set back by copying`() throws {
        var lamp = Lamp()
        let note = try #require(Self.schema.key("note"))
        #expect(note.value(in: lamp) == nil && Self.schema.key("siez") == nil)
        try note.set("old", in: &lamp)
        note.copy(from: Lamp(), to: &lamp)
        #expect(lamp == Lamp())
    }

    @Test func `The words of a key are known where there are few`() {
        #expect(Self.schema.key("mode")?.words == ["steady", "blinking"])
        #expect(Self.schema.key("on")?.words == ["true", "false"])
        #expect(Self.schema.key("name")?.words == [])
    }

    @Test(arguments: [(1 << 20, "1 MB"), (1 << 30, "1 GB"), (3 << 29, "1536 MB"), (1 << 40, "1024 GB")])
    func `A size is told so that it is read as the same`(bytes: Int64, text: String) {
        #expect(ByteSize.text(bytes) == text && ByteSize.bytes(text) == bytes)
    }

    @Test func `A file that is read once tells of no key when it counts, and the documentation does`() {
        let keys: [ConfigurationKey<Lamp>] = [
            .flag("on", "True for light.", .atOnce, \.isOn), .text("name", "Its name.", .nextStart, \.name),
        ]
        let schema = ConfigurationSchema(keys, isReadAgain: false)
        #expect(!schema.exampleFile(for: Lamp(), head: "#").contains("Counts"))
        #expect(schema.markdown(for: Lamp()).contains("| `on` | `false` | at once | True for light. |"))
        #expect(
            ConfigurationSchema(keys).exampleFile(for: Lamp(), head: "#").contains("True for light. Counts at once."))
    }
}
