import Foundation
import TestSupport
import Testing

/// What anyone has seen is on disk.
@Suite(.serialized) struct DurabilityTests {
    @Test func `The disk has each group before it is shown`() throws {
        let folder = Scratch()
        let trace = folder.path + "/trace"
        let wrapper = ["strace", "-f", "-e", "trace=fdatasync,fsync,sendto,sendmsg,writev", "-s", "200", "-o", trace]
        let room = try GrilloServer(wrapper: wrapper, folder: folder)
        let speaker = try RawClient(port: room.port, nick: "speaker")
        let listener = try RawClient(port: room.port, nick: "listener")
        for number in 0..<20 {
            speaker.send("PRIVMSG #lobby :traced \(number) end")
            try listener.expect("traced \(number) end")
        }
        room.stop()
        // Of each two messages that were shown, the disk was asked to keep something in between.
        let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
        var syncs = 0
        var shownAfter: [Int] = []
        for call in calls {
            // Of a call that another thread's interrupts, the second line alone tells that it has ended.
            if call.contains("sync"), call.hasSuffix("= 0") { syncs += 1 }
            if call.contains("traced ") { shownAfter.append(syncs) }
        }
        #expect(shownAfter.count == 20)
        #expect(zip(shownAfter, shownAfter.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `A room's new name is stored before anybody is told it`() throws {
        let room = try GrilloServer()
        let alice = try RawClient(
            port: room.port, nick: "alice", room: "#den0", capabilities: RawClient.historyCapabilities)
        alice.send("PRIVMSG #den0 :said before")
        for round in 0..<10 {
            // In one packet: what is asked first of all is whether it is there.
            alice.send(
                "RENAME #den\(round) #den\(round + 1)", "CHATHISTORY LATEST #den\(round + 1) * 10", "PING \(round)")
            try alice.expect { $0.contains(" PONG ") && $0.hasSuffix(" \(round)") }
        }
        #expect(alice.messages.filter { $0.text == "said before" }.count == 11)
        alice.send("RENAME #den10 #last")
        try alice.expect("#last")
        room.kill()
        try room.start()
        let back = try RawClient(
            port: room.port, nick: "alice", room: "#last", capabilities: RawClient.historyCapabilities)
        #expect(try back.history(of: "#last").map(\.text) == ["said before"])
    }

    /// <https://ircv3.net/specs/extensions/message-ids.html>
    @Test func `No msgid is given twice, whatever was stored and however the server ended`() throws {
        let room = try GrilloServer()
        var seen: [String] = []
        for round in 0..<3 {
            let capabilities = "message-tags echo-message"
            let one = try RawClient(port: room.port, nick: "one", capabilities: capabilities)
            let two = try RawClient(port: room.port, nick: "two", capabilities: capabilities)
            // What two people without an account say to each other is not kept, but has its ids too.
            one.send(
                "PRIVMSG #lobby :kept \(round)", "PRIVMSG two :not kept \(round)", "PRIVMSG two :nor this \(round)")
            try two.expect("nor this \(round)")
            try one.expect("nor this \(round)")
            seen += Set((one.lines + two.lines).compactMap { $0.firstMatch(of: /msgid=([^; ]+)/).map { String($0.1) } })
            if round == 1 { room.stop() } else { room.kill() }
            try room.start()
        }
        #expect(seen.count >= 9)
        #expect(Set(seen).count == seen.count)
    }
}
