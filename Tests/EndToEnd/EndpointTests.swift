import Foundation
import Protocol
import TestSupport
import Testing

/// The door as clients and proxies meet it.
@Suite(.serialized) struct EndpointTests {
    // MARK: Certificates

    /// The fingerprint of what a server shows, and whether the authority vouches for it.
    private func shown(_ room: GrilloServer, _ authority: CertificateAuthority, _ more: [String] = []) throws -> (
        fingerprint: String, report: String
    ) {
        let session = try ProgramResult.of(
            named: "openssl",
            [
                "s_client", "-connect", "127.0.0.1:\(room.port)", "-CAfile", authority.certificate, "-alpn", "irc",
                "-verify_ip", "127.0.0.1",
            ] + more)
        let print = try ProgramResult.of(
            named: "openssl", ["x509", "-noout", "-fingerprint", "-sha256"], input: session.output)
        return (print.output.drop { $0 != "=" }.filter(\.isHexDigit), session.output)
    }

    @Test func `openssl finds a chain it can verify, TLS 1.2 and 1.3, and irc`() throws {
        let authority = try CertificateAuthority()
        let issued = try authority.issue("server")
        let room = try GrilloServer(["--tls-cert", issued.chain, "--tls-key", issued.key])
        for version in ["-tls1_2", "-tls1_3"] {
            let (fingerprint, report) = try shown(room, authority, [version])
            #expect(try fingerprint == issued.fingerprint())
            #expect(report.contains("Verify return code: 0 (ok)") && report.contains("ALPN protocol: irc"))
        }
        #expect(try !shown(room, authority, ["-tls1_1"]).report.contains("BEGIN CERTIFICATE"))
        #expect(try !shown(room, authority, ["-tls1_2", "-cipher", "AES128-SHA"]).report.contains("BEGIN CERTIFICATE"))
    }

    @Test func `Who speaks another protocol over TLS is refused with the alert, and who names none comes in`() throws {
        let room = try GrilloServer()
        func report(_ protocols: [String]) throws -> String {
            let session = try ProgramResult.of(
                named: "openssl", ["s_client", "-connect", "127.0.0.1:\(room.port)"] + protocols, input: "Q\n")
            return session.output + session.errors
        }
        for version in ["-tls1_2", "-tls1_3"] {
            let refused = try report([version, "-alpn", "h2,http/1.1"])
            #expect(refused.contains("no application protocol") && !refused.contains("BEGIN CERTIFICATE"))
            #expect(try report([version, "-alpn", "h2,irc"]).contains("ALPN protocol: irc"))
            #expect(try report([version]).contains("BEGIN CERTIFICATE"))
        }
    }

    @Test
    func `A certificate that changes on the disk is shown from then on, a broken one is not, and nobody is dropped`()
        throws
    {
        let authority = try CertificateAuthority()
        let (first, second) = (try authority.issue("first"), try authority.issue("second"))
        let folder = Scratch()
        func put(_ certificate: String, _ key: String) throws {
            for (source, name) in [(key, "server.key"), (certificate, "server.crt")] {
                let path = try folder.write(String(contentsOfFile: source, encoding: .utf8), to: "new." + name)
                chmod(path, 0o600)
                guard rename(path, folder.path + "/" + name) == 0 else { throw TestFailure(description: "rename") }
            }
        }
        try put(first.chain, first.key)
        let room = try GrilloServer([
            "--tls-cert", folder.path + "/server.crt", "--tls-key", folder.path + "/server.key",
        ])
        let guest = try RawClient(port: room.port, nick: "guest")
        #expect(try shown(room, authority).fingerprint == first.fingerprint())
        try put(second.chain, second.key)
        let expected = try second.fingerprint()
        try wait("the new one to be shown") { try shown(room, authority).fingerprint == expected }
        try put(first.chain, second.key)
        let log = room.folder.path + "/stderr"
        try wait("the broken one to be told") {
            try String(contentsOfFile: log, encoding: .utf8).contains("cannot be used, and the old one stays")
        }
        #expect(try shown(room, authority).fingerprint == expected)
        try put(first.chain, first.key)
        kill(room.processID, SIGHUP)
        let last = try first.fingerprint()
        try wait("the first one to be back") { try shown(room, authority).fingerprint == last }
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        #expect(lines.count { $0.contains("cannot be used, and the old one stays") } == 1)
        guest.send("PING still")
        try guest.expect("PONG")
    }

