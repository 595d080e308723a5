import Chat
import Protocol
import Testing

@testable import Server

/// Telnet's own bytes. <https://www.rfc-editor.org/rfc/rfc854>
@Suite struct TelnetFilterTests {
    /// What is left of some bytes and what is answered, however they are cut.
    private static func read(_ bytes: [UInt8]) -> (text: String, answer: [UInt8]) {
        func read(_ chunks: [[UInt8]]) -> (text: String, answer: [UInt8]) {
            var filter = TelnetFilter()
            var (text, answer): ([UInt8], [UInt8]) = ([], [])
            for chunk in chunks {
                let part = chunk.withUnsafeBytes { filter.read($0) }
                text += part.text
                answer += part.answer
            }
            return (text.text, answer)
        }
        let whole = read([bytes])
        for cut in [
            bytes.map { [$0] }, [Array(bytes.prefix(bytes.count / 2)), Array(bytes.dropFirst(bytes.count / 2))],
        ] {
            let other = read(cut)
            #expect(other.text == whole.text && other.answer == whole.answer)
        }
        return whole
    }

    @Test func `Text passes as it is`() {
        let text = "héllo, 世界\r\nmore\n"
        #expect(Self.read(Array(text.utf8)) == (text, []))
    }

    @Test func `Offers and requests are declined, refusals are not answered`() {
        let result = Self.read([255, 251, 31, 65, 255, 253, 1, 66, 255, 252, 3, 255, 254, 3, 67])
        #expect(result.text == "ABC")
        #expect(result.answer == [255, 254, 31, 255, 252, 1])
    }

    @Test func `Parameters of options are left out, whatever they hold`() {
        #expect(Self.read([65, 255, 250, 24, 0, 10, 255, 255, 13, 255, 240, 66]) == ("AB", []))
    }

    @Test func `Other commands say nothing, and erasing is erasing`() {
        #expect(Self.read([65, 255, 241, 255, 244, 66, 255, 247, 67, 255, 248, 68]) == ("AB\u{8}C\u{15}D", []))
    }

    @Test func `A return key ends a line, with or without its NUL`() {
        #expect(Self.read([65, 13, 0, 66, 13, 10, 0, 67]) == ("A\r\nB\r\nC", []))
    }
}

/// What people who come by telnet type and see.
@Suite struct TelnetSessionTests {
    private var session = Self.makeSession(needsPassword: false)

    private static func makeSession(needsPassword: Bool) -> TelnetSession {
        TelnetSession(lobby: "#lobby", wording: MessageWording(channel: "#lobby"), needsPassword: needsPassword)
    }

    private static func text(_ line: String) -> WireLine { .text(Bytes(line)) }

    /// What the screen shows of a line from the server.
    private mutating func see(_ line: String) throws -> String {
        let translation = session.received(try Message(parsing: Bytes(line), limits: .fromServer), at: "12:34:56")
        #expect(translation.text.isEmpty || translation.text.hasSuffix("\r\n") || translation.text.hasSuffix(": "))
        return translation.text.replacing("\r\n", with: "|")
    }

    /// What is sent in the name of the session for a line that is typed.
    private mutating func say(_ line: String) -> [String] {
        session.typed(Self.text(line)).inputs.map { $0.serialized().text.replacing("\r\n", with: "") }
    }

    private mutating func enter() throws {
        _ = session.typed(Self.text("bob"))
        _ = try see(":s 001 bob :Welcome")
    }

