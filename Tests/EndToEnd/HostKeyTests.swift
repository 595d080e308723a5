import Foundation
import Glibc
import TestSupport
import Testing
import Transport

/// Whether it is the right door: asked, remembered, and refused where it is not.
@Suite(.serialized) struct HostKeyTests {
    private func enter(
        _ port: UInt16, _ arguments: [String] = [], host: String = "127.0.0.1", home: Scratch,
        environment: [String: String] = [:], columns: Int = 120, errors: String? = nil
    ) throws -> TmuxTerminal {
        try TmuxTerminal(
            Programs.tui, ["--tls", host, "\(port)", "--nick", "anna"] + arguments, columns: columns, home: home,
            environment: environment, errors: errors)
    }

    /// Runs it to its end; gives its exit code and what it said on stderr.
    private func refusal(
        _ arguments: [String], home: Scratch, environment: [String: String] = [:], keys: [String] = []
    ) throws -> (code: Int32, errors: String) {
        let errors = Scratch()
        let terminal = try TmuxTerminal(
            Programs.tui, arguments, home: home, environment: environment, errors: errors.path + "/errors")
        for key in keys {
            try terminal.waitFor("[n] leave")
            try terminal.enter(key)
        }
        let code = try terminal.exitCode()
        #expect(try terminal.damage() == [])
        return (code, try String(contentsOfFile: errors.path + "/errors", encoding: .utf8))
    }

    private func hosts(_ home: Scratch) -> String? {
        try? String(contentsOfFile: home.path + "/state/grillo/known-hosts", encoding: .utf8)
    }

    /// A key of its own, and a certificate that nobody vouches for.
    private func identity() throws -> TLSIdentity {
        let folder = Scratch()
        return try withExtendedLifetime(folder) { try TLSIdentity.loadOrCreate(in: folder.path) }
    }

    @Test func `A first meeting is asked about, with the fingerprint in groups of four, and said nothing before`()
        throws
    {
        let identity = try identity()
        let server = try ScriptedServer(identity)
        let home = Scratch()
        let anna = try enter(server.port, home: home)
        let question = try anna.waitFor("[n] leave")
        #expect(question.contains { $0.contains(identity.publicKeyFingerprint.grouped) })
        // Neither Enter nor a paste nor another letter is an answer.
        try anna.press("Enter")
        try anna.paste("aaa\n")
        try anna.enter("y")
        try anna.waitFor("[n] leave")
        #expect(server.lines == [])
        #expect(hosts(home) == nil)
        try anna.enter("a")
        try anna.waitForRows("the room") { $0.contains { $0.hasSuffix("  TLS") } }
        #expect(server.lines.first == "CAP LS 302")
        let known = try #require(hosts(home))
        #expect(known.hasPrefix("127.0.0.1:\(server.port) \(identity.publicKeyFingerprint) 2"))
        let mode = try FileManager.default.attributesOfItem(atPath: home.path + "/state/grillo/known-hosts")
        #expect((mode[.posixPermissions] as? Int) == 0o600)
        // And never again.
        let again = try enter(server.port, home: home)
        try again.waitForRows("the room") { $0.contains { $0.hasSuffix("  TLS") } }
    }

    @Test func `No means no, and once means once`() throws {
        let server = try ScriptedServer(try identity())
        let home = Scratch()
        let (code, errors) = try refusal(["--tls", "127.0.0.1", "\(server.port)"], home: home, keys: ["n"])
        #expect(code == 69)
        #expect(errors == "grillo-tui: 127.0.0.1:\(server.port) was not entered. Nothing was sent to it.\n")
        #expect(server.lines == [])
        let anna = try enter(server.port, home: home)
        try anna.waitFor("[n] leave")
        try anna.enter("o")
        try anna.waitForRows("the room") { $0.contains { $0.hasSuffix("  TLS") } }
        #expect(hosts(home) == nil)
        let again = try enter(server.port, home: home)
        try again.waitFor("[n] leave")
    }

