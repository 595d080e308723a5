import Protocol
import TestSupport
import Testing

@testable import Exchange

/// JSON as it is read and written. <https://www.rfc-editor.org/rfc/rfc8259>
@Suite struct JSONTests {
    private func parse(_ text: String) -> JSONValue? { JSONParser.parse(Bytes(text)) }

    private func text(_ value: JSONValue) -> String {
        var text: [UInt8] = []
        value.serialize(into: &text)
        return text[...].text
    }

    @Test(
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("\tfalse\r\n", .bool(false)), ("0", .number("0")),
            ("-0", .number("-0")), ("12.50e+3", .number("12.50e+3")), ("1E-9", .number("1E-9")), (#""""#, .string("")),
            (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")), (#""\u00e9""#, .string("é")),
            (#""x\uD83D\ude00y""#, .string("x😀y")), (#""\u0000""#, .string("\0")), ("[]", .array([])),
            ("{}", .object([])),
            ("[ 1 , [ ] ]", .array([.number("1"), .array([])])),
            (
                #"{"a":{"b":null},"a":1}"#,
                .object([.init("a", .object([.init("b", .null)])), .init("a", .number("1"))])
            ),
        ] as [(String, JSONValue)])
    func `What the grammar allows is read`(json: String, value: JSONValue) {
        #expect(parse(json) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "truex", "TRUE", "NaN", "01", "1.", ".5", "1e", "1e+", "-", "+1", "0x1", "1 1", "'a'", "\"",
        #""\"#, #""\u12""#, #""\u12g4""#, #""\x""#, #""\ud800""#, #""\ud800x""#, #""\ud800\n""#, #""\ud800\ud800""#,
        #""\udc00""#, "\"\n\"", "\"\t\"", "\"\0\"", "[", "]", "[1,]", "[,1]", "[1 2]", "[1}", "{", "}", #"{"a"}"#,
        #"{"a":}"#, #"{"a" 1}"#, #"{"a":1,}"#, "{a:1}", "{1:1}", "\u{FEFF}1",
    ])
    func `What it does not allow is not`(json: String) {
        #expect(parse(json) == nil)
    }

    @Test func `What is no UTF-8 is not read`() {
        #expect(JSONParser.parse([0x22, 0xFF, 0x22]) == nil)
        #expect(JSONParser.parse([0x22, 0xC3, 0x22]) == nil)
        #expect(JSONParser.parse([0x22, 0xC3, 0xA9, 0x22]) == .string("é"))
    }

    @Test func `Arrays and objects stand in one another so deep and no deeper`() {
        func nested(_ depth: Int, _ open: String, _ close: String) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            #expect(parse(nested(JSONParser.maxDepth, open, close)) != nil)
            #expect(parse(nested(JSONParser.maxDepth + 1, open, close)) == nil)
            #expect(parse(nested(100_000, open, close)) == nil)
        }
    }

    @Test func `Nothing that is written is an order to a terminal, and all of it is read again`() {
        let hostile = "\u{1B}[2J\u{9B}2J\u{7F}\0\u{8}\r\n\t\"\\/\u{85}\u{A0}Ã\u{80}é😀\u{202E}"
        let value = JSONValue.object([.init(hostile, .array([.string(hostile), .number(-7), .bool(false), .null]))])
        let text = text(value)
        #expect(parse(text)?.members?.first.map { Array($0.name.utf8) } == Array(hostile.utf8))
        #expect(parse(text) == value)
        for scalar in text.unicodeScalars { #expect(scalar.properties.generalCategory != .control, "\(scalar.value)") }
        #expect(text.contains("\u{A0}Ã\\u0080é😀"))
    }

    @Test func `Bytes that are no text come back as they were`() {
        for bytes in [[], [0x61], [0xFF], [0x61, 0xC3], Bytes("é\0"), Array(0...255)[...]] as [Bytes] {
            #expect(parse(text(.bytes(bytes)))?.bytes == bytes)
        }
        #expect(text(.bytes([0xFF])) == #"{"base64":"/w=="}"#)
        for other in [#"{"base64":"/w="}"#, #"{"base64":1}"#, #"{"base64":"/w==","x":1}"#, "[]", "1", "null", "true"] {
            #expect(parse(other)?.bytes == nil && parse(other) != nil, "\(other)")
        }
    }

    @Test func `A member is asked for by its name, which stands once`() throws {
        let object = try JSONObject(try #require(parse(#"{"a":"x","n":12,"unknown":[]}"#)))
        #expect(try object.required("a", \.string) == "x")
        #expect(try object.optional("n", \.integer) == 12)
        #expect(try object.optional("none", \.string) == nil)
        #expect(throws: JSONFault("'none' is missing")) { try object.required("none", \.string) }
        #expect(throws: JSONFault("'n' cannot be read")) { try object.optional("n", \.string) }
        #expect(throws: JSONFault("a name stands twice")) { try JSONObject(parse(#"{"a":1,"a":1}"#)!) }
        #expect(throws: JSONFault("no object")) { try JSONObject(.array([])) }
    }

    @Test func `Whatever comes is read or refused, and what is read is written so that it is read again`() {
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        let parts = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "de00", "0", "-1", ".5", "e9", "true", "null", "é",
            "\"a\"",
        ]
        for _ in 0..<(TestEnvironment.isLong ? 1_000_000 : 20_000) {
            let json = (0..<Int.random(in: 1...12, using: &generator)).map { _ in generator.pick(parts) }.joined()
            guard let value = parse(json) else { continue }
            #expect(parse(text(value)) == value, "\(json)")
        }
    }
}
