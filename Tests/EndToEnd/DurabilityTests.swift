import Foundation
import TestSupport
import Testing

/// What anyone has seen is on disk.
@Suite(.serialized) struct DurabilityTests {
    @Test func `the disk has each group before it is shown`() throws {
        let folder = Scratch()
        let trace = folder.path + "/trace"
        let wrapper = ["strace", "-f", "-e", "trace=fdatasync,fsync,sendto,sendmsg,writev", "-s", "200", "-o", trace]
        let room = try HostedRoom(wrapper: wrapper, folder: folder)
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

    /// <https://ircv3.net/specs/extensions/message-ids.html>
    @Test func `no msgid is given twice, whatever was stored and however the server ended`() throws {
        let room = try HostedRoom()
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
