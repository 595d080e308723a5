import Foundation
import Glibc
import Testing

/// The server goes, and says so.
@Suite(.serialized) struct ServeStopTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `A server that is told to stop tells everybody, and keeps their leaving`(signal: Int32) throws {
        let room = try GrilloServer()
        let guests = try ["berta", "carla"].map { try RawClient(port: room.port, nick: $0) }
        let anna = try TmuxTerminal.grillo(room, nick: "anna")
        try anna.type("a draft")
        try anna.waitForRows("the draft") { $0.typed == "a draft" }
        // What was said last is stored and shown as well.
        guests[0].send("PRIVMSG #lobby :last words")
        try guests[1].expect("last words")
        Glibc.kill(room.processID, signal)
        for guest in guests {
            try guest.expect("ERROR :")
            try guest.expectClosed()
            #expect(guest.lines.count { $0.contains("The server is shutting down") } == 1)
            #expect(guest.lines.last?.hasSuffix(": Shutdown") == true)
        }
        room.process.waitUntilExit()
        #expect(room.process.terminationReason == .exit)
        #expect(room.process.terminationStatus == 0)
        let rows = try anna.waitFor("The server is shutting down")
        #expect(rows.contains { $0.contains("You are offline") })
        #expect(rows.typed == "a draft")
        #expect(try room.query("SELECT text FROM events WHERE kind = 1") == ["last words"])
        let quits = try room.query("SELECT source FROM events WHERE kind = 9 ORDER BY source")
        #expect(quits.map { $0.prefix { $0 != "!" } } == ["anna", "berta", "carla"])
        #expect(try room.query("PRAGMA integrity_check") == ["ok"])
    }

    @Test func `irssi shows in the room that the server stops`() throws {
        let room = try GrilloServer()
        let anna = try TmuxTerminal.irssi(room, nick: "anna")
        Glibc.kill(room.processID, SIGTERM)
        let rows = try anna.waitFor("The server is shutting down")
        #expect(
            rows.contains {
                $0.contains(":#lobby- The server is shutting down") || $0.contains("grillo.local The server")
            }, "\(rows)")
    }

    @Test func `A server that is gone leaves the folder to the next`() throws {
        let room = try GrilloServer()
        for _ in 0..<3 {
            let guest = try RawClient(port: room.port, nick: "berta")
            guest.send("PING here")
            try guest.expect("PONG")
            room.kill()
            try guest.expectClosed()
            try room.start()
        }
    }
}
