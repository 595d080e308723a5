import Foundation
import TestSupport
import Testing
import Transport

/// A server's wish to be spoken to over TLS only, from the first word on. <https://ircv3.net/specs/extensions/sts>
@Suite(.serialized) struct StrictTransportTests {
    @Test func `Plain IRC is left at the server's word, for good, and never gone back to`() throws {
        let authority = try CertificateAuthority()
        let home = Scratch()
        var secure: ScriptedServer? = try ScriptedServer(
            authority.identity(), ScriptedServer.chat(capabilities: "sts=duration=86400"))
        let port = secure?.port ?? 0
        let plain = try ScriptedServer(nil, ScriptedServer.chat(capabilities: "sts=port=\(port)"))
        func enter(_ environment: [String: String]) throws -> TmuxTerminal {
            try TmuxTerminal(
                Programs.tui, ["--no-tls", "localhost", "\(plain.port)", "--nick", "anna"], columns: 160, home: home,
                environment: environment)
        }
        func policy() -> String? {
            try? String(contentsOfFile: home.path + "/state/grillo/strict-transport", encoding: .utf8)
        }
        let first = try enter(authority.environment)
        try first.waitForRows("TLS") { $0.contains { $0.hasSuffix("  TLS") } }
        #expect(plain.lines == ["CAP LS 302"])
        #expect(try #require(policy()).hasPrefix("localhost \(port) 2"))
        try first.enter("/quit")
        #expect(try first.exitCode() == 0)
        // From now on nothing is said in plain, and the other port is not even knocked at.
        let second = try enter(authority.environment)
        try second.waitForRows("TLS") { $0.contains { $0.hasSuffix("  TLS") } }
        try second.enter("/quit")
        #expect(try second.exitCode() == 0)
        #expect(plain.connections == 1)
        // A certificate that nobody vouches for is neither asked about nor gone round.
        let third = try enter([:])
        #expect(try third.exitCode() == 69)
        #expect(plain.connections == 1)
        // The server takes its wish back.
        secure = nil
        secure = try eventually {
            try ScriptedServer(port: port, authority.identity(), ScriptedServer.chat(capabilities: "sts=duration=0"))
        }
        let fourth = try enter(authority.environment)
        try fourth.waitForRows("TLS") { $0.contains { $0.hasSuffix("  TLS") } }
        try wait("the wish to be forgotten", state: { policy() ?? "" }) { policy() == "" }
    }

    @Test func `An upgrade to a server that nobody vouches for is refused, without a question`() throws {
        let folder = Scratch()
        let secure = try withExtendedLifetime(folder) {
            let identity = try TLSIdentity.loadOrCreate(in: folder.path)
            return try ScriptedServer(identity, ScriptedServer.chat(capabilities: "sts=duration=9"))
        }
        let plain = try ScriptedServer(nil, ScriptedServer.chat(capabilities: "sts=port=\(secure.port)"))
        let errors = Scratch()
        let anna = try TmuxTerminal(
            Programs.tui, ["--no-tls", "localhost", "\(plain.port)"], errors: errors.path + "/errors")
        #expect(try anna.exitCode() == 69)
        let said = try String(contentsOfFile: errors.path + "/errors", encoding: .utf8)
        #expect(said.contains("by its own rules"))
        #expect(plain.lines == ["CAP LS 302"])
        #expect(secure.lines == [])
    }
}
