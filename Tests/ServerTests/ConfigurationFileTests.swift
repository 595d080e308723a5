import Chat
import Configuration
import Protocol
import Storage
import Testing

@testable import Server

@Suite struct ConfigurationFileTests {
    @Test func `What the file names is taken over, and nothing else`() throws {
        let configuration = try Self.read(
            """
            listen = ["127.0.0.1:6667", "[::1]:6697"]
            open = true
            history = "memory"

            [limits]
            nick = 20
            """)
        #expect(configuration.endpoints.map(\.description) == ["127.0.0.1:6667", "[::1]:6697"])
        #expect(configuration.isOpen)
        #expect(configuration.history == .memory)
        #expect(configuration.settings.limits.nick == 20)
        #expect(configuration.settings.limits.channel == 64)
        #expect(!configuration.allowsPlaintext)
    }

    static let tooDeep = "open = true\n" + String(repeating: "a.", count: 65) + "a = 1"

    @Test(arguments: [
        ("nik = 1", "f.toml:1: there is no key 'nik'"),
        ("\n\nopne = true", "f.toml:3: there is no key 'opne'; did you mean 'open'?"),
        ("[limits]\ntopik = 3", "f.toml:2: there is no key 'limits.topik'; did you mean 'limits.topic'?"),
        ("limits.topik = 3", "f.toml:1: there is no key 'limits.topik'; did you mean 'limits.topic'?"),
        ("open = 1", "f.toml:1: 'open' must be true or false"),
        ("history = \"disk\"", "f.toml:1: 'history' must be one of \"sqlite\", \"memory\", \"off\""),
        ("listen = [\"nowhere\"]", "f.toml:1: 'listen' must be HOST:PORT"),
        ("room = \"lobby\"", "f.toml:1: 'room' must be a room"),
        ("[history]\nengin = \"off\"", "f.toml:2: there is no key 'history.engin'; did you mean 'history.engine'?"),
        ("history.retention = 90", "f.toml:1: 'history.retention' must be a time"),
        ("[history]\nmax-size = \"much\"", "f.toml:2: 'history.max-size' must be a size"),
        ("password-file = 1", "f.toml:1: 'password-file' must be a file's name"),
        ("tls.sts-seconds = -1", "f.toml:1: 'tls.sts-seconds' must be a whole number"),
        ("[tls]\ncrt = \"x\"", "f.toml:2: there is no key 'tls.crt'; did you mean 'tls.cert'?"),
        ("proxies = [\"10.0.0.0/99\"]", "f.toml:1: 'proxies' must be a list"),
        ("public-address = \"a b\"", "f.toml:1: 'public-address' must be HOST"),
        ("[[webirc]]\npassword = \"x\"", "f.toml:1: 'webirc' needs from"),
        ("[[webirc]]\nfrom = [\"::1\"]", "f.toml:1: 'webirc' needs a password"),
        ("[[webirc]]\nform = 1", "f.toml:1: 'webirc' has no key 'form'"),
        ("webirc = 1", "f.toml:1: 'webirc' must be written as [[webirc]]"),
        ("limits = 3", "f.toml:1: there is no key 'limits'"),
        (tooDeep, "f.toml:2: tables and lists are nested more than 64 deep: take some out"),
        ("accounts.password-length = 0", "f.toml:1: 'accounts.password-length' must be a whole number from 1 to 128"),
        ("accounts.always-on = 1", "f.toml:1: 'accounts.always-on' must be true or false"),
        ("description = \"\"", "f.toml:1: 'description' must be a line of 1 to 200 bytes"),
        ("icon = \"icon.svg\"", "f.toml:1: 'icon' must be an https or http URL of at most 256 bytes"),
        ("room-listed = \"no\"", "f.toml:1: 'room-listed' must be true or false"),
        ("metrics = 65536", "f.toml:1: 'metrics' must be HOST:PORT, or a port of this machine"),
        ("metrics = -1", "f.toml:1: 'metrics' must be HOST:PORT, or a port of this machine"),
        ("metrics = true", "f.toml:1: 'metrics' must be HOST:PORT, or a port of this machine"),
        ("metrics = \"127.0.0.1\"", "f.toml:1: 'metrics' must be HOST:PORT, or a port of this machine"),
        ("invitations = \"friends\"", "f.toml:1: 'invitations' must be \"operators\" or \"rooms\""),
    ])
    func `What is wrong is said with its line`(text: String, problem: String) throws {
        let error = try #require(throws: ConfigurationFile.Problem.self) { try Self.read(text) }
        #expect(error.description.hasPrefix(problem))
    }