    @Test func `irssi verifies, and refuses what another authority vouches for`() throws {
        let (authority, other) = (try CertificateAuthority(), try CertificateAuthority("Another"))
        let issued = try authority.issue("server")
        let room = try GrilloServer(["--tls-cert", issued.chain, "--tls-key", issued.key])
        let irssi = try TmuxTerminal.irssi(room, nick: "verifier", authority: authority.certificate)
        try irssi.waitFor("verifier")
        let doubter = try TmuxTerminal.irssi(room, nick: "doubter", authority: other.certificate, comesIn: false)
        try doubter.waitFor("Could not verify")
    }

    @Test func `weechat comes in by a pinned fingerprint, and not by another`() throws {
        let authority = try CertificateAuthority()
        let issued = try authority.issue("server")
        let room = try GrilloServer(["--tls-cert", issued.chain, "--tls-key", issued.key])
        let right = try issued.fingerprint()
        _ = try TmuxTerminal.weechat(room, nick: "pinner", fingerprint: right)
        let wrong = String(right.reversed())
        let doubter = try TmuxTerminal.weechat(room, nick: "doubter", fingerprint: wrong, comesIn: false)
        // The room's window is opened before anybody is in it; what went wrong is told in the first.
        try doubter.waitFor("#lobby")
        try doubter.press("M-1")
        try doubter.waitFor("fingerprint does NOT match")
    }

    // MARK: Invitations

    private func grillo(_ room: GrilloServer, _ arguments: String...) throws -> ProgramResult {
        try ProgramResult.of(Programs.grillo, arguments + ["--data", room.dataFolder])
    }

    @Test
    func `An invitation made while the server is away lets in when it is back, opens its room, and can be withdrawn`()
        throws
    {
        let room = try GrilloServer(["--invite-only"])
        let first = try grillo(room, "invite", "--room", "#den", "--account", "ada")
        let link = try #require(InvitationLink(first.output.trimmingCharacters(in: .newlines)))
        #expect(link.channel == "#den" && link.account == "ada" && link.port == room.port)
        room.stop()
        let second = try grillo(room, "invite", "--uses", "3", "--expires", "2h", "--host", "chat.example.org:7000")
        #expect(second.errors.isEmpty)
        let other = try #require(InvitationLink(second.output.trimmingCharacters(in: .newlines)))
        #expect(other.host == "chat.example.org" && other.port == 7000 && other.keyFingerprint == link.keyFingerprint)
        try room.start()
        let guest = try RawClient(port: room.port)
        guest.send("PASS \(link.secret ?? "")", "NICK guest", "USER guest 0 * :guest")
        try guest.expect(" 900 ")
        try guest.expect("INVITE guest #den")
        guest.send("NS SET PASSWORD sesame-sesame")
        try guest.expect("changed")
        let list = try grillo(room, "invite", "list").output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(list.map { $0[1...2].joined(separator: " ") } == ["used-up 1/1", "live 0/3"])
        #expect(try grillo(room, "invite", "revoke", String(list[1][0])).code == 0)
        let late = try RawClient(port: room.port)
        late.send("PASS \(other.secret ?? "")", "NICK late", "USER late 0 * :late")
        try late.expect("was revoked")
        try late.expectClosed()
    }

