import Basics
import Foundation
import Protocol
import TestSupport
import Testing

/// Who comes from the open internet: refused with the way in, until it shows an account, an invitation or the password.
@Suite(.serialized, .enabled(if: NetworkNamespace.isAvailable, "this user may make no network namespace"))
struct RemoteEntryTests {
    private func room(_ arguments: [String] = [], environment: [String] = []) throws -> GrilloServer {
        try GrilloServer(
            ["--listen", "\(NetworkNamespace.address):6697"] + arguments,
            wrapper: environment.isEmpty ? NetworkNamespace.wrapper : ["env"] + environment + NetworkNamespace.wrapper)
    }

    private func password(_ text: String, in folder: Scratch) throws -> String {
        let file = try folder.write(text + "\n", to: "password")
        chmod(file, 0o600)
        return file
    }

    private let names = ["NICK guest", "USER guest 0 * :guest"]

    @Test func `A stranger is refused with the way in, and enters with each of the three`() throws {
        let folder = Scratch()
        let room = try room(["--password-file", try password("hush hush", in: folder)])
        let refused = try NetworkNamespace.say(names, to: room)
        #expect(!refused.contains(" 001 "))
        let farewell = try #require(refused.split(separator: "\r\n").last { $0.hasPrefix("ERROR ") })
        for way in ["account", "invitation", "password", "ask whoever hosts"] { #expect(farewell.contains(way)) }

        let invite = try ProgramResult.of(Programs.grillo, ["invite", "--data", room.dataFolder])
        #expect(invite.code == 0 && invite.output.split(separator: "\n").count == 1)
        let link = try #require(InvitationLink(invite.output.trimmingCharacters(in: .newlines)))
        #expect(link.host == NetworkNamespace.address && link.port == 6697)
        let invited = ["PASS \(try #require(link.secret))"] + names + ["QUIT"]
        #expect(try NetworkNamespace.say(invited, to: room).contains(" 001 guest "))
        #expect(try NetworkNamespace.say(invited, to: room).contains(" 001 guest "))

        #expect(try NetworkNamespace.say(["PASS :hush hush"] + names + ["QUIT"], to: room).contains(" 001 guest "))

        let account = try ProgramResult.of(
            Programs.grillo, ["account", "add", "guest", "--data", room.dataFolder], input: "sesame sesame\n")
        #expect(account.code == 0)
        let proof = Base64.encode(Array("\0guest\0sesame sesame".utf8))
        let known =
            ["CAP REQ sasl", "AUTHENTICATE PLAIN", "AUTHENTICATE \(proof)"] + names + ["CAP END", "QUIT"]
        #expect(try NetworkNamespace.say(known, to: room).contains(" 001 guest "))

        let wrong = try NetworkNamespace.say(["PASS guess", "NICK guesser", "USER guesser 0 * :guesser"], to: room)
        #expect(wrong.contains(" 464 ") && wrong.contains("ERROR ") && !wrong.contains(" 001 "))
    }

    @Test func `A password guesser is made to wait, and says the right one in vain meanwhile`() throws {
        let folder = Scratch()
        let room = try room(["--password-file", try password("hush", in: folder)])
        for _ in 1...5 { #expect(!(try NetworkNamespace.say(["PASS guess"] + names, to: room)).contains(" 001 ")) }
        let late = try NetworkNamespace.say(["PASS hush"] + names, to: room)
        #expect(late.contains("try again in") && !late.contains(" 001 "))
    }

    @Test func `Who may come in is read again, password and all`() throws {
        let folder = Scratch()
        let file = try folder.write("password-file = \"\(try password("old one", in: folder))\"", to: "grillo.toml")
        let room = try room(["--config", file])
        func reload(times: Int) throws {
            kill(room.processID, SIGHUP)
            try wait("the configuration to be read") {
                let log = try String(contentsOfFile: room.folder.path + "/stderr", encoding: .utf8)
                return log.split(separator: "\n").count { $0.contains("configuration") } == times
            }
        }
        func enters(_ first: String...) throws -> Bool {
            try NetworkNamespace.say(first + names + ["QUIT"], to: room).contains(" 001 ")
        }
        #expect(try enters("PASS :old one"))
        _ = try password("new one", in: folder)
        try reload(times: 1)
        #expect(try !enters("PASS :old one"))
        #expect(try enters("PASS :new one"))
        // A password that cannot be read changes nothing.
        _ = try folder.write("\n", to: "password")
        try reload(times: 2)
        #expect(try enters("PASS :new one"))
        _ = try folder.write("open = true", to: "grillo.toml")
        try reload(times: 3)
        #expect(try enters())
    }

    @Test func `Where only invitations count nobody else enters, from this machine neither, but the host`() throws {
        let room = try room(["--invite-only"])
        let refused = try NetworkNamespace.say(names, to: room)
        #expect(refused.contains("invitation") && !refused.contains(" 001 "))
        let here = try NetworkNamespace.run(
            beside: room, ["timeout", "30", "nc", "127.0.0.1", "\(room.port)"],
            input: names.map { $0 + "\r\n" }.joined())
        #expect(here.output.contains("invitation") && !here.output.contains(" 001 "))
        let host = try ProgramResult.of(
            named: "nc", ["-U", room.dataFolder + "/grillo.sock"],
            input: (names + ["QUIT"]).map { $0 + "\r\n" }.joined())
        #expect(host.output.contains(" 001 guest "))
    }

    @Test func `Without TLS a stranger hears of TLS, and of nothing else`() throws {
        let authority = try CertificateAuthority()
        let issued = try authority.issue("server")
        let folder = Scratch()
        let file = try folder.write("", to: "grillo.toml")
        let room = try room(
            ["--tls-cert", issued.chain, "--tls-key", issued.key, "--config", file],
            environment: ["SSL_CERT_FILE=\(authority.certificate)"])
        func plainly(_ lines: String...) throws -> String {
            try NetworkNamespace.run(
                beside: room, ["timeout", "30", "nc", NetworkNamespace.address, "6697"],
                input: lines.map { $0 + "\r\n" }.joined()
            ).output
        }
        #expect(try plainly("CAP LS 302", "QUIT").contains("sts=port=6697,duration=2592000"))
        let refused = try plainly("NICK guest")
        #expect(refused.hasPrefix("ERROR ") && refused.contains("connect again with TLS"))
        #expect(refused.split(separator: "\r\n").count == 1)
        let secure = try NetworkNamespace.say(["CAP LS 302", "QUIT"], to: room)
        #expect(secure.contains("sts=duration=2592000") && !secure.contains("port="))
        _ = try folder.write("tls.sts-seconds = 60", to: "grillo.toml")
        kill(room.processID, SIGHUP)
        try wait("another time", state: { room.log }) { try plainly("CAP LS 302", "QUIT").contains("duration=60") }
        let nobody = try self.room(["--tls-cert", issued.chain, "--tls-key", issued.key])
        #expect(!(try NetworkNamespace.say(["CAP LS 302", "QUIT"], to: nobody)).contains("sts"))
    }
}