    @Test func `A man in the middle is refused, and the screen says why`() throws {
        let room = try GrilloServer()
        let (port, home) = (room.port, Scratch())
        let anna = try enter(port, home: home, columns: 200)
        try anna.waitFor("[n] leave")
        try anna.enter("a")
        try anna.waitFor("anna joined")
        let berta = try RawClient(port: port, nick: "berta")
        try anna.type("a secret")
        // The server moves to another port, and somebody takes its place.
        room.stop()
        let moved = try GrilloServer(folder: room.folder)
        let thief = try identity()
        let middle = try ManInTheMiddle(port: port, thief, before: moved.port)
        _ = berta
        let screen = try anna.waitFor("its key has changed since the first connection on 2", seconds: 60)
        // What is wrapped, in one piece again.
        let pieces = screen.compactMap { row in row.split(separator: "│").dropFirst().first?.split(separator: " ") }
        let words = pieces.joined().joined(separator: " ")
        let pinned = try #require(hosts(home)).split(separator: " ")[1]
        for word in ["was \(pinned)", "it is", "Someone may be in between"] { #expect(words.contains(word)) }
        #expect(screen.typed == "a secret")
        #expect(middle.overheard == "")
        // It stops there: nothing is tried again by itself, and whoever starts anew is told the same.
        let (code, errors) = try refusal(["--tls", "127.0.0.1", "\(port)"], home: home)
        #expect(code == 69)
        for word in ["was \(pinned)", "it is \(thief.publicKeyFingerprint)", "delete the line", "Nothing was sent"] {
            #expect(errors.contains(word))
        }
        #expect(errors.split(separator: "\n").count == 1)
        #expect(middle.overheard == "")
        // To whoever takes the key that is shown, the one in between is the server: the test would see what was said.
        let naive = try enter(port, home: Scratch())
        try naive.waitFor("[n] leave")
        try naive.enter("o")
        try naive.waitFor("anna joined")
        #expect(middle.overheard.contains("NICK anna"))
    }

    @Test func `One that an authority vouches for is entered without a question, and must stay so`() throws {
        let authority = try CertificateAuthority()
        let home = Scratch()
        var server: ScriptedServer? = try ScriptedServer(authority.identity())
        let port = server?.port ?? 0
        func enterSilently() throws {
            let anna = try enter(port, host: "localhost", home: home, environment: authority.environment)
            try anna.waitForRows("the room") { $0.contains { $0.hasSuffix("  TLS") } }
            try anna.enter("/quit")
            _ = try anna.exitCode()
        }
        try enterSilently()
        #expect(try #require(hosts(home)).hasSuffix(" authority\n"))
        // Another key is fine as long as somebody vouches for it.
        server = nil
        server = try eventually { try ScriptedServer(port: port, authority.identity()) }
        try enterSilently()
        server = nil
        server = try eventually { try ScriptedServer(port: port, identity()) }
        let (code, errors) = try refusal(
            ["--tls", "localhost", "\(port)"], home: home, environment: authority.environment)
        #expect(code == 69)
        #expect(errors.contains("no authority vouches for it any more"))
        #expect(server?.lines == [])
        // A name that the certificate is not for is a stranger's.
        let stranger = try ScriptedServer(authority.identity(for: "elsewhere.test"))
        let anna = try enter(stranger.port, host: "localhost", home: home, environment: authority.environment)
        try anna.waitFor("[n] leave")
    }

    @Test func `Plain where TLS was tried, and TLS where plain was tried, are told within seconds`() throws {
        let home = Scratch()
        let plain = try ScriptedServer(greeting: [":srv NOTICE * :Looking you up"])
        let secure = try OpenSSLServer()
        let start = Date()
        let (code, errors) = try refusal(["--tls", "127.0.0.1", "\(plain.port)"], home: home)
        #expect(code == 69)
        #expect(errors.contains("does not speak TLS") && errors.contains("--no-tls"))
        let (otherCode, otherErrors) = try refusal(["--no-tls", "127.0.0.1", "\(secure.port)"], home: home)
        #expect(otherCode == 69)
        #expect(otherErrors.contains("speaks TLS") && otherErrors.contains("--tls"))
        #expect(Date().timeIntervalSince(start) < 15)
    }

    @Test func `Where lines are told, the question is one of them`() throws {
        let identity = try identity()
        let server = try ScriptedServer(identity)
        let home = Scratch()
        let anna = try enter(server.port, ["--linear"], home: home)
        try anna.waitFor("Key fingerprint: \(identity.publicKeyFingerprint.grouped)")
        try anna.enter("yes")
        try anna.waitFor("always, once or no?")
        #expect(server.lines == [])
        try anna.enter("once")
        try anna.waitFor("--- online as anna")
        // And without a terminal there is nobody to ask. Its input is a pipe that stays open and says nothing.
        let pipe = home.path + "/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        let outcome = try ProgramResult.of(
            "/bin/sh",
            ["-c", "exec \"$0\" --linear --tls 127.0.0.1 \"$1\" 0<>\"$2\"", Programs.tui, "\(server.port)", pipe],
            environment: ["XDG_STATE_HOME": home.path + "/state"])
        #expect(outcome.code == 69)
        #expect(outcome.errors.contains("no terminal to ask on") && outcome.errors.contains("grillo://"))
    }
}

/// Tries again while it fails, as a port does that is not free yet.
func eventually<Value>(_ make: () throws -> Value) throws -> Value {
    var value: Value?
    try wait("it to work") {
        value = try? make()
        return value != nil
    }
    return value!
}
