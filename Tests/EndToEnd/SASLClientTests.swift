import Foundation
import TestSupport
import Testing

/// irssi and WeeChat log in by each way there is, are found where their user was, and are told what that user missed.
@Suite(.serialized) struct SASLClientTests {
    /// A way to log in: the client, told what it must know.
    struct LoginMethod: CustomTestStringConvertible, Sendable {
        let name: String
        let open: @Sendable (GrilloServer, _ certificate: String) throws -> TmuxTerminal
        /// The command that shows the lobby.
        let showLobby: String

        var testDescription: String { name }
    }

    static let loginMethods = [
        LoginMethod(
            name: "irssi, PLAIN over TLS",
            open: { room, _ in
                try .irssi(
                    room, server: "use_tls = \"yes\"; tls_verify = \"no\";",
                    sasl: "sasl_mechanism = \"PLAIN\"; sasl_username = \"alice\"; sasl_password = \"open-sesame\";")
            }, showLobby: "/window goto #lobby"),
        LoginMethod(
            name: "irssi, EXTERNAL over TLS",
            open: { room, certificate in
                try .irssi(
                    room, server: "use_tls = \"yes\"; tls_verify = \"no\"; tls_cert = \"\(certificate)\";",
                    sasl: "sasl_mechanism = \"EXTERNAL\";")
            }, showLobby: "/window goto #lobby"),
        LoginMethod(
            name: "WeeChat, SCRAM-SHA-256",
            open: { room, _ in
                try .weechat(
                    room,
                    options: [
                        "tls off", "ssl off", "sasl_mechanism scram-sha-256", "sasl_username alice",
                        "sasl_password open-sesame",
                    ])
            }, showLobby: "/buffer #lobby"),
        LoginMethod(
            name: "WeeChat, EXTERNAL over TLS",
            open: { room, certificate in
                try .weechat(
                    room,
                    options: [
                        "tls on", "ssl on", "tls_verify off", "ssl_verify off", "tls_cert \(certificate)",
                        "ssl_cert \(certificate)", "sasl_mechanism external", "sasl_username alice",
                    ])
            }, showLobby: "/buffer #lobby"),
    ]

    @Test(arguments: loginMethods) func `Who comes back is the same user, and is told what was said`(door: LoginMethod)
        throws
    {
        let room = try GrilloServer()
        let account = ["account", "add", "alice", "--data", room.dataFolder]
        #expect(try ProgramResult.of(Programs.grillo, account, input: "open-sesame\n").code == 0)
        let (certificate, fingerprint) = try Self.makeCertificate(in: room.folder)
        let first = try RawClient(port: room.port, nick: "first", room: nil)
        first.send("PRIVMSG NickServ :IDENTIFY alice open-sesame")
        try first.expect(" 900 ")
        first.send("NICK alice", "NS CERT ADD \(fingerprint)", "NS SET ALWAYS-ON ON", "JOIN #lobby", "QUIT")
        try first.expectClosed()
        #expect(first.lines.contains { $0.contains(":Done") })

        let otto = try RawClient(port: room.port, nick: "otto")
        otto.send("PRIVMSG #lobby :while you were out", "PRIVMSG alice :for you alone", "PING said")
        try otto.expect("PONG")
        let client = try door.open(room, certificate)
        try wait("alice to be there", state: { (try? client.screen) ?? "" }) {
            let start = otto.lines.count
            otto.send("WHOIS alice")
            try otto.expect(" 318 ", from: start)
            return otto.lines[start...].contains { $0.contains(" 330 otto alice alice ") }
                && !otto.lines[start...].contains { $0.contains(" 301 ") }
        }
        try client.enter(door.showLobby)
        try client.waitFor("while you were out")
        try client.enter("I am back")
        try otto.expect("PRIVMSG #lobby :I am back")
        try client.enter("/query otto")
        try client.waitFor("for you alone")
    }

    @Test func `A certificate that no account knows opens nothing, and the password still does`() throws {
        let room = try GrilloServer()
        let account = ["account", "add", "alice", "--data", room.dataFolder]
        #expect(try ProgramResult.of(Programs.grillo, account, input: "open-sesame\n").code == 0)
        let (certificate, _) = try Self.makeCertificate(in: room.folder)
        let password = Data("\0alice\0open-sesame".utf8).base64EncodedString()
        let words = [
            "CAP REQ :sasl", "NICK alice", "USER a 0 * :A", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +",
            "AUTHENTICATE PLAIN", "AUTHENTICATE \(password)", "CAP END", "QUIT",
        ]
        let script = try room.folder.write(words.map { $0 + "\r\n" }.joined(), to: "words")
        let command = """
            openssl s_client -quiet -connect 127.0.0.1:\(room.port) -cert '\(certificate)' <'\(script)' 2>/dev/null
            """
        let said = try ProgramResult.of(named: "sh", ["-c", command]).output
        #expect(said.contains(" 904 ") && said.contains("no account knows your certificate"))
        #expect(said.contains(" 903 ") && said.contains(" 001 alice "))
    }

    /// A key and its certificate in one file, and the SHA-256 of that in hexadecimal.
    private static func makeCertificate(in folder: Scratch) throws -> (path: String, fingerprint: String) {
        let path = folder.path + "/client.pem"
        let made = try ProgramResult.of(
            named: "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=alice", "-days", "30", "-keyout", path, "-out", path + ".crt",
            ])
        guard made.code == 0 else { throw TestFailure(description: "openssl: \(made.errors)") }
        let certificate = try String(contentsOfFile: path + ".crt", encoding: .utf8)
        let key = try String(contentsOfFile: path, encoding: .utf8)
        _ = try folder.write(key + certificate, to: "client.pem")
        let told = try ProgramResult.of(named: "openssl", ["x509", "-in", path, "-noout", "-fingerprint", "-sha256"])
            .output
        return (path, told.trimmingCharacters(in: .newlines).split(separator: "=").last.map(String.init) ?? "")
    }
}

extension TmuxTerminal {
    /// irssi, with these settings of its server and its network.
    fileprivate static func irssi(_ room: GrilloServer, server: String, sasl: String) throws -> TmuxTerminal {
        let home = Scratch()
        _ = try home.write(
            """
            servers = ( {
              address = "127.0.0.1"; port = "\(room.port)"; chatnet = "here"; autoconnect = "yes"; \(server)
            } );
            chatnets = { here = { type = "IRC"; \(sasl) }; };
            settings = { core = { nick = "alice"; user_name = "alice"; real_name = "alice"; }; };

            """, to: "irssi/config")
        return try TmuxTerminal("irssi", ["--home=\(home.path)/irssi"], home: home)
    }

    /// WeeChat, with these options of its server; those that its version does not know are passed over.
    fileprivate static func weechat(_ room: GrilloServer, options: [String]) throws -> TmuxTerminal {
        let home = Scratch()
        let commands =
            ["/server add here 127.0.0.1/\(room.port)", "/set irc.server.here.nicks alice"]
            + options.map { "/set irc.server.here.\($0)" } + ["/connect here"]
        return try TmuxTerminal(
            "weechat", ["--dir", home.path + "/weechat", "--run-command", commands.joined(separator: ";")], home: home)
    }
}