    @Test(arguments: [
        ("", true), ("invite-only = true", false), ("invite-only = true\ninvitations = \"rooms\"", true),
        ("invitations = \"operators\"", false), ("invitations = \"rooms\"\ninvite-only = true", true),
    ])
    func `Who runs a room invites, but not where only the invited come in, unless the host says so`(
        text: String, channelOperatorsMayInvite: Bool
    ) throws {
        #expect(try Self.read(text).chatSettings.channelOperatorsMayInvite == channelOperatorsMayInvite)
    }

    @Test func `The history is a word, or a table where there is more to say`() throws {
        #expect(try Self.read("history = \"memory\"").history == .memory)
        let configuration = try Self.read("[history]\nengine = \"off\"\nretention = \"90d\"\nmax-size = \"2G\"")
        #expect(configuration.history == .off)
        #expect(configuration.retention == Retention(age: 90 * 86_400, size: 2 << 30))
        #expect(try Self.read("history.retention = \"1y\"").retention == Retention(age: 365 * 86_400))
        #expect(try Self.read("open = true").retention == .forEver)
    }

    @Test func `A line that is no TOML is named`() throws {
        let error = try #require(throws: ConfigurationFile.Problem.self) { try Self.read("open = true\nroom = = 1") }
        #expect(error.description.hasPrefix("f.toml:2: "))
        let line = try #require(throws: ConfigurationFile.Problem.self) { try Self.read("open = true\nroom") }
        #expect(line.description.hasPrefix("f.toml:2: ") && line.description.hasSuffix(": mend that line"))
        let value = try #require(throws: ConfigurationFile.Problem.self) { try Self.read("room = lobby") }
        #expect(value.description.hasSuffix(": texts stand in quotes; numbers, true and false do not"))
    }

    @Test(arguments: [
        ("9464", "127.0.0.1:9464"), ("127.0.0.1:0", "127.0.0.1:0"), ("[::1]:9464", "[::1]:9464"), (":9464", "*:9464"),
        ("*:9464", "*:9464"), ("0.0.0.0:9464", "0.0.0.0:9464"),
    ])
    func `The metrics are told on this machine unless another address is said`(text: String, endpoint: String) throws {
        #expect(try Self.read("metrics = \"\(text)\"").metrics?.description == endpoint)
    }

    @Test(arguments: [0, 9464, 65_535]) func `A port of this machine is taken as a number, too`(port: Int) throws {
        #expect(try Self.read("metrics = \(port)").metrics?.description == "127.0.0.1:\(port)")
    }

    @Test func `Without the key nobody is told the metrics`() throws {
        #expect(try Self.read("").metrics == nil)
    }

    @Test(arguments: [(0, false), (1, true), (128, true), (129, false)])
    func `A number keeps within its bounds`(value: Int, isFine: Bool) {
        let configuration = try? Self.read("limits.nick = \(value)")
        #expect((configuration != nil) == isFine)
    }

    @Test func `A file with CRLF reads as one with LF`() throws {
        let text = """
            name = "irc.test"
            motd = \"""
            Be kind.

            No \\
                shouting.
            Have fun.\"""
            [limits]
            nick = 20
            """
        let configuration = try Self.read(text.replacing("\n", with: "\r\n"))
        #expect(configuration == (try Self.read(text)))
        #expect(configuration.settings.messageOfTheDay == ["Be kind.", "", "No shouting.", "Have fun."])
    }

    @Test func `An escaped CRLF ends a line of the message of the day, too`() throws {
        #expect(try Self.read("motd = \"a\\r\\nb\\nc\"").settings.messageOfTheDay == ["a", "b", "c"])
    }