    @Test mutating func `A name is asked for, and welcomed`() throws {
        #expect(session.prompt() == "Please enter your name: ")
        #expect(say("  bob ") == ["USER plain 0 * :bob", "NICK bob", "JOIN #lobby"])
        #expect(
            try see(":s 001 bob :Welcome")
                == "Welcome bob!|Available commands are: !users, !msg NAME TEXT, !commands, !quit|")
        #expect(try see(":bob!~plain@h JOIN #lobby") == "")
        #expect(try see(":s 353 bob = #lobby :~@amy %dan bob") == "")
        #expect(try see(":s 366 bob #lobby :End") == "Current users are: amy, dan, bob|[12:34:56] bob joins|")
        #expect(session.isPresent)
    }

    @Test mutating func `A name that is taken, or none, is asked for again`() throws {
        _ = session.typed(Self.text("amy"))
        #expect(
            try see(":s 433 * amy :Nickname is already in use")
                == "Name entered is already in use.|Please enter your name: ")
        #expect(try see(":s 451 * :You have not registered") == "")
        _ = session.typed(Self.text("two words"))
        #expect(
            try see(":s 432 * two :A nickname has letters only")
                == "A nickname has letters only|Please enter your name: ")
        #expect(say("bob").contains("NICK bob"))
    }

    @Test mutating func `What is typed before the name is settled waits for it`() throws {
        let first = session.typed(Self.text("amy"))
        #expect(first.inputs.count == 3)
        for line in ["bob", "hello", "!users"] { #expect(session.typed(Self.text(line)) == .init()) }
        #expect(session.typed(.end) == .init())
        let second = session.received(Message("433", "*", "amy", "taken"), at: "")
        #expect(second.inputs.map(\.command) == ["USER", "NICK", "JOIN"])
        let third = session.received(Message("001", "bob", "Welcome"), at: "")
        #expect(third.inputs.map(\.command) == ["PRIVMSG", "NAMES", "QUIT"])
    }

    @Test mutating func `A password is asked for first where there is one`() {
        session = Self.makeSession(needsPassword: true)
        #expect(session.prompt() == "Please enter the password: ")
        let translation = session.typed(Self.text("open sesame"))
        #expect(
            translation.inputs == [Message("PASS", "open sesame")] && translation.text == "Please enter your name: ")
    }

    @Test mutating func `Why somebody is turned away is said once`() throws {
        _ = session.typed(Self.text("bob"))
        #expect(try see(":s 464 * :Password incorrect") == "Password incorrect|")
        #expect(try see("ERROR :Closing link (h): Password incorrect") == "")
        #expect(try see("ERROR :Closing link (h): Killed") == "Killed|")
    }

    @Test(arguments: [
        ("hello there", ["PRIVMSG #lobby :hello there"]), ("!users", ["NAMES #lobby"]), ("!QUIT", ["QUIT"]),
        ("!msg amy how are you", ["PRIVMSG amy :how are you"]), ("!commands", []), ("!nonsense", []), ("   ", []),
        ("a\u{8}b\u{1b}[31m", ["PRIVMSG #lobby :b[31m"]), ("\u{1}VERSION\u{1}", ["PRIVMSG #lobby :VERSION"]),
    ])
    func `What is typed is said, but for commands`(_ line: String, _ sent: [String]) throws {
        var other = self
        try other.enter()
        #expect(other.say(line) == sent)
    }

    @Test mutating func `A long line is said in pieces, whole characters each`() throws {
        try enter()
        let text = String(repeating: "é世", count: 200)
        let pieces = session.typed(Self.text(text)).inputs.map { $0.parameters[1].text }
        #expect(pieces.joined() == text && pieces.count == 4)
        #expect(pieces.allSatisfy { $0.utf8.count <= PlainText.maxMessageBytes })
    }

    @Test mutating func `What is no text, or too long, is said to be so and not sent`() throws {
        try enter()
        #expect(session.typed(.text([0xFF, 0xFE])) == .init(text: "That line was not UTF-8, so it was not sent.\r\n"))
        #expect(session.typed(.tooLong) == .init(text: "That line was too long, so it was not sent.\r\n"))
    }

    @Test(arguments: [
        (":amy!u@h PRIVMSG #lobby :hello", "[12:34:56] amy: hello|"), (":amy!u@h JOIN #lobby", "[12:34:56] amy joins|"),
        (":amy!u@h PART #lobby :why", "[12:34:56] amy leaves|"), (":amy!u@h QUIT :why", "[12:34:56] amy leaves|"),
        (":amy!u@h PRIVMSG #lobby :\u{1}ACTION waves\u{1}", "[12:34:56] * amy waves|"),
        (":amy!u@h PRIVMSG bob :psst", "[12:34:56] amy (to you): psst|"),
        (":amy!u@h PRIVMSG bob :\u{1}VERSION\u{1}", ""),
        (":amy!u@h NICK amelia", "[12:34:56] amy is now amelia|"),
        (":amy!u@h TOPIC #lobby :news", "[12:34:56] amy sets the topic: news|"),
        (":amy!u@h KICK #lobby dan :out", "[12:34:56] dan is kicked by amy: out|"),
        (":amy!u@h MODE #lobby +o dan", "[12:34:56] amy sets +o dan|"), (":s MODE bob :+w", ""),
        (":s NOTICE bob :careful", "careful|"),
        (":s 404 bob #lobby :Cannot send to channel (+m)", "Cannot send to channel (+m)|"),
        (":s 372 bob :- motd", ""), (":s 422 bob :MOTD File is missing", ""),
        (":s 332 bob #lobby :news", "The topic is: news|"),
        (":s 301 bob amy :lunch", "amy is away: lunch|"), ("ERROR :Closing link (h): Quit", ""),
        ("ERROR :Closing link (h): Banned: noise", "Banned: noise|"),
        (
            ":amy!u@h PRIVMSG #lobby :\u{3}04,12red\u{f} \u{1b}[2J\u{9b}5mboo \u{202e}abc",
            "[12:34:56] amy: red [2J5mboo abc|"
        ),
        (":amy!u@h PRIVMSG #lobby :\u{4}ff0000hex\u{7}", "[12:34:56] amy: hex|"),
    ])
    func `What happens is shown as a line`(_ line: String, _ shown: String) throws {
        var other = self
        try other.enter()
        #expect(try other.see(line) == shown)
    }

    @Test mutating func `A PING is answered in the name of the session, and who is put out has left`() throws {
        try enter()
        #expect(session.received(Message("PING", "s"), at: "").inputs == [Message("PONG")])
        let kick = try Message(parsing: Bytes(":amy!u@h KICK #lobby bob :out"), limits: .fromServer)
        #expect(session.received(kick, at: "").inputs == [Message("QUIT")])
    }
}

