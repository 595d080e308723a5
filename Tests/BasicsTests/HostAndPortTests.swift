import Basics
import Testing

@Suite struct HostAndPortTests {
    @Test(
        arguments: [
            ("h:1", "h", "1", false), ("h", "h", nil, false), ("h:", "h", "", false), (":1", "", "1", false),
            ("", "", nil, false), ("[::1]:1", "::1", "1", true), ("[::1]", "::1", nil, true),
            ("[::1]:", "::1", "", true),
            ("::1", "::1", nil, false), ("a:b:1", "a:b:1", nil, false), ("[a]:b:1", "a", "b:1", true),
        ] as [(String, String, String?, Bool)])
    func `A place is taken apart`(_ text: String, _ host: String, _ port: String?, _ isBracketed: Bool) throws {
        let place = try #require(HostAndPort(text[...]))
        #expect(place.host == host && place.port.map(String.init) == port && place.isBracketed == isBracketed)
    }

    @Test(arguments: ["[", "[::1", "[::1]1", "[::1]]:1"]) func `A bracket is closed, and a port follows`(_ text: String)
    {
        #expect(HostAndPort(text[...]) == nil)
    }

    @Test func `A port is digits alone`() {
        #expect(HostAndPort.number(of: "6697") == 6697 && HostAndPort.number(of: "0") == 0)
        for text in ["", "+1", "-1", "65536", "1x", " 1", "١"] { #expect(HostAndPort.number(of: text[...]) == nil) }
    }

    @Test func `An address with colons stands in brackets`() {
        #expect(HostAndPort.bracketed("::1") == "[::1]" && HostAndPort.bracketed("h") == "h")
    }
}