    @Test func `A wrong key in a file with CRLF is told with its line`() {
        let problem = #expect(throws: ConfigurationFile.Problem.self) {
            try Self.read("name = \"irc.test\"\r\n\r\n[limits]\r\nnik = 3\r\n")
        }
        #expect(problem?.description.hasPrefix("f.toml:4: ") == true)
    }

    @Test(arguments: [(0, false), (1, true), (128, true), (129, false)])
    func `The length of passwords keeps within its bounds`(value: Int, isFine: Bool) {
        let configuration = try? Self.read("[accounts]\npassword-length = \(value)")
        #expect((configuration != nil) == isFine)
        if isFine { #expect(configuration?.settings.limits.password == value...300) }
    }

    @Test(arguments: [(127, false), (128, true), (300, true), (301, false)])
    func `The most bytes of a password keep within their bounds`(value: Int, isFine: Bool) {
        let configuration = try? Self.read("[accounts]\npassword-max-bytes = \(value)\npassword-length = 12")
        #expect((configuration != nil) == isFine)
        if isFine { #expect(configuration?.settings.limits.password == 12...value) }
    }

    @Test(arguments: [
        ("", false), ("A quiet place", true), (String(repeating: "a", count: 200), true),
        (String(repeating: "a", count: 201), false), ("two\\nlines", false),
    ])
    func `A description is a line`(text: String, isFine: Bool) {
        let configuration = try? Self.read("description = \"\(text)\"")
        #expect((configuration != nil) == isFine)
    }

    @Test(arguments: [
        ("https://example.org/icon.svg", true), ("http://[2001:db8::1]:8080/{size}.png?a=b#c", true),
        ("HTTPS://example.org", true), ("https://" + String(repeating: "a", count: 248), true),
        ("https://" + String(repeating: "a", count: 249), false), ("ftp://example.org/icon.svg", false),
        ("example.org/icon.svg", false), ("https://", false), ("https:///icon.svg", false),
        ("https://example.org/a b", false), ("https://user@example.org/", false), ("https://example.org:x/", false),
        ("https://example.org/\u{E9}", false), ("", false),
    ])
    func `An icon is the URL of a picture on the web`(text: String, isFine: Bool) {
        let configuration = try? Self.read("icon = \"\(text)\"")
        #expect((configuration?.settings.icon == text) == isFine)
    }

    @Test func `What a tester sets reaches Chat`() throws {
        let settings = try Self.read(
            """
            room-listed = false
            description = "A quiet place"
            [accounts]
            password-length = 4
            always-on = true
            """
        ).chatSettings
        #expect(!settings.listsLobby && settings.newAccountsAreAlwaysOn && settings.limits.shortestPassword == 4)
        #expect(settings.serverDescription == "A quiet place")
    }

    @Test func `A password for this machine needs one`() throws {
        let bare = try Self.read("loopback-password = true")
        #expect(throws: StartError.self) { try bare.check(WireFormat.all) }
        let whole = try Self.read("loopback-password = true\npassword-file = \"/p\"")
        try whole.check(WireFormat.all)
        #expect(
            ListenerSet.Rules(whole).admissionPolicy.asksLoopback
                && ListenerSet.Rules(whole).admissionPolicy.hasPassword)
    }

    @Test func `Operators are read, each with its rights`() throws {
        let record = "SCRAM-SHA-256$4096:AQID$\(Self.key):\(Self.key)"
        let configuration = try Self.read(
            """
            [[operator]]
            name = "root"
            password = "\(record)"

            [[operator]]
            name = "helper"
            account = "ada"
            rights = ["kill", "ban"]
            """)
        let operators = configuration.settings.operators
        #expect(operators.map(\.name) == ["root", "helper"])
        #expect(operators.map(\.rights) == [.all, [.kill, .ban]])
        #expect(operators[0].credential?.record == record && operators[1].account == "ada")
    }

    private static let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    @Test(arguments: [
        ("operator = 1", "'operator' must be tables"), ("[[operator]]\naccount = \"a\"", "must have a name"),
        ("[[operator]]\nname = \"a\"", "'a' must have a password or an account"),
        ("[[operator]]\nname = \"a\"\npassword = \"secret\"", "'a' must have a hash as its password"),
        ("[[operator]]\nname = \"a\"\naccount = \"a\"\nrights = [\"fly\"]", "'a' has no right 'fly'"),
        ("[[operator]]\nname = \"a\"\naccount = \"a\"\nright = []", "'a' has no key 'right'"),
        (
            "[[operator]]\nname = \"a\"\naccount = \"a\"\n[[operator]]\nname = \"A\"\naccount = \"a\"",
            "is there twice with the name 'A'"
        ),
    ])
    func `An operator that cannot be is said with what is wrong`(text: String, problem: String) throws {
        let error = try #require(throws: ConfigurationFile.Problem.self) { try Self.read(text) }
        #expect(error.description.hasPrefix("f.toml:1: ") && error.description.contains(problem))
    }

    @Test func `What grillo operator prints is read`() throws {
        let lines = OperatorTOML.make(name: "root", password: "secret", account: "ada", rights: ["kill"])
        let found = try #require(try Self.read(lines).settings.operators.first)
        #expect(found.name == "root" && found.account == "ada" && found.rights == .kill)
        #expect(found.credential?.accepts(password: Array("secret".utf8), using: .openSSL) == true)
        #expect(found.credential?.accepts(password: Array("Secret".utf8), using: .openSSL) == false)
    }

    @Test func `What an operator's lines hold is escaped`() {
        let lines = OperatorTOML.make(name: "a\"b", password: nil, account: "c\\", rights: ["kill", "rehash"])
        #expect(
            lines == #"""
                [[operator]]
                name = "a\"b"
                account = "c\\"
                rights = ["kill", "rehash"]
                """#)
    }

    // MARK: The example that the program prints

    private static func altered() throws -> ServerConfiguration {
        var configuration = ServerConfiguration(dataFolder: "/a \"b\" c\\d")
        configuration.endpoints = [.init(host: "::1", port: 6667), .init(host: "", port: 6697)]
        configuration.isInviteOnly = true
        configuration.history = .memory
        configuration.durability = .os
        try ConfigurationFile.read("log-level = \"debug\"", from: "f.toml", into: &configuration)
        configuration.strictTransportSeconds = 1
        configuration.lobby = "#den"
        configuration.settings.serverName = "irc.test"
        configuration.settings.limits.nick = 20
        configuration.settings.limits.pongSeconds = 7
        return configuration
    }

    /// Takes the # away in front of the keys.
    private static func uncommented(_ text: String, _ isMeant: (Substring) -> Bool = { _ in true }) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("#") && !line.hasPrefix("# ") && isMeant(line) ? line.dropFirst() : line
        }.joined(separator: "\n")
    }

    @Test func `The example changes nothing as it is`() throws {
        let standard = ServerConfiguration(dataFolder: "/nowhere")
        #expect(try Self.read(ConfigurationExample.file(for: try Self.altered())) == standard)
    }

    @Test func `What the example says holds without a key is what holds`() throws {
        for configuration in [ServerConfiguration(dataFolder: "/nowhere"), try Self.altered()] {
            // What is marked is an example; the tables at the end are as well.
            let text = ConfigurationExample.file(for: configuration)
            let upToTables = text[..<(text.firstRange(of: "#[[")?.lowerBound ?? text.endIndex)]
            let read = try Self.read(Self.uncommented(String(upToTables)) { !$0.hasSuffix("# for example") })
            #expect(read == configuration)
        }
    }

    @Test func `The example has every key, and each of them is read`() throws {
        let text = Self.uncommented(ConfigurationExample.file(for: ServerConfiguration(dataFolder: "/nowhere")))
        let configuration = try Self.read(text)
        #expect(configuration.telnet?.port == 5555 && configuration.gateways.count == 1)
        #expect(configuration.settings.operators.first?.rights == .all)
        var table = ""
        var found: Set<String> = []
        for line in text.split(separator: "\n") where !line.hasPrefix("# ") {
            if line.hasPrefix("[") {
                table = String(line.drop { $0 == "[" }.prefix { $0 != "]" })
                found.insert(table)
            } else {
                found.insert((table.isEmpty ? "" : table + ".") + line.prefix { $0 != " " })
            }
        }
        // In short it is history, which is the name of its table as well.
        for key in ServerConfiguration.schema.keys { #expect(found.contains(key.path), "\(key.path)") }
    }

    @Test func `Every key is in the help, each with its meaning`() {
        let help = ConfigurationExample.summary(for: ServerConfiguration(dataFolder: "/nowhere"))
        for key in ServerConfiguration.schema.keys where key.path != "history" {
            #expect(help.contains(key.path) && help.contains(key.summary))
        }
    }

    @Test func `Every key has a name and a summary of its own`() {
        #expect(Set(ServerConfiguration.schema.keys.map(\.path)).count == ServerConfiguration.schema.keys.count)
        #expect(ServerConfiguration.schema.keys.allSatisfy { $0.summary.hasSuffix(".") })
    }

    /// In a name each dot is a table, of which ``TOMLPrecheck`` takes a few; elsewhere none means anything to the reader of TOML.
    @Test(arguments: ["lobby = \"…\"", "\"…\" = 1", "lobby = a…", "proxies = [a…]", "lobby = 1…", "# …\nlobby = 1"])
    func `A file with very many dots outside a name is read, and its mistake is told`(_ text: String) {
        let dots = String(repeating: ".a", count: 150_000)
        #expect(throws: (any Error).self) { try Self.read(text.replacing("…", with: dots)) }
    }

    @discardableResult
    private static func read(_ text: String) throws -> ServerConfiguration {
        var configuration = ServerConfiguration(dataFolder: "/nowhere")
        try ConfigurationFile.read(text, from: "f.toml", into: &configuration)
        return configuration
    }
}
