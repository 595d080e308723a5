import TerminalApp
import Testing

/// The part of an account that is written into `tui.toml`, beside what stands there already.
@Suite struct SavedAccountTests {
    private func added(_ text: String, port: UInt16 = 6697) throws -> String? {
        try SavedAccount(host: "chat.test", port: port, account: "ada", nick: "ada").added(to: text)
    }

    private static let lines = "nick = \"ada\"\naccount = \"ada\"\n"

    @Test func `Into an empty file goes a table for the port alone`() throws {
        #expect(try added("") == "[[server]]\nhost = \"chat.test\"\nport = 6697\n" + Self.lines)
        #expect(try added("", port: 7000) == "[[server]]\nhost = \"chat.test\"\nport = 7000\n" + Self.lines)
    }

    @Test(arguments: [
        "theme = \"dark\" # mine\n", "[keys]\n\"F5\" = \"none\"", "[[server]]\nhost = \"other.test\"\n",
    ])
    func `What stands there stays as it is, in front of the new table`(text: String) throws {
        let all = try added(text)
        #expect(all?.hasPrefix(text) == true)
        #expect(all?.hasSuffix("\n\n[[server]]\nhost = \"chat.test\"\nport = 6697\n" + Self.lines) == true)
    }

    @Test func `A table for the place takes it, and keeps its nick and all else`() throws {
        let text =
            "theme = \"dark\"\n\n[[server]] # home\nhost = 'Chat.Test'\nport = 6697\nnick = \"eve\"\n\n[keys]\n"
        #expect(
            try added(text)
                == "theme = \"dark\"\n\n[[server]] # home\nhost = 'Chat.Test'\nport = 6697\nnick = \"eve\"\n"
                + "account = \"ada\"\n\n[keys]\n")
    }

    @Test(arguments: [
        "", "theme = \"dark\"\r\n", "theme = \"dark\"\r\n\r\n[[server]]\r\nhost = \"chat.test\"\r\ntls = true",
        "[[server]]\r\nhost = \"other.test\"\r\nnick = \"eve\"",
    ])
    func `A file with CRLF gets the same, with CRLF`(text: String) throws {
        let expected = try added(text.replacing("\r\n", with: "\n"))
        let isBare = text.isEmpty
        #expect(try added(text) == (isBare ? expected : expected?.replacing("\n", with: "\r\n")))
    }

    @Test func `Line ends of two kinds stay as they are`() throws {
        let text = "theme = \"dark\"\n[[server]]\r\nhost = \"chat.test\"\r\nport = 6697\n"
        #expect(try added(text) == text + Self.lines)
    }

    @Test(arguments: ["chat.test:6697", "ircs://Chat.Test:6697", "irc://chat.test:6697/#den"])
    func `A table may name its place as an address`(host: String) throws {
        let text = "[[server]]\nhost = \"\(host)\"\n"
        #expect(try added(text) == text + Self.lines)
        #expect(try added(text.replacing(host, with: "chat.test:7000"))?.contains("host = \"chat.test\"\n") == true)
    }

    @Test
    func
        `A table for every port of the host takes no account: one for the port goes before it, with all that it chooses`()
        throws
    {
        let text =
            "theme = \"dark\"\n\n[[server]]\nhost = \"ircs://Chat.Test\"\nrooms = [\n  \"#den\",\n]\n\n# keys\n[keys]\n"
        let new =
            "[[server]]\nport = 6697\n" + Self.lines + "host = \"ircs://Chat.Test\"\nrooms = [\n  \"#den\",\n]\n\n"
        #expect(try added(text) == text.replacing("[[server]]", with: new + "[[server]]"))
        // Its nick goes along as well.
        let named = "[[server]]\nhost = \"chat.test\"\nnick = \"eve\""
        #expect(
            try added(named, port: 7408)
                == "[[server]]\nport = 7408\naccount = \"ada\"\n"
                + "host = \"chat.test\"\nnick = \"eve\"\n\n" + named)
    }

    @Test func `Of two tables that fit the first is the one that counts`() throws {
        let every = "[[server]]\nhost = \"chat.test\"\n"
        let one = "[[server]]\nhost = \"chat.test\"\nport = 6697\n"
        #expect(try added(one + every) == one + Self.lines + every)
        let copied = "[[server]]\nport = 6697\n" + Self.lines + "host = \"chat.test\"\n\n"
        #expect(try added(every + one) == copied + every + one)
    }

    @Test func `A table for another port is not for the place`() throws {
        let text = "[[server]]\nhost = \"chat.test\"\nport = 7000\n"
        #expect(try added(text) == text + "\n[[server]]\nhost = \"chat.test\"\nport = 6697\n" + Self.lines)
        #expect(
            try added(text, port: 7000) == text + Self.lines
        )
    }

    @Test(arguments: [
        "account = \"eve\"", "password = \"x\"", "password-command = \"x\"", "certificate = \"x\"\nkey = \"y\"",
    ])
    func `Another way to log in is not written over`(line: String) throws {
        #expect(try added("[[server]]\nhost = \"chat.test\"\n" + line) == nil)
        #expect(try added("[[server]]\nhost = \"chat.test\"\n# \(line.prefix { $0 != "\n" })") != nil)
    }

    /// But for NUL, which the reader of the file refuses.
    private static let bytes: [UInt8] = Array(1...0x1F) + [0x7F] + Array("\"\\'#".utf8)

    @Test(arguments: bytes)
    func `A name is read back as it was, whatever is in it`(byte: UInt8) throws {
        let character = Unicode.Scalar(byte)
        let account = "a\(character)da\(character)"
        // A text that is no nick does not stand as one.
        let kept = SavedAccount(host: "chat.test", port: 6697, account: account, nick: "-" + account)
        let text = try #require(try kept.added(to: "[[server]]\nhost = \"chat.test\"\nport = 6697\n"))
        let read = try Preferences(text, "tui.toml").server("chat.test", 6697)
        #expect(read?.account == account && read?.nick == nil && read?.password == nil)
    }

    @Test func `A file that cannot be read is refused`() {
        #expect(throws: PreferencesEdit.Problem.self) { try added("bell = maybe") }
    }
}
