import Testing

@testable import Protocol

@Suite struct ServerAddressTests {
    @Test(
        arguments: [
            ("chat.example.org", "chat.example.org", nil), ("chat.example.org:6667", "chat.example.org", 6667),
            ("chat.example.org/", "chat.example.org", nil), ("chat.example.org:1/", "chat.example.org", 1),
            ("localhost:65535", "localhost", 65535), ("192.0.2.7:7000", "192.0.2.7", 7000), ("::1", "::1", nil),
            ("2001:db8::1", "2001:db8::1", nil), ("[2001:db8::1]", "2001:db8::1", nil), ("[::1]:6697", "::1", 6697),
            ("fe80::1%eth0", "fe80::1%eth0", nil), ("[fe80::1%25eth0]:1", "fe80::1%eth0", 1), ("::", "::", nil),
            ("host/6697", "host", 6697), ("[::1]/6667", "::1", 6667), ("::ffff:192.0.2.1", "::ffff:192.0.2.1", nil),
            ("[::1]/", "::1", nil), ("host:", "host", nil),
        ] as [(String, String, UInt16?)])
    func `A host with or without a port is read`(_ text: String, _ host: String, _ port: UInt16?) throws {
        let address = try ServerAddress(text)
        #expect(address.host == host && address.port == port && address.usesTLS == nil && address.channels.isEmpty)
    }

