import TerminalApp
import Testing

/// The part of an account that is written into `tui.toml`, beside what stands there already.
@Suite struct SavedAccountTests {
    private func added(_ text: String, port: UInt16 = 6697, password: String = "pencil") -> String? {
        SavedAccount(host: "chat.test", port: port, account: "ada", password: password).added(to: text)
    }

    private static let lines = "nick = \"ada\"\naccount = \"ada\"\npassword = \"pencil\"\n"

    @Test func `Into an empty file goes a table for the port alone`() {
        #expect(added("") == "[[server]]\nhost = \"chat.test\"\nport = 6697\n" + Self.lines)
        #expect(added("", port: 7000) == "[[server]]\nhost = \"chat.test\"\nport = 7000\n" + Self.lines)
    }

    @Test(arguments: [
        "theme = \"dark\" # mine\n", "[keys]\n\"F5\" = \"none\"", "[[server]]\nhost = \"other.test\"\n",
    ])
    func `What stands there stays as it is, in front of the new table`(text: String) {
        let all = added(text)
        #expect(all?.hasPrefix(text) == true)
        #expect(all?.hasSuffix("\n\n[[server]]\nhost = \"chat.test\"\nport = 6697\n" + Self.lines) == true)
    }

    @Test func `A table for the place takes it, and keeps its nick and all else`() {
        let text =
            "theme = \"dark\"\n\n[[server]] # home\nhost = 'Chat.Test'\nport = 6697\nnick = \"eve\"\n\n[keys]\n"
        #expect(
            added(text)
                == "theme = \"dark\"\n\n[[server]] # home\naccount = \"ada\"\npassword = \"pencil\"\nhost = 'Chat.Test'\n"
                + "port = 6697\nnick = \"eve\"\n\n[keys]\n")
    }

    @Test(arguments: [
        "", "theme = \"dark\"\r\n", "theme = \"dark\"\r\n\r\n[[server]]\r\nhost = \"chat.test\"\r\ntls = true",
        "[[server]]\r\nhost = \"other.test\"\r\nnick = \"eve\"",
    ])
    func `A file with CRLF gets the same, with CRLF`(text: String) {
        let expected = added(text.replacing("\r\n", with: "\n"))
        let isBare = text.isEmpty
        #expect(added(text) == (isBare ? expected : expected?.replacing("\n", with: "\r\n")))
    }

    @Test func `Line ends of two kinds stay as they are`() {
        let text = "theme = \"dark\"\n[[server]]\r\nhost = \"chat.test\"\r\nport = 6697\n"
        #expect(added(text) == text.replacing("[[server]]\r\n", with: "[[server]]\r\n" + Self.lines))
    }

    @Test(arguments: ["chat.test:6697", "ircs://Chat.Test:6697", "irc://chat.test:6697/#den"])
    func `A table may name its place as an address`(host: String) {
        let text = "[[server]]\nhost = \"\(host)\"\n"
        #expect(added(text) == "[[server]]\n" + Self.lines + "host = \"\(host)\"\n")
        #expect(added(text.replacing(host, with: "chat.test:7000"))?.contains("host = \"chat.test\"\n") == true)
    }

    @Test
    func
        `A table for every port of the host takes no password: one for the port goes before it, with all that it chooses`()
    {
        let text =
            "theme = \"dark\"\n\n[[server]]\nhost = \"ircs://Chat.Test\"\nrooms = [\n  \"#den\",\n]\n\n# keys\n[keys]\n"
        let new =
            "[[server]]\nport = 6697\n" + Self.lines + "host = \"ircs://Chat.Test\"\nrooms = [\n  \"#den\",\n]\n\n"
        #expect(added(text) == text.replacing("[[server]]", with: new + "[[server]]"))
        // Its nick goes along as well.
        let named = "[[server]]\nhost = \"chat.test\"\nnick = \"eve\""
        #expect(
            added(named, port: 7408)
                == "[[server]]\nport = 7408\naccount = \"ada\"\npassword = \"pencil\"\n"
                + "host = \"chat.test\"\nnick = \"eve\"\n\n" + named)
    }

    @Test func `Of two tables that fit the first is the one that counts`() {
        let every = "[[server]]\nhost = \"chat.test\"\n"
        let one = "[[server]]\nhost = \"chat.test\"\nport = 6697\n"
        let withAccount = "[[server]]\n" + Self.lines + "host = \"chat.test\"\nport = 6697\n"
        #expect(added(one + every) == withAccount + every)
        let copied = "[[server]]\nport = 6697\n" + Self.lines + "host = \"chat.test\"\n\n"
        #expect(added(every + one) == copied + every + one)
    }

    @Test func `A table for another port is not for the place`() {
        let text = "[[server]]\nhost = \"chat.test\"\nport = 7000\n"
        #expect(added(text) == text + "\n[[server]]\nhost = \"chat.test\"\nport = 6697\n" + Self.lines)
        #expect(
            added(text, port: 7000) == "[[server]]\n" + Self.lines + "host = \"chat.test\"\nport = 7000\n"
        )
    }

    @Test(arguments: [
        "account = \"eve\"", "password = \"x\"", "password-command = \"x\"", "certificate = \"x\"",
    ])
    func `Another way to log in is not written over`(line: String) {
        #expect(added("[[server]]\nhost = \"chat.test\"\n" + line) == nil)
        #expect(added("[[server]]\nhost = \"chat.test\"\n# \(line)") != nil)
    }

    /// But for NUL, which the reader of the file refuses.
    private static let bytes: [UInt8] = Array(1...0x1F) + [0x7F] + Array("\"\\'#".utf8)

    @Test(arguments: bytes)
    func `A name and a password are read back as they were, whatever is in them`(byte: UInt8) throws {
        let character = Unicode.Scalar(byte)
        let (account, password) = ("a\(character)da\(character)", "\(character)pen\(character)cil")
        let kept = SavedAccount(host: "chat.test", port: 6697, account: account, password: password)
        // An account that is no nick cannot stand as one.
        let text = try #require(kept.added(to: "[[server]]\nhost = \"chat.test\"\nport = 6697\nnick = \"eve\"\n"))
        let read = try Preferences(text, "tui.toml").server("chat.test", 6697)
        #expect(read?.account == account && read?.password == password && read?.nick == "eve")
    }

    @Test func `A password is a text of the format, whatever is in it`() {
        #expect(
            added("", password: "a\"b\\c\u{7}é")?.contains("password = \"a\\\"b\\\\c\\u0007é\"\n") == true
        )
    }
}
