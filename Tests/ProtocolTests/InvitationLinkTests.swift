import Protocol
import Testing

struct InvitationLinkTests {
    private let key = [UInt8](0..<32)
    private let keyText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

    @Test func `A link is printed with its room, its key and its secret`() {
        let link = InvitationLink(
            host: "chat.example.org", port: 6697, channel: "#lobby", keyFingerprint: key, secret: "s3cret")
        #expect(link?.description == "grillo://chat.example.org:6697/%23lobby?key=\(keyText)&invite=s3cret")
    }

    @Test(arguments: [
        InvitationLink(host: "::1", port: 7000, channel: "#été", keyFingerprint: [UInt8](repeating: 255, count: 32)),
        InvitationLink(host: "192.0.2.1", keyFingerprint: [UInt8](0..<32), secret: "a-_.~b", account: "zoë"),
        InvitationLink(
            host: "h", port: 1, channel: "#a&b=c?d/e%#", keyFingerprint: [UInt8](0..<32), secret: "x+y&z", account: "n"),
    ])
    func `What is printed is read again`(_ link: InvitationLink?) throws {
        let link = try #require(link)
        #expect(InvitationLink(link.description) == link)
    }

    @Test func `Without a port it leads to 6697, without a room to the lobby`() throws {
        let link = try #require(InvitationLink("GRILLO://chat.example.org?key=\(keyText)&later=1"))
        #expect(link.host == "chat.example.org" && link.port == 6697 && link.keyFingerprint == key)
        #expect(link.channel == nil && link.secret == nil && link.account == nil)
    }

    @Test(arguments: [
        "", "grillo://", "grillo:///x?key=KEY", "https://h/?key=KEY", "grillo://h", "grillo://h/?invite=s",
        "grillo://h:0/?key=KEY", "grillo://h:65536/?key=KEY", "grillo://h:+1/?key=KEY", "grillo://h:/?key=KEY",
        "grillo://::1/?key=KEY", "grillo://[::1/?key=KEY", "grillo://[::1]x/?key=KEY", "grillo://u@h/?key=KEY",
        "grillo://h/?key=KEYA", "grillo://h/?key=AAAA", "grillo://h/?key=KEY=", "grillo://h/?key=KEY&key=KEY",
        "grillo://h/%2?key=KEY", "grillo://h/%FF?key=KEY", "grillo://h/?key=KEY&invite=", "grillo://-h/?key=KEY",
    ])
    func `What is no link is not taken for one`(_ text: String) {
        #expect(InvitationLink(text.replacing("KEY", with: keyText)) == nil)
    }

    @Test(arguments: ["%0D%0AQUIT", "a%20b", "%00", "%C2%A0", "%E2%80%A8"])
    func `Nothing in a link can break out of its line`(_ part: String) {
        #expect(InvitationLink("grillo://h/%23\(part)?key=\(keyText)") == nil)
        #expect(InvitationLink("grillo://h/?key=\(keyText)&invite=\(part)") == nil)
        #expect(InvitationLink("grillo://h/?key=\(keyText)&account=\(part)") == nil)
    }

    @Test func `A part may have 255 bytes and no more`() {
        let (fits, tooLong) = (String(repeating: "a", count: 255), String(repeating: "a", count: 256))
        #expect(InvitationLink(host: "h", keyFingerprint: key, secret: fits) != nil)
        #expect(InvitationLink(host: "h", keyFingerprint: key, secret: tooLong) == nil)
        #expect(InvitationLink(host: fits, keyFingerprint: key) != nil)
        #expect(InvitationLink(host: tooLong, keyFingerprint: key) == nil)
    }

    @Test func `A key has 32 bytes`() {
        for count in [31, 33] {
            #expect(InvitationLink(host: "h", keyFingerprint: [UInt8](repeating: 0, count: count)) == nil)
        }
    }
}