    @Test(
        arguments: [
            ("irc://host", nil, nil, []), ("IRC://host:6667/", 6667, nil, []), ("ircs://host", nil, true, []),
            ("Ircs://host:7000", 7000, true, []), ("irc://host/#room", nil, nil, ["#room"]),
            ("irc://host:1/#a,#b", 1, nil, ["#a", "#b"]), ("irc://host/room", nil, nil, ["#room"]),
            ("irc://host/%23caf%C3%A9", nil, nil, ["#café"]), ("irc://host/#a?key", nil, nil, ["#a"]),
            ("irc://host/##a", nil, nil, ["##a"]), ("irc://host#a", nil, nil, ["#a"]),
            ("irc://host/ada,isnick", nil, nil, []), ("irc://host/&local,needkey", nil, nil, ["&local"]),
            ("host:6697/#room", 6697, nil, ["#room"]), ("irc://host/6697", nil, nil, ["#6697"]),
            ("host:1/6697", 1, nil, ["#6697"]), ("irc://host/#", nil, nil, []), ("irc://host:/#a", nil, nil, ["#a"]),
            ("irc://host/ada,isuser", nil, nil, []), ("irc://host/%23", nil, nil, []),
        ] as [(String, UInt16?, Bool?, [String])])
    func `A link is read, its rooms too`(_ text: String, _ port: UInt16?, _ usesTLS: Bool?, _ channels: [String]) throws
    {
        let address = try ServerAddress(text)
        #expect(
            address.host == "host" && address.port == port && address.usesTLS == usesTLS && address.channels == channels
        )
    }

    @Test(
        arguments: [
            ("irc://host/#a?key", ["#a": "key"]), ("irc://host/#a?key=k%20", nil),
            ("irc://host/#a?key=sesame", ["#a": "sesame"]),
            ("irc://host/#a,needkey?KEY=se%3Fsame", ["#a": "se?same"]), ("irc://host/a?s&x", ["#a": "s&x"]),
            ("irc://host/#a?msg=hi&key=s", ["#a": "s"]), ("irc://host/#a?msg=hi", [:]), ("irc://host/#a?", [:]),
            ("irc://host/#a,#b?one,two", ["#a": "one", "#b": "two"]), ("irc://host/#a,#b?,two", ["#b": "two"]),
            ("irc://host/#a?one,two", ["#a": "one"]), ("irc://host/?key", [:]), ("host/#a?s", ["#a": "s"]),
            ("irc://host/#a?%zz", nil), ("irc://host/#a?%0Ajoin", nil), ("irc://host/#a,needkey", [:]),
        ] as [(String, [String: String]?)])
    func `A room's key stands behind a question mark`(_ text: String, _ keys: [String: String]?) throws {
        guard let keys else {
            #expect(throws: ServerAddress.Problem.key) { try ServerAddress(text) }
            return
        }
        let address = try ServerAddress(text)
        #expect(address.keys == keys && address.host == "host")
    }

    @Test func `A key that no line of IRC has room for is none`() throws {
        let longest = String(repeating: "k", count: 300)
        #expect(try ServerAddress("irc://host/#a,#b?key=\(longest),\(longest)").keys == ["#a": longest, "#b": longest])
        for text in ["irc://host/#a?key=\(longest)k", "irc://host/#a,#b?s,\(longest)k"] {
            #expect(throws: ServerAddress.Problem.key) { try ServerAddress(text) }
        }
    }

    @Test(arguments: [ServerAddress.Problem.host, .key, .channel, .scheme("foo/#a?sesame")]) func `No words show a key`(
        _ problem: ServerAddress.Problem
    ) {
        #expect(!problem.words(for: "irc://host/#a?sesame").contains("sesame"))
    }

    @Test(arguments: [
        "ircs://ana:sesame@host:x", "ana:sesame@host:x", "irc://ana:sesame@", "irc://ana:sesame@host/%zz",
        "http://ana:sesame@host", "irc://ana:sesame/@host", "irc://ana:sesame?x@host", "irc://ana:ses#sesame@host:0",
        "irc://host:x/#a?se@sesame", "irc://ana:sesame@host/#a?%zz", "ana:sesame://b@host", "irc://a:b@sesame@host:x",
    ])
    func `No words show what stands before the at sign`(_ text: String) throws {
        let problem = try #require(throws: ServerAddress.Problem.self) { try ServerAddress(text) }
        let words = problem.words(for: text)
        #expect(!words.contains("sesame") && !words.contains("ana"), "\(words)")
        #expect(!ServerAddress.shown(text).contains("sesame"))
    }

    @Test func `An address is shown without its secrets, and whole otherwise`() {
        #expect(ServerAddress.shown("ircs://ana:sesame@host:1/#a?key") == "ircs://…@host:1/#a")
        #expect(ServerAddress.shown("ana@host") == "…@host")
        #expect(ServerAddress.shown("host:1") == "host:1")
        #expect(ServerAddress.Problem.port("x").words(for: "ana:sesame@host:x").hasPrefix("“x” is no port"))
    }

    @Test func `A link may name who one is, and an address in brackets`() throws {
        let address = try ServerAddress("ircs://ada:x@[2001:db8::1]:6697/#room")
        #expect(address.host == "2001:db8::1" && address.port == 6697 && address.nick == "ada")
        #expect(address.channels == ["#room"])
    }

    @Test(arguments: [
        ("", ServerAddress.Problem.host), (":6697", .host), ("a b", .host), ("[::1", .host), ("[::1]x", .host),
        ("[host]:1", .host), ("host:6697:6697", .host), ("irc:/host", .host), ("[:]", .host), (":::", .host),
        ("1::2::3", .host),
        ("host/65536", .port("65536")), ("host/0", .port("0")), ("irc://", .host), ("irc:///#room", .host),
        ("-x", .host), ("a\u{7}", .host),
        ("host:0", .port("0")), ("host:65536", .port("65536")), ("host:x", .port("x")), ("host:-1", .port("-1")),
        ("host:+1", .port("+1")), ("host:٣", .port("٣")), ("[::1]:99999", .port("99999")),
        ("http://host", .scheme("http")), ("HTTPS://host/#a", .scheme("https")), ("irc://host/a%2Cb", .channel),
        ("irc://host/%00", .channel), ("irc://host/%zz", .channel),
    ])
    func `What leads nowhere says why`(_ text: String, _ problem: ServerAddress.Problem) {
        #expect(throws: problem) { try ServerAddress(text) }
        #expect(!problem.words(for: text).isEmpty)
    }
}
