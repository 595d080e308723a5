import Foundation
import TestSupport
import Testing

/// `grillo-tui` on servers with and without history, tags and echoes, which die and come back.
@Suite(.serialized) struct RealServerTests {
    @Test(arguments: RealServer.Kind.allCases)
    func `The server dies and comes back: nothing typed is lost, nothing is shown twice`(kind: RealServer.Kind) throws {
        let server = try RealServer(kind)
        let home = Scratch()
        _ = try home.write(TmuxTerminal.plainScreen, to: "config/grillo/tui.toml")
        let anna = try TmuxTerminal(
            Programs.tui, ["127.0.0.1", "\(server.port)", "--nick", "anna", "--room", "#talk"], columns: 120, home: home
        )
        // Not a number of users: servers tell one in their greeting, too.
        try anna.waitFor("@anna")
        let before = try RawClient(port: server.port, nick: "berta", room: "#talk")
        try anna.waitFor("berta joined")
        try anna.enter("the first line")
        try before.expect("PRIVMSG #talk :the first line")
        before.send("PRIVMSG #talk :the second line")
        try anna.waitFor("the second line")
        // Until it is known to have arrived, a line of one's own is dim.
        try wait("the first line to have arrived", state: { (try? anna.colouredScreen) ?? "" }) {
            let row = try anna.colouredScreen.split(separator: "\n").first { $0.contains("the first line") }
            return row?.contains("\u{1B}[2m") == false
        }

        // What is said into a server that hears no more is neither shown as said nor forgotten.
        server.freeze()
        try anna.enter("into the void")
        try anna.waitFor("into the void")
        try anna.type("half a thought")
        server.kill()
        let offline = try anna.waitFor("offline, again in")
        #expect(offline.typed == "half a thought")
        try anna.press("Enter")
        try anna.waitFor("your line is kept")
        try anna.press("Escape")
        try server.start()
        let after = try RawClient(port: server.port, nick: "carla", room: "#talk")
        try anna.waitForRows("the room again", seconds: 60) { $0.contains { $0.contains("2 here") } }
        try anna.waitFor("perhaps not sent")

        try anna.enter(", the other half")
        try after.expect("PRIVMSG #talk :half a thought, the other half")
        try anna.waitForRows("an empty input") { $0.typed == "" }
        // Enter with nothing typed sends what was lost, once.
        try anna.press("Enter")
        try after.expect("PRIVMSG #talk :into the void")
        after.send("PRIVMSG #talk :the last line")
        let screen = try anna.waitFor("the last line")
        #expect(!after.lines.contains { $0.contains("the first line") && $0.contains(":anna!") })
        #expect(after.lines.filter { $0.contains(":into the void") }.count == 1)
        for text in ["the first line", "the second line", "half a thought, the other half", "the last line"] {
            #expect(screen.filter { $0.contains(text) }.count == 1, "\(text)")
        }
        try anna.waitForRows("nothing to be in doubt") { !$0.contains { $0.contains("perhaps not sent") } }
    }
}
