import Protocol
import Testing

struct MessageSerializerTests {
    private func line(_ message: Message) -> String { message.serialized().text }

    @Test func `A line ends with CR LF`() {
        #expect(line(Message("PING")) == "PING\r\n")
    }

    @Test func `Tags, source and parameters stand in their order`() {
        let message = Message(
            tags: [MessageTag("a", "b"), MessageTag("+c")], source: "irc.example", "MODE", "#x", "+o", "alice")
        #expect(line(message) == "@a=b;+c :irc.example MODE #x +o alice\r\n")
    }

    @Test(arguments: [("two words", ":two words"), ("", ":"), (":)", "::)"), ("plain", "plain")])
    func `The last parameter gets a colon where it needs one`(_ parameter: String, _ spelled: String) {
        #expect(line(Message("JOIN", parameter)) == "JOIN \(spelled)\r\n")
    }

    @Test(arguments: ["PRIVMSG", "NOTICE", "TOPIC", "QUIT", "PART", "AWAY", "332"])
    func `What a person wrote always gets one`(_ command: String) {
        #expect(line(Message(Command(stringLiteral: command), "x", "word")) == "\(command) x :word\r\n")
    }

    @Test func `A name in its place gets none`() {
        #expect(line(Message("PART", "#x")) == "PART #x\r\n")
        #expect(line(Message("TOPIC", "#x")) == "TOPIC #x\r\n")
        #expect(line(Message("KICK", "#x", "bob")) == "KICK #x bob\r\n")
        #expect(line(Message("KICK", "#x", "bob", "bye")) == "KICK #x bob :bye\r\n")
    }

    // https://ircv3.net/specs/extensions/message-tags.html#escaping-values
    @Test func `A tag's value is escaped`() {
        let message = Message(tags: [MessageTag("k", "a;b c\\d\r\ne")], "PING")
        #expect(line(message) == "@k=a\\:b\\sc\\\\d\\r\\ne PING\r\n")
    }

    @Test func `No value makes a second line`() {
        let message = Message(tags: [MessageTag("k", "x\0y")], source: "a\rb", "PRIVMSG", "#x", "one\r\nQUIT\0")
        #expect(line(message) == "@k=xy :a_b PRIVMSG #x :one  QUIT \r\n")
    }

    /// As a damaged file may have them.
    @Test(arguments: [
        ("", "*"), ("a b", "a_b"), (":x", "_x"), (":\u{301}x", "_\u{301}x"), (" ", "_"), ("a\r\nQUIT", "a__QUIT"),
    ]) func `A value before the last is written as one word`(_ value: String, _ word: String) throws {
        let written = line(Message("332", "me", value, "text"))
        #expect(written == "332 me \(word) :text\r\n")
        #expect(try Message(parsing: Bytes(written).dropLast(2), limits: .fromServer).parameters.count == 3)
    }

    @Test(arguments: MessageParserTests.cases.filter { !$0.command.isEmpty })
    func `What is written reads as what it was`(_ fixture: MessageParserTests.Case) throws {
        let message = try Message(parsing: Bytes(fixture.line), limits: .fromClient)
        let again = try Message(parsing: message.serialized().dropLast(2), limits: .fromClient)
        #expect(again == message)
    }

    @Test func `A body of 512 bytes stays whole, a longer one is cut to them`() {
        let fitting = Message("PRIVMSG", "#x", String(repeating: "y", count: 512 - "PRIVMSG #x :\r\n".utf8.count))
        #expect(fitting.serialized().count == 512)
        #expect(fitting.limited(to: .fromServer) == fitting)
        var longer = fitting
        longer.parameters[1].append(0x79)
        #expect(longer.limited(to: .fromServer) == fitting)
    }

    @Test(arguments: ["é", "日", "👋", "👩‍👩‍👧", "e\u{301}"])
    func `A line is never cut inside a character`(_ character: String) throws {
        for count in 480...512 {
            let text =
                String(repeating: "x", count: count - 490 < 0 ? 0 : count - 490)
                + String(repeating: character, count: 300)
            let cut = Message(source: "a!b@c", "PRIVMSG", "#x", text).limited(to: .fromServer)
            #expect(cut.serialized().count <= 512)
            #expect(text.hasPrefix(try #require(cut.text(at: 1))))
        }
    }

    @Test func `Where the last parameter is not enough, the ones before it are cut, and none of them to nothing`() {
        let long = String(repeating: "x", count: 300)
        for message in [Message("421", "n", long, long, "words"), Message("421", long, long, long, long)] {
            let cut = message.limited(to: .fromServer)
            #expect(line(cut).utf8.count <= 512)
            #expect(cut.parameters.count == message.parameters.count)
            #expect(cut.parameters.dropLast().allSatisfy { !$0.isEmpty })
        }
    }

    @Test(arguments: ["é", "日", "👋"])
    func `A word that is cut before its first character leaves its place to nobody`(_ character: String) {
        let long = String(repeating: "x", count: 510)
        let cut = Message("421", "n", String(repeating: character, count: 200), long, "words").limited(to: .fromServer)
        #expect(line(cut).utf8.count <= 512)
        #expect(cut.parameters.count == 4 && cut.parameters.allSatisfy { $0.isValidUTF8 })
        let tight = Message("421", long, character, "words").limited(to: .fromServer)
        #expect(line(tight).utf8.count <= 512)
        #expect(tight.parameters.map(\.text).dropFirst() == ["*", ""])
    }

    @Test func `Tags do not count against the body`() {
        let message = Message(tags: [MessageTag("t", String(repeating: "v", count: 4000))], "PING", "x")
        #expect(message.limited(to: .fromServer) == message)
    }
}