@Suite struct TelnetAddressTests {
    @Test(arguments: [
        ("127.0.0.1:5555", true), ("localhost:5555", true), ("[::1]:5555", true), ("0.0.0.0:5555", false),
        ("*:5555", false),
        ("192.168.0.1:5555", false), ("example.org:5555", false),
    ])
    func `Telnet is served to this machine alone, unless plain text is allowed`(text: String, isFine: Bool) throws {
        var configuration = ServerConfiguration(dataFolder: "/nowhere")
        configuration.telnet = ServerConfiguration.Endpoint(text)
        #expect(((try? configuration.check(WireFormat.all)) != nil) == isFine)
        configuration.allowsPlaintext = true
        #expect(throws: Never.self) { try configuration.check(WireFormat.all) }
        configuration.isInviteOnly = true
        #expect(throws: StartError.self) { try configuration.check(WireFormat.all) }
    }
}

/// Lines of Chat for many who came by telnet.
@Suite struct TelnetCodecTests {
    private let codec = TelnetCodec(lobby: "#lobby")
    private let people = (1...3).map { SessionID(rawValue: $0 << 8 | 2) }

    init() {
        for (person, name) in zip(people, ["ann", "bob", "eve"]) {
            _ = codec.opened(person, from: Origin(address: "127.0.0.1", host: "localhost"))
            _ = codec.decode(.text(Bytes(name)), from: person)
            _ = codec.encode(Array(":irc 001 \(name) :Welcome\r\n".utf8), for: [person])
        }
    }

    private func encode(_ lines: [String]) -> [EncodedLines] {
        codec.encode(Array(lines.map { $0 + "\r\n" }.joined().utf8), for: people)
    }

    /// What they are told, without the time, and how many of them each time.
    private func tell(_ lines: String...) -> [String] {
        encode(lines).map {
            "\($0.sessions.count): " + $0.bytes.text.replacing(#/\[\d\d:\d\d:\d\d\] /#, with: "").dropLast()
        }.sorted()
    }

    @Test func `What reads the same is worded once for all`() {
        #expect(tell(":dan!d@h PRIVMSG #lobby :hello") == ["3: dan: hello"])
        #expect(tell(":dan!d@h NICK dave", ":dave!d@h PRIVMSG #lobby :hi") == ["3: dan is now dave\r\ndave: hi"])
    }

    @Test func `Whom it is about is told by himself`() {
        #expect(tell(":ann!a@h NICK anna") == ["1: ann is now anna", "2: ann is now anna"])
        // She is known by it from then on: her coming in waits for the list of those who are there.
        #expect(tell(":anna!a@h JOIN #lobby").filter { !$0.hasPrefix("1: ") } == ["2: anna joins"])
        let kick = encode([":dan!d@h KICK #lobby bob :out"])
        #expect(kick.map(\.sessions.count).sorted() == [1, 2])
        #expect(kick.allSatisfy { $0.bytes.text.contains("bob is kicked by dan: out") })
        #expect(kick.filter { !$0.followUps.isEmpty }.map(\.sessions) == [[people[1]]])
    }

    @Test func `What the server says is told to each`() {
        #expect(tell(":irc NOTICE #lobby :bye") == ["1: bye", "1: bye", "1: bye"])
    }

    @Test func `Those who are in the room are warned of a stop, and nobody else`() {
        _ = codec.opened(SessionID(rawValue: 4 << 8 | 2), from: Origin(address: "127.0.0.1", host: "localhost"))
        #expect(codec.stopWarning(seconds: 5).map(\.sessions) == [people])
        for person in people { codec.closed(person) }
        #expect(codec.stopWarning(seconds: 5).isEmpty)
    }

    @Test func `A connection that is refused is told why at once`() {
        var origin = Origin(address: "192.0.2.1", host: "192.0.2.1")
        origin.refusal = "This server speaks TLS only"
        let greeting = codec.opened(SessionID(rawValue: 5 << 8 | 2), from: origin)
        #expect(greeting.answer.isEmpty && greeting.inputs.count == 1)
    }
}
