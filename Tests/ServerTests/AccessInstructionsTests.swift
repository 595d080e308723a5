import Foundation
import TestSupport
import Testing

@testable import Server

/// What the host is told of how others come in.
@Suite struct AccessInstructionsTests {
    private let scratch = Scratch()

    private func places(_ hosts: [String]) -> [ServerConfiguration.Endpoint] {
        hosts.map { .init(host: $0, port: 6697) }
    }

    /// What whoever finds the folder served says, and what the server's own host does, is the same.
    private func lines(
        _ hosts: String..., change: (inout ServerConfiguration) -> Void = { _ in }
    ) throws -> [String] {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        change(&configuration)
        let folder = try DataFolder(path: configuration.dataFolder)
        folder.announce(places(hosts), nil, configuration)
        let lines = try #require(AccessInstructions(servedIn: folder.path)).lines(at: places(hosts))
        #expect(AccessInstructions(configuration).lines(at: places(hosts)) == lines)
        return lines
    }

    @Test func `Where only invited people come in, an invitation is the way, and an account`() throws {
        #expect(
            try lines("10.0.0.1") { ($0.isInviteOnly, $0.isOpen, $0.passwordFile) = (true, true, "/x") } == [
                "Others need an invitation: /invite makes one.",
                "People with an account here come in with: grillo-tui 10.0.0.1 6697",
            ])
    }

    @Test func `Of a server that has not said who may come in, no way is told`() throws {
        let folder = scratch.file("old")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        _ = try scratch.write("1234\n127.0.0.1:6697\nroom = \"#den\"\n", to: "old/server.lock")
        #expect(AccessInstructions(servedIn: folder) == nil)
    }

    @Test(arguments: ["/etc/word", "/a \"b\"\\c\n/d"]) func `Where there is a password it is wanted`(file: String)
        throws
    {
        #expect(
            try lines("10.0.0.1") { $0.passwordFile = file } == [
                "Others come in with the server's password and: grillo-tui 10.0.0.1 6697",
                "Without the password they need an account here, or an invitation: /invite makes one.",
            ])
    }

    @Test func `Otherwise strangers alone need an invitation, where they reach it`() throws {
        let near = ["10.0.0.1", "127.0.0.1", "fd00::1", "localhost"].map {
            "Others come in with: grillo-tui \($0) 6697"
        }
        #expect(try lines("10.0.0.1", "127.0.0.1", "fd00::1", "localhost") == near)
        let far = "From the open internet they need an account here, or an invitation: /invite makes one."
        for host in ["203.0.113.7", "2001:db8::1", "chat.example.org"] {
            let way = "Others come in with: grillo-tui \(host) 6697"
            #expect(try lines(host) == [way, far])
            #expect(try lines(host) { $0.isOpen = true } == [way])
        }
    }
}
