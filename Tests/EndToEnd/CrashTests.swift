import Foundation
import TestSupport
import Testing

/// The server is killed in the middle of traffic, again and again: what any client was shown is in the history, once, in the
/// order shown. `GRILLO_LONG_TESTS=1` makes it a hundred times.
@Suite(.serialized) struct CrashTests {
    private static let rounds = TestEnvironment.isLong ? 100 : 3
    private static let rooms = ["#lobby", "#one", "#two"]
    private static let people = 4

    @Test func `What any client was shown before kill -9 is in the history once, in the order shown`() throws {
        var random = SeededGenerator(seed: TestEnvironment.seed)
        let room = try GrilloServer()
        var ids: Set<String> = []
        var ends: [String: String] = [:]
        var (shownInAll, keptInAll) = (0, 0)
        for round in 0..<Self.rounds {
            let clients = try storm(on: room, round: round, lasting: Double.random(in: 0.005...0.4, using: &random))
            try room.start()
            let reader = try RawClient(
                port: room.port, nick: "reader", room: Self.rooms.joined(separator: ","),
                capabilities: RawClient.historyCapabilities)
            for target in Self.rooms {
                // The one way to page in one round, the other in the next: both must come to the same.
                let kept =
                    if let end = ends[target], round % 2 == 1 {
                        try reader.history(of: target, from: end)
                    } else {
                        try reader.history(of: target, backTo: ends[target])
                    }
                ends[target] = kept.last?.id ?? ends[target]
                let before = ids.count
                ids.formUnion(kept.map(\.id))
                #expect(ids.count == before + kept.count, "each id is given once")
                #expect(Set(kept.map(\.text)).count == kept.count, "each message is there once")
                #expect(kept.allSatisfy { $0.text.hasPrefix("r\(round) ") }, "what is new is of this round")
                let places = Dictionary(kept.enumerated().map { ($1, $0) }) { first, _ in first }
                keptInAll += kept.count
                for client in clients {
                    let shown = client.messages.filter { $0.target == target }
                    shownInAll += shown.count
                    let order = shown.compactMap { places[$0] }
                    #expect(order.count == shown.count, "what was shown is there, under the id it had")
                    #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 }, "in the order shown, and once")
                }
            }
        }
        #expect(shownInAll > 0)
        // And at the end all of it still stands.
        let reader = try RawClient(
            port: room.port, nick: "last", room: Self.rooms.joined(separator: ","),
            capabilities: RawClient.historyCapabilities)
        let all = try Self.rooms.flatMap { try reader.history(of: $0).map(\.id) }
        #expect(all.count == ids.count && Set(all) == ids)
        #expect(try room.query("PRAGMA integrity_check") == ["ok"])
        room.stop()
        #expect(try ProgramResult.of(Programs.grillo, ["verify", "--data", room.dataFolder]).code == 0)
        print(
            "kill -9, \(Self.rounds) times: \(keptInAll) messages kept, shown \(shownInAll) times, none lost, none twice"
        )
    }

    /// People who say numbered lines in several rooms as fast as they can, until the server is killed after so many seconds;
    /// but not before somebody was shown something.
    private func storm(on room: GrilloServer, round: Int, lasting seconds: Double) throws -> [RawClient] {
        let clients = try (0..<Self.people).map { number in
            try RawClient(
                port: room.port, nick: "r\(round)c\(number)", room: Self.rooms.joined(separator: ","),
                capabilities: "message-tags echo-message")
        }
        let end = Date().addingTimeInterval(seconds)
        var number = 0
        while Date() < end || clients.allSatisfy({ $0.messages.isEmpty }) {
            for (index, client) in clients.enumerated() {
                let block = (0..<16).map { "PRIVMSG \(Self.rooms[$0 % 3]) :r\(round) c\(index) n\(number + $0)\r\n" }
                client.sendBytes(Array(block.joined().utf8))
                client.read(milliseconds: 0)
            }
            number += 16
        }
        // In the middle of traffic: what is on its way is on its way.
        room.kill()
        for client in clients { while !client.isClosed { client.read() } }
        return clients
    }
}
