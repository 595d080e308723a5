import Foundation
import Glibc
import TestSupport
import Testing

/// What is being typed, and is lost by nothing.
@Suite(.timeLimit(.minutes(2))) struct DraftTests {
    @Test func `What is being typed is on disk before anything was sent`() throws {
        let server = try ScriptedServer()
        let home = Scratch()
        let anna = try TmuxTerminal(
            Programs.tui, ["--no-tls", "--nick", "anna", "--room", "#l", "127.0.0.1", "\(server.port)"], home: home)
        try anna.waitFor("#l")
        try wait("the room to be entered") { server.lines.contains { $0.hasPrefix("JOIN #l") } }
        // The first seconds pass without a key.
        let start = Date()
        try wait("them to pass") { Date().timeIntervalSince(start) > 2 }
        let kept = home.path + "/state/grillo/screen"
        for draft in ["half a thought", " and the rest of it"] {
            try anna.type(draft)
            try wait("the draft to be written down") {
                (try? String(contentsOfFile: kept, encoding: .utf8))?.contains(draft) == true
            }
        }
    }

    @Test func `A password makes what was typed before it no less worth keeping`() throws {
        // It hears TLS, and says nothing.
        let server = try ScriptedServer()
        let anna = try TmuxTerminal(Programs.tui, ["--tls", "--nick", "anna", "127.0.0.1", "\(server.port)"])
        try wait("somebody to come") { server.connections == 1 }
        try anna.type("half a thought")
        try anna.waitFor("half a thought")
        try anna.press("C-c")
        try anna.enter("/login bob")
        try anna.waitFor("Password for bob")
        try anna.enter("sesame")
        try anna.waitForRows("the password to be taken") { !$0.contains { $0.contains("Password for bob") } }
        server.hangUp()
        try anna.waitFor("Trying again")
        #expect(!anna.hasEnded)
    }
}