    @Test func `Who was let in lets nobody in where only the invited come, and is sent away with his account`() throws {
        let room = try GrilloServer(["--invite-only"])
        let made = try grillo(room, "invite")
        let link = try #require(InvitationLink(made.output.trimmingCharacters(in: .newlines)))
        let guest = try RawClient(port: room.port)
        guest.send("PASS \(link.secret ?? "")", "NICK guest", "USER guest 0 * :guest")
        guest.send("NS REGISTER sesame-sesame", "JOIN #hers", "INVITATION CREATE #hers")
        try guest.expect("FAIL INVITATION NO_PRIVILEGES :Only the host lets people into this server")
        let id = String(try grillo(room, "invite", "list").output.prefix(8))
        let revoked = try grillo(room, "invite", "revoke", id)
        #expect(revoked.output.hasPrefix("\(id) is revoked.\n") && revoked.output.contains(" guest. --guests"))
        guest.send("PING still-here")
        try guest.expect("still-here")
        #expect(try grillo(room, "invite", "revoke", id, "--guests").output.contains("are removed: guest."))
        try guest.expect("Your invitation was revoked")
        try guest.expectClosed()
        #expect(try grillo(room, "account", "list").output.isEmpty)
    }

    // MARK: Behind a proxy

    private func header(_ address: [UInt8]) -> [UInt8] {
        [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0, 12] + address
            + [127, 0, 0, 1, 0x10, 0xE1, 0x1A, 0x29]
    }

    private func room(_ configuration: String, _ arguments: [String] = []) throws -> GrilloServer {
        let folder = Scratch()
        let file = try folder.write(configuration, to: "grillo.toml")
        return try GrilloServer(["--config", file] + arguments, folder: folder)
    }

    @Test func `Whom a trusted proxy brings is where the proxy says, and never this machine`() throws {
        let room = try room("proxies = [\"127.0.0.1\"]\nallow-plaintext = true")
        for (address, words) in [
            ([10, 1, 2, 3], " 001 guest10 "), ([203, 0, 113, 9], "You need an account"),
            ([127, 0, 0, 1], "You need an account"),
        ] as [([UInt8], String)] {
            let client = try RawClient(port: room.port)
            client.sendBytes(header(address))
            // A nick each: the one before may not have left yet.
            client.send("NICK guest\(address[0])", "USER guest 0 * :guest")
            try client.expect(words)
        }
        let without = try RawClient(port: room.port)
        without.send("NICK guest", "USER guest 0 * :guest")
        try without.expectClosed()
        #expect(without.lines.isEmpty)
    }

    @Test func `Who is no trusted proxy is not believed`() throws {
        let room = try GrilloServer()
        let client = try RawClient(port: room.port)
        client.sendBytes(header([10, 1, 2, 3]))
        client.send("NICK guest", "USER guest 0 * :guest")
        try client.expectClosed()
        #expect(!client.lines.contains { $0.contains(" 001 ") })
    }

    @Test func `A gateway brings people, with its password and from its address`() throws {
        let room = try room(
            """
            allow-plaintext = true
            [[webirc]]
            password = "one"
            from = ["127.0.0.1"]
            """)
        let guest = try RawClient(port: room.port)
        guest.send("WEBIRC one gateway guest.example 10.9.8.7", "NICK guest", "USER guest 0 * :guest", "USERHOST guest")
        try guest.expect(" 001 guest ")
        try guest.expect(" 302 ")
        #expect(!guest.lines.contains { $0.contains("127.0.0.1") || $0.contains("localhost") })
        for (line, words) in [
            ("WEBIRC two gateway h 10.9.8.7", "Invalid WebIRC password"),
            ("WEBIRC one gateway h 203.0.113.5", "You need an account"),
        ] {
            let client = try RawClient(port: room.port)
            client.send(line, "NICK x", "USER x 0 * :x")
            try client.expect(words)
            try client.expectClosed()
        }
        let own = try RawClient(port: room.port, nick: "own")
        own.send("WEBIRC one gateway h 10.9.8.7")
        try own.expect(" 421 ")
        let other = try GrilloServer()
        let elsewhere = try RawClient(port: other.port)
        elsewhere.send("WEBIRC one gateway h 10.9.8.7")
        try elsewhere.expect("ERROR :WEBIRC is not taken from here")
    }
}
