import Foundation
import Glibc
import TestSupport
import Testing

/// A disk that is full is told to who speaks, shows nobody what is not kept, and needs nobody to do anything but make room.
@Suite(.serialized, .enabled(if: SmallDisk.isPossible, "a file system cannot be mounted here, not even in a namespace"))
struct FullDiskTests {
    private let folder: Scratch
    private let room: GrilloServer

    init() throws {
        folder = Scratch()
        room = try GrilloServer(
            wrapper: SmallDisk.wrapper(megabytes: 6, at: folder.path + "/server"), folder: folder)
    }

    /// Something else that takes room on the disk, as the server's namespace has it.
    private var ballast: String { "/proc/\(room.processID)/root\(room.dataFolder)/ballast" }

    private static let capabilities = RawClient.historyCapabilities + " standard-replies soju.im/search"

    private func refused(_ client: RawClient) -> Int {
        client.lines.count { $0.contains("FAIL PRIVMSG MESSAGE_NOT_STORED #lobby") }
    }

    @Test func `Senders are refused while the disk is full, and nobody is shown what is not kept`() throws {
        let process = room.processID
        try Data(repeating: 0x5A, count: 3 << 20).write(to: URL(filePath: ballast))
        let speakers = try (0..<3).map {
            try RawClient(port: room.port, nick: "speaker\($0)", capabilities: Self.capabilities)
        }
        let listener = try RawClient(port: room.port, nick: "listener", capabilities: "message-tags")
        var sent = 0
        func speak() throws {
            for (index, speaker) in speakers.enumerated() {
                for number in sent..<sent + 20 {
                    speaker.send("PRIVMSG #lobby :s\(index) n\(number) " + String(repeating: "x", count: 300))
                }
                speaker.send("PING done\(sent)")
            }
            for speaker in speakers { try speaker.expect(from: speaker.lines.count) { $0.hasSuffix("done\(sent)") } }
            listener.read(milliseconds: 0)
            sent += 20
        }
        try wait("the disk to be full", seconds: 60, state: { "\(sent) sent" }) {
            try speak()
            return speakers.allSatisfy { refused($0) > 100 }
        }
        // Who comes now comes in, and reads; what is not kept works as ever.
        let late = try RawClient(port: room.port, nick: "late", capabilities: Self.capabilities)
        try speakers[0].expect(":late!~late@localhost JOIN #lobby")
        #expect(try late.page("CHATHISTORY LATEST #lobby * 10").count == 10)
        late.send("PRIVMSG listener :not kept, and said all the same")
        try listener.expect("said all the same")
        try wait("the host to be told") { room.log.contains("the disk is full: make room on the disk") }

        try FileManager.default.removeItem(atPath: ballast)
        try wait("it to go on") {
            late.send("PRIVMSG #lobby :is there room?")
            late.read(milliseconds: 100)
            return late.messages.contains { $0.text == "is there room?" }
        }
        for _ in 0..<3 { try speak() }
        late.send("PRIVMSG #lobby :the last")
        for client in speakers + [listener, late] { try client.expect("the last") }
        #expect(room.log.contains("history is being stored again"))
        #expect(room.processID == process && room.process.isRunning)

        // All that was shown is there, once, in order; all that was sent was either shown or refused.
        let kept = try late.history(of: "#lobby").filter { $0.text.hasPrefix("s") }
        #expect(Set(kept.map(\.id)).count == kept.count)
        for client in speakers + [listener] {
            let shown = client.messages.filter { $0.text.hasPrefix("s") }
            #expect(shown == kept)
        }
        #expect(kept.count + speakers.map(refused).reduce(0, +) == sent * speakers.count)
        try wait("the index to catch up") {
            let start = late.lines.count
            late.send("SEARCH text=n\(sent - 1)")
            try late.expect(from: start) { $0.contains("BATCH -") }
            return late.lines[start...].count { $0.contains("PRIVMSG #lobby :s") } == speakers.count
        }
        room.stop()
        #expect(room.process.terminationStatus == 0)
    }
}
