import Testing

@testable import Transport

/// The address of a proxy as people write it.
@Suite("The address of a proxy") struct SOCKS5ProxyTests {
    @Test(
        arguments: [
            ("socks5://127.0.0.1:9050", "127.0.0.1", 9050), ("SOCKS5H://proxy.test:1", "proxy.test", 1),
            ("socks5://proxy.test", "proxy.test", 1080), ("socks5://proxy.test:/", "proxy.test", 1080),
            ("socks5://[::1]:65535/", "::1", 65535), ("socks5://[2001:db8::1]", "2001:db8::1", 1080),
            ("socks5://" + String(repeating: "a", count: 255), String(repeating: "a", count: 255), 1080),
        ] as [(String, String, UInt16)])
    func `It has a host and a port`(text: String, host: String, port: UInt16) throws {
        #expect(try SOCKS5Proxy(text) == SOCKS5Proxy(host: host, port: port))
    }

    @Test func `A user name and a password stand in front, with any byte written as its number, and are not shown`()
        throws
    {
        let proxy = try SOCKS5Proxy("socks5://an%40a:s%3Ae:c%25@[::1]:9050")
        #expect(proxy.credentials == SOCKS5Proxy.Credentials(user: "an@a", password: "s:e:c%"))
        #expect(proxy.credentials != nil && proxy.description == "[::1]:9050")
        let longest = String(repeating: "x", count: 255)
        #expect(try SOCKS5Proxy("socks5://\(longest):\(longest)@p").credentials?.user == longest)
    }

    @Test(
        arguments: [
            ("", SOCKS5Proxy.Problem.scheme), ("127.0.0.1:9050", .scheme), ("http://proxy.test:80", .scheme),
            ("socks4://proxy.test", .scheme), ("socks5:/proxy.test", .scheme), ("socks5://", .host),
            ("socks5://:9050", .host), ("socks5://a b:9050", .host), ("socks5://a\n", .host), ("socks5://::1", .host),
            ("socks5://[::1", .host), ("socks5://[::1]x", .host),
            ("socks5://" + String(repeating: "a", count: 256), .host), ("socks5://p:0", .port("0")),
            ("socks5://p:65536", .port("65536")), ("socks5://p:x", .port("x")), ("socks5://p:1/x", .path),
            ("socks5://p?x", .path), ("socks5://user@p", .credentials), ("socks5://user:@p", .credentials),
            ("socks5://:secret@p", .credentials), ("socks5://u:100%@p", .credentials),
            ("socks5://u:%FF@p", .credentials),
            ("socks5://\(String(repeating: "x", count: 256)):secret@p", .credentials),
            ("socks5://u:\(String(repeating: "x", count: 256))@p", .credentials),
        ])
    func `What is none says why in one line, and tells no password`(text: String, problem: SOCKS5Proxy.Problem) {
        #expect(throws: problem) { try SOCKS5Proxy(text) }
        #expect(!problem.words.contains(where: \.isNewline) && !problem.words.contains("secret"))
    }
}
