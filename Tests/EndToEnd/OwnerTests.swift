import Foundation
import TestSupport
import Testing

/// Whoever runs the server is its host in a client on the same machine, and nobody else is.
@Suite(.serialized) struct OwnerTests {
    private func client(_ room: GrilloServer, _ arguments: [String] = [], home: Scratch = Scratch()) throws
        -> TmuxTerminal
    {
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        return try TmuxTerminal(
            Programs.tui, ["localhost", "\(room.port)", "--nick", "anna"] + arguments, columns: 260, home: home)
    }

    @Test func `grillo serve, grillo-tui localhost, and the invitation is made`() throws {
        let (room, home) = (try GrilloServer(["--invite-only"]), Scratch())
        // The folder that both find by themselves.
        _ = try home.write("", to: "state/grillo/here")
        try FileManager.default.createSymbolicLink(
            atPath: home.path + "/state/grillo/server", withDestinationPath: room.dataFolder)
        let anna = try client(room, home: home)
        try anna.waitFor("anna joined")
        try anna.enter("/invite")
        try anna.waitFor("grillo://")
    }

    @Test func `A server with a folder of its own is entered as its host with --data, over TLS too`() throws {
        let room = try GrilloServer()
        let anna = try client(room, ["--data", room.dataFolder, "--tls"])
        try anna.waitFor("[n] leave")
        try anna.enter("o")
        try anna.waitFor("anna joined")
        try anna.enter("/invite")
        try anna.waitFor("grillo://")
    }

    @Test func `Anybody else is told how the host enters, and how to invite without`() throws {
        let room = try GrilloServer()
        let anna = try client(room)
        try anna.waitFor("anna joined")
        try anna.enter("/invite")
        try anna.waitFor("run grillo-tui as the server's user")
        try anna.waitFor("grillo invite --room '#lobby'")
        try anna.enter("/op anna")
        try anna.waitFor("Only an operator of #lobby may do that: as host")
    }
}
