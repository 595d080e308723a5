import Foundation
import Testing

/// How long it lasts; without a number there is none.
private let minutes = Double(ProcessInfo.processInfo.environment["GRILLO_SOAK_MINUTES"] ?? "") ?? 0

/// Hours of an ordinary life, to see that nothing grows: `make soak`.
@Suite(.serialized, .enabled(if: minutes > 0)) struct SoakTests {
    @Test func `Memory and descriptors stay where they were`() throws {
        let room = try GrilloServer(["--durability", "os"])
        let regulars = try (0..<20).map {
            try RawClient(
                port: room.port, nick: "regular\($0)",
                capabilities: "message-tags server-time batch echo-message labeled-response draft/chathistory "
                    + "draft/event-playback draft/message-redaction soju.im/search")
        }
        var samples: [Sample] = []
        let begin = Date()
        var day = 0
        while Date().timeIntervalSince(begin) < minutes * 60 {
            day += 1
            try live(day, in: room, regulars)
            guard Date().timeIntervalSince(begin) > Double(samples.count) * minutes * 60 / 120 else { continue }
            samples.append(try Sample(of: room.processID))
        }
        let report = samples.map(\.description).joined(separator: "\n")
        print("soak: \(day) days in \(minutes) minutes\n\(report)")
        // The first half is for caches to fill.
        let half = samples.dropFirst(samples.count / 2)
        let (early, late) = (half.prefix(half.count / 2), half.suffix(half.count / 2))
        #expect(samples.count >= 20)
        #expect(Sample.median(late, \.kilobytes) <= Sample.median(early, \.kilobytes) * 105 / 100, "\(report)")
        #expect(Sample.median(late, \.descriptors) <= Sample.median(early, \.descriptors) + 2, "\(report)")
    }

    /// A day: regulars talk, look things up and change things; guests come and go, by the door, in clear and by accident.
    private func live(_ day: Int, in room: GrilloServer, _ regulars: [RawClient]) throws {
        let guests = try (0..<3).map { try RawClient(port: room.port, nick: "guest\(day)x\($0)") }
        let secured = Process()
        secured.executableURL = URL(filePath: "/usr/bin/openssl")
        secured.arguments = ["s_client", "-connect", "127.0.0.1:\(room.port)"]
        secured.standardInput = FileHandle.nullDevice
        secured.standardOutput = FileHandle.nullDevice
        secured.standardError = FileHandle.nullDevice
        try secured.run()
        for (number, regular) in regulars.enumerated() {
            let own = "#day\(day % 50)-\(number % 5)"
            regular.send("JOIN \(own)", "TOPIC \(own) :day \(day)", "MODE \(own) +b *!*@host\(day % 90).example")
            for line in 0..<5 { regular.send("PRIVMSG #lobby :day \(day), line \(line) of \(number)") }
            regular.send(
                "PRIVMSG \(own) :day \(day)", "PRIVMSG regular\((number + 1) % regulars.count) :a private word",
                "MODE \(own) -b *!*@host\(day % 90).example", "WHOIS guest\(day)x0", "AWAY :day \(day)", "AWAY",
                "CHATHISTORY LATEST #lobby * 50", "SEARCH text=day;in=#lobby;limit=5", "NICK other\(day)x\(number)",
                "NICK regular\(number)", "PART \(own) :tomorrow", "PING day\(day)")
        }
        for guest in guests { guest.send("PRIVMSG #lobby :hello", "QUIT :bye") }
        for regular in regulars {
            try regular.expect(from: max(0, regular.lines.count - 1), seconds: 60) {
                $0.contains("day\(day)") && $0.contains(" PONG ")
            }
            regular.forget()
        }
        try wait("the secured guest to end") { !secured.isRunning }
    }

    private struct Sample: CustomStringConvertible {
        let kilobytes: Int
        let descriptors: Int

        init(of process: Int32) throws {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            kilobytes = status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap { Int($0.1) } ?? 0
            descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
        }

        var description: String { "\(kilobytes) KB, \(descriptors) descriptors" }

        static func median(_ samples: ArraySlice<Sample>, _ value: (Sample) -> Int) -> Int {
            samples.map(value).sorted()[samples.count / 2]
        }
    }
}
